// Where a program stands, in words: a table, and the same on programs that stand there.
import { describe, expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { describeThread } from './standing.ts';
import { TestPrograms, sleepsIn } from './testPrograms.test.support.ts';
import type { WaitKind } from './waits.ts';

const thread = (call: string, kind: WaitKind = 'endless', args: bigint[] = []) => ({
  pid: process.pid,
  tid: String(process.pid),
  runs: '1',
  ranMs: 0,
  wait: { kind, call, args: [...args, 0n, 0n, 0n, 0n], site: '' },
});

test.each([
  ['accept4', 'waits in accept for a client'],
  ['recvfrom', 'waits in recv for more'],
  ['select', 'waits in select'],
  ['pselect6', 'waits in select'],
  ['epoll_pwait', 'waits in epoll'],
  ['futex', 'waits for another thread'],
  ['wait4', 'waits for a child process to end'],
  ['sendto', 'is blocked in send: nobody reads what it sends'],
  ['pause', 'waits in pause'],
  ['system call 426', 'waits in system call 426'],
])('%s: %s', (call, words) => {
  expect(describeThread(thread(call))).toBe(words);
});

test.each([
  ['poll', [0n, 1n, 500n], 'waits in poll for at most 500 ms'],
  ['epoll_wait', [4n, 0n, 8n, 1000n], 'waits in epoll for at most 1000 ms'],
  ['clock_nanosleep', [1n, 0n, 0n], 'sleeps'],
  ['select', [4n], 'waits in select'],
])('%s, until the clock ends it', (call, args, words) => {
  expect(describeThread(thread(call, 'timed', args))).toBe(words);
});

test('a thread that runs, and one that is dead', () => {
  expect(describeThread(thread('recvfrom', 'running'))).toBe('is running');
  expect(describeThread({ ...thread('recvfrom'), wait: undefined })).toBe('has ended');
});

describe.skipIf(!hasProc)('a read', () => {
  test.each([
    ['of its standard input', 'sys.stdin.read()', 'waits for a line on its standard input'],
    ['of a socket', 'os.read(socket.socketpair()[0].fileno(), 1)', 'waits in read for more'],
    ['of a pipe', 'os.read(os.pipe()[0], 1)', 'waits in read'],
  ])('%s', async (_, text, words) => {
    await using programs = new TestPrograms();
    const keep = text.replace(/(socket\.socketpair\(\)|os\.pipe\(\))/, '(kept := $1)');
    expect(describeThread(await sleepsIn(programs.start(programs.python(`import os, socket, sys\n${keep}\n`)), 'read'))).toBe(
      words,
    );
  });
});
