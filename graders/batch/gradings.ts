// Grades submissions in the best isolation this system gives.
// The law here: who asks for one kind of isolation gets that or an error; who does not is told when it is not the best.
import type { GradeOptions, Grader, Lab, Report } from '../engine/index.ts';
import { type Isolation, NotIsolated } from '../subject/index.ts';
import { Slots } from './slots.ts';

export interface GradingsOptions {
  isolation: Isolation | undefined;
  /** How many are graded side by side, at most. */
  count: number;
  /** The compiled graders/batch/worker. */
  worker: string;
  /** Tells a person what they should know. */
  notice: (message: string) => void;
}

export class Gradings implements AsyncDisposable {
  readonly #options: GradingsOptions;
  readonly #slots: Slots | undefined;
  /** Whether a program has been graded in a slot: then all are. */
  #isIsolating = false;
  #isFallenBack = false;

  constructor(options: GradingsOptions) {
    this.#options = options;
    if (options.isolation !== 'process-group' && process.platform === 'linux') this.#slots = new Slots(options);
  }

  /** @throws UsageError, NotGradable */
  async grade(lab: Lab, grader: Grader, path: string, options: Omit<GradeOptions, 'place'>): Promise<Report> {
    const { isolation, notice } = this.#options;
    const { notice: tell, ...rest } = options;
    if (!this.#isFallenBack) {
      try {
        if (this.#slots !== undefined) {
          const report = await this.#slots.grade({ lab, role: grader.role, path, options: rest }, tell);
          this.#isIsolating ||= report.outcome === 'graded';
          return report;
        }
        if (isolation === 'namespaces') throw new NotIsolated('programs can be isolated by namespaces on Linux only');
      } catch (error) {
        if (!(error instanceof NotIsolated) || this.#isIsolating) throw error;
        if (isolation === 'namespaces') throw new NotIsolated(`${error.message} (lab doctor says what is missing)`);
        if (!this.#isFallenBack) notice(`programs are not isolated, only kept in a process group (lab doctor says why)`);
        this.#isFallenBack = true; // others may be on their way, and hear the same
      }
    }
    return (await import('../engine/index.ts')).grade(lab, grader, path, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#slots?.[Symbol.asyncDispose]();
  }
}
