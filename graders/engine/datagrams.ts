// A client that speaks by datagrams (UDP), in the same words as one with a connection: sends, receives.
// The law here: a datagram is whole or nothing, and only what comes from where it was sent to is an answer.
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

import { hostFor, ownPort, versionOf } from './connection.ts';
import { Exchange, longBytes } from './exchange.ts';
import type { Failure } from './failure.ts';
import { Matcher, matchesWhole } from './matcher.ts';
import type { Finding } from './report.ts';
import type { Baseline, End, Outcome } from './silence.ts';
import { type Hearing, type Opened, type Trial, hasEnded } from './trial.ts';
import { type Pattern, text } from './wire.ts';

/** A program that floods is read no further than so many datagrams; what comes then is dropped, as UDP drops. */
const mostUnread = 1000;
const farewells = 20;
const order = () => 'order' as const;

interface Line {
  host: string;
  port: number;
  from: string | undefined;
  sender?: RemoteInfo;
}

export const isSame = (a: RemoteInfo, b: RemoteInfo): boolean => a.port === b.port && a.address === b.address;

export class Datagrams implements Opened, Hearing, End {
  readonly name: string;
  readonly from: string | undefined;
  isClosed = false;
  readonly protocol = 'udp';
  readonly version: 4 | 6 | undefined;
  readonly localPort: number;
  readonly remotePort: number;
  readonly receivedSinceSent = 0;
  receivedInAll = 0;
  pending = 0;
  readonly #trial: Trial;
  readonly #socket: Socket;
  readonly #host: string;
  readonly #exchange: Exchange;
  /** What came and has not been taken, one after the other. */
  readonly #unread: { data: Buffer; sender: RemoteInfo }[] = [];
  #before: Baseline;

  /** Who speaks to the engine's socket, which others speak to as well. */
  readonly #sender: RemoteInfo | undefined;

  private constructor(name: string, trial: Trial, socket: Socket, { host, port, from, sender }: Line) {
    this.name = name;
    this.from = from;
    this.#trial = trial;
    this.#socket = socket;
    this.#host = host;
    this.#exchange = new Exchange(trial, this);
    this.#before = trial.silence.baseline();
    this.localPort = socket.address().port;
    this.remotePort = port;
    this.#sender = sender;
    this.version = versionOf(host, trial.program.listening);
    trial.opened.push(this);
    socket.on('error', () => {}); // an answer to a datagram that nobody took (ICMP, port unreachable)
    socket.on('message', (data, by) => {
      if (sender === undefined || isSame(sender, by)) this.#receives(data, by);
    });
  }

  #receives(data: Buffer, sender: RemoteInfo): void {
    this.receivedInAll += 1;
    this.#trial.transcript.add(this.name, 'receives', data);
    if (this.#unread.length < mostUnread) this.#unread.push({ data, sender });
  }

  /** @param from the address to send from */
  static async open(trial: Trial, from?: string): Promise<Datagrams> {
    const name = trial.transcript.nextName();
    const host = plain(hostFor(trial.program, from));
    const socket = await ownPort((port) => bound(from ?? host, port));
    return new Datagrams(name, trial, socket, { host, port: trial.program.port, from });
  }

  /** The engine's end towards a program that has sent a datagram to this socket. */
  static accepted(trial: Trial, socket: Socket, { data, sender }: { data: Buffer; sender: RemoteInfo }): Datagrams {
    const line = { host: plain(sender.address), port: sender.port, from: undefined, sender };
    const peer = new Datagrams(trial.transcript.nextName(), trial, socket, line);
    peer.#receives(data, sender);
    return peer;
  }

  get address(): string {
    return this.#socket.address().address;
  }

  /** The program's address, as it is seen from here. */
  get remoteAddress(): string {
    return this.#host;
  }

  get sockets(): End[] {
    return [this];
  }

  get sent(): readonly Buffer[] {
    return this.#exchange.sent;
  }

  /** Something came that has not been taken. */
  get hasMore(): boolean {
    return this.#unread.length > 0;
  }

  /** Sends text (UTF-8) or bytes as one datagram. */
  async sends(data: string | Uint8Array): Promise<void> {
    await this.#send(Buffer.from(data as string));
  }

