// Starts a program in a session of its own and ends it whole: isolation "process-group".
// The law here: this process does not end before all of what it started is dead, whichever way it ends.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { atExit } from './atExit.ts';
import { type Limits, Watch, defaultLimits, heldTo } from './limits.ts';
import { ProcessTree } from './processTree.ts';
import { type Running, type Spawn, unstartable } from './running.ts';
import { isExecutable, which } from './runtimesPath.ts';
import { Tail } from './tail.ts';

export const hasProc = existsSync('/proc/self/schedstat') && existsSync('/proc/self/syscall');

/** How long output may stay open after everything known was killed: a process that hid from us may hold it open. */
const graceMs = 500;

let started = 0;

/** When the program cannot be started at all (ENOENT, EACCES), `pid` is 0 and `exited` rejects with the system's error. */
export const inProcessGroup = (([command = '', ...args], { cwd, env, input }, limits: Limits = defaultLimits): Running => {
  started += 1;
  const run = `${process.pid}.${started}.${Date.now().toString(36)}`;
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(command, args, { cwd, env: { ...env, LAB_RUN: run }, detached: true, stdio: 'pipe' });
  } catch (error) {
    // some errors are thrown at once: ENOTDIR, a NUL byte in a word
    return unstartable(Promise.reject(error instanceof Error ? error : new Error(String(error))));
  }
  const { pid } = child;
  if (pid === undefined) return unstartable(failureOf(child));
  child.on('error', () => {});
  child.stdin.on('error', () => {}); // the program may close it
  if (input === 'none') child.stdin.end();
  const stdout = new Tail(child.stdout, `${cwd}/`);
  const stderr = new Tail(child.stderr, `${cwd}/`);

  const tree = hasProc ? new ProcessTree(pid, { marker: `LAB_RUN=${run}` }) : null;
  const watch = tree === null ? null : new Watch({ tree, stdout, stderr }, limits, () => tree.killAll());
  let isEnded = false;
  const end = () => {
    isEnded = true;
    watch?.stop();
    signalGroup(pid, 'SIGKILL');
    tree?.killAll();
    tree?.close();
  };
  const forget = atExit(end);
  const self: Running = {
    pid,
    tree,
    stdin: child.stdin,
    stdout,
    stderr,
    exit: null,
    exited: new Promise((tell) => {
      child.once('exit', (code, signal) => tell((self.exit = watch?.explained({ code, signal }) ?? { code, signal })));
    }),
    interrupt: () => signalGroup(pid, 'SIGINT'),
    kill: async () => {
      if (isEnded) return;
      forget();
      end();
      await self.exited;
      child.stdin.destroy();
      await Promise.race([Promise.all([stdout.ended, stderr.ended]), sleep(graceMs, undefined, { ref: false })]);
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
  return self;
}) satisfies Spawn;

/** Held to limits; but for the number of processes, which the kernel counts for the whole user, by the kernel where it can. */
export function limitedInProcessGroup(limits: Limits): Spawn {
  const prlimit = which('prlimit');
  return (argv, options) => {
    const isThere = isExecutable(resolve(options.cwd, argv[0] ?? '')); // else the system's own error says more
    return inProcessGroup(prlimit !== null && isThere ? [...heldTo(limits, false), ...argv] : argv, options, limits);
  };
}

const failureOf = (child: ChildProcess) => new Promise<never>((_, reject) => child.once('error', reject));

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // the whole group has ended already
  }
}
