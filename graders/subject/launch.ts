// Starts the student's program so that it listens: hands over the port in the way the program takes it, and finds out
// where it listens then.
// The law here: the first start that listens wins, wherever it listens; a program that does not listen is the student's
// failure only when no port it wanted was somebody else's.
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';

import { NotGradable, NotStarted, type Printed } from './errors.ts';
import { type Readiness, untilListening } from './listening.ts';
import type { Plan } from './plan.ts';
import { type PortState, portState } from './portOwner.ts';
import { Unreadable } from './procfs.ts';
import type { Exit, Running, Spawn } from './running.ts';
import type { ListeningSocket } from './socketTable.ts';
import { describeThread } from './standing.ts';

export interface LaunchOptions {
  plan: Pick<Plan, 'starts' | 'env' | 'ports'>;
  /** Where the submission was copied to: the program's working directory. */
  root: string;
  env: Record<string, string>;
  protocol: 'tcp' | 'udp';
  /** The lab's own port, for programs that take none. */
  defaultPort: number;
  startTimeoutMs: number;
  spawn: Spawn;
  /** In a network of its own: the ports to give it, the same each time it is graded. Without it, whatever is free. */
  nextPort?: () => number;
  /** Whether a closed connection occupies the port for a while (TIME_WAIT), as it does but in a network made otherwise. */
  lingers?: boolean;
  /** Tells a person why it takes longer. */
  notice(message: string): void;
}

/** A program that listens. */
export interface Program {
  running: Running;
  command: string[];
  /** The port it was given, in every way it might take one. */
  givenPort: number;
  protocol: 'tcp' | 'udp';
  /** Its working directory. */
  folder: string;
  /** What was added to its environment for this start. */
  env: Record<string, string>;
  /** The process that lends it a terminal, where it has one. */
  terminal?: number;
  /** Closed connections occupy its port for a while (TIME_WAIT). */
  lingers: boolean;
  listening: ListeningSocket[];
  /** Where to connect to. */
  host: string;
  port: number;
}

/** A port that connections have just used is free again after this long, by every system's TIME_WAIT. */
const timeWaitMs = 61_000;
/** How often a port that somebody took before the program could bind it is replaced by another. */
const portTries = 3;
/** How many of its own ports are looked at: a program that is not gone yet may hold a great many. */
const mostPorts = 100;
/** Too many processes or open files, or no memory left. */
const noFaultOfThePrograms = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

