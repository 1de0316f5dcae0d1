// The far end of sandboxes.test.support.ts: process 1 of namespaces of its own, which starts programs as a slot's worker does.
// The law here: it does what a test asks for, one thing a message, and ends when the test does.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type Limits, defaultLimits, inodesFor } from './limits.ts';
import { ProcessTree } from './processTree.ts';
import type { Running, Spawn } from './running.ts';
import { type RuntimeName, findRuntime, known } from './runtimes.ts';
import { type Sandbox, furnish } from './sandbox.ts';
import { inSandbox } from './sandboxed.ts';
import { scanThreads } from './threads.ts';
import { until } from './testPrograms.test.support.ts';

export interface BoxOptions {
  /** Files of the submission, by name. */
  files?: Record<string, string>;
  limits?: Partial<Limits>;
  sandbox?: Partial<Pick<Sandbox, 'programs' | 'reads' | 'hidden'>>;
}

export interface StartOptions {
  env?: Record<string, string>;
  input?: 'none';
}

export type State = Pick<Running, 'pid' | 'exit'> & { stdout: string; stderr: string; alive: number; met: string | null };

const [, , uid = ''] = process.argv;
const base = mkdtempSync(join(realpathSync(tmpdir()), 'lab-boxes-'));
const boxes: { submission: string; spawn: Spawn }[] = [];
const started: Running[] = [];

const methods = {
  /** A folder of its own, which the test removes. */
  base: () => base,

  box({ files = {}, limits: some = {}, sandbox: how = {} }: BoxOptions): number {
    const limits = { ...defaultLimits, ...some };
    const folder = join(base, String(boxes.length));
    mkdirSync(folder);
    const options = `size=${limits.disk}m,nr_inodes=${inodesFor(limits)},mode=0755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'lab', folder]);
    const programs = (Object.keys(known) as RuntimeName[]).flatMap((name) => findRuntime(name)?.path ?? []);
    const sandbox = { folder, programs, reads: [], hidden: [], uid: uid === '' ? undefined : Number(uid), ...how };
    furnish(sandbox);
    for (const name of ['submission', 'home', 'tmp', 'files']) mkdirSync(join(folder, name));
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, 'submission', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: 0o755 });
    }
    return boxes.push({ submission: join(folder, 'submission'), spawn: inSandbox(sandbox, limits) }) - 1;
  },

  async start(box: number, [command = '', ...args]: string[], { env = {}, input }: StartOptions): Promise<number> {
    const { submission, spawn } = boxes[box]!;
    const program = Object.hasOwn(known, command) ? findRuntime(command as RuntimeName)!.path : command;
    const running = await spawn([program, ...args], { cwd: submission, env, ...(input && { input }) });
    return started.push(running) - 1;
  },

  state(index: number): State {
    const running = started[index]!;
    const { pid, exit, stdout, stderr, tree } = running;
    return {
      pid,
      exit,
      stdout: stdout.text,
      stderr: stderr.text,
      alive: tree?.alive().length ?? 0,
      met: running.limitMet?.() ?? null,
    };
  },

  async printed(index: number, pattern: string): Promise<string> {
    const { stdout, stderr } = started[index]!;
    try {
      const [all, first] = await until(`${pattern} in its output`, () => new RegExp(pattern).exec(stdout.text));
      return first ?? all;
    } catch (error) {
      throw new Error(`${(error as Error).message}, which is:\n${stdout.text}${stderr.text}`, { cause: error });
    }
  },

  exited: async (index: number) => started[index]!.exited,
  interrupt: (index: number) => started[index]!.interrupt(),
  kill: (index: number) => started[index]!.kill(),

  /** Waits until a child of this process sleeps in that call on its standard input. */
  sleepsIn: (pid: number, call: string) =>
    until(`a sleep in ${call}`, () => {
      const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
      const wait = child !== '' && scanThreads(new ProcessTree(Number(child), { init: 0 })).get(child)?.wait;
      return wait && wait.call === call && wait.kind !== 'running' && wait.args[0] === 0n;
    }),
  killAll: async () => {
    for (const running of started) await running.kill();
  },

  /** Of the processes of a sandbox, those that are not at their end. */
  others: () =>
    readdirSync('/proc').filter((name) => {
      try {
        return /^\d+$/.test(name) && name !== '1' && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${name}/status`, 'latin1'));
      } catch {
        return false; // it is gone meanwhile
      }
    }).length,
};

export type Methods = typeof methods;
type Asked = { [Name in keyof Methods]: { id: number; method: Name; args: Parameters<Methods[Name]> } }[keyof Methods];
export type Answer = { id: number; result: unknown } | { id: number; error: { name: string; message: string; code: unknown } };

process.umask(0o022);
process.once('disconnect', () => process.exit());
process.on('message', ({ id, method, args }: Asked) => {
  void (async () => {
    try {
      const result: unknown = await (methods[method] as (...all: unknown[]) => unknown)(...args);
      process.send!({ id, result } satisfies Answer);
    } catch (error) {
      const { name, message, code } = error as NodeJS.ErrnoException;
      process.send!({ id, error: { name, message, code } } satisfies Answer);
    }
  })();
});
process.send!({ id: -1, result: 'ready' } satisfies Answer);
