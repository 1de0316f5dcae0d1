// The student's program as a check sees it.
// The law here: what a check opens, it leaves; what the program holds is counted only once the program is at rest.
import { type Launcher, NotStarted, type Printed, descriptors } from '../subject/index.ts';
import { Client } from './client.ts';
import { Failure } from './failure.ts';
import { ownWords } from './ownWords.ts';
import type { Trial } from './trial.ts';

export class Server {
  readonly #trial: Trial;
  readonly #launcher: Launcher;

  constructor(trial: Trial, launcher: Launcher) {
    this.#trial = trial;
    this.#launcher = launcher;
  }

  get givenPort(): number {
    return this.#trial.program.givenPort;
  }

  get port(): number {
    return this.#trial.program.port;
  }

  /** The environment it was started with, beyond what every program gets. */
  get env(): Record<string, string> {
    return this.#trial.program.env;
  }

  /** The lab's own port. */
  get labPort(): number {
    return this.#trial.labPort;
  }

  connect(): Promise<Client> {
    return Client.connect(this.#trial);
  }

  /** Waits until the program has done what it has to do for now, but not long: what follows shows whether it matters. */
  async rests(withinMs?: number): Promise<void> {
    await this.#trial.silence.rests(withinMs);
  }

  /** How many descriptors its processes hold, once it is at rest. */
  async descriptorCount(): Promise<number> {
    if (!(await this.#trial.silence.rests())) this.#trial.restsOn('deadline');
    const { tree } = this.#trial.program.running;
    return (tree?.pids() ?? []).reduce((sum, pid) => sum + descriptors(pid).length, 0);
  }

  /**
   * Kills it whole, with its connections open, and starts it again on the same port at once.
   * @throws Failure when it does not listen there
   */
  async restarts(): Promise<void> {
    const { program } = this.#trial;
    await program.running.kill();
    try {
      const again = await this.#launcher.start(() => ({}), program.givenPort);
      await again.running.kill();
      if (again.port === program.port) return;
      throw new Failure('other', {
        message: `started again, your program listens on port ${again.port} instead of ${program.port}`,
      });
    } catch (error) {
      if (!(error instanceof NotStarted)) throw error;
      const message = `stopped and started again at once, your program does not listen on port ${program.port}: ${error.message}`;
      throw new Failure('other', { message, standsAt: saidOf(error.printed) });
    }
  }
}

/** The last words of a program that would not start, for a finding. */
export function saidOf({ stderr, stdout }: Printed): string | null {
  const said = ownWords(stderr.trim() || stdout.trim())
    .split('\n')
    .slice(-12)
    .join('\n');
  return said === '' ? null : `printed:\n${said}`;
}
