// Shows that every thread of a program slept at one common instant: two scans, and no thread ran between them.
// The law here: when all threads slept at once, none of them can wake another, so only the outside can (or the clock,
// which is why a wait that the clock can end has to be tolerated by name). Whatever is unreadable proves nothing.
import { Unreadable } from './procfs.ts';
import type { ProcessTree } from './processTree.ts';
import { lendsTerminal } from './terminal.ts';
import { type Thread, type Threads, hasHiddenClock, scanThreads, waitsForClock } from './threads.ts';

export type Asleep = { asleep: true; threads: Threads } | { asleep: false; threads: Threads | null; awake: Thread | null };

/** @param tolerates whether a sleep that the clock can end may be taken for an endless one */
export function provesAsleep(tree: ProcessTree, tolerates: (timed: Thread) => boolean): Asleep {
  let first: Threads | null = null;
  try {
    first = scanThreads(tree);
    for (const thread of first.values()) {
      const kind = thread.wait?.kind ?? 'endless';
      if ((kind === 'endless' && !waitsForClock(thread)) || (kind === 'timed' && tolerates(thread))) continue;
      return { asleep: false, threads: first, awake: thread };
    }
    for (const pid of new Set([...first.values()].map((thread) => thread.pid))) {
      if (hasHiddenClock(pid) && !lendsTerminal(pid)) return { asleep: false, threads: first, awake: null };
    }
    const moved = firstDifference(first, scanThreads(tree));
    return moved === undefined ? { asleep: true, threads: first } : { asleep: false, threads: first, awake: moved };
  } catch (error) {
    if (error instanceof Unreadable) return { asleep: false, threads: first, awake: null };
    throw error;
  }
}

/** Calls that sleep while nobody takes what they send. */
const sends = new Set(['write', 'writev', 'sendto', 'sendmsg']);

/**
 * Whether all threads slept at one instant, whatever may wake them: the program does nothing now. Cheaper, and says less.
 * @param unread one that sleeps because nobody takes what it sends does nothing, too
 */
export function isAtRest(tree: ProcessTree, unread = false): boolean {
  try {
    const first = scanThreads(tree);
    const sleeps = ({ wait }: Thread) =>
      wait === undefined || wait.kind === 'endless' || wait.kind === 'timed' || (unread && sends.has(wait.call));
    return [...first.values()].every(sleeps) && firstDifference(first, scanThreads(tree)) === undefined;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

function firstDifference(before: Threads, after: Threads): Thread | undefined {
  for (const [tid, thread] of after) {
    const earlier = before.get(tid);
    if (earlier?.runs !== thread.runs || earlier.wait?.kind !== thread.wait?.kind) return thread;
  }
  return [...before.values()].find(({ tid }) => !after.has(tid));
}
