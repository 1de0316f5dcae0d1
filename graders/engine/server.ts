// The student's program as a check sees it.
// The law here: what a check opens, it leaves; what the program holds is counted only once the program is at rest.
import {
  type Census,
  type Launcher,
  NotGradable,
  NotStarted,
  type Printed,
  type ProcessInfo,
  type ProcessTree,
  censusOf,
  mostBuffered,
  portState,
  processesOf,
  refusedDatagrams,
} from '../subject/index.ts';
import type { Addresses } from './addresses.ts';
import { Client } from './client.ts';
import { Datagrams } from './datagrams.ts';
import { Failure } from './failure.ts';
import { Graded } from './graded.ts';
import { Listener } from './listener.ts';
import { ownWords } from './ownWords.ts';
import type { Outcome, Stake } from './silence.ts';
import type { Hearing, Trial } from './trial.ts';

const order = () => 'order' as const;
/** So many answers have to find nobody. A fast program answers most clients before they are gone. */
const unheard = 5;
const mostLeavers = 40;

/** What a grading has for all its checks. */
export interface Resources {
  /** Little fits into the buffers of connections. */
  isNarrow: boolean;
  addresses: Addresses;
  /** The program's folder for temporary files. */
  temporary: string;
}

export class Server extends Graded {
  readonly #launcher: Launcher;
  readonly #resources: Resources;
  #addressCount = 0;

  constructor(trial: Trial, launcher: Launcher, resources: Resources) {
    super(trial, resources.temporary);
    this.#launcher = launcher;
    this.#resources = resources;
  }

  get givenPort(): number {
    return this.trial.program.givenPort;
  }

  get port(): number {
    return this.trial.program.port;
  }

  /** The environment it was started with, beyond what every program gets. */
  get env(): Record<string, string> {
    return this.trial.program.env;
  }

  /** Whether so little fits into the buffers of connections that a client who stops reading is soon felt. */
  get isNarrow(): boolean {
    return this.#resources.isNarrow;
  }

  /** The lab's own port. */
  get labPort(): number {
    return this.trial.labPort;
  }

  /** @param options.from the address to come from, one of `addresses` */
  connect({ from }: { from?: string } = {}): Promise<Client> {
    return Client.connect(this.trial, from);
  }

  /** A client with a socket of its own for datagrams. @param options.from as in `connect` */
  datagrams({ from }: { from?: string } = {}): Promise<Datagrams> {
    return Datagrams.open(this.trial, from);
  }

  /**
   * Addresses for clients to come from, each another one that no client of this check has had. Where the program is
   * reached by IPv6 alone, all of them are its own.
   */
  async addresses(count: number): Promise<string[]> {
    const taken = await this.#resources.addresses.take(this.trial.program, count, this.#addressCount);
    this.#addressCount += count;
    return taken;
  }

  /**
   * Listens at a client's own address, for programs that call their clients back.
   * @throws NotGradable when somebody else has this port there
   */
  listensFor({ address, name }: Client, port: number): Promise<Listener> {
    return Listener.open(this.trial, { address, port, client: name });
  }

  /** Waits until the program has done all it will do about what was sent to it. @param hearing where it may send something */
  async settles(hearing: readonly Hearing[] = []): Promise<void> {
    const outcome = await this.#until(() => false, hearing, order);
    this.trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
  }

  /** Shows that nothing came to any of these beyond what they received. @throws Failure */
  async sendsNothingMoreTo(hearing: readonly Hearing[]): Promise<void> {
    await this.trial.silence.glimpse(() => hearing.some(({ hasMore }) => hasMore));
    const outcome = await this.#until(() => hearing.some(({ hasMore }) => hasMore), hearing, order);
    const told = hearing.find(({ hasMore }) => hasMore);
    this.trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
    if (told === undefined) return;
    await this.trial.silence.rests(); // so that the rest of it is seen too
    throw told.tooMuch();
  }

  /** Waits until something comes to one of these, and gives that one. @throws Failure when nothing does */
  async sendsToOneOf(hearing: readonly [Hearing, ...Hearing[]]): Promise<Hearing> {
    const told = () => hearing.find(({ hasMore }) => hasMore);
    const outcome = await this.#until(
      () => told() !== undefined,
      hearing,
      () => 'verdict',
    );
    const first = told();
    if (first === undefined) throw hearing[0].nothingCame(outcome);
    return first;
  }

  #until(done: () => boolean, hearing: readonly Hearing[], stake: () => Stake): Promise<Outcome> {
    const { silence, before = silence.baseline() } = this.trial;
    return silence.until(
      done,
      before,
      hearing.flatMap(({ sockets }) => sockets),
      stake,
    );
  }

  /**
   * Clients send and are gone when their answers come, until its system has told the program of some that nobody takes them
   * (ICMP, port unreachable).
   */
  async answersNobody(data: string | Uint8Array): Promise<void> {
    const before = refusedDatagrams();
    for (let i = 0; i < mostLeavers && refusedDatagrams() < before + unheard; i += 1) {
      const client = await this.datagrams();
      await client.sendsAndCloses(data);
      await this.rests();
    }
  }

  /** More bytes than the buffers between it and a client take that does not read. */
  get tooMuch(): number {
    return mostBuffered() + (1 << 20);
  }

  /** The same while this client does not read: a program that is held up by that has done what it can. */
  restsUnread(client: Client): Promise<void> {
    return this.trial.silence.restsUnread(client.sockets);
  }

  /**
   * What its processes hold, once it is at rest.
   * @param isEnough while this is not so it is counted again, until the program is shown to do nothing more by itself
   */
  async census(isEnough: (census: Census) => boolean = () => true): Promise<Census> {
    const count = () => censusOf(this.#tree, this.trial.program.port);
    if (!(await this.trial.silence.rests())) this.trial.restsOn('deadline');
    return this.lookedAt(count, isEnough, (census) => -census.descriptors - census.processes - census.zombies);
  }

  /** What its threads do now, in words. */
  standing(): string {
    return this.trial.standing();
  }

  /** Its processes as they are now, zombies among them. */
  processes(): ProcessInfo[] {
    return processesOf(this.#tree, this.trial.program);
  }

  /** Whether a process of the program calls itself by this id, or has done so and was seen before it ended. */
  hasSeenProcess(pid: number): boolean {
    return this.#tree.hasSeen(pid);
  }

  /** How far the ids of processes and threads have been given out (see ProcessTree): what came and went unseen had one of those. */
  idsGivenOut(): { known: number; latest: number } {
    return this.#tree.idsGivenOut();
  }

  get #tree(): ProcessTree {
    const { tree } = this.trial.program.running;
    if (tree === null) throw new NotGradable('the processes of a program cannot be seen on this system: it has no /proc');
    return tree;
  }

  /**
   * Ends it as people do, by Ctrl-C, and kills whatever does not end by that; then starts it again on the same port at once.
   * @returns where it listens then
   * @throws Failure when it does not listen
   */
  async restarts(): Promise<number> {
    const { program, silence } = this.trial;
    program.running.interrupt();
    await silence.rests();
    await program.running.kill();
    try {
      const again = await this.#launcher.start(() => ({}), program.givenPort);
      await again.running.kill();
      return again.port;
    } catch (error) {
      if (!(error instanceof NotStarted)) throw error;
      const found = portState(program.port, program.protocol);
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
