// The engine's end of a connection, in the words a grader uses: sends, receives, ends.
// The law here: a wait ends by what comes, by the end of the stream, by a proof of silence, and only then by a deadline;
// and whatever falls short says what was sent, what was expected, what came, and from which byte they part.
import { Connection } from './connection.ts';
import { Failure, type Shortfall } from './failure.ts';
import { Matcher } from './matcher.ts';
import { notation } from './notation.ts';
import type { Finding } from './report.ts';
import type { Baseline, Outcome, Stake } from './silence.ts';
import type { Trial } from './trial.ts';
import { type Pattern, anything, wire } from './wire.ts';

/** So much of what came is kept in a finding. */
const keptBytes = 64 * 1024;
const verdict = () => 'verdict' as const;
const order = () => 'order' as const;
const little = () => 'little' as const;

export class Client implements AsyncDisposable {
  readonly name: string;
  /** The pieces sent so far. */
  readonly sent: Buffer[] = [];
  /** When the last piece was sent, and when the last expectation was met, as `Date.now()` counts. */
  sentAt = 0;
  receivedAt = 0;
  isClosed = false;
  readonly #trial: Trial;
  readonly #connection: Connection;
  #before: Baseline;
  /** The answer that was taken last, for what came behind it. */
  #answer: { expected: string; taken: Buffer } = { expected: '', taken: Buffer.alloc(0) };
  /** How many pieces had been sent when the last expectation was met. */
  #answered = 0;

  private constructor(name: string, connection: Connection, trial: Trial, before: Baseline) {
    this.name = name;
    this.#connection = connection;
    this.#trial = trial;
    this.#before = before;
    connection.onReceived = (chunk) => trial.transcript.add(name, 'receives', chunk);
    connection.onEnded = (how) => trial.transcript.add(name, how === 'end' ? 'ended' : 'reset');
    trial.transcript.add(name, 'connects');
    trial.clients.push(this);
  }

  /** @throws Failure when nobody listens any more, or nobody accepts */
  static async connect(trial: Trial): Promise<Client> {
    const name = trial.transcript.nextName();
    const before = trial.silence.baseline();
    const begun = performance.now();
    const connection = await Connection.open(trial.program, trial.budget.deadline());
    if (connection instanceof Connection) return new Client(name, connection, trial, before);
    trial.transcript.add(name, 'refused');
    if (connection === undefined) {
      trial.restsOn('deadline');
      trial.budget.spend(performance.now() - begun);
    }
    const message =
      connection === 'refused' ? 'a new client is refused: your program listens no more' : 'your program accepts no new client';
    // whoever sent something last has most likely brought this about
    const suspect = trial.clients.findLast((client) => client.sent.length > 0);
    const sent = suspect === undefined ? null : notation(suspect.sent.at(-1)!.subarray(0, keptBytes));
    throw new Failure('refused', { message, sent, standsAt: trial.standing(), reproduce: trial.reproduce(suspect) });
  }

  get localPort(): number {
    return this.#connection.localPort;
  }

  get bytesSent(): number {
    return this.sent.reduce((sum, piece) => sum + piece.length, 0);
  }

