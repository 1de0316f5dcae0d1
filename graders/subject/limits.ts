// What a program may use, and how it is held to that.
// The law here: an honest program never meets a limit, and one that breaks a limit is told which.
import { statfsSync } from 'node:fs';

import { UsageError } from './errors.ts';
import { Unreadable, listProc, readProc } from './procfs.ts';
import type { ProcessTree } from './processTree.ts';
import type { Exit } from './running.ts';
import type { Tail } from './tail.ts';

const mebibyte = 1024 * 1024;

/** All of them for a program with all its processes, but for files, processor time and open files: those are a process's own. */
export const defaultLimits = {
  /** MiB. */
  memory: 1024,
  /** Processes and threads. */
  processes: 512,
  /** Open descriptors. */
  files: 1024,
  /** The largest file, in MiB. */
  file: 128,
  /** All files together, in MiB. */
  disk: 256,
  /** What it prints, in MiB. */
  output: 64,
  /** Processor time, in seconds. */
  cpu: 60,
  /** For the whole build, in seconds. */
  build: 60,
  /** For the whole grading, in seconds. */
  time: 300,
};

export type Limits = Record<keyof typeof defaultLimits, number>;

export const limitNames = Object.keys(defaultLimits) as (keyof Limits)[];

/** @param changes each as `name=number` @throws UsageError that lists the limits there are */
export function withLimits(limits: Limits, changes: readonly string[]): Limits {
  const changed = changes.map((change) => {
    const [, name = '', value = ''] = /^(\w+)=([1-9]\d{0,6})$/.exec(change) ?? [];
    if (Object.hasOwn(limits, name)) return [name, Number(value)] as const;
    const known = Object.entries(limits).map(([each, now]) => `${each} (${now})`);
    throw new UsageError(`--limit ${change}: write it as memory=512; there are, with their values now: ${known.join(', ')}`);
  });
  return { ...limits, ...Object.fromEntries(changed) };
}

/** Files and folders on the disk of its own. */
export const inodesFor = ({ disk }: Limits): number => disk * 200;

/** The words before a command that hold it to what the kernel counts by itself. @param counted whether the kernel counts processes for it alone */
export function heldTo({ memory, processes, files, file, cpu }: Limits, counted: boolean): string[] {
  const own = readProc('/proc/self/limits') ?? '';
  /** What this process may not have itself it cannot give. */
  const allowed = (name: string, wanted: number) => Math.min(wanted, hardLimit(own, name) ?? wanted);
  const seconds = allowed('Max cpu time', cpu + 1);
  return [
    'prlimit',
    ...(counted ? [`--nproc=${allowed('Max processes', processes)}`] : []),
    `--nofile=${allowed('Max open files', files)}`,
    `--fsize=${allowed('Max file size', file * mebibyte)}`,
    // Not the address space: run-times of Java and Node reserve far more than they use. And more than the limit, so that a
    // look at the program finds that it was broken; the kernel's refusal would end it without a word.
    `--data=${allowed('Max data size', 2 * memory * mebibyte)}`,
    `--cpu=${Math.min(cpu, seconds)}:${seconds}`, // SIGXCPU comes before SIGKILL
    '--core=0',
    '--',
  ];
}

/** As proc_pid_limits(5) has it; `undefined` where there is none. */
const hardLimit = (text: string, name: string): number | undefined => {
  const [, hard] = new RegExp(`^${name} +\\S+ +(\\d+)`, 'm').exec(text) ?? [];
  return hard === undefined ? undefined : Number(hard);
};

/** The kernel ends a program by these. */
function brokenBy({ signal }: Exit, { cpu, file }: Limits): string | undefined {
  if (signal === 'SIGXCPU') return `used more than ${cpu} s of processor time`;
  if (signal === 'SIGXFSZ') return `wrote a file of more than ${file} MiB`;
  return undefined;
}

export interface Watched {
  tree: ProcessTree;
  stdout: Tail;
  stderr: Tail;
}

/** Between two looks at what a program uses. */
const lookEveryMs = 100;

/** Looks at a program as long as it runs, and ends it when it breaks a limit that the kernel does not count. */
export class Watch {
  readonly #limits: Limits;
  readonly #timer: NodeJS.Timeout;
  #broke: string | undefined;

  constructor(watched: Watched, limits: Limits, end: () => void) {
    this.#limits = limits;
    this.#timer = setInterval(() => {
      this.#broke = brokenNow(watched, limits);
      if (this.#broke === undefined) return;
      this.stop(); // a process id may belong to another program soon
      end();
    }, lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** How the program ended, with the limit that it broke. */
  explained(exit: Exit): Exit {
    const broke = this.#broke ?? brokenBy(exit, this.#limits);
    return broke === undefined ? exit : { ...exit, broke };
  }
}

function brokenNow({ tree, stdout, stderr }: Watched, limits: Limits): string | undefined {
  if (stdout.count + stderr.count > limits.output * mebibyte) return `printed more than ${limits.output} MiB`;
  try {
    const pids = tree.pids();
    const tasks = pids.map((pid) => usedBy(tree, pid));
    // the kernel refuses one more than the limit; a few may be on their way
    if (sum(tasks.map(({ threads }) => threads)) > limits.processes - 4)
      return `had ${limits.processes} processes and threads at once`;
    if (sum(tasks.map(({ resident }) => resident)) <= limits.memory * mebibyte) return undefined;
    // processes share pages, so the plain sum may be too much
    const proportional = sum(pids.map((pid) => proportionalBytes(tree, pid)));
    return proportional > limits.memory * mebibyte ? `used more than ${limits.memory} MiB of memory` : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** A limit that it has come up against and lives on, which may be why it does not do what it should. */
export function metNow(tree: ProcessTree, folder: string, limits: Limits): string | undefined {
  try {
    const { bavail, bsize, ffree } = statfsSync(folder);
    if (bavail * bsize < 64 * 1024) return `has filled its disk of ${limits.disk} MiB`;
    if (ffree === 0) return `has made more than ${inodesFor(limits)} files`;
    if (tree.pids().some((pid) => listProc(`/proc/${pid}/fd`).length >= limits.files))
      return `has opened ${limits.files} files at once`;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return undefined;
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** By proc_pid_status(5); a process that has ended uses nothing. */
function usedBy(tree: ProcessTree, pid: number): { threads: number; resident: number } {
  const status = tree.files.read(`/proc/${pid}/status`) ?? '';
  return { threads: numberIn(status, 'Threads'), resident: 1024 * numberIn(status, 'VmRSS') };
}

const proportionalBytes = (tree: ProcessTree, pid: number): number =>
  1024 * numberIn(tree.files.read(`/proc/${pid}/smaps_rollup`) ?? '', 'Pss');

const numberIn = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
