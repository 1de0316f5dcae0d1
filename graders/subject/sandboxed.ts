// Starts a program in a sandbox of its own, inside a slot (see graders/batch): isolation "namespaces".
// The law here: a sandbox dies whole with its process 1, which is the only process that is ever killed; and what bwrap
// cannot do is this machine's lack, never the student's.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { NotIsolated } from './errors.ts';
import { type Limits, Watch, heldTo, metNow } from './limits.ts';
import { ProcessTree } from './processTree.ts';
import { readProc } from './procfs.ts';
import { type Exit, type Running, type Spawn, unstartable } from './running.ts';
import { type Sandbox, bwrapArguments, handOver, insideFolder } from './sandbox.ts';
import { seccompFilter } from './seccomp.ts';
import { Tail } from './tail.ts';

/** For so long a sandbox is left to end by itself. */
const graceMs = 200;
/** A program that keeps a processor busy leaves the rest to us. */
const niceness = 5;
const info = 3;
const filter = 4;

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** @param sandbox furnished, with the folders submission, home and files in its folder */
export function inSandbox(sandbox: Sandbox, limits: Limits): Spawn {
  const path = join(sandbox.folder, 'etc', 'filter');
  const bytes = seccompFilter();
  if (bytes !== undefined) writeFileSync(path, bytes);
  let isHandedOver = false;
  const inside = (text: string) => text.replaceAll(sandbox.folder, insideFolder);
  return async (argv, { cwd, env, input }) => {
    if (!isHandedOver) handOver(sandbox);
    isHandedOver = true;
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inside(value)]));
    const descriptor = bytes === undefined ? undefined : openSync(path, 'r');
    const options = { cwd: inside(cwd), env: own, info, filter: descriptor === undefined ? undefined : filter };
    const words = [
      ...bwrapArguments({ ...sandbox, programs: [...sandbox.programs, argv[0] ?? ''] }, options),
      ...heldTo(limits, true),
      ...argv.map(inside),
    ];
    if (words.some((word) => word.includes('\0')))
      return unstartable(Promise.reject(new Error('a word of its command holds a NUL byte')));
    const child = spawn('bwrap', words, { stdio: ['pipe', 'pipe', 'pipe', 'pipe', descriptor ?? 'ignore'] });
    if (descriptor !== undefined) closeSync(descriptor);
    if (input === 'none') child.stdin!.end();
    return started(child, { hide: `${inside(cwd)}/`, disk: sandbox.folder, limits });
  };
}

async function started(
  child: ChildProcess,
  { hide, disk, limits }: { hide: string; disk: string; limits: Limits },
): Promise<Running> {
  child.on('error', () => {});
  const failed = child.pid === undefined ? once(child, 'error') : undefined;
  if (failed !== undefined) throw new NotIsolated(`bwrap cannot be started: ${(await failed)[0]}`);
  child.stdin!.on('error', () => {}); // it is never written to, and the program may close it
  preferOthersTo(child.pid!);
  const stdout = new Tail(child.stdout!, hide);
  const stderr = new Tail(child.stderr!, hide);
  const exit = once(child, 'exit').then(([code]) => exitOf(code as number));
  const init = await initOf(child.stdio[info] as Readable);
  const pid = init === undefined ? undefined : await Promise.race([firstChildOf(init), exit.then(() => undefined)]);
  if (init === undefined || (pid === undefined && stderr.text.startsWith('bwrap: '))) {
    await Promise.all([exit, stdout.ended, stderr.ended]);
    throw new NotIsolated(`bwrap cannot make a sandbox here: ${stderr.text.trim()}`);
  }

  const tree = new ProcessTree(pid ?? init, { init });
  const watch = new Watch({ tree, stdout, stderr }, limits, () => kill(init));
  let isEnded = false;
  const self: Running = {
    pid: pid ?? init,
    tree,
    stdout,
    stderr,
    exit: null,
    exited: exit.then((how) => (self.exit = watch.explained(how))),
    limitMet: () => metNow(tree, disk, limits),
    interrupt: () => kill(-init, 'SIGINT'), // process 1 of a namespace is spared
    kill: async () => {
      if (isEnded) return;
      isEnded = true;
      watch.stop();
      // process 1 tells how a program ended that did so by itself, and ends then
      if (tree.alive().length === 0) await Promise.race([self.exited, sleep(graceMs, undefined, { ref: false })]);
      tree.close();
      kill(init);
      await self.exited;
      child.stdin!.destroy();
      await Promise.all([stdout.ended, stderr.ended]);
    },
  };
  return self;
}

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended already
  }
}

/** The kernel kills the program before us when memory runs out, and gives it a processor after us. */
function preferOthersTo(pid: number): void {
  try {
    setPriority(pid, niceness);
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
  } catch {
    // it has ended already
  }
}

/** The sandbox's process 1, which bwrap names as `"child-pid": 7`; `undefined` when it could make none. It is read on: bwrap writes more. */
function initOf(from: Readable): Promise<number | undefined> {
  let text = '';
  return new Promise((resolve) => {
    from.on('data', (chunk) => {
      text += String(chunk);
      const [, pid] = /"child-pid": *(\d+),/.exec(text) ?? [];
      if (pid !== undefined) resolve(Number(pid));
    });
    from.once('close', () => resolve(undefined));
  });
}

/** The program itself. */
async function firstChildOf(init: number): Promise<number | undefined> {
  for (;;) {
    const children = readProc(`/proc/${init}/task/${init}/children`);
    if (children === undefined) return undefined;
    if (children !== '') return Number.parseInt(children, 10);
    await sleep(1);
  }
}

/** bwrap ends as the program did, but by exit code: 128 and the signal's number. */
function exitOf(code: number | null): Exit {
  const signal = signals.get((code ?? 128 + constants.signals.SIGKILL) - 128);
  return signal === undefined ? { code, signal: null } : { code: null, signal };
}
