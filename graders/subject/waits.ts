// Reads one line of /proc/<pid>/task/<tid>/syscall: what a thread sleeps in, and whether the clock can end that sleep.
// The law here: only a call known to wait without end counts as endless. Whatever is not in the tables is `unknown`,
// and an unknown wait never helps to prove anything. Numbers: Linux, arch/x86/entry/syscalls/syscall_64.tbl and
// include/uapi/asm-generic/unistd.h (arm64).

export type WaitKind = 'running' | 'endless' | 'timed' | 'unknown';

export interface Wait {
  kind: WaitKind;
  /** The system call's name, or what is known instead of one. */
  call: string;
  /** Its arguments as unsigned 64-bit numbers. */
  args: bigint[];
  /** The same place in the program: call, first argument, stack pointer and program counter. */
  site: string;
}

const x64: Record<number, string> = {
  0: 'read',
  1: 'write',
  7: 'poll',
  20: 'writev',
  23: 'select',
  34: 'pause',
  35: 'nanosleep',
  43: 'accept',
  44: 'sendto',
  45: 'recvfrom',
  46: 'sendmsg',
  47: 'recvmsg',
  61: 'wait4',
  128: 'rt_sigtimedwait',
  130: 'rt_sigsuspend',
  202: 'futex',
  230: 'clock_nanosleep',
  232: 'epoll_wait',
  247: 'waitid',
  270: 'pselect6',
  271: 'ppoll',
  281: 'epoll_pwait',
  288: 'accept4',
  441: 'epoll_pwait2',
};
const arm64: Record<number, string> = {
  22: 'epoll_pwait',
  63: 'read',
  64: 'write',
  66: 'writev',
  72: 'pselect6',
  73: 'ppoll',
  95: 'waitid',
  98: 'futex',
  101: 'nanosleep',
  115: 'clock_nanosleep',
  133: 'rt_sigsuspend',
  137: 'rt_sigtimedwait',
  202: 'accept',
  206: 'sendto',
  207: 'recvfrom',
  211: 'sendmsg',
  212: 'recvmsg',
  242: 'accept4',
  260: 'wait4',
  441: 'epoll_pwait2',
};
const names = process.arch === 'arm64' ? arm64 : x64;

/** Calls with no time limit of their own. A limit set on the socket (SO_RCVTIMEO) does not show; the intake looks for that. */
const endless = new Set(['read', 'recvfrom', 'recvmsg', 'accept', 'accept4', 'wait4', 'waitid', 'pause', 'rt_sigsuspend']);
/** Calls whose n-th argument points to a time limit; a null pointer means none. */
export const limitPointer: Record<string, number> = {
  select: 4,
  pselect6: 4,
  ppoll: 2,
  epoll_pwait2: 3,
  futex: 3,
  rt_sigtimedwait: 2,
};
/** Calls whose n-th argument is a time limit in milliseconds; below 0 means none. */
export const limitMs: Record<string, number> = { poll: 2, epoll_wait: 3, epoll_pwait: 3 };

export const asInt32 = (value: bigint): number => Number(BigInt.asIntN(32, value));

export function readWait(syscallLine: string): Wait {
  const words = syscallLine.trim().split(' ');
  if (words[0] === 'running') return { kind: 'running', call: 'running', args: [], site: '' };
  if (words[0] === '-1') return { kind: 'unknown', call: 'blocked outside a system call', args: [], site: '' };
  const args = words.slice(1, 7).map(BigInt);
  const call = names[Number(words[0])] ?? `system call ${words[0]}`;
  const site = [words[0], words[1], words.at(-2), words.at(-1)].join();
  return { kind: kindOf(call, args), call, args, site };
}

function kindOf(call: string, args: bigint[]): WaitKind {
  if (endless.has(call)) return 'endless';
  if (call in limitMs) return asInt32(args[limitMs[call]!]!) < 0 ? 'endless' : 'timed';
  if (call in limitPointer) return args[limitPointer[call]!] === 0n ? 'endless' : 'timed';
  if (call === 'nanosleep' || call === 'clock_nanosleep') return 'timed';
  return 'unknown'; // a write that is blocked belongs here too: reading on our side can end it at any moment
}
