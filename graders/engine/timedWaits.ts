// Sleeps that the clock ends, and when they may be taken for endless ones.
// The law here: a reason to tolerate one is a fact read from the kernel or from the sleeper's own memory (clock and
// argument layouts: clock_nanosleep(2), futex(2), poll(2), select(2)); where nothing can be read, it is not tolerated.
import { closeSync, openSync, readSync } from 'node:fs';

import { type Thread, type Threads, asInt32, limitMs, limitPointer, linkProc, readProc } from '../subject/index.ts';

function memory(pid: number, address: bigint, length: number): Buffer {
  const descriptor = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(descriptor, bytes, 0, length, address);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** A `struct timespec` (or `timeval`, for select) in milliseconds. */
function timeAt({ pid, wait }: Thread, address: bigint): number {
  const bytes = memory(pid, address, 16);
  const fraction = Number(bytes.readBigInt64LE(8));
  return Number(bytes.readBigInt64LE(0)) * 1000 + (wait?.call === 'select' ? fraction / 1e3 : fraction / 1e6);
}

/**
 * The earliest moment, as `performance.now()` counts on Linux from the machine's monotonic clock, at which the clock can
 * end this sleep. A relative limit counts from `begunAfter`; where that is not known, it may end at any moment.
 */
function endsAt(thread: Thread, begunAfter: number | undefined): number {
  const { call, args } = thread.wait!;
  const since = begunAfter ?? -Infinity;
  if (call in limitMs) return since + asInt32(args[limitMs[call]!]!);
  const absolute = monotonicNow() - performance.now();
  if (call === 'clock_nanosleep') {
    const [clock, flags, request] = [asInt32(args[0]!), asInt32(args[1]!), args[2]!];
    if ((flags & 1) === 0) return since + timeAt(thread, request);
    return clock === 1 ? timeAt(thread, request) - absolute : -Infinity;
  }
  if (call === 'nanosleep') return since + timeAt(thread, args[0]!);
  if (call === 'futex') {
    const operation = asInt32(args[1]!);
    if ((operation & 0x7f) !== 9) return (operation & 0x7f) === 0 ? since + timeAt(thread, args[3]!) : -Infinity;
    return timeAt(thread, args[3]!) - ((operation & 256) === 0 ? absolute : Date.now() - performance.now());
  }
  return since + timeAt(thread, args[limitPointer[call]!]!);
}

const monotonicNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Whether the clock cannot end this sleep before `until`. */
export function outlasts(thread: Thread, until: number, begunAfter: number | undefined): boolean {
  try {
    return endsAt(thread, begunAfter) > until;
  } catch {
    return false;
  }
}

/** The descriptors a call watches for input; empty when that cannot be read. */
function watched({ pid, wait }: Thread): number[] {
  const { call, args } = wait!;
  if (call === 'poll' || call === 'ppoll') {
    const count = Math.min(1024, asInt32(args[1]!));
    const entries = memory(pid, args[0]!, 8 * count);
    return Array.from({ length: count }, (_, i) => entries.readInt32LE(8 * i));
  }
  if (call === 'select' || call === 'pselect6') {
    const bits = memory(pid, args[1]!, 128);
    return Array.from({ length: Math.min(1024, asInt32(args[0]!)) }, (_, i) => i).filter((i) => (bits[i >> 3]! >> (i & 7)) & 1);
  }
  if (!call.startsWith('epoll')) return [];
  const lines = readProc(`/proc/${pid}/fdinfo/${asInt32(args[0]!)}`) ?? '';
  return [...lines.matchAll(/^tfd:\s+(\d+)/gm)].map((match) => Number(match[1]));
}

/** An accept loop that looks up now and then (as Python's socketserver does): it watches listening sockets only. */
export function watchesOnly(thread: Thread, listeners: ReadonlySet<string>): boolean {
  try {
    const descriptors = watched(thread);
    return (
      descriptors.length > 0 && descriptors.every((number) => listeners.has(linkProc(`/proc/${thread.pid}/fd/${number}`) ?? ''))
    );
  } catch {
    return false;
  }
}

/** Threads that the Java virtual machine keeps for itself; it names them all. */
const javaThreads =
  /^(VM Periodic Tas|VM Thread|C[12] CompilerThre|Common-Cleaner|Service Thread|Monitor Deflati|G1 |GC Thread|Reference Handl|Finalizer|Signal Dispatch|Notification T|Sweeper thread|Attach Listener)/;

/** When it ends it waits for threads that are in a system call, so long at a time, often enough to be met asleep each time. */
const exitStepMs = 10;

export function isHousekeeping(thread: Thread): boolean {
  const name = readProc(`/proc/${thread.pid}/task/${thread.tid}/comm`) ?? '';
  if (!javaThreads.test(name)) return false;
  return !name.startsWith('VM Thread') || outlasts(thread, performance.now() + exitStepMs, undefined);
}

/** Sleeps for a time that input does not cut short: its having run does not show that it has read, nor its sleep that all is read. */
export function mayPoll(thread: Thread): boolean {
  if (thread.wait?.kind !== 'timed' || isHousekeeping(thread)) return false;
  const { call, args } = thread.wait;
  if (call.endsWith('poll')) return args[1] === 0n;
  return call.includes('select') ? asInt32(args[0]!) === 0 : !call.startsWith('epoll');
}

/** Has gone once round its loop since `mark` and is back where it was before the input came. */
export function wentRound(thread: Thread, before: Threads | undefined, mark: Threads | undefined): boolean {
  const marked = mark?.get(thread.tid);
  return marked !== undefined && marked.runs !== thread.runs && before?.get(thread.tid)?.wait?.site === thread.wait!.site;
}
