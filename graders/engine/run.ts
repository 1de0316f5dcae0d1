// Runs the checks of a grader on a submission's program, one after the other, and gives each its verdict.
// The law here: a verdict that costs points is never an accident. A failed check is tried again, alone, on a server
// started for it, and only what fails there has failed; and a program in trouble is not asked the next question.
import { setImmediate as turn } from 'node:timers/promises';

import type { ListeningSocket, Printed, Program } from '../subject/index.ts';
import { NotGradable, NotStarted, Unreadable, UsageError, printedBy, socketInodes } from '../subject/index.ts';
import { Budget } from './budget.ts';
import { Blocked, Failure, type Slip, failureOf } from './failure.ts';
import { type Check, type Grader, type Scene, type Setting, checksUnder, rankOf } from './grader.ts';
import { looksLike } from './looksLike.ts';
import type { Parameters } from './parameters.ts';
import type { CheckReport, Verdict } from './report.ts';
import { saidOf } from './server.ts';
import type { Side, Started } from './side.ts';
import { Silence } from './silence.ts';
import { Trial, hasEnded } from './trial.ts';

export interface RunOptions {
  grader: Grader;
  side: Side;
  /** Whether a connection that was closed occupies its port for a minute, as TCP has it (TIME_WAIT), where that can be chosen. */
  lingers: (isSo: boolean) => void;
  /** Whether little fits into the buffers of connections, where that can be chosen. */
  narrows: ((isSo: boolean) => void) | undefined;
  /** Removes what the program has left behind, so that the next server finds what the first one found. */
  sweep: () => void;
  parameters: Parameters;
  labPort: number;
  /** Whether silence may be proven for this program: nothing in it hides a clock. */
  provable: boolean;
  waitBudgetMs: number;
  /** The checks to run; those they come after run too. */
  only: string[] | undefined;
}

export type Result = Omit<CheckReport, 'level'>;

export interface RunReport {
  results: Result[];
  listening: ListeningSocket[];
  printed: Printed;
}

/** A started program and the trials made on it. */
interface Stage extends Started {
  silence: Silence;
  setting: Setting;
  trials: Trial[];
}

type Ending = Pick<Result, 'verdict' | 'blockedBy' | 'finding'>;
type Attempt = Ending & Pick<Result, 'decidedBy' | 'transcript' | 'durationMs'>;