  /** Sends a datagram several times and is gone, perhaps before the last answers come. */
  async sendsAndCloses(data: string | Uint8Array): Promise<void> {
    const sending = Array.from({ length: farewells }, () => this.#send(Buffer.from(data as string)));
    this.closes(); // each datagram was on its way before `#send` returned
    await Promise.all(sending);
  }

  #send(data: Buffer): Promise<void> {
    const { silence, transcript } = this.#trial;
    this.#before = this.#trial.before = silence.baseline();
    transcript.add(this.name, 'sends', data);
    this.#exchange.sends(data);
    this.pending += data.length;
    return new Promise((resolve, reject) => {
      this.#socket.send(data, this.remotePort, this.#host, (error) => {
        this.pending -= data.length;
        if (error === null || this.isClosed) resolve();
        else reject(error);
      });
    });
  }

  /**
   * Waits for a datagram that is, whole, what the pattern describes, and takes it.
   * @returns the text in each hole of the pattern
   * @throws Failure
   */
  async receives(expected: Pattern): Promise<string[]> {
    const { silence } = this.#trial;
    const outcome = await silence.until(
      () => this.hasMore,
      this.#before,
      [this],
      () => 'verdict',
    );
    this.#restsOn(outcome);
    const first = this.#unread[0];
    if (first === undefined) throw this.nothingCame(outcome, expected);
    const { data, sender } = first;
    this.#checkSender(sender, data);
    if (!matchesWhole(expected, data)) throw this.#fellShort(expected, data, true, outcome);
    this.#unread.shift();
    const matcher = new Matcher(expected);
    matcher.feed(data);
    this.#exchange.met(expected.print, data);
    return matcher.match!.holes.map(([from, to]) => data.toString('utf8', from, to));
  }

  /** Shows that nothing came beyond what was received. @throws Failure */
  async receivesNothingMore(): Promise<void> {
    this.#restsOn(await this.#trial.silence.until(() => this.hasMore, this.#before, [this], order));
    if (this.hasMore) throw this.tooMuch();
  }

  /** Waits until the program has done all it will do about what was sent; takes what came, datagram by datagram. */
  async settles(): Promise<Buffer[]> {
    this.#restsOn(await this.#trial.silence.until(() => false, this.#before, [this], order));
    return this.#unread.splice(0).map(({ data }) => data);
  }

  tooMuch(): Failure {
    return this.#exchange.tooMuch(this.#unread[0]!.data);
  }

  nothingCame(outcome: Outcome, expected?: Pattern): Failure {
    return this.#fellShort(expected ?? text(), Buffer.alloc(0), false, outcome);
  }

  /** A failure for what a check found out by itself, seen from this client. */
  failure(finding: Pick<Finding, 'message'> & Partial<Finding>): Failure {
    return this.#exchange.failure('other', finding);
  }

  closes(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#trial.transcript.add(this.name, 'closes');
    if (this.#sender === undefined) this.#socket.close();
  }

  holds(): void {}

  forget(): void {
    if (!this.isClosed && this.#sender === undefined) this.#socket.close();
    this.isClosed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.closes();
    return Promise.resolve();
  }

  #restsOn(outcome: Outcome): void {
    this.#trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
  }

  #checkSender({ address, port }: RemoteInfo, data: Buffer): void {
    if (port === this.remotePort && address === this.#host) return;
    const asked = `port ${this.remotePort} of ${this.#host}`;
    const message = `an answer came from port ${port} of ${address}, and not from where it was asked for, ${asked}`;
    throw this.#exchange.failure('other', { message }, data);
  }

  #fellShort(expected: Pattern, received: Buffer, isWrong: boolean, outcome: Outcome): Failure {
    const matcher = new Matcher(expected);
    matcher.feed(received);
    const { offset } = matcher;
    const wanted = matcher.state === 'matched' ? 'the end' : matcher.wanted().join(' or ');
    const long = longBytes(expected);
    return this.#exchange.fellShort({
      expected: long ?? expected.print,
      received: long === undefined ? received : received.subarray(offset),
      offset,
      wanted,
      isWrong,
      hasHeard: this.receivedInAll > 0,
      ended: hasEnded(this.#trial.program) ? 'gone' : undefined,
      inTime: outcome !== 'deadline',
    });
  }
}

/** A socket that is bound to this port, and sends at once: no name is looked up. */
function bound(address: string, port: number): Promise<Socket> {
  const lookup = (name: string, _family: unknown, found: (error: null, address: string) => void): void => found(null, name);
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup: lookup as never });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port }, () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}

/** An IPv4 address that is written as one of IPv6 (RFC 4291 section 2.5.5.2), as it is. */
function plain(address: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  return [high, low].flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]).join('.');
}
