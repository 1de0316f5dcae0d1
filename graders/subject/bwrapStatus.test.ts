// What is known of a sandbox from bwrap's own words, in the forms and the order in which they may come.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { exitOf, programOf, statusFrom, untilEnded } from './bwrapStatus.ts';
import { hasProc } from './processGroup.ts';
import { findRuntime } from './runtimes.ts';

const first = '{\n    "child-pid": 4711,\n    "ipc-namespace": 4026532229\n}\n';
const last = '{ "exit-code": 0 }\n';

describe('the status of bwrap', () => {
  test.each([
    ['that it started the program, which ended', [first, last], 4711, true],
    ['that it started the program, in pieces', `${first}${last}`.split(''), 4711, true],
    ['that it made a sandbox and could not start the program', [first], 4711, false],
    ['nothing', [], undefined, false],
    ['no more than a beginning', ['{ "child-pid": 47'], undefined, false],
  ])('tells %s', async (_, chunks, init, hasRun) => {
    const stream = new PassThrough();
    const status = statusFrom(stream);
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    expect(await status.init).toBe(init);
    expect(await status.hasRun).toBe(hasRun);
  });

  test('tells of process 1 while it goes on', async () => {
    const stream = new PassThrough();
    const { init } = statusFrom(stream);
    stream.write(first);
    expect(await init).toBe(4711);
    stream.destroy(new Error('broken'));
  });
});

test.each([
  [0, { code: 0, signal: null }],
  [7, { code: 7, signal: null }],
  [127, { code: 127, signal: null }],
  [128, { code: 128, signal: null }],
  [130, { code: null, signal: 'SIGINT' }],
  [137, { code: null, signal: 'SIGKILL' }],
  [139, { code: null, signal: 'SIGSEGV' }],
  [255, { code: 255, signal: null }],
  [null, { code: null, signal: 'SIGKILL' }], // bwrap itself was killed
])('exit code %s of bwrap', (code, exit) => {
  expect(exitOf(code)).toEqual(exit);
});

describe.skipIf(!hasProc)('a process seen from outside', () => {
  test('is the program once it has been executed, and is not waited for when bwrap has ended', async () => {
    // stands for process 1: its first child is a copy of itself, until that executes something
    const text =
      'import os, sys, time\nif os.fork() == 0:\n  sys.stdin.read(1)\n  os.execvp("sleep", ["sleep", "60"])\nprint("forked", flush=True)\ntime.sleep(60)\n';
    const init = spawn(findRuntime('python3')!.path, ['-c', text]);
    try {
      await once(init.stdout, 'data');
      let program: number | undefined;
      const found = programOf(init.pid!, init).then((pid) => (program = pid));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(program).toBeUndefined();
      init.stdin.write('x');
      process.kill((await found)!, 'SIGKILL');
      const ended = spawn('true');
      await once(ended, 'exit');
      expect(await programOf(init.pid!, ended)).toBeUndefined();
    } finally {
      init.kill('SIGKILL');
    }
    await once(init, 'exit');
    await untilEnded(init.pid!);
  });

  test('has ended also as a zombie', async () => {
    const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    await untilEnded(Number(chunk.toString()));
    parent.kill('SIGKILL');
  });
});
