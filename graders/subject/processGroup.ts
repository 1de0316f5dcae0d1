// Starts a program in a session of its own and ends it whole: isolation "process-group".
// The law here: this process does not end before all of what it started is dead, whichever way it ends.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { atExit } from './atExit.ts';
import { ProcessTree } from './processTree.ts';
import { Tail } from './tail.ts';

export type Isolation = 'namespaces' | 'process-group' | 'none';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program that has been started. Another isolation gives the same. */
export interface Running {
  pid: number;
  /** Its processes; `null` where the system has no /proc to see them in. */
  tree: ProcessTree | null;
  stdout: Tail;
  stderr: Tail;
  /** How the program that was started ended; what it started may live on. */
  exit: Exit | null;
  exited: Promise<Exit>;
  /** What Ctrl-C in its terminal would do. */
  interrupt(): void;
  /** All of it is dead afterwards. Never throws. */
  kill(): Promise<void>;
}

export type Spawn = (argv: string[], options: { cwd: string; env: Record<string, string> }) => Running;

export const hasProc = existsSync('/proc/self/schedstat') && existsSync('/proc/self/syscall');

/** How long output may stay open after everything known was killed: a process that hid from us may hold it open. */
const graceMs = 500;

let started = 0;

/** When the program cannot be started at all (ENOENT, EACCES), `pid` is 0 and `exited` rejects with the system's error. */
export const inProcessGroup: Spawn = ([command = '', ...args], { cwd, env }) => {
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
  child.stdin.on('error', () => {}); // it is never written to, and the program may close it
  const stdout = new Tail(child.stdout, `${cwd}/`);
  const stderr = new Tail(child.stderr, `${cwd}/`);

  const tree = hasProc ? new ProcessTree(pid, `LAB_RUN=${run}`) : null;
  let isEnded = false;
  const end = () => {
    isEnded = true;
    signalGroup(pid, 'SIGKILL');
    tree?.killAll();
    tree?.close();
  };
  const forget = atExit(end);
  const self: Running = {
    pid,
    tree,
    stdout,
    stderr,
    exit: null,
    exited: new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve((self.exit = { code, signal })));
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
};

const failureOf = (child: ChildProcess) => new Promise<never>((_, reject) => child.once('error', reject));

function unstartable(failed: Promise<never>): Running {
  failed.catch(() => {});
  const nothing = new Tail(Readable.from([]), '/');
  return {
    pid: 0,
    tree: null,
    stdout: nothing,
    stderr: nothing,
    exit: null,
    exited: failed,
    interrupt: () => {},
    kill: () => Promise.resolve(),
  };
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // the whole group has ended already
  }
}
