// A client that listens, for programs that call their clients back: each message comes on a connection of its own.
// The law here: connections are looked at in the order in which they came, and each must bring one message and no more.
import { type Server, createServer } from 'node:net';

import { NotGradable } from '../subject/index.ts';
import { Client } from './client.ts';
import { Connection } from './connection.ts';
import { Failure } from './failure.ts';
import { type End, type Outcome, listeningEnd } from './silence.ts';
import type { Hearing, Opened, Trial } from './trial.ts';
import type { Pattern } from './wire.ts';

export interface Place {
  address: string;
  port: number;
  /** The client that listens there, by name. */
  client: string;
}

export class Listener implements Opened, Hearing {
  readonly sent: readonly Uint8Array[] = [];
  readonly from = undefined;
  isClosed = false;
  readonly #trial: Trial;
  readonly #server: Server;
  readonly #place: Place;
  /** The connections that came and have not been taken, in their order. */
  readonly #callers: Client[] = [];

  private constructor(trial: Trial, server: Server, place: Place) {
    this.#trial = trial;
    this.#server = server;
    this.#place = place;
    trial.opened.push(this);
    server.on('connection', (socket) => {
      const name = `${place.client}:${place.port}`;
      this.#callers.push(Client.accepted(name, new Connection(socket, trial.program), trial));
    });
  }

  static open(trial: Trial, place: Place): Promise<Listener> {
    const server = createServer({ allowHalfOpen: true });
    return new Promise((resolve, reject) => {
      server.once('error', ({ message }) => {
        const { address, port } = place;
        reject(new NotGradable(`nothing can listen on port ${port} of ${address} for the program to call back: ${message}`));
      });
      server.listen({ host: place.address, port: place.port }, () => resolve(new Listener(trial, server, place)));
    });
  }

  get sockets(): End[] {
    const own = listeningEnd('tcp', this.#place.port, this.#callers.length);
    return [own, ...this.#callers.flatMap(({ sockets }) => sockets)];
  }

  /** A connection came that has not been taken. */
  get hasMore(): boolean {
    return this.#callers.length > 0;
  }

  /**
   * Waits for the next connection, which must bring exactly what the pattern describes; that it ends is not asked here.
   * @returns the text in each hole of the pattern
   * @throws Failure
   */
  async receives(expected: Pattern): Promise<string[]> {
    const { silence } = this.#trial;
    const before = this.#trial.before ?? silence.baseline();
    const outcome = await silence.until(
      () => this.hasMore,
      before,
      this.sockets,
      () => 'verdict',
    );
    if (outcome !== 'done') {
      this.#trial.restsOn(outcome);
      throw this.nothingCame(outcome, expected);
    }
    await using caller = this.#callers.shift()!;
    const holes = await caller.receives(expected);
    await caller.receivesNothingMore();
    return holes;
  }

  tooMuch(): Failure {
    return this.#callers[0]!.tooMuch();
  }

  nothingCame(outcome: Outcome, expected?: Pattern): Failure {
    const { client, address, port } = this.#place;
    const message = `your program does not connect to client ${client} on port ${port} of ${address}`;
    return new Failure('silence', {
      message: outcome === 'deadline' ? `${message} in the time granted` : message,
      expected: expected?.print ?? null,
      standsAt: this.#trial.standing(),
    });
  }

  holds(): void {
    this.#server.close();
  }

  forget(): void {
    this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    this.#server.close();
    return Promise.resolve();
  }
}
