// One TCP connection to the program, from the engine's side: bytes in, bytes out, and how it ended.
// The law here: leaving is polite unless rudeness is asked for. Our end is closed by FIN, what still comes is read, and
// nothing here throws after the connection stands.
import { type Socket, type TcpNetConnectOpts, connect, isIPv6 } from 'node:net';

import { type Program, isAtRest, rowsOfPorts } from '../subject/index.ts';
import { Received } from './received.ts';
import type { End } from './silence.ts';

/** A program that floods is read no further than this; the rest waits in the kernel. */
const mostUnread = 256 * 1024;

/** A program that never rests is not waited for much longer. */
const orphanLooks = 50;

// Clients have ports of their own, below those that systems give out. One of these may be the port that is fixed in a
// student's program, and a client that had it would keep it occupied for a minute after its end (TIME_WAIT).
const firstPort = 22_000;
const portCount = 9_000;
const portTries = 50;
let nextPort = Math.floor(Math.random() * portCount);

/** In a network of its own nobody else has clients: they may have the same ports each time, for programs print them. */
export function beginsPortsAt(number: number): void {
  nextPort = number % portCount;
}

/** Makes something of our own that has a port: tries one after the other. */
export async function ownPort<T>(make: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    nextPort = (nextPort + 1) % portCount;
    try {
      return await make(firstPort + nextPort);
    } catch (error) {
      const isTaken = /EADDRINUSE|EADDRNOTAVAIL/.test((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || tries === portTries) throw error;
    }
  }
}

export type Ended = 'end' | 'reset';
/** Nobody listens; or it was reset before this process heard that it stood. */
export type Refusal = 'refused' | 'reset';

export class Connection implements End {
  /** How the program's side ended, once it has. */
  ended: Ended | undefined;
  receivedSinceSent = 0;
  receivedInAll = 0;
  onReceived: (chunk: Buffer) => void = () => {};
  onEnded: (how: Ended) => void = () => {};
  readonly protocol = 'tcp';
  readonly version: 4 | 6 | undefined;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #received = new Received();
  #room = mostUnread;
  readonly #socket: Socket;
  readonly #program: Program;
  #finished = false;
  #isHeld = false;
  #isPaused = false;
  #isFirstSinceSent = true;

  /** @param socket one that stands, `allowHalfOpen` */
  constructor(socket: Socket, program: Program) {
    this.#socket = socket;
    this.#program = program;
    this.localAddress = socket.localAddress ?? program.host;
    this.localPort = socket.localPort ?? 0;
    this.remoteAddress = socket.remoteAddress ?? program.host;
    this.remotePort = socket.remotePort ?? program.port;
    this.version = versionOf(this.localAddress, this.remotePort === program.port ? program.listening : undefined);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#received.add(chunk);
      // of several pieces some may have been acknowledged, and as many bytes be held back over there
      this.receivedSinceSent = this.#isFirstSinceSent ? chunk.length : 0;
      this.#isFirstSinceSent = false;
      this.receivedInAll += chunk.length;
      this.onReceived(chunk);
      if (this.#received.length > this.#room) socket.pause();
    });
    socket.on('end', () => this.#hasEnded('end'));
    socket.on('error', () => this.#hasEnded('reset'));
    socket.on('close', () => this.#hasEnded('end'));
  }

  /** What came and has not been taken yet. */
  get received(): Buffer {
    return this.#received.bytes();
  }

  get pending(): number {
    return this.#socket.writableLength;
  }

  /**
   * `undefined` when nobody accepts by the deadline; `refused` when nobody listens.
   * @param from the address to come from
   * @throws the system's error when this machine cannot make a connection: no route, no port or descriptor left
   */
  static open(program: Program, deadline: number, from?: string): Promise<Connection | Refusal | undefined> {
    return ownPort((localPort) => Connection.#openFrom({ localAddress: from, localPort }, program, deadline));
  }

  static #openFrom(
    { localAddress, localPort }: { localAddress: string | undefined; localPort: number },
    program: Program,
    deadline: number,
  ): Promise<Connection | Refusal | undefined> {
    return new Promise((resolve, reject) => {
      const host = hostFor(program, localAddress);
      const socket = connect({ host, port: program.port, localAddress, localPort, allowHalfOpen: true } as TcpNetConnectOpts);
      const timer = setTimeout(() => {
        // where this process was held up, the connection may stand already: that is heard of before this is called
        setImmediate(() => {
          if (!socket.connecting) return;
          socket.destroy();
          resolve(undefined);
        });
      }, deadline - performance.now());
      const refused = (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        if (error.code === 'ECONNREFUSED') resolve('refused');
        else if (error.code === 'ECONNRESET') resolve('reset');
        else reject(error);
      };
      socket.once('error', refused);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.removeListener('error', refused);
        resolve(new Connection(socket, program));
      });
    });
  }