export class Run {
  readonly #options: RunOptions;
  readonly #budget: Budget;
  readonly #checks: Check[];
  readonly #verdicts = new Map<string, Verdict>();
  /** What the program can do all the same, where the check for it has failed. */
  readonly #canDo = new Map<string, boolean>();
  /** Checks that passed and left the program dead. */
  readonly #deaths: { id: string; standsAt: string }[] = [];
  #stage: Stage | undefined;
  #hasStarted = false;
  #printed: Printed = { exit: null, stdout: '', stderr: '' };
  #listening: ListeningSocket[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
    this.#budget = new Budget(options.waitBudgetMs);
    this.#checks = checksUnder(options.grader, options.parameters);
  }

  /** @throws NotStarted, NotGradable when the program cannot be started */
  async all(): Promise<RunReport> {
    const results = new Map<string, Result>();
    try {
      for (const check of this.#inOrder()) {
        const attempt = await this.#judge(check);
        this.#verdicts.set(check.id, attempt.verdict);
        const points = attempt.verdict === 'passed' ? check.points : 0;
        results.set(check.id, {
          id: check.id,
          rule: check.rule,
          title: check.title,
          points,
          maxPoints: check.points,
          ...attempt,
        });
      }
    } finally {
      await this.#leave();
    }
    this.#chargeDeath(results);
    const { only } = this.#options;
    const wanted = this.#checks.filter(({ id, rule }) => only === undefined || only.includes(id) || only.includes(rule));
    return { results: wanted.map(({ id }) => results.get(id)!), listening: this.#listening, printed: this.#printed };
  }

  /** The checks to run, those they come after among them, in the order in which they run. */
  #inOrder(): Check[] {
    const { only } = this.#options;
    const needed = new Set<string>();
    const need = (check: Check | undefined): void => {
      if (check === undefined) return; // as the parameters are set there is no such check
      needed.add(check.id);
      for (const id of check.after ?? []) need(this.#checks.find((earlier) => earlier.id === id));
    };
    for (const check of this.#checks) {
      if (only === undefined || only.includes(check.id) || only.includes(check.rule)) need(check);
    }
    return this.#checks.filter(({ id }) => needed.has(id)).sort((a, b) => rankOf(a) - rankOf(b));
  }

  async #judge(check: Check): Promise<Attempt> {
    const setting = check.setting ?? this.#options.grader.setting;
    const isAlone = check.fresh === true || this.#options.side.isAlone;
    if (isAlone || this.#stage?.setting !== setting) await this.#leave();
    const { lingers, narrows } = this.#options;
    if (isAlone) lingers(true); // it may be about just that
    if (check.narrow) narrows?.(true);
    try {
      return await this.#judgeFully(check, setting, isAlone);
    } finally {
      if (isAlone) lingers(false);
      if (check.narrow) narrows?.(false);
    }
  }

  async #judgeFully(check: Check, setting: Setting, isAlone: boolean): Promise<Attempt> {
    const first = await this.#attempt(check, setting);
    if (first.verdict !== 'failed') {
      const isFit = await this.#isFitForMore();
      if (this.#stage !== undefined && hasEnded(this.#stage.program) && !isAlone) {
        await this.#stage.program.running.exited;
        this.#deaths.push({ id: check.id, standsAt: this.#stage.trials.at(-1)!.standing() });
      }
      if (isAlone || !isFit) await this.#leave();
      return first;
    }
    await this.#leave();
    if (isAlone && first.decidedBy !== 'deadline') return first;
    const second = await this.#attempt(check, setting);
    if (isAlone || !(await this.#isFitForMore())) await this.#leave();
    return second;
  }

  async #attempt(check: Check, setting: Setting): Promise<Attempt> {
    const begun = performance.now();
    const { grader, parameters, labPort } = this.#options;
    let trial: Trial | undefined;
    let ending: Ending = { verdict: 'passed', blockedBy: null, finding: null };
    try {
      this.#stage ??= await this.#enter(setting);
      const { program, silence, trials, scene, concludes } = this.#stage;
      trial = new Trial(program, silence, this.#budget, { barrier: grader.barrier, labPort, role: grader.role });
      trials.push(trial);
      const isNarrow = check.narrow === true && this.#options.narrows !== undefined;
      await check.run({
        ...(scene(trial, isNarrow) as Scene), // of whichever side the program stands on, as the grader's checks are
        parameters,
        passed: (id) => this.#passed(check, id),
        needs: (id, attempt) => this.#needs(check, id, attempt),
      });
      await concludes();
    } catch (error) {
      ending = endedBy(
        error,
        grader.slips.filter(({ of }) => of.length === 0 || of.includes(check.id)),
      );
    }
    for (const opened of trial?.opened ?? []) await opened[Symbol.asyncDispose]();
    const durationMs = Math.round((performance.now() - begun) * 10) / 10;
    return { ...ending, decidedBy: trial?.evidence ?? 'bytes', transcript: trial?.transcript.entries ?? [], durationMs };
  }

  #passed(check: Check, id: string): boolean {
    if (!check.after?.includes(id)) throw new TypeError(`${check.id} looks at ${id} without being declared after it`);
    return (this.#verdicts.get(id) ?? 'passed') === 'passed';
  }

  async #needs(check: Check, id: string, attempt: () => Promise<void>): Promise<void> {
    if (this.#passed(check, id)) return;
    let outcome = this.#canDo.get(id);
    if (outcome === undefined) {
      const failure = await failureOf(attempt);
      // on a server that others have used before, this is no more certain than any failure: the check is tried again, alone
      if (failure !== undefined && this.#stage!.trials.length > 1) throw failure;
      outcome = failure === undefined;
      this.#canDo.set(id, outcome);
    }
    if (!outcome) throw new Blocked(id);
  }

  async #enter(setting: Setting): Promise<Stage> {
    const started = await this.#start(setting);
    const { program } = started;
    if (!this.#hasStarted) this.#listening = program.listening;
    this.#hasStarted = true;
    const silence = new Silence(program, listenersOf(program), this.#budget, this.#options.provable);
    return { ...started, silence, setting, trials: [] };
  }

  /** A program that has listened before and does not now fails the check it was started for; it is not "not started". */
  async #start(setting: Setting): Promise<Started> {
    try {
      return await this.#options.side.start(setting);
    } catch (error) {
      if (!(error instanceof NotStarted) || !this.#hasStarted) throw error;
      throw new Failure('other', {
        message: `started once more, your program does not listen: ${error.message}`,
        standsAt: saidOf(error.printed),
      });
    }
  }

  /** Ends the program, and then throws away what its connections left in the kernel, so that its port is free at once. */
  async #leave(): Promise<void> {
    const stage = this.#stage;
    if (stage === undefined) return;
    this.#stage = undefined;
    const printed = printedBy(stage.program.running);
    await turn(); // what the check's clients said last, a FIN most often, goes out before the program dies
    await turn();
    const opened = stage.trials.flatMap((trial) => trial.opened);
    for (const one of opened) one.holds();
    await stage.program.running.kill();
    this.#printed = { ...printedBy(stage.program.running), exit: printed.exit };
    for (const one of opened) one.forget();
    stage.close();
    this.#options.sweep();
  }

  /** Whether the next check may ask this program: it lives, and it has come to rest. */
  async #isFitForMore(): Promise<boolean> {
    if (this.#stage === undefined) return false;
    const { program, silence } = this.#stage;
    const atRest = await silence.rests();
    return atRest && !hasEnded(program);
  }

  /**
   * A program that died once a check had passed is charged where a rule asks for its life. Where none did, the check that
   * left it dead has failed after all.
   */
  #chargeDeath(results: Map<string, Result>): void {
    const [death] = this.#deaths;
    if (death === undefined || this.#options.only !== undefined || [...this.#verdicts.values()].includes('failed')) return;
    const message = 'everything was answered, but then your program ended';
    const { finding } = new Failure('other', { message, standsAt: death.standsAt });
    results.set(death.id, { ...results.get(death.id)!, verdict: 'failed', points: 0, finding });
  }
}

/** The program's listening sockets, as `socket:[inode]`. */
function listenersOf({ running: { tree } }: Program): Set<string> {
  try {
    return new Set(tree === null ? [] : [...socketInodes(tree)].map((inode) => `socket:[${inode}]`));
  } catch (error) {
    if (error instanceof Unreadable) return new Set(); // it has hidden itself since it listened; nothing is proven of it
    throw error;
  }
}

/** What a check that was ended early means for its verdict. @throws what ends the whole grading */
function endedBy(error: unknown, slips: Slip[]): Ending {
  if (error instanceof Blocked) return { verdict: 'skipped', blockedBy: error.by, finding: null };
  if (error instanceof Failure)
    return { verdict: 'failed', blockedBy: null, finding: { ...error.finding, looksLike: looksLike(error, slips) } };
  if (error instanceof NotStarted || error instanceof NotGradable || error instanceof UsageError) throw error;
  const { finding } = new Failure('other', {
    message: `the grader itself failed: ${error instanceof Error ? error.stack : String(error)}`,
  });
  return { verdict: 'broken', blockedBy: null, finding };
}
