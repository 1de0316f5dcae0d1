// Waits until a program listens, and says where: from its own sockets, found in /proc, and from nothing else.
// The law here: there is no probe. A connection made only to see whether somebody answers uses up a one-shot server.
import { setTimeout as sleep } from 'node:timers/promises';

import { provesAsleep } from './asleep.ts';
import type { Running } from './running.ts';
import { Unreadable } from './procfs.ts';
import type { ProcessTree } from './processTree.ts';
import { type ListeningSocket, listeningAmong } from './socketTable.ts';
import { type Thread, descriptors, scanThreads, waitsOnSocket } from './threads.ts';

export type Readiness =
  | { state: 'listening'; sockets: ListeningSocket[] }
  | { state: 'exited' }
  /** The system refused to start it. */
  | { state: 'unstartable'; why: string }
  /** It sleeps without end and listens nowhere: `in` says where it sleeps. */
  | { state: 'asleep'; in: Thread[] }
  | { state: 'deadline' };

/** Reading the socket table walks all of the kernel's buckets: not more often than this, unless something changed. */
const tableEveryMs = 20;

/** How long a program that listens, but not on a port it might, is given to listen there as well. */
const otherPortMs = 1000;

/**
 * @param until absolute, as `performance.now()` counts
 * @param wanted the ports it might be asked on; without any, each will do
 */
export async function untilListening(
  tree: ProcessTree,
  program: Pick<Running, 'exit'>,
  protocol: 'tcp' | 'udp',
  until: number,
  wanted: readonly number[] = [],
): Promise<Readiness> {
  const isWanted = (sockets: ListeningSocket[]) => wanted.length === 0 || sockets.some(({ port }) => wanted.includes(port));
  let lookedAt = 0;
  let lookedFor = '';
  let listensSince = Infinity;
  for (; ; await sleep(1)) {
    const hasExited = program.exit !== null;
    const inodes = socketInodes(tree);
    const key = [...inodes].join();
    const now = performance.now();
    if (inodes.size > 0 && ((key !== lookedFor && someWaitsOnSocket(tree)) || now - lookedAt > tableEveryMs)) {
      [lookedAt, lookedFor] = [now, key];
      const sockets = listeningAmong(inodes, protocol);
      if (sockets.length > 0) listensSince = Math.min(listensSince, now);
      if (sockets.length > 0 && (isWanted(sockets) || now - listensSince > otherPortMs)) return { state: 'listening', sockets };
    }
    if (hasExited && tree.alive().length === 0) return { state: 'exited' };
    if (now > until) return { state: 'deadline' };
    const proof = provesAsleep(tree, () => false);
    if (proof.asleep) {
      const waits = [...proof.threads.values()].filter(({ wait }) => wait !== undefined);
      const sockets = listeningAmong(socketInodes(tree), protocol);
      if (sockets.length > 0) return { state: 'listening', sockets };
      if (waits.length > 0) return { state: 'asleep', in: waits };
    }
  }
}

function someWaitsOnSocket(tree: ProcessTree): boolean {
  try {
    return [...scanThreads(tree).values()].some(waitsOnSocket);
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** The sockets (of any kind) that the program's processes have open, by inode. */
export function socketInodes(tree: ProcessTree): Set<string> {
  const targets = tree.pids().flatMap((pid) => descriptors(pid).map(({ target }) => target));
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}