  /** The program insists on its port: it has to be free again when the program is started anew. */
  get isOnFixedPort(): boolean {
    return this.#program.lingers && this.#program.port !== this.#program.givenPort;
  }

  /** Takes what `count` bytes came first. */
  take(count: number): Buffer {
    const taken = this.#received.take(count);
    this.#readsOn();
    return taken;
  }

  send(data: Uint8Array): void {
    this.receivedSinceSent = 0; // the segment acknowledges them
    this.#isFirstSinceSent = true;
    this.#socket.write(data);
  }

  /** Reads nothing more: what the program sends stays in the kernel, until nothing more fits in. */
  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#readsOn();
  }

  /** So much is read, whether it is taken or not: more than from a program that floods. */
  makeRoom(bytes: number): void {
    this.#room = Math.max(this.#room, bytes);
    this.#readsOn();
  }

  #readsOn(): void {
    if (!this.#isPaused && this.#received.length <= this.#room) this.#socket.resume();
  }

  /** Our side ends by FIN; what still comes is received as before. */
  endSending(): void {
    this.#finished = true;
    this.#socket.end();
  }

  /** Leaves: our side is closed by FIN; what still comes is read and dropped until the program closes too. */
  close(): void {
    let dropped = 0;
    this.onReceived = () => {
      dropped += this.#received.length;
      this.#received.clear();
      if (dropped > mostUnread) this.reset(); // it would go on for ever
    };
    this.#socket.resume();
    this.#finish();
  }

  /** Leaves as whoever ends does: by FIN, and what still comes is answered by RST (RFC 9293 section 3.6.1). */
  leave(): void {
    if (this.ended !== undefined) return this.close();
    this.#finished = true;
    this.#socket.destroy();
  }

  /** Our side stays as it is from now on, until `reset`: the program is about to be stopped. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Closes both sides at once by RST (SO_LINGER 0); also what a connection leaves behind in the kernel goes. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  #hasEnded(how: Ended): void {
    if (this.ended !== undefined) return;
    this.ended = how;
    this.onEnded(how);
    if (how === 'end') this.#finish();
  }

  // A program that closed first keeps its port occupied for a minute once our FIN has answered its own (TIME_WAIT).
  // Where it insists on that port, our FIN is kept back if nobody over there waits for it any more, and `reset` then
  // frees the port as the program is stopped.
  #finish(): void {
    if (this.#finished || this.#isHeld) return;
    this.#finished = true;
    if (this.isOnFixedPort) setTimeout(() => this.#endUnlessOrphan(orphanLooks), 1); // its FIN may have come and not been read
    else this.#socket.end();
  }

  // The program may be about to close, or lose the processor in the midst of close, when its FIN has come and the socket
  // is still its own. One that rests and still has the socket waits for our FIN.
  #endUnlessOrphan(looks: number): void {
    if (this.#isHeld) return;
    const { tree } = this.#program.running;
    const rests = tree === null || looks === 0 || isAtRest(tree);
    if (this.ended === 'reset' || (rests && !this.#isOrphan())) this.#socket.end();
    else if (!rests) setTimeout(() => this.#endUnlessOrphan(looks - 1), 1).unref();
  }

  #isOrphan(): boolean {
    const theirs = rowsOfPorts([this.#program.port]).find(
      (row) => row.remotePort === this.localPort && row.port === this.#program.port,
    );
    return theirs?.inode === '0' && theirs.state !== 'established'; // one that still waits to be accepted is nobody's, too
  }
}

/** Where to connect to from this address: a program that listens by IPv6 may be reached by IPv4 as well. */
export const hostFor = ({ host }: Program, from: string | undefined): string =>
  from !== undefined && !isIPv6(from) && isIPv6(host) ? '127.0.0.1' : host;

/** The one table of sockets in which both ends of a connection stand; of a program that listens by IPv6 and is asked by IPv4, both. */
export function versionOf(localAddress: string, listening: readonly { address: string }[] | undefined): 4 | 6 | undefined {
  if (isIPv6(localAddress)) return 6;
  return listening !== undefined && !listening.some(({ address }) => isIPv6(address)) ? 4 : undefined;
}
