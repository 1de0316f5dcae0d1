// Where the student's client comes to: the engine's sockets, at the port it was told and at the lab's own.
// The law here: whoever comes is heard in the order in which they came; where they came to is another check's business.
import { type RemoteInfo, type Socket as DatagramSocket, createSocket } from 'node:dgram';
import { type Server, type Socket, createServer } from 'node:net';

import { NotGradable } from '../subject/index.ts';
import { Client } from './client.ts';
import { Connection, ownPort } from './connection.ts';
import { Datagrams, isSame } from './datagrams.ts';
import { type End, listeningEnd } from './silence.ts';
import type { Trial } from './trial.ts';

export interface Address {
  host: string;
  port: number;
}

interface HallOptions {
  protocol: 'tcp' | 'udp';
  /** What the client is told. */
  host: string;
  /** Where one comes to that does not heed what it is told. */
  labPort: number;
  /** Every address may be listened on, for the network is ours. */
  isWide: boolean;
  /** Without it nobody listens. */
  isOpen: boolean;
}

export class Hall {
  readonly told: Address;
  readonly #protocol: 'tcp' | 'udp';
  readonly #sockets: Listening[];
  readonly #ports: number[];
  /** Who has come and has not been taken. */
  readonly #waiting: (Client | Datagrams)[] = [];
  readonly #senders: RemoteInfo[] = [];
  /** What came before the check began. */
  readonly #early: (() => void)[] = [];
  #trial: Trial | undefined;

  private constructor(told: Address, protocol: 'tcp' | 'udp', sockets: Listening[], ports: number[]) {
    this.told = told;
    this.#protocol = protocol;
    this.#sockets = sockets;
    this.#ports = ports;
    for (const socket of sockets) {
      if ('send' in socket) socket.on('message', (data, sender) => this.#hears(socket, data, sender));
      else socket.on('connection', (connection) => this.#comes(connection));
    }
  }

  /** @throws NotGradable where nothing can listen */
  static async open({ protocol, host, labPort, isWide, isOpen }: HallOptions): Promise<Hall> {
    const hosts = isWide ? ['0.0.0.0', '::'] : host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
    const at = (port: number) => listeningAt(protocol, hosts, port);
    const [port, given] = await ownPort(async (free) => [free, await at(free)] as const);
    const own = isOpen ? await at(labPort).catch(() => []) : []; // somebody else may have it
    const all = [...given, ...own];
    if (!isOpen) for (const socket of all.splice(0)) socket.close();
    else if (all.length === 0) throw new NotGradable(`nothing can listen on port ${port} of ${host} for the client to come to`);
    return new Hall({ host, port }, protocol, all, isOpen ? [port, ...(own.length > 0 ? [labPort] : [])] : []);
  }

  /** From now on who comes is heard; who has come already, too. */
  begins(trial: Trial): void {
    this.#trial = trial;
    for (const again of this.#early.splice(0)) again();
  }

  #comes(socket: Socket): void {
    const trial = this.#trial;
    if (trial === undefined) this.#early.push(() => this.#comes(socket));
    else this.#waiting.push(Client.accepted(trial.transcript.nextName(), new Connection(socket, trial.program), trial));
  }

  #hears(socket: DatagramSocket, data: Buffer, sender: RemoteInfo): void {
    const trial = this.#trial;
    if (trial === undefined) return void this.#early.push(() => this.#hears(socket, data, sender));
    if (this.#senders.some((known) => isSame(known, sender))) return; // who hears that by itself
    this.#senders.push(sender);
    this.#waiting.push(Datagrams.accepted(trial, socket, { data, sender }));
  }

  get hasMore(): boolean {
    return this.#waiting.length > 0;
  }

  next(): Client | Datagrams | undefined {
    return this.#waiting.shift();
  }

  /** The sockets that listen. */
  get sockets(): End[] {
    return this.#ports.map((port) => listeningEnd(this.#protocol, port, this.#waiting.length));
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}

type Listening = Server | DatagramSocket;

/** One for each host, of those that there are; where one of them cannot be had none is kept. @throws the system's error */
async function listeningAt(protocol: 'tcp' | 'udp', hosts: string[], port: number): Promise<Listening[]> {
  const all = await Promise.allSettled(hosts.map((host) => listening(protocol, host, port)));
  const sockets = all.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
  const refused = all.find((one) => one.status === 'rejected');
  if (refused === undefined) return sockets;
  for (const socket of sockets) socket.close();
  throw refused.reason as Error;
}

/** `undefined` where this system has no such address: IPv6 may be off. @throws the system's error */
function listening(protocol: 'tcp' | 'udp', host: string, port: number): Promise<Listening | undefined> {
  const isSixth = host.includes(':');
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (isSixth && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(error.code ?? '')) resolve(undefined);
      else reject(error);
    };
    if (protocol === 'udp') {
      const socket = createSocket({ type: isSixth ? 'udp6' : 'udp4', ipv6Only: isSixth }).once('error', failed);
      socket.bind({ address: host, port }, () => resolve(socket));
    } else {
      const server = createServer({ allowHalfOpen: true }).once('error', failed);
      server.listen({ host, port, ipv6Only: isSixth }, () => resolve(server));
    }
  });
}
