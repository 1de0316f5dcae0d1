// Starts a program in a session of its own and ends it whole: isolation "process-group".
// The law here: whatever was started is in `running` until all of its processes are dead, and this process does not end
// before that, whichever way it ends.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

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
  /** All of it is dead afterwards. Never throws. */
  kill(): Promise<void>;
}

export type Spawn = (argv: string[], options: { cwd: string; env: Record<string, string> }) => Running;

export const hasProc = existsSync('/proc/self/schedstat') && existsSync('/proc/self/syscall');

const running = new Set<() => void>();
process.on('exit', () => {
  for (const end of running) end();
});

let started = 0;

/** @throws the system's error when the program cannot be started at all (ENOENT, EACCES) */
export const inProcessGroup: Spawn = ([command, ...args], { cwd, env }) => {
  started += 1;
  const run = `${process.pid}.${started}.${Date.now().toString(36)}`;
  const child = spawn(command!, args, { cwd, env: { ...env, LAB_RUN: run }, detached: true, stdio: 'pipe' });
  child.stdin.on('error', () => {}); // it is never written to, and the program may close it
  const stdout = new Tail(child.stdout, `${cwd}/`);
  const stderr = new Tail(child.stderr, `${cwd}/`);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  const { pid } = child;
  if (pid === undefined) return { pid: 0, tree: null, stdout, stderr, exit: null, exited: failed, kill: () => Promise.resolve() };

  const tree = hasProc ? new ProcessTree(pid, `LAB_RUN=${run}`) : null;
  const end = () => {
    running.delete(end);
    killGroup(pid);
    tree?.killAll();
    tree?.close();
  };
  running.add(end);
  const self: Running = {
    pid,
    tree,
    stdout,
    stderr,
    exit: null,
    exited: new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve((self.exit = { code, signal })));
    }),
    kill: async () => {
      if (!running.has(end)) return;
      end();
      await self.exited;
      child.stdin.destroy();
      await Promise.all([stdout.ended, stderr.ended]); // nobody is left who could hold them open
    },
  };
  return self;
};

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // the whole group has ended already
  }
}
