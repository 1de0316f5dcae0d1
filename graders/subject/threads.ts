// One look at every thread of a process tree: does it run, does it sleep, in what, and how often has it run so far.
// The law here: a thread sleeps only when both `syscall` and `stat` say so. (A wake-up still on its way to another
// processor reads as blocked in the one and as running in the other.)
import { closeSync, openSync, readSync } from 'node:fs';

import { Unreadable, linkProc, listProc, readProc } from './procfs.ts';
import type { ProcessTree } from './processTree.ts';
import { type Wait, readWait } from './waits.ts';

export interface Thread {
  pid: number;
  tid: string;
  /** How often the thread was given a processor: the third field of schedstat. Equal counts: it has not run in between. */
  runs: string;
  /** How long it has had one, in all. */
  ranMs: number;
  /** `undefined`: the thread is dead (a zombie). */
  wait: Wait | undefined;
}

export type Threads = Map<string, Thread>;

const stopped: Wait = { kind: 'unknown', call: 'not in a system call', args: [], site: '' };

/** @throws Unreadable when a thread is there that may not be looked at */
export function scanThreads(tree: ProcessTree): Threads {
  const threads: Threads = new Map();
  for (const pid of tree.pids()) {
    for (const tid of listProc(`/proc/${pid}/task`)) {
      const folder = `/proc/${pid}/task/${tid}`;
      const [ranNs, , runs] = tree.files.read(`${folder}/schedstat`)?.trim().split(' ') ?? [];
      const syscall = tree.files.read(`${folder}/syscall`);
      const state = /\) (\S)/s.exec(tree.files.read(`${folder}/stat`)?.replace(/^.*\) /s, ') ') ?? '')?.[1];
      if (state === undefined || runs === undefined) continue; // it has ended: the next scan has other keys
      threads.set(tid, { pid, tid, runs, ranMs: Number(ranNs) / 1e6, wait: waitOf(state, syscall) });
    }
  }
  if (tree.files.size > 50 + 6 * threads.size) {
    const tidOf = (path: string) => /\/task\/(\d+)\//.exec(path)?.[1];
    tree.files.retain((path) => threads.has(tidOf(path) ?? '') || tidOf(path) === undefined);
  }
  return threads;
}

function waitOf(state: string, syscall: string | undefined): Wait | undefined {
  if (state === 'Z' || state === 'X') return undefined;
  if (syscall === undefined) return stopped;
  const wait = readWait(syscall);
  if (state === 'R') return { ...wait, kind: 'running' };
  return state === 'S' || wait.kind === 'running' ? wait : stopped;
}

/** Whether the thread waits for its network: in accept or recv on a socket, or in a call that watches many. */
export function waitsOnSocket({ tid, wait }: Thread): boolean {
  if (wait === undefined) return false;
  if (/^(poll|ppoll|select|pselect6|epoll_)/.test(wait.call)) return true;
  if (!/^(accept4?|recvfrom|recvmsg)$/.test(wait.call)) return false;
  return linkProc(`/proc/${tid}/fd/${wait.args[0]}`)?.startsWith('socket:') ?? false;
}

/** Caught, or blocked and read from a signalfd, any of these ends an endless wait by the clock (signal(7)). */
const clockSignals = (1n << 13n) | (1n << 25n) | (1n << 26n); // SIGALRM 14, SIGVTALRM 26, SIGPROF 27

/** Whether the clock can wake the process though all its threads wait without end: an alarm, a POSIX timer, a timerfd. */
export function hasHiddenClock(pid: number): boolean {
  try {
    const status = readProc(`/proc/${pid}/status`);
    if (status === undefined) return false;
    const signals = (set: string) =>
      BigInt(`0x${new RegExp(`^${set}:\\s*([0-9a-f]+)`, 'm').exec(status)?.[1] ?? 'f'.repeat(16)}`);
    if (((signals('SigCgt') | signals('SigBlk')) & clockSignals) !== 0n) return true;
    if ((readProc(`/proc/${pid}/timers`) ?? '') !== '') return true;
    return descriptors(pid).some(({ target }) => target === 'anon_inode:[timerfd]');
  } catch (error) {
    if (error instanceof Unreadable) return true;
    throw error;
  }
}

/** Whether the thread sleeps in sigwait for a signal that a clock sends: while it does, the signal is neither caught nor blocked. */
export function waitsForClock({ pid, wait }: Thread): boolean {
  if (wait?.call !== 'rt_sigtimedwait') return false;
  const set = Buffer.alloc(8);
  try {
    const memory = openSync(`/proc/${pid}/mem`, 'r');
    try {
      return readSync(memory, set, 0, 8, wait.args[0]!) < 8 || (set.readBigUInt64LE() & clockSignals) !== 0n;
    } finally {
      closeSync(memory);
    }
  } catch {
    return true; // which signals cannot be seen
  }
}

export interface Descriptor {
  number: number;
  /** What it refers to: `socket:[12345]`, `/dev/null`, … */
  target: string;
}

/** @throws Unreadable */
export function descriptors(pid: number): Descriptor[] {
  const folders = [`/proc/${pid}`, ...listProc(`/proc/${pid}/task`).map((tid) => `/proc/${pid}/task/${tid}`)];
  for (const folder of folders) {
    const found = listProc(`${folder}/fd`).flatMap((number) => {
      const target = linkProc(`${folder}/fd/${number}`);
      return target === undefined ? [] : [{ number: Number(number), target }];
    });
    if (found.length > 0) return found; // a first thread that has ended shows none, though the others hold them
  }
  return [];
}