export class Launcher {
  readonly #options: LaunchOptions;
  /** The ways to hand over the port that have not failed yet. */
  #starts: Plan['starts'];
  /** The command line of the last start that listened, or else of the first. */
  command: string[] | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
    this.#starts = options.plan.starts;
  }

  /**
   * @param env what is added to the program's environment; made anew for each try, for it may tell the time
   * @param port the port to give it; without one, a free one
   * @throws NotStarted, NotGradable
   */
  async start(env: () => Record<string, string> = () => ({}), port?: number): Promise<Program> {
    let first: NotStarted | undefined;
    for (const [index, start] of this.#starts.entries()) {
      const program = await this.#try(start, env, port);
      if (!(program instanceof NotStarted)) {
        this.#starts = this.#starts.slice(index, index + 1);
        this.command = program.command;
        return program;
      }
      first ??= program;
      if (program.printed.exit === null) break; // it ran until the time was up: another argument would not help
    }
    throw first ?? new NotGradable('there is no way known to start this program: say so in run.yaml (run: [command, "{port}"])');
  }

  #freePort(): Promise<number> {
    const { defaultPort, nextPort, plan } = this.#options;
    const mostTries = nextPort === undefined ? 0 : mostPorts;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const port = nextPort!();
      if (port === defaultPort || plan.ports.includes(port)) continue; // it would be there whatever it is given
      if (this.#portState(port).state === 'free') return Promise.resolve(port);
    }
    return getPort({ exclude: [defaultPort] });
  }

  async #try(
    start: Plan['starts'][number],
    makeEnv: () => Record<string, string>,
    wanted?: number,
  ): Promise<Program | NotStarted> {
    const { root, plan, protocol, startTimeoutMs, spawn, defaultPort } = this.#options;
    for (let tries = 1; ; tries += 1) {
      const givenPort = wanted ?? (await this.#freePort());
      const command = start(givenPort);
      this.command ??= command;
      const env = makeEnv();
      const running = await spawn(command, {
        cwd: root,
        env: { ...this.#options.env, ...plan.env, ...env, PORT: String(givenPort) },
      });
      let ready = await this.#ready(running, protocol, performance.now() + startTimeoutMs, [givenPort, defaultPort]);
      if (ready.state === 'listening') {
        const socket = preferred(ready.sockets, [givenPort, defaultPort]);
        if (
          socket.port === givenPort ||
          socket.port === defaultPort ||
          !plan.ports.includes(defaultPort) ||
          !(await this.#isHeld(running, defaultPort))
        ) {
          return {
            running,
            command,
            givenPort,
            protocol,
            folder: root,
            env,
            lingers: this.#options.lingers ?? true,
            listening: ready.sockets,
            host: reachable(socket.address),
            port: socket.port,
          };
        }
      }
      const { exit } = running; // how it ended by itself
      await running.kill();
      const refused = refusalOf(running);
      if (refused !== undefined) ready = { state: 'unstartable', why: refused };
      if (wanted === undefined && ready.state !== 'unstartable') {
        if (tries < portTries && this.#portState(givenPort).state !== 'free') continue;
        if (tries < portTries && (await this.#isWorthAnotherTry(running, ready.state === 'exited'))) continue;
      }
      return new NotStarted(this.#reason(ready, exit), { ...printedBy(running), exit: exit && describeExit(exit) });
    }
  }

  async #ready(running: Running, protocol: 'tcp' | 'udp', until: number, wanted: number[]): Promise<Readiness> {
    const why = await whyNotStarted(running);
    if (why !== undefined) return { state: 'unstartable', why };
    try {
      return await untilListening(running.tree!, running, protocol, until, wanted);
    } catch (error) {
      await running.kill();
      if (!(error instanceof Unreadable)) throw error;
      throw new NotGradable(
        `this program hides itself from whoever started it (${error.message}): grade it as root, or change that`,
      );
    }
  }

  #portState(port: number): PortState {
    return portState(port, this.#options.protocol);
  }

  /** A program that wanted the lab's port and could not have it may listen elsewhere, or nowhere. */
  async #isHeld(running: Running, port: number): Promise<boolean> {
    const state = this.#portState(port);
    if (state.state !== 'held') return false;
    await running.kill();
    throw held(port, state.owner);
  }

  /**
   * After a start that failed: `true` when that may have been for a port that is free by now.
   * @throws NotGradable when it is not
   */
  async #isWorthAnotherTry(running: Running, hasExited: boolean): Promise<boolean> {
    const said = running.stdout.text + running.stderr.text;
    const messages = said.replaceAll(/^ {4}.*$/gm, ''); // without the lines of source in a traceback
    const complains = /\bbind\b|already in use|EADDRINUSE|BindException|errno 98\b/i.test(messages); // C: "bind failed", and no more
    if (!complains && said.trim() !== '') return false;
    for (const port of new Set([this.#options.defaultPort, ...this.#options.plan.ports])) {
      const { state, ...holder } = this.#portState(port);
      if ('owner' in holder) throw held(port, holder.owner);
      if (state === 'closing' && (hasExited || complains)) return this.#waitedFor(port);
    }
    return complains; // whoever had it has gone meanwhile
  }

  /** Until nothing occupies the port any more. */
  async #waitedFor(port: number): Promise<true> {
    this.#options.notice(`port ${port} is still occupied by connections that have just ended; waiting up to a minute for it`);
    for (const until = performance.now() + timeWaitMs; performance.now() < until; await sleep(250)) {
      const found = this.#portState(port);
      if (found.state === 'held') throw held(port, found.owner);
      if (found.state === 'free') return true;
    }
    throw new NotGradable(
      `port ${port} is still occupied after a minute, by connections that others open and close: grade again later`,
    );
  }

  #reason(ready: Readiness, exit: Exit | null): string {
    switch (ready.state) {
      case 'unstartable':
        return `it cannot be started: ${ready.why}`;
      case 'exited':
        return `it ended before it listened, ${exit === null ? 'without a status' : describeExit(exit)}`;
      case 'asleep':
        return `it listens on no port and never will: it ${ready.in.map(describeThread).join('; ')}`;
      case 'listening':
      case 'deadline':
        return `it listened on no port within ${this.#options.startTimeoutMs / 1000} s`;
    }
  }
}

function held(port: number, owner: string): NotGradable {
  return new NotGradable(
    `port ${port} is taken by ${owner}, and this program wants it: end that process, or wait until it has ended`,
  );
}

/** Why the system would not start it; `undefined` where it did. @throws NotGradable where that is this system's lack */
export async function whyNotStarted(running: Running): Promise<string | undefined> {
  try {
    if (running.pid === 0) await running.exited;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!noFaultOfThePrograms.has(code ?? '')) return message;
    throw new NotGradable(`this machine cannot start another program now (${code}): end some programs, then grade again`);
  }
  if (running.tree !== null) return undefined;
  await running.kill();
  throw new NotGradable('programs cannot be watched on this system yet: it has no /proc');
}

/** Why the system refused to run a command that was started by way of prlimit(1). */
function refusalOf({ exit, stderr }: Running): string | undefined {
  const isRefusal = exit?.code === 126 || exit?.code === 127;
  return isRefusal ? /^prlimit: failed to execute (.*)$/m.exec(stderr.text)?.[1] : undefined;
}

export function describeExit({ code, signal, broke }: Exit): string {
  if (broke !== undefined) return `stopped: it ${broke}`;
  return signal === null ? `with exit code ${code}` : `killed by ${signal}`;
}

export function printedBy({ exit, stdout, stderr }: Running): Printed {
  return { exit: exit && describeExit(exit), stdout: stdout.text, stderr: stderr.text };
}

function preferred(sockets: ListeningSocket[], ports: number[]): ListeningSocket {
  for (const port of ports) {
    const found = sockets.find((socket) => socket.port === port);
    if (found !== undefined) return found;
  }
  return sockets[0]!;
}

/** An address that leads to a socket bound to `address`: "any" is reached on the loopback interface. */
export function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address !== '::') return address;
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.some((own) => own.address === '::1') ? '::1' : '127.0.0.1';
}
