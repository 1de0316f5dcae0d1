// Where a program stands, in words for its author: "waits in accept for a client".
// The law here: only what the kernel shows is said; nothing is guessed from the program's text.
import { linkProc } from './procfs.ts';
import type { Thread } from './threads.ts';
import { asInt32, limitMs } from './waits.ts';

const doing: Record<string, string> = {
  accept: 'waits in accept for a client',
  accept4: 'waits in accept for a client',
  recvfrom: 'waits in recv for more',
  recvmsg: 'waits in recv for more',
  poll: 'waits in poll',
  ppoll: 'waits in poll',
  select: 'waits in select',
  pselect6: 'waits in select',
  epoll_wait: 'waits in epoll',
  epoll_pwait: 'waits in epoll',
  epoll_pwait2: 'waits in epoll',
  futex: 'waits for another thread',
  wait4: 'waits for a child process to end',
  waitid: 'waits for a child process to end',
  nanosleep: 'sleeps',
  clock_nanosleep: 'sleeps',
  sendto: 'is blocked in send: nobody reads what it sends',
  write: 'is blocked in write',
  running: 'is running',
};

/** What one thread does: a verb and what belongs to it. */
export function describeThread({ pid, wait }: Thread): string {
  if (wait === undefined) return 'has ended';
  if (wait.kind === 'running') return 'is running';
  if (wait.call === 'read') return readsFrom(pid, Number(wait.args[0]));
  const words = doing[wait.call] ?? `waits in ${wait.call}`;
  const position = limitMs[wait.call];
  return wait.kind === 'timed' && position !== undefined ? `${words} for at most ${asInt32(wait.args[position]!)} ms` : words;
}

function readsFrom(pid: number, descriptor: number): string {
  if (descriptor === 0) return 'waits for a line on its standard input';
  return linkProc(`/proc/${pid}/fd/${descriptor}`)?.startsWith('socket:') ? 'waits in read for more' : 'waits in read';
}
