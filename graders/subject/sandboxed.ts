// Starts a program in a sandbox of its own, inside a slot (see graders/batch): isolation "namespaces".
// The law here: a sandbox dies whole with its process 1, which is the only process that is ever killed; and what bwrap
// cannot do is this machine's lack, never the student's.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { release, setPriority } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { exitOf, programOf, statusFrom, untilEnded } from './bwrapStatus.ts';
import { NotGradable, NotIsolated } from './errors.ts';
import { outOfSight } from './installations.ts';
import { type Limits, Watch, heldTo, metNow } from './limits.ts';
import { ProcessTree } from './processTree.ts';
import { type Running, type Spawn, unstartable } from './running.ts';
import { everyOnPath, which } from './runtimesPath.ts';
import { type Sandbox, bwrapArguments, handOver, insideOf, unlock } from './sandbox.ts';
import { seccompFilter } from './seccomp.ts';
import { Tail } from './tail.ts';

/** For so long a sandbox is left to end by itself. */
const graceMs = 200;
/** A program that keeps a processor busy leaves the rest to us. */
const niceness = 5;
const info = 3;
const begin = 4;
const filter = 5;

/** Since Linux 5.14 each user namespace has a count of processes of its own; before, a user's were counted together. */
const countsByNamespace = (([major = 0, minor = 0]) => major > 5 || (major === 5 && minor >= 14))(
  release().split('.').map(Number),
);

/** @param sandbox furnished, with the folders submission, home, tmp and files in its folder */
export function inSandbox(sandbox: Sandbox, limits: Limits): Spawn {
  const bwrap = which('bwrap');
  const path = join(sandbox.folder, 'etc', 'filter');
  const bytes = seccompFilter();
  if (bytes !== undefined) writeFileSync(path, bytes);
  const isCounted = sandbox.uid !== undefined || countsByNamespace;
  const inside = (text: string) => insideOf(sandbox, text);
  /** Once one was made, what hinders another is no lack of this machine's: a program may have brought it about. */
  let wasMade = false;
  return async (argv, { cwd, env, input }) => {
    if (bwrap === null) throw new NotIsolated('bwrap is missing, which starts programs in a sandbox; install bubblewrap');
    if (wasMade) unlock(sandbox);
    else handOver(sandbox);
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inside(value)]));
    const descriptor = bytes === undefined ? undefined : openSync(path, 'r');
    const options = { cwd: inside(cwd), env: own, info, begin, filter: descriptor === undefined ? undefined : filter };
    const words = [
      ...bwrapArguments({ ...sandbox, programs: [...sandbox.programs, ...onPath(argv[0] ?? '')] }, options),
      ...heldTo(limits, isCounted),
      ...argv.map(inside),
    ];
    let child: ChildProcess;
    try {
      // without an environment: that of bwrap can be read in the sandbox, as /proc/1/environ
      child = spawn(bwrap, words, { env: {}, stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', descriptor ?? 'ignore'] });
    } catch (error) {
      // some errors are thrown at once: a NUL byte in a word, too many words
      return unstartable(Promise.reject(error instanceof Error ? error : new Error(String(error))));
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
    if (child.pid === undefined) return unstartable(once(child, 'error').then(([error]) => Promise.reject(error as Error)));
    if (input === 'none') child.stdin!.end();
    const made = await started(child, { hide: `${inside(cwd)}/`, disk: sandbox.folder, seenAs: inside, limits });
    if (typeof made === 'string')
      throw new (wasMade ? NotGradable : NotIsolated)(`bwrap cannot make ${wasMade ? 'another' : 'a'} sandbox here: ${made}`);
    wasMade = true;
    return made;
  };
}

/** What the person who grades has on PATH a program may be started with; a path that somebody else wrote shows nothing. */
function onPath(program: string): string[] {
  if (![...everyOnPath(basename(program), process.env)].includes(program)) return [];
  const unseen = outOfSight(program);
  if (unseen === undefined) return [program];
  throw new NotGradable(`${unseen} cannot be seen by programs, which have a /tmp of their own: install it elsewhere.`);
}

/** @returns what bwrap says, where the program was not even started */
async function started(
  child: ChildProcess,
  { hide, disk, seenAs, limits }: { hide: string; disk: string; seenAs: (path: string) => string; limits: Limits },
): Promise<Running | string> {
  child.on('error', () => {});
  child.stdin!.on('error', () => {}); // the program may close it
  const stdout = new Tail(child.stdout!, hide);
  const stderr = new Tail(child.stderr!, hide);
  const exit = once(child, 'exit').then(([code]) => exitOf(code as number));
  const status = statusFrom(child.stdio[info] as Readable);
  const init = await status.init;
  if (init !== undefined) preferOthersTo(init);
  (child.stdio[begin] as Writable).on('error', () => {}).end('.'); // it has waited for this
  const pid = init === undefined ? undefined : await programOf(init, child);
  if (init === undefined || (pid === undefined && !(await status.hasRun))) {
    await Promise.all([exit, stdout.ended, stderr.ended]);
    return stderr.text.trim();
  }

  const tree = new ProcessTree(pid ?? init, { init });
  const watch = new Watch({ tree, stdout, stderr }, limits, () => kill(init));
  let killing: Promise<void> | undefined;
  const end = async () => {
    watch.stop();
    // process 1 tells how a program ended that did so by itself, and ends then
    if (!isAnyAlive(tree)) await Promise.race([self.exited, sleep(graceMs, undefined, { ref: false })]);
    tree.close();
    kill(init);
    await self.exited;
    await untilEnded(init);
    child.stdin!.destroy();
    await Promise.all([stdout.ended, stderr.ended]);
  };
  const self: Running = {
    pid: pid ?? init,
    tree,
    stdin: child.stdin!,
    stdout,
    stderr,
    exit: null,
    exited: exit.then((how) => (self.exit = watch.explained(how))),
    seenAs,
    limitMet: () => metNow(tree, disk, limits),
    interrupt: () => kill(-init, 'SIGINT'), // process 1 of a namespace is spared
    kill: () => (killing ??= end()),
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

/** Where it cannot be seen some may be. */
function isAnyAlive(tree: ProcessTree): boolean {
  try {
    return tree.alive().length > 0;
  } catch {
    return true;
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
