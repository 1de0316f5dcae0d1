// Real programs for the tests of this folder: written into a folder of their own and started as a grading starts them.
// The law here: what a test starts is dead and its folder gone when the test ends, whichever way it ends.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { Launcher, type Program, Workspace, findRuntime, inProcessGroup, socketInodes } from '../subject/index.ts';
import { Addresses } from './addresses.ts';
import { Budget } from './budget.ts';
import { Client } from './client.ts';
import { Failure } from './failure.ts';
import type { Grader } from './grader.ts';
import { Parameters } from './parameters.ts';
import { Run, type RunReport } from './run.ts';
import { Server } from './server.ts';
import { serverSide } from './side.ts';
import { Silence } from './silence.ts';
import { type Barrier, Trial } from './trial.ts';

export interface Source {
  file: string;
  text: string;
}

/** Python with what most servers here begin with. They take their port as the first argument. */
export const python = (text: string): Source => ({ file: 'server.py', text: `${pythonHead}\n${text}` });
export const node = (text: string): Source => ({ file: 'server.mjs', text });
export const c = (text: string): Source => ({ file: 'server.c', text });
export const java = (text: string): Source => ({ file: 'Server.java', text });

const pythonHead = String.raw`
import os, queue, select, signal, socket, struct, subprocess, sys, threading, time

def listening(backlog=64, reuse=True, port=None):
    s = socket.socket()
    if reuse: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', port or int(sys.argv[1])))
    s.listen(backlog)
    return s

def lines_of(conn):
    pending = b''
    while True:
        while b'\n' not in pending:
            data = conn.recv(1000)
            if not data: return
            pending += data
        line, pending = pending.split(b'\n', 1)
        yield line.decode()

def thread(work, *args):
    threading.Thread(target=work, args=args, daemon=True).start()

def each_in_a_thread(serve, listener):
    while True:
        conn, _ = listener.accept()
        thread(serve, conn)

def busy(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until: pass
`;

/** Answers every line with "ok", each client in a thread of its own. */
export const answering = python(String.raw`
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'ok\n')
    conn.close()
each_in_a_thread(serve, listening())
`);

/** Writes the program into `folder` and makes its command line. */
function written({ file, text }: Source, folder: string, args: string[] = []): (port: number) => string[] {
  const path = join(folder, file);
  writeFileSync(path, text);
  const program = commandOf(path, folder);
  return (port) => [...program, String(port), ...args];
}

export function commandOf(path: string, folder: string): string[] {
  if (path.endsWith('.py')) return [findRuntime('python3')!.path, path];
  if (path.endsWith('.mjs')) return [process.execPath, path];
  if (path.endsWith('.java')) {
    execFileSync(findRuntime('javac')!.path, ['-d', folder, path]);
    return [findRuntime('java')!.path, '-XX:TieredStopAtLevel=1', '-cp', folder, 'Server'];
  }
  const program = join(folder, 'server');
  execFileSync(findRuntime('cc')!.path, ['-O1', '-D_GNU_SOURCE', '-pthread', '-o', program, path]);
  return [program];
}

export interface StageOptions {
  /** Further arguments, after the port. */
  args?: string[];
  provable?: boolean;
  waitBudgetMs?: number;
  labPort?: number;
  protocol?: 'tcp' | 'udp';
}

function launcherOf(source: Source, workspace: Workspace, { args, labPort, protocol = 'tcp' }: StageOptions = {}): Launcher {
  return new Launcher({
    plan: { starts: [written(source, workspace.submission, args)], env: {}, ports: [] },
    root: workspace.submission,
    env: workspace.env,
    protocol,
    defaultPort: labPort ?? 45_000,
    startTimeoutMs: 10_000,
    spawn: inProcessGroup,
    notice: () => {},
  });
}

/** A program that has been started, and what the engine makes of it. */
export class Stage implements AsyncDisposable {
  readonly program: Program;
  readonly silence: Silence;
  readonly budget: Budget;
  readonly launcher: Launcher;
  readonly folder: string;
  readonly labPort: number;
  readonly #workspace: Workspace;
  readonly #trials: Trial[] = [];
  readonly #addresses = new Addresses();

  constructor(
    program: Program,
    launcher: Launcher,
    workspace: Workspace,
    { provable = true, waitBudgetMs = 10_000, labPort = 45_000 }: StageOptions,
  ) {
    this.program = program;
    this.launcher = launcher;
    this.folder = workspace.submission;
    this.labPort = labPort;
    this.#workspace = workspace;
    this.budget = new Budget(waitBudgetMs);
    const listeners = new Set([...socketInodes(program.running.tree!)].map((inode) => `socket:[${inode}]`));
    this.silence = new Silence(program, listeners, this.budget, provable);
  }

  trial(barrier?: Barrier): Trial {
    const trial = new Trial(this.program, this.silence, this.budget, { barrier, labPort: this.labPort, role: 'server' });
    this.#trials.push(trial);
    return trial;
  }

  connect(trial: Trial = this.trial(), from?: string): Promise<Client> {
    return Client.connect(trial, from);
  }

  server(trial: Trial = this.trial()): Server {
    return new Server(trial, this.launcher, {
      addresses: this.#addresses,
      temporary: this.#workspace.env['TMPDIR']!,
      isNarrow: false,
    });
  }

  /** All that it has printed so far, without the last newline. */
  get printed(): string {
    return this.program.running.stdout.text.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await turn(); // as a grading does: what was said last goes out first
    await turn();
    const opened = this.#trials.flatMap((trial) => trial.opened);
    for (const one of opened) one.holds();
    await this.program.running.kill();
    for (const one of opened) one.forget();
    await this.#addresses[Symbol.asyncDispose]();
    await this.#workspace[Symbol.asyncDispose]();
  }
}

export async function started(source: Source, options: StageOptions = {}): Promise<Stage> {
  const workspace = new Workspace();
  try {
    const launcher = launcherOf(source, workspace, options);
    return new Stage(await launcher.start(), launcher, workspace, options);
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a grader on a program. */
export async function runs(
  source: Source,
  grader: Grader,
  options: StageOptions & { only?: string[]; parameters?: Parameters; narrows?: (isSo: boolean) => void } = {},
): Promise<RunReport> {
  await using workspace = new Workspace();
  const launcher = launcherOf(source, workspace, options);
  const { provable = true, waitBudgetMs = 10_000, labPort = 45_000, only, parameters = new Parameters('lab.yaml') } = options;
  await using addresses = new Addresses();
  return await new Run({
    grader,
    side: serverSide(launcher, { folder: workspace.files, temporary: workspace.env['TMPDIR']!, addresses }),
    lingers: () => {},
    narrows: options.narrows,
    sweep: () => {},
    parameters,
    labPort,
    provable,
    waitBudgetMs,
    only,
  }).all();
}

/** `A-1 passed` for each check. */
export const verdicts = ({ results }: RunReport): string[] => results.map(({ id, verdict }) => `${id} ${verdict}`);

/** What a check would be told; a test fails when there is nothing to tell, or when the engine itself is at fault. */
export async function failureOf(doing: Promise<unknown>): Promise<Failure> {
  const error: unknown = await doing.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return error;
  throw error;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
