// Loopback addresses of the clients' own, so that a program can tell its clients apart by their address.
// The law here: two gradings on one machine never have the same address at once, and one that is alone always has the
// same: 127.0.0.2, 127.0.0.3, …
import { type Socket as DatagramSocket, createSocket } from 'node:dgram';
import { createServer } from 'node:net';

import { NotGradable, type Program } from '../subject/index.ts';

/** Whoever holds this port (UDP) of 127.0.n.1 has the addresses from 127.0.n.2 on: the kernel frees it with its process. */
const lockPort = 21_999;
const blocks = 256;
const addressesInBlock = 253;

export class Addresses implements AsyncDisposable {
  #lock: Promise<{ socket: DatagramSocket; block: number }> | undefined;

  /**
   * So many addresses from which this program can be reached, beginning after the first `from`. Of a program that is
   * reached by IPv6 alone, all of them are its own address: there is no other on a loopback interface.
   */
  async take(program: Program, count: number, from: number): Promise<string[]> {
    if (program.host.includes(':') && !(await isTaken('127.0.0.1', program.port))) {
      return Array.from({ length: count }, () => program.host);
    }
    if (from + count > addressesInBlock)
      throw new RangeError(`a check may have ${addressesInBlock} addresses, not ${from + count}`);
    this.#lock ??= lockBlock();
    const { block } = await this.#lock;
    return Array.from({ length: count }, (_, i) => `127.0.${block}.${2 + from + i}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const lock = await this.#lock?.catch(() => undefined);
    lock?.socket.close();
  }
}

async function lockBlock(): Promise<{ socket: DatagramSocket; block: number }> {
  for (let block = 0; block < blocks; block += 1) {
    const socket = createSocket('udp4');
    const isOurs = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind({ address: `127.0.${block}.1`, port: lockPort }, () => resolve(true));
    });
    if (isOurs) return { socket: socket.unref(), block };
    socket.close();
  }
  throw new NotGradable('all loopback addresses that clients might have are in use: let other gradings end first');
}

/** Whether somebody listens there: found by listening there oneself, for a moment, and not by a connection. */
function isTaken(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(true));
    server.listen({ host: address, port }, () => server.close(() => resolve(false)));
  });
}
