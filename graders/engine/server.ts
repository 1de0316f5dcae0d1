// The student's program as a check sees it.
// The law here: what a check opens, it leaves; what the program holds is counted only once the program is at rest.
import { type Launcher, NotGradable, NotStarted, type Printed, descriptors, portState } from '../subject/index.ts';
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

  /** How many descriptors its processes hold, once it is at rest: also for a while longer, when they are more than `enough`. */
  async descriptorCount(enough = Infinity): Promise<number> {
    const { silence, program } = this.#trial;
    const count = () => (program.running.tree?.pids() ?? []).reduce((sum, pid) => sum + descriptors(pid).length, 0);
    if (!(await silence.rests())) this.#trial.restsOn('deadline');
    if (count() <= enough) return count();
    const outcome = await silence.until(
      () => count() <= enough,
      silence.baseline(),
      { localPort: 0, receivedSinceSent: 0 },
      () => 'verdict',
    );
    this.#trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
    return count();
  }

  /**
   * Ends it as people do, by Ctrl-C, and kills whatever does not end by that; then starts it again on the same port at once.
   * @throws Failure when it does not listen there
   */
  async restarts(): Promise<void> {
    const { program, silence } = this.#trial;
    program.running.interrupt();
    await silence.rests();
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
      const found = portState(program.port);
      if (found.state === 'held')
        throw new NotGradable(`port ${program.port} was taken by ${found.owner} between two starts: grade again`);
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
