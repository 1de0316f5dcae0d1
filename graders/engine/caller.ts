// The student's client as a check sees it: it calls, and the engine's end of the connection is the server.
// The law here: whatever is waited for is waited for with its end in sight. A client that has ended will do nothing more.
import { setTimeout as sleep } from 'node:timers/promises';

import { type Program, Unreadable, listeningAmong, socketInodes } from '../subject/index.ts';
import { Client } from './client.ts';
import type { Datagrams } from './datagrams.ts';
import { Failure } from './failure.ts';
import { Graded } from './graded.ts';
import type { Address, Hall } from './hall.ts';
import type { Finding } from './report.ts';
import type { Outcome, Stake } from './silence.ts';
import { type Trial, hasEnded } from './trial.ts';

/** Somebody else may hold its output open. */
const unreadMs = 1000;

const verdict = () => 'verdict' as const;
const order = () => 'order' as const;

export class Caller extends Graded {
  readonly #hall: Hall;

  /** @param temporary the program's folder for temporary files */
  constructor(trial: Trial, hall: Hall, temporary: string) {
    super(trial, temporary);
    this.#hall = hall;
    hall.begins(trial);
  }

  /** Where it was told to connect to. */
  get told(): Address {
    return this.#hall.told;
  }

  get hasEnded(): boolean {
    return hasEnded(this.#program);
  }

  /** Whether a connection of it stands that has not been taken. */
  get hasCalled(): boolean {
    return this.#hall.hasMore;
  }

  /** Waits for its next connection, and takes it. @throws Failure */
  async connects(): Promise<Client> {
    return (await this.#next('your client does not connect', 'your client ends without a connection')) as Client;
  }

  /** Waits for its first datagram, and gives the end that it speaks with; the datagram has not been taken yet. @throws Failure */
  async speaks(): Promise<Datagrams> {
    return (await this.#next('your client sends no datagram', 'your client ends without a datagram')) as Datagrams;
  }

  /** In a lab there are connections or datagrams, never both. */
  async #next(missing: string, ended: string): Promise<Client | Datagrams> {
    const outcome = await this.#until(() => this.#hall.hasMore || this.hasEnded, verdict);
    const peer = this.#hall.next();
    if (peer !== undefined) return peer;
    this.restsOn(outcome);
    throw await this.failure('silence', { message: this.hasEnded ? ended : late(missing, outcome) });
  }

  /** Whether it, and nobody else, listens on this port, once it is idle. */
  async listensOn(port: number): Promise<boolean> {
    await this.settles();
    const { tree } = this.#program.running;
    try {
      return tree !== null && listeningAmong(socketInodes(tree), 'tcp').some((socket) => socket.port === port);
    } catch (error) {
      if (error instanceof Unreadable) return false;
      throw error;
    }
  }

  /** Waits until it is idle, and connects to where it listens to be called back. @throws Failure */
  async isCalledBack({ remoteAddress }: Client, port: number): Promise<Client> {
    await this.settles();
    return Client.connect(this.trial, undefined, { host: remoteAddress, port });
  }

  /**
   * Waits until it has done all it will do for now.
   * @param options.withinMs so long at most, where it is about to do more by itself
   */
  async settles({ withinMs }: { withinMs?: number } = {}): Promise<void> {
    this.restsOn(await this.#until(() => this.hasEnded, order, withinMs));
  }

  /**
   * Waits until all of it has ended.
   * @param options.withinMs so long it may take by its rule
   * @returns the status it ended with
   * @throws Failure when it does not end
   */
  async ends({ withinMs }: { withinMs?: number } = {}): Promise<number> {
    const outcome = await this.#until(() => this.hasEnded, verdict, withinMs);
    if (!this.hasEnded) {
      this.restsOn(outcome);
      throw await this.failure('silence', { message: late('your client does not end', outcome) });
    }
    const { code } = await this.#program.running.exited;
    await this.isHeardOut();
    return code ?? -1;
  }

  /** Waits, once it has ended, until all that it printed before has been read. */
  async isHeardOut(): Promise<void> {
    const { stdout, stderr } = this.#program.running;
    const heard = Promise.all([stdout.ended, stderr.ended]);
    if (this.hasEnded) await Promise.race([heard, sleep(unreadMs, undefined, { ref: false })]);
  }

  /** As `ends`, and with status 0. @throws Failure */
  async endsWell(): Promise<void> {
    const status = await this.ends();
    if (status !== 0) throw await this.failure('other', { message: `your client ends with exit code ${status}, and not with 0` });
  }

  /** A failure for what a check found out by itself. */
  async failure(
    shortfall: Failure['shortfall'],
    { message, ...more }: Pick<Finding, 'message'> & Partial<Finding>,
  ): Promise<Failure> {
    await this.trial.comesToRest();
    const { typed } = this.trial;
    return new Failure(shortfall, {
      message,
      typed,
      standsAt: this.trial.standing(),
      reproduce: this.trial.reproduce(),
      ...more,
    });
  }

  restsOn(outcome: Outcome): void {
    this.trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
  }

  /** Waits for this, or until nothing more will come of what was sent and typed so far. */
  until(done: () => boolean, stake: () => Stake): Promise<Outcome> {
    return this.#until(() => done() || this.hasEnded, stake);
  }

  #until(done: () => boolean, stake: () => Stake, withinMs?: number): Promise<Outcome> {
    const { silence, before = silence.baseline(), opened } = this.trial;
    const ends = [...this.#hall.sockets, ...opened.filter(({ isClosed }) => !isClosed).flatMap(({ sockets }) => sockets)];
    return silence.until(done, before, ends, stake, { withinMs });
  }

  get #program(): Program {
    return this.trial.program;
  }
}

export const late = (message: string, outcome: Outcome): string =>
  outcome === 'deadline' ? `${message} in the time granted` : message;
