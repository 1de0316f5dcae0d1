// How a sandbox that bwrap makes is doing, as bwrap tells it (--json-status-fd in bwrap(1)) and as /proc shows it.
// The law here: that the program was started is known from bwrap's own descriptor, never from words a program could print.
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { readProc } from './procfs.ts';
import type { Exit } from './running.ts';

/** Of two names for one signal the first is the usual one. */
const signals = new Map(
  Object.entries(constants.signals)
    .toReversed()
    .map(([name, number]) => [number, name as NodeJS.Signals]),
);

/** What bwrap tells: the sandbox's process 1, as `"child-pid": 7`, and an exit code if it could start the program. */
export function statusFrom(from: Readable): { init: Promise<number | undefined>; hasRun: Promise<boolean> } {
  let text = '';
  from.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    from.once('close', resolve);
  });
  const init = new Promise<number>((resolve) => {
    from.on('data', (chunk) => {
      text += String(chunk);
      const [, pid] = /"child-pid": *(\d+),/.exec(text) ?? [];
      if (pid !== undefined) resolve(Number(pid));
    });
  });
  return {
    init: Promise.race([init, closed.then(() => undefined)]),
    hasRun: closed.then(() => text.includes('"exit-code"')),
  };
}

/** Set as long as a process runs what its parent ran: PF_FORKNOEXEC (include/linux/sched.h). */
const asItsParent = 0x40;
const statOf = (pid: number): string[] =>
  readProc(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ') ?? [];

/** The program itself, once it has taken bwrap's place; `undefined` where it has ended before it was seen. */
export async function programOf(init: number, bwrap: ChildProcess): Promise<number | undefined> {
  for (; bwrap.exitCode === null && bwrap.signalCode === null; await sleep(1)) {
    const pid = Number.parseInt(readProc(`/proc/${init}/task/${init}/children`) || '0', 10);
    const [, , , , , , flags] = statOf(pid);
    if (flags !== undefined && (Number(flags) & asItsParent) === 0) return pid;
  }
  return undefined;
}

/** bwrap may be gone before its sandbox: when its process 1 has ended, nothing is alive in there any more. */
export async function untilEnded(init: number): Promise<void> {
  while (!'ZX'.includes(statOf(init)[0] ?? 'X')) await sleep(1);
}

/** bwrap ends as the program did, but by exit code: 128 and the signal's number. */
export function exitOf(code: number | null): Exit {
  const signal = signals.get((code ?? 128 + constants.signals.SIGKILL) - 128);
  return signal === undefined ? { code, signal: null } : { code: null, signal };
}
