// The engine's end of a connection, in the words a grader uses: sends, receives, ends.
// The law here: a wait ends by what comes, by the end of the stream, by a proof of silence, and only then by a deadline;
// and whatever falls short says what was sent, what was expected, what came, and from which byte they part.
import { setTimeout as sleep } from 'node:timers/promises';

import { Connection } from './connection.ts';
import { Exchange, cut, longBytes } from './exchange.ts';
import { Failure } from './failure.ts';
import { Matcher, sameBytes } from './matcher.ts';
import type { Finding } from './report.ts';
import type { Baseline, Outcome, Stake } from './silence.ts';
import type { Hearing, Opened, Trial } from './trial.ts';
import { type Pattern, anything, named, wire } from './wire.ts';

const verdict = () => 'verdict' as const;
const order = () => 'order' as const;
const little = () => 'little' as const;

export class Client implements Opened, Hearing {
  readonly name: string;
  isClosed = false;
  /** Where it was asked to come from. */
  readonly from: string | undefined;
  readonly #trial: Trial;
  readonly #connection: Connection;
  readonly #exchange: Exchange;
  #before: Baseline;

  private constructor(name: string, connection: Connection, trial: Trial, before: Baseline, from?: string) {
    this.name = name;
    this.from = from;
    this.#connection = connection;
    this.#trial = trial;
    this.#exchange = new Exchange(trial, this);
    this.#before = before;
    connection.onReceived = (chunk) => trial.transcript.add(name, 'receives', chunk);
    connection.onEnded = (how) => trial.transcript.add(name, how === 'end' ? 'ended' : 'reset');
    trial.opened.push(this);
  }

  /**
   * @param from the address to come from
   * @param to where it listens, if not where it was started to
   * @throws Failure when nobody listens any more, or nobody accepts
   */
  static async connect(trial: Trial, from?: string, to: { host?: string; port?: number } = {}): Promise<Client> {
    const name = trial.transcript.nextName();
    const before = trial.silence.baseline();
    const begun = performance.now();
    const connection = await Connection.open({ ...trial.program, ...to }, trial.budget.deadline(), from);
    if (connection instanceof Connection) {
      trial.transcript.add(name, 'connects');
      return new Client(name, connection, trial, before, from);
    }
    trial.transcript.add(name, 'refused');
    if (connection === undefined) {
      trial.restsOn('deadline');
      trial.budget.spend(performance.now() - begun);
    }
    await trial.comesToRest();
    const message =
      trial.role === 'client'
        ? `your client does not listen on port ${to.port}`
        : {
            refused: 'a new client is refused: your program listens no more',
            reset: 'a new client is reset at once',
            nobody: 'your program accepts no new client',
          }[connection ?? 'nobody'];
    // whoever sent something last has most likely brought this about
    const suspect = trial.opened.findLast(({ sent }) => sent.length > 0);
    const sent = Buffer.from(suspect?.sent.at(-1) ?? []);
    const finding = { message, sent: suspect === undefined ? null : cut(sent), standsAt: trial.standing() };
    throw new Failure('refused', { ...finding, reproduce: trial.reproduce(suspect) }, undefined, sent);
  }

  /** The engine's end of a connection that the program has opened. */
  static accepted(name: string, connection: Connection, trial: Trial): Client {
    trial.transcript.add(name, 'accepts');
    return new Client(name, connection, trial, trial.before ?? trial.silence.baseline());
  }

  /** Its address and port, as the program sees them. */
  get address(): string {
    return this.#connection.localAddress;
  }

  get localPort(): number {
    return this.#connection.localPort;
  }

  /** The program's address and port, as they are seen from here. */
  get remoteAddress(): string {
    return this.#connection.remoteAddress;
  }

  get remotePort(): number {
    return this.#connection.remotePort;
  }