  /**
   * Sends text (UTF-8) or bytes.
   * @param options.cutAt offsets in bytes at which it is cut into segments; each goes out when the program has read the one before
   */
  async sends(data: string | Uint8Array, { cutAt = [] }: { cutAt?: number[] } = {}): Promise<void> {
    const all = Buffer.from(data as string);
    const cuts = [0, ...cutAt, all.length];
    for (const [i, from] of cuts.slice(0, -1).entries()) {
      if (this.#connection.ended !== undefined) return;
      const piece = all.subarray(from, cuts[i + 1]);
      const { silence, transcript } = this.#trial;
      this.#before = cutAt.length > 0 ? await silence.quietBaseline() : silence.baseline();
      transcript.add(this.name, 'sends', piece);
      this.sent.push(piece);
      this.sentAt = Date.now();
      this.#connection.send(piece);
      if (i < cutAt.length)
        this.#restsOn(await silence.untilRead(() => this.#connection.ended !== undefined, this.#before, this.#connection));
    }
  }

  /**
   * Waits for exactly what the pattern describes, and takes it.
   * @returns the text in each hole of the pattern
   * @throws Failure
   */
  async receives(expected: Pattern): Promise<string[]> {
    const matcher = new Matcher(expected);
    let fed = 0;
    const isDecided = (): boolean => {
      matcher.feed(this.#connection.received.subarray(fed));
      fed = this.#connection.received.length;
      return matcher.state === 'matched' || matcher.state === 'wrong' || this.#connection.ended !== undefined;
    };
    const outcome = await this.#until(isDecided, () => (matcher.match === undefined ? 'verdict' : 'little'));
    const { match } = matcher;
    if (match === undefined) {
      await this.#trial.silence.rests(); // so that the rest of a wrong answer is seen too
      throw this.#fellShort(expected, matcher, outcome);
    }
    if (matcher.state !== 'matched') this.#restsOn(outcome);
    const taken = this.#connection.take(match.length);
    this.#answer = { expected: expected.print, taken };
    this.#answered = this.sent.length;
    this.receivedAt = Date.now();
    return match.holes.map(([from, to]) => taken.toString('utf8', from, to));
  }

  /** Shows that nothing came beyond what was received, by the best evidence there is. @throws Failure */
  async receivesNothingMore(): Promise<void> {
    const { silence, barrier } = this.#trial;
    const came = () => this.#connection.received.length > 0 || this.#connection.ended !== undefined;
    await silence.glimpse(came);
    if (this.#connection.received.length > 0) throw this.#unasked(this.#connection.received);
    if (this.#connection.ended !== undefined) return this.#trial.restsOn('end');
    // A second small write can lie in the program's kernel until our next segment acknowledges the first (Nagle), with
    // every thread asleep; so the next request is sent in any case.
    if (barrier === undefined) {
      this.#restsOn(await this.#until(came, order));
      if (this.#connection.received.length > 0) throw this.#unasked(this.#connection.received);
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
    if (unasked > 0) throw this.#unasked(this.#connection.received.subarray(0, unasked));
    // Whether the barrier itself is answered rightly is another rule's business.
    if (matcher.match === undefined) this.#restsOn(outcome);
    else {
      this.#connection.take(matcher.match.length);
      await this.#until(came, order);
      // what was taken for the answer to the barrier was the first answer over again
      if (this.#connection.received.length > 0) throw this.#unasked(this.#connection.received);
    }
    this.#trial.restsOn('barrier');
  }

  /** Waits until the program has done all it will do about what was sent, or has closed; takes what came, as text. */
  async settles(): Promise<string> {
    const outcome = await this.#until(() => this.#connection.ended !== undefined, order);
    this.#restsOn(outcome);
    return this.#connection.take(this.#connection.received.length).toString('utf8');
  }

  /** Waits for the program to close this connection, by FIN or RST; takes what came before, as text. @throws Failure */
  async ends(): Promise<string> {
    const outcome = await this.#until(() => this.#connection.ended !== undefined, verdict);
    if (outcome !== 'done') {
      const message =
        outcome === 'proof' ? 'your program does not close the connection' : 'your program has not closed the connection in time';
      throw this.#failure('silence', outcome, { message, expected: 'the end of the stream' }, this.#connection.received);
    }
    this.#trial.restsOn('end');
    return this.#connection.take(this.#connection.received.length).toString('utf8');
  }

  /** A failure for what a check found out by itself, seen from this connection. */
  failure(finding: Pick<Finding, 'message'> & Partial<Finding>): Failure {
    const sent = this.#justSent();
    const received = finding.received == null ? null : notation(Buffer.from(finding.received));
    return new Failure('other', {
      sent,
      standsAt: this.#trial.standing(this),
      reproduce: this.#trial.reproduce(this),
      ...finding,
      received,
    });
  }

  get hasEnded(): boolean {
    return this.#connection.ended !== undefined;
  }

  /** Leaves by FIN. */
  closes(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#trial.transcript.add(this.name, 'closes');
    this.#connection.onEnded = () => {};
    this.#connection.close();
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

  #until(done: () => boolean, stake: () => Stake): Promise<Outcome> {
    return this.#trial.silence.until(done, this.#before, this.#connection, stake);
  }

  #restsOn(outcome: Outcome): void {
    this.#trial.restsOn(outcome === 'done' ? (this.#connection.ended === undefined ? 'bytes' : 'end') : outcome);
  }

  #fellShort(expected: Pattern, matcher: Matcher, outcome: Outcome): Failure {
    const { received, ended } = this.#connection;
    const { offset } = matcher;
    const found = { expected: expected.print, offset, wanted: matcher.wanted().join(' or ') };
    if (matcher.state === 'wrong')
      return this.#failure('bytes', 'done', { ...found, message: 'the answer is not what it should be' }, received);
    const missing =
      received.length > 0
        ? 'the answer stops too soon'
        : this.#answered < this.sent.length
          ? 'there is no answer'
          : 'there is no further answer';
    const how = {
      end: ': your program closes the connection instead',
      reset: ': your program resets the connection instead',
      silence: outcome === 'deadline' ? ' in the time granted' : '',
    };
    return this.#failure(ended ?? 'silence', outcome, { ...found, message: missing + how[ended ?? 'silence'] }, received);
  }

  /** What was sent since the last answer, or else what was sent last. */
  #justSent(): string | null {
    const pieces = this.#answered < this.sent.length ? this.sent.slice(this.#answered) : this.sent.slice(-1);
    return pieces.length === 0 ? null : notation(Buffer.concat(pieces));
  }

  #unasked(bytes: Buffer): Failure {
    const { expected, taken } = this.#answer;
    const found = { message: 'more came than was asked for', expected, offset: taken.length, wanted: 'the end' };
    return this.#failure('bytes', 'done', found, Buffer.concat([taken, bytes]));
  }

  #failure(
    shortfall: Shortfall,
    outcome: Outcome,
    finding: Partial<Finding> & Pick<Finding, 'message'>,
    received: Buffer,
  ): Failure {
    this.#restsOn(outcome);
    const kept = received.subarray(0, keptBytes);
    return new Failure(
      shortfall,
      {
        ...finding,
        sent: this.#justSent(),
        received:
          received.length > kept.length ? `${notation(kept)} (and ${received.length - kept.length} bytes more)` : notation(kept),
        standsAt: this.#trial.standing(this),
        reproduce: this.#trial.reproduce(this),
      },
      received,
    );
  }
}
