// What a line of /proc/…/syscall means: a table of lines. The numbers are those of x64.
import { describe, expect, test } from 'vitest';

import { asInt32, readWait } from './waits.ts';

const registers = '0x7ffd8c1f4a58 0x7f1b2c3d4e5f';
const noTime = '0x0';
const someTime = '0x7ffd8c1f4b00';
const minusOne = '0xffffffff';

describe.skipIf(process.arch !== 'x64')('the kind and the call', () => {
  test.each([
    ['running', 'running', 'running'],
    [`0 0x0 0x7f00 0x400 0x0 0x0 0x0 ${registers}`, 'endless', 'read'],
    [`45 0x4 0x7f00 0x1000 0x0 0x0 0x0 ${registers}`, 'endless', 'recvfrom'],
    [`47 0x4 0x7f00 0x0 0x0 0x0 0x0 ${registers}`, 'endless', 'recvmsg'],
    [`43 0x3 0x0 0x0 0x0 0x0 0x0 ${registers}`, 'endless', 'accept'],
    [`288 0x3 0x7f00 0x7f08 0x80000 0x0 0x0 ${registers}`, 'endless', 'accept4'],
    [`61 ${minusOne} 0x7f00 0x0 0x0 0x0 0x0 ${registers}`, 'endless', 'wait4'],
    [`247 0x0 0x0 0x7f00 0x4 0x0 0x0 ${registers}`, 'endless', 'waitid'],
    [`34 0x0 0x0 0x0 0x0 0x0 0x0 ${registers}`, 'endless', 'pause'],
    [`130 0x7f00 0x8 0x0 0x0 0x0 0x0 ${registers}`, 'endless', 'rt_sigsuspend'],

    [`7 0x7f00 0x1 ${minusOne} 0x0 0x0 0x0 ${registers}`, 'endless', 'poll'],
    [`7 0x7f00 0x1 0xffffffffffffffff 0x0 0x0 0x0 ${registers}`, 'endless', 'poll'],
    [`7 0x7f00 0x1 0xc8 0x0 0x0 0x0 ${registers}`, 'timed', 'poll'],
    [`7 0x7f00 0x1 0x7fffffff 0x0 0x0 0x0 ${registers}`, 'timed', 'poll'],
    [`7 0x7f00 0x1 0x0 0x0 0x0 0x0 ${registers}`, 'timed', 'poll'],
    [`232 0x5 0x7f00 0x400 ${minusOne} 0x0 0x0 ${registers}`, 'endless', 'epoll_wait'],
    [`232 0x5 0x7f00 0x400 0x3e8 0x0 0x0 ${registers}`, 'timed', 'epoll_wait'],
    [`281 0x5 0x7f00 0x400 ${minusOne} 0x0 0x8 ${registers}`, 'endless', 'epoll_pwait'],
    [`281 0x5 0x7f00 0x400 0x3e8 0x0 0x8 ${registers}`, 'timed', 'epoll_pwait'],
    [`441 0x5 0x7f00 0x400 ${noTime} 0x0 0x8 ${registers}`, 'endless', 'epoll_pwait2'],
    [`441 0x5 0x7f00 0x400 ${someTime} 0x0 0x8 ${registers}`, 'timed', 'epoll_pwait2'],

    [`23 0x4 0x7f00 0x0 0x0 ${noTime} 0x0 ${registers}`, 'endless', 'select'],
    [`23 0x4 0x7f00 0x0 0x0 ${someTime} 0x0 ${registers}`, 'timed', 'select'],
    [`270 0x4 0x7f00 0x0 0x0 ${noTime} 0x7f08 ${registers}`, 'endless', 'pselect6'],
    [`270 0x4 0x7f00 0x0 0x0 ${someTime} 0x0 ${registers}`, 'timed', 'pselect6'],
    [`271 0x7f00 0x1 ${noTime} 0x0 0x8 0x0 ${registers}`, 'endless', 'ppoll'],
    [`271 0x7f00 0x1 ${someTime} 0x0 0x8 0x0 ${registers}`, 'timed', 'ppoll'],
    [`202 0x7f00 0x189 0x0 ${noTime} 0x0 ${minusOne} ${registers}`, 'endless', 'futex'],
    [`202 0x7f00 0x189 0x0 ${someTime} 0x0 ${minusOne} ${registers}`, 'timed', 'futex'],
    [`128 0x7f00 0x0 ${noTime} 0x8 0x0 0x0 ${registers}`, 'endless', 'rt_sigtimedwait'],
    [`128 0x7f00 0x0 ${someTime} 0x8 0x0 0x0 ${registers}`, 'timed', 'rt_sigtimedwait'],

    [`35 0x7f00 0x7f00 0x0 0x0 0x0 0x0 ${registers}`, 'timed', 'nanosleep'],
    [`230 0x1 0x1 0x7f00 0x0 0x0 0x0 ${registers}`, 'timed', 'clock_nanosleep'],

    // our reading can end a send; the rest may hide a clock, or is not known at all
    [`1 0x4 0x7f00 0x1000 0x0 0x0 0x0 ${registers}`, 'unknown', 'write'],
    [`44 0x4 0x7f00 0x1000 0x0 0x0 0x0 ${registers}`, 'unknown', 'sendto'],
    [`219 0x0 0x0 0x0 0x0 0x0 0x0 ${registers}`, 'unknown', 'system call 219'],
    [`426 0x4 0x0 0x1 0x1 0x0 0x0 ${registers}`, 'unknown', 'system call 426'],
    [`299 0x4 0x7f00 0x1 0x0 0x7f08 0x0 ${registers}`, 'unknown', 'system call 299'],
    [`42 0x4 0x7f00 0x10 0x0 0x0 0x0 ${registers}`, 'unknown', 'system call 42'],
    ['-1 0x7ffd8c1f4a58 0x7f1b2c3d4e5f', 'unknown', 'blocked outside a system call'],
  ])('%s', (line, kind, call) => {
    expect(readWait(`${line}\n`)).toMatchObject({ kind, call });
  });

  test('no number that is not in the table is ever endless', () => {
    const known = [0, 7, 23, 34, 43, 45, 47, 61, 128, 130, 202, 232, 247, 270, 271, 281, 288, 441];
    const endless = Array.from({ length: 1024 }, (_, number) => number).filter(
      (number) =>
        readWait(`${number} 0x0 0x0 ${minusOne} ${number === 202 || number === 441 ? noTime : minusOne} 0x0 0x0 ${registers}`)
          .kind === 'endless',
    );
    expect(known).toEqual(expect.arrayContaining(endless));
    expect(endless.length).toBeGreaterThan(10);
  });

  test('the arguments are unsigned numbers of 64 bits, without the registers', () => {
    expect(readWait(`7 0x7f00 0x1 0xffffffffffffffff 0x0 0x0 0x0 ${registers}`).args).toEqual([
      0x7f00n,
      1n,
      0xffffffffffffffffn,
      0n,
      0n,
      0n,
    ]);
  });
});

test('a site is the call, its first argument, the stack and the place in the program, and nothing else', () => {
  const site = (args: string, place = registers) => readWait(`7 ${args} 0x0 0x0 0x0 ${place}\n`).site;
  expect(site('0x7f00 0x1 0xc8')).toBe(site('0x7f00 0x1 0x64'));
  expect(site('0x7f00 0x1 0xc8')).not.toBe(site('0x7f08 0x1 0xc8'));
  expect(site('0x7f00 0x1 0xc8')).not.toBe(site('0x7f00 0x1 0xc8', '0x7ffd8c1f4a58 0x7f1b2c3d4e60'));
  expect(site('0x7f00 0x1 0xc8')).not.toBe(site('0x7f00 0x1 0xc8', '0x7ffd8c1f4a50 0x7f1b2c3d4e5f'));
});

test.each([
  [0n, 0],
  [0x7fffffffn, 0x7fffffff],
  [0xffffffffn, -1],
  [0xffffffffffffffffn, -1],
  [0xdeadbeef00000003n, 3],
])('%s as an int is %s', (value, expected) => {
  expect(asInt32(value)).toBe(expected);
});
