// One batch at a time in a folder.
// The law here: whoever has the turn is alive. It is a socket that the kernel closes with its process, however that ends, so
// there is never a stale one to clear away. It has a name and no file (unix(7), abstract sockets), and holds on this machine.
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type Server, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';

import { UsageError } from '../subject/index.ts';

export class Turn implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws UsageError that names who has it */
  static async take(folder: string): Promise<Turn> {
    const { dev, ino } = statSync(folder, { bigint: true });
    const path = `\0lab-batch-${dev}-${ino}`;
    const since = new Date().toTimeString().slice(0, 8);
    const server = createServer((socket) => socket.on('error', () => {}).end(`process ${process.pid}, since ${since}`));
    try {
      server.listen({ path });
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new UsageError(
        `another lab batch is at work on ${folder} (${await ownerOf(path)}): wait for it, end it, or give another folder with --out`,
      );
    }
    server.unref();
    return new Turn(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function ownerOf(path: string): Promise<string> {
  try {
    return await text(connect({ path }));
  } catch {
    return 'it ends just now';
  }
}
