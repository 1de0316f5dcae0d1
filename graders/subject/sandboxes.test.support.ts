// Sandboxes to test with, in namespaces of their own: as root and as an ordinary user, whoever runs the tests.
// The law here: what is started here is dead when the test ends, because its process 1 is; and where this system has no
// namespaces the tests are skipped and say so, but for continuous integration, where they fail.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Exit } from './running.ts';
import type { Answer, BoxOptions, Methods, StartOptions, State } from './sandboxDriver.test.support.ts';

export type User = 'root' | 'an ordinary user';

const isRoot = process.getuid?.() === 0;
const unshare = ['unshare', '-n', '-p', '-m', '-i', '-f', '--kill-child', '--mount-proc'];
const bwrap = ['bwrap', '--ro-bind', '/', '/', '--unshare-pid', '--proc', '/proc', 'true'];

/** Root can be both; everybody else is one. */
export const users: User[] = isRoot ? ['root', 'an ordinary user'] : ['an ordinary user'];

/** A command line as that user's. */
export const as = (user: User, command: string[]): string[] =>
  isRoot && user !== 'root'
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'env', `HOME=${tmpdir()}`, 'USER=nobody', ...command]
    : command;

/** As graders/batch/slot.ts has it: descriptors that were inherited are closed, for no program may be given them. */
const script =
  'for f in /proc/self/fd/*; do f=${f##*/}; [ "$f" -gt 3 ] && eval "exec $f>&-"; done; ip link set lo up && exec "$@"';

const inNamespaces = (user: User, command: string[]): string[] =>
  as(user, [...unshare, ...(user === 'root' ? [] : ['-U', '-r']), 'bash', '-c', script, 'bash', ...command]);

function run([command = '', ...args]: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether the tests that need namespaces run. In continuous integration they do, and fail for want of them. */
export const hasNamespaces =
  process.env['CI'] === 'true' || (process.platform === 'linux' && users.every((user) => run(inNamespaces(user, bwrap))));

export const needed = hasNamespaces ? '' : ' (skipped: this system does not let programs be isolated by namespaces)';

const repository = fileURLToPath(new URL('../../', import.meta.url));
let readable: string | undefined;

/** The repository as every user can read it: a copy, where it lies in somebody's private folder. */
export function readableRepository(): string {
  const lab = join(repository, 'dist/scripts/lab.js');
  if (readable === undefined && !users.every((user) => run(as(user, [process.execPath, lab, '--help'])))) {
    const copy = mkdtempSync(join(realpathSync(tmpdir()), 'lab-readable-'));
    process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
    for (const name of ['dist', 'labs', 'reference', 'node_modules', 'package.json'])
      cpSync(join(repository, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', copy]);
    readable = `${copy}/`;
  }
  return (readable ??= repository);
}

/** As slots have them, the users of root's programs are different ones. */
const firstUser = 60_578 + 500;
let startedCount = 0;

export class Sandboxes implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;
  #base = '';

  private constructor(user: User, env: Record<string, string>) {
    const driver = join(readableRepository(), 'dist/graders/subject/sandboxDriver.test.support.js');
    const [command = '', ...args] = inNamespaces(user, [
      process.execPath,
      driver,
      user === 'root' ? String(firstUser + (startedCount += 1)) : '',
    ]);
    this.#process = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...env } });
    this.#process.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    this.#process.once('exit', () => {
      for (const [id, tell] of this.#waiting) tell({ id, error: { name: 'Error', message: 'the driver ended', code: null } });
    });
  }

  static async start(user: User, env: Record<string, string> = {}): Promise<Sandboxes> {
    const self = new Sandboxes(user, env);
    await new Promise<Answer>((resolve) => self.#waiting.set(-1, resolve));
    self.#base = await self.ask('base');
    return self;
  }

  /** Calls a method of the driver. */
  async ask<Name extends keyof Methods>(
    method: Name,
    ...args: Parameters<Methods[Name]>
  ): Promise<Awaited<ReturnType<Methods[Name]>>> {
    const id = (this.#asked += 1);
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, method, args });
    });
    this.#waiting.delete(id);
    if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.result as Awaited<ReturnType<Methods[Name]>>;
  }

  async box(options: BoxOptions = {}): Promise<Box> {
    return new Box(this, await this.ask('box', options));
  }

  /** One program in a sandbox of its own, to its end. */
  async ran(argv: string[], { env, input, ...box }: BoxOptions & StartOptions = {}): Promise<State> {
    const program = await (await this.box(box)).start(argv, { ...(env && { env }), ...(input && { input }) });
    await program.exited();
    await program.kill();
    return program.state();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = new Promise((resolve) => {
      this.#process.once('exit', resolve);
    });
    this.#process.kill('SIGKILL');
    await exited;
    rmSync(this.#base, { recursive: true, force: true });
  }
}

class Box {
  readonly #sandboxes: Sandboxes;
  readonly #index: number;

  constructor(sandboxes: Sandboxes, index: number) {
    this.#sandboxes = sandboxes;
    this.#index = index;
  }

  /** @param argv whose first word may be a runtime's name, as runtimes.ts has them */
  async start(argv: string[], options: StartOptions = {}): Promise<BoxedProgram> {
    return new BoxedProgram(this.#sandboxes, await this.#sandboxes.ask('start', this.#index, argv, options));
  }
}

export class BoxedProgram {
  readonly #sandboxes: Sandboxes;
  readonly #index: number;

  constructor(sandboxes: Sandboxes, index: number) {
    this.#sandboxes = sandboxes;
    this.#index = index;
  }

  state = (): Promise<State> => this.#sandboxes.ask('state', this.#index);
  exited = (): Promise<Exit> => this.#sandboxes.ask('exited', this.#index);
  interrupt = (): Promise<void> => this.#sandboxes.ask('interrupt', this.#index);
  kill = (): Promise<void> => this.#sandboxes.ask('kill', this.#index);
  /** Waits until it has printed this, and gives the first group. */
  printed = (pattern: RegExp): Promise<string> => this.#sandboxes.ask('printed', this.#index, pattern.source);
}