  get sockets(): Connection[] {
    return [this.#connection];
  }

  /** The pieces sent so far. */
  get sent(): readonly Buffer[] {
    return this.#exchange.sent;
  }

  /** When the last piece was sent, and when the last expectation was met, as `Date.now()` counts. */
  get sentAt(): number {
    return this.#exchange.sentAt;
  }

  get receivedAt(): number {
    return this.#exchange.receivedAt;
  }

  /** How many bytes have come, taken or not. */
  get receivedInAll(): number {
    return this.#connection.receivedInAll;
  }

  /** Something came that has not been taken. */
  get hasMore(): boolean {
    return this.#connection.received.length > 0;
  }

  /**
   * Sends text (UTF-8) or bytes; of many, all goes out in its time, while other things are done.
   * @param options.cutAt offsets in bytes at which it is cut into segments; each goes out when the program has read the one before
   * @param options.isAgain one of very many in a row: the program is not looked at before each
   */
  async sends(
    data: string | Uint8Array,
    { cutAt = [], isAgain = false }: { cutAt?: number[]; isAgain?: boolean } = {},
  ): Promise<void> {
    const all = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.length);
    const cuts = [0, ...cutAt, all.length];
    for (const [i, from] of cuts.slice(0, -1).entries()) {
      if (this.#connection.ended !== undefined) return;
      const piece = all.subarray(from, cuts[i + 1]);
      const { silence, transcript } = this.#trial;
      if (!isAgain) this.#before = cutAt.length > 0 ? await silence.quietBaseline() : silence.baseline();
      this.#trial.before = this.#before;
      transcript.add(this.name, 'sends', piece);
      this.#exchange.sends(piece);
      this.#connection.send(piece);
      if (i < cutAt.length)
        this.#restsOn(await silence.untilRead(() => this.#connection.ended !== undefined, this.#before, this.sockets));
    }
  }

  /**
   * Waits for exactly what the pattern describes, and takes it.
   * @returns the text in each hole of the pattern
   * @throws Failure
   */
  async receives(expected: Pattern): Promise<string[]> {
    const long = longBytes(expected);
    if (long !== undefined) return this.#receivesLong(long);
    const matcher = new Matcher(expected);
    let fed = 0;
    const isDecided = (): boolean => {
      matcher.feed(this.#connection.received.subarray(fed));
      fed = this.#connection.received.length;
      return matcher.state === 'matched' || matcher.state === 'wrong' || this.#connection.ended !== undefined;
    };
    const outcome = await this.#until(isDecided, () => (matcher.match === undefined ? 'verdict' : 'little'));
    const { match, offset, state } = matcher;
    if (match === undefined) {
      await this.#trial.comesToRest(); // so that the rest of a wrong answer is seen too
      throw this.#fellShort(expected.print, offset, matcher.wanted().join(' or '), state === 'wrong', outcome);
    }
    if (state !== 'matched') this.#restsOn(outcome);
    const taken = this.#connection.take(match.length);
    this.#exchange.met(expected.print, taken);
    return match.holes.map(([from, to]) => taken.toString('utf8', from, to));
  }

  /** They are compared as they come, and not kept. */
  async #receivesLong(expected: Buffer): Promise<string[]> {
    let offset = 0;
    const isDecided = (): boolean => {
      const same = sameBytes(expected.subarray(offset), this.#connection.received);
      this.#connection.take(same);
      offset += same;
      return offset === expected.length || this.hasMore || this.hasEnded;
    };
    const outcome = await this.#until(isDecided, verdict, true);
    if (offset < expected.length) {
      await this.#trial.comesToRest();
      throw this.#fellShort(expected, offset, named(expected[offset]!), this.hasMore, outcome);
    }
    this.#exchange.met(expected, expected);
    return [];
  }

  /** The program, which has had a moment for it, has sent nothing yet. @throws Failure */
  async receivesNothingYet(): Promise<void> {
    await this.#trial.silence.rests();
    if (!this.hasMore) return;
    const looksLike = { name: 'greeting', hint: 'the client speaks first: send nothing that was not asked for' };
    throw this.#exchange.failure(
      'bytes',
      { message: 'your program speaks before it is asked', expected: '', offset: 0, looksLike },
      this.#connection.received,
    );
  }

  /** Shows that nothing came beyond what was received, by the best evidence there is. @throws Failure */
  async receivesNothingMore(): Promise<void> {
    const { silence, barrier } = this.#trial;
    const came = () => this.#connection.received.length > 0 || this.#connection.ended !== undefined;
    await silence.glimpse(came);
    if (this.#connection.received.length > 0) throw this.#exchange.tooMuch(this.#connection.received);
    if (this.#connection.ended !== undefined) return this.#trial.restsOn('end');
    // A second small write can lie in the program's kernel until our next segment acknowledges the first (Nagle), with
    // every thread asleep; so the next request is sent in any case.
    if (barrier === undefined) {
      this.#restsOn(await this.#until(came, order));
      if (this.#connection.received.length > 0) throw this.#exchange.tooMuch(this.#connection.received);
      return;
    }
    await this.sends(barrier.request);
    const matcher = new Matcher(wire`${anything()}${barrier.answer}`);
    let fed = 0;
    const outcome = await this.#until(() => {
      matcher.feed(this.#connection.received.subarray(fed));
      fed = this.#connection.received.length;
      return matcher.state === 'matched' || this.#connection.ended !== undefined;
    }, little);
    const unasked = matcher.match?.holes[0]?.[1] ?? 0;
    if (unasked > 0) throw this.#exchange.tooMuch(this.#connection.received.subarray(0, unasked));
    // Whether the barrier itself is answered rightly is another rule's business.
    if (matcher.match === undefined) this.#restsOn(outcome);
    else {
      this.#connection.take(matcher.match.length);
      await this.#until(came, order);
      // what was taken for the answer to the barrier was the first answer over again
      if (this.#connection.received.length > 0) throw this.#exchange.tooMuch(this.#connection.received);
    }
    this.#trial.restsOn('barrier');
  }

  /** Waits until the program has done all it will do about what was sent, or has closed; takes what came, as text. */
  async settles(): Promise<string> {
    const outcome = await this.#until(() => this.#connection.ended !== undefined, order);
    this.#restsOn(outcome);
    return this.takes();
  }

  /** Takes what has come so far, as text, for the answer to what was sent so far; waits for nothing. */
  takes(): string {
    this.#exchange.closesTurn();
    return this.#connection.take(this.#connection.received.length).toString('utf8');
  }

  /** Waits for the program to close this connection, by FIN or RST; takes what came before, as text. @throws Failure */
  async ends(): Promise<string> {
    await this.#untilEnded(() => this.hasEnded);
    return this.#connection.take(this.#connection.received.length).toString('utf8');
  }

  /** Waits for the program to close this connection, and for nothing to come before. @throws Failure */
  async receivesEnd(): Promise<void> {
    await this.#untilEnded(() => this.hasEnded || this.hasMore);
    if (this.hasMore) throw this.tooMuch();
  }

  async #untilEnded(done: () => boolean): Promise<void> {
    const outcome = await this.#until(done, verdict);
    this.#restsOn(outcome);
    if (outcome === 'done') return;
    const message =
      outcome === 'proof' ? 'your program does not close the connection' : 'your program has not closed the connection in time';
    throw this.#exchange.failure('silence', { message, expected: 'the end of the stream' }, this.#connection.received);
  }

  /** What is said where nothing should have come. */
  tooMuch(): Failure {
    return this.#exchange.tooMuch(this.#connection.received);
  }

  /** What is said where something should have come, and nothing did. */
  nothingCame(outcome: Outcome): Failure {
    return this.#fellShort('', 0, 'anything', false, outcome);
  }

  /** A failure for what a check found out by itself, seen from this connection. */
  failure(finding: Pick<Finding, 'message'> & Partial<Finding>): Failure {
    const received = finding.received == null ? null : cut(Buffer.from(finding.received));
    return this.#exchange.failure('other', { ...finding, received });
  }

  /** What went wrong at another client, told as what this one's words have brought about. */
  brings(error: unknown): unknown {
    if (!(error instanceof Failure)) return error;
    const { finding, shortfall, received } = error;
    const message = finding.message
      .replace(/^(?:there is no (?:further )?answer|nothing comes)/, 'another client hears nothing')
      .replace(/^the answer/, 'what another client hears');
    const own = this.#exchange.failure(shortfall, { message });
    const { sent, standsAt, reproduce } = own.finding;
    return new Failure(shortfall, { ...finding, message, sent, standsAt, reproduce }, received, own.sent);
  }

  /** How many bytes the program has sent that have not been acknowledged over here; `undefined` once it has closed. */
  get unacknowledged(): number | undefined {
    const theirs = this.#trial.silence.theirEnd(this.#connection);
    return theirs?.state === 'established' ? theirs.unsent : undefined;
  }

  get hasEnded(): boolean {
    return this.#connection.ended !== undefined;
  }

  /** Ends what it sends by FIN, and stays to hear the rest. */
  endsSending(): void {
    this.#before = this.#trial.before = this.#trial.silence.baseline();
    this.#trial.transcript.add(this.name, 'endsSending');
    this.#connection.endSending();
  }

  /** Reads nothing more until it resumes, so that its buffers fill. */
  pauses(): void {
    this.#trial.transcript.add(this.name, 'pauses');
    this.#connection.pause();
  }

  resumes(): void {
    this.#trial.transcript.add(this.name, 'resumes');
    this.#connection.resume();
  }

  /** Reads nothing for so long, and then reads on. */
  async stalls(ms: number): Promise<void> {
    this.pauses();
    for (const until = performance.now() + ms; performance.now() < until;) await sleep(until - performance.now());
    this.resumes();
  }

  /** What comes is read, up to so many bytes, also while nothing is taken: whoever sends it is not held up. */
  makesRoomFor(bytes: number): void {
    this.#connection.makeRoom(bytes);
  }

  /** Leaves by FIN. */
  closes(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#trial.transcript.add(this.name, 'closes');
    this.#connection.onEnded = () => {};
    this.#connection.close();
  }

  /** Leaves as a program that ends: by FIN, and what it is sent after that is refused. */
  leaves(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#trial.transcript.add(this.name, 'closes');
    this.#connection.onEnded = () => {};
    this.#connection.leave();
  }

  /** Vanishes by RST. */
  resets(): void {
    this.isClosed = true;
    this.#trial.transcript.add(this.name, 'resets');
    this.#connection.onEnded = () => {};
    this.#connection.reset();
  }

  /** Does nothing more by itself. For when the program is about to be stopped: it must be the first to close then. */
  holds(): void {
    this.#connection.hold();
  }

  /** What the connection still holds in the kernel is thrown away. For when the program is dead. */
  forget(): void {
    this.#connection.reset();
  }

  /** Leaves, but not while the program may be about to close first (see Connection). */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#connection.isOnFixedPort && !this.isClosed) await this.#trial.silence.rests();
    this.closes();
  }

  #until(done: () => boolean, stake: () => Stake, isLong = false): Promise<Outcome> {
    return this.#trial.silence.until(done, this.#before, this.sockets, stake, { isLong });
  }

  #restsOn(outcome: Outcome): void {
    this.#trial.restsOn(outcome === 'done' ? (this.#connection.ended === undefined ? 'bytes' : 'end') : outcome);
  }

  #fellShort(expected: string | Buffer, offset: number, wanted: string, isWrong: boolean, outcome: Outcome): Failure {
    this.#restsOn(isWrong ? 'done' : outcome);
    const { received, ended } = this.#connection;
    const hasHeard = this.receivedInAll > 0;
    const inTime = outcome !== 'deadline';
    return this.#exchange.fellShort({ expected, received, offset, wanted, isWrong, hasHeard, ended, inTime });
  }
}
