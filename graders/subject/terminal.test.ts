// What a program finds where it is started at a terminal, or at a pipe, and what comes of what is typed there.
// The law here: the terminal is the system's own; no test takes a stand-in for it.
import { describe, expect, test } from 'vitest';

import { atPipe, atTerminal, endOfInput, enter, flushTerminal, lendsTerminal } from './terminal.ts';
import { TestPrograms, printed, until } from './testPrograms.test.support.ts';

const hasOne = atTerminal(['true']) !== undefined;

describe.skipIf(!hasOne)('at a terminal', () => {
  test('a program finds one on all three of its streams, with a size, and reads a line where Enter is pressed', async () => {
    await using programs = new TestPrograms();
    const program = programs.python(`
import os, sys
print([os.isatty(fd) for fd in range(3)], os.get_terminal_size())
print('read', repr(input('? ')))
print('then', repr(sys.stdin.read()))
`);
    const running = programs.start(atTerminal(program)!);
    await printed(running, /\? $/);
    running.stdin.write(`1 + 2${enter}`);
    await printed(running, /read '1 \+ 2'\n/);
    running.stdin.write(endOfInput);
    await printed(running, /then ''/);
    expect((await running.exited).code).toBe(0);
    // what is typed is repeated, and no line ends in \r\n
    expect(running.stdout.text).toBe(
      "[True, True, True] os.terminal_size(columns=80, lines=24)\n? 1 + 2\nread '1 + 2'\nthen ''\n",
    );
  });

  test('words with blanks, quotation marks and newlines arrive as they are, and so does the exit status', async () => {
    await using programs = new TestPrograms();
    const words = ['', 'a b', `it's "so"`, '$HOME `id` \\', 'two\nlines', '*', 'ü'];
    const program = programs.python('import sys, json; print(json.dumps(sys.argv[1:])); sys.exit(7)');
    const running = programs.start(atTerminal([...program, ...words])!);
    const { code } = await running.exited;
    await running.stdout.ended;
    expect(JSON.parse(running.stdout.text)).toEqual(words);
    expect(code).toBe(7);
  });

  test('what lends it is known from the program, and is the parent of it', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(atTerminal(programs.python('import os; print(os.getpid(), os.getppid()); input()'))!);
    const [own, parent] = (await printed(running, /(\d+ \d+)/)).split(' ').map(Number);
    expect(parent).toBe(running.pid);
    expect([lendsTerminal(running.pid), lendsTerminal(own!)]).toEqual([true, false]);
  });

  test('a program whose terminal is asked for what it has printed is not disturbed', async () => {
    await using programs = new TestPrograms();
    const program = programs.python(`
import signal
signal.signal(signal.SIGWINCH, lambda *_: print('resized'))
print('ready'); print('read', input())
`);
    const running = programs.start(atTerminal(program)!);
    await printed(running, /ready/);
    for (let i = 0; i < 20; i += 1) flushTerminal(running.pid);
    running.stdin.write(`x${enter}`);
    await printed(running, /read x/);
    expect(running.stdout.text).not.toContain('resized');
    await until('its end', () => running.exit !== null);
    flushTerminal(running.pid); // nobody is there any more
  });
});

test('at a pipe a program finds none, and errors come where other output does', async () => {
  await using programs = new TestPrograms();
  const program = programs.python(`
import os, sys
print([os.isatty(fd) for fd in range(3)]); sys.stdout.flush()
os.write(2, b'to stderr\\n'); print('read', repr(sys.stdin.read()), sys.argv[1:])
`);
  const running = programs.start(atPipe([...program, 'a b', "'"]));
  running.stdin.end('typed\n');
  await running.exited;
  await running.stdout.ended;
  expect(running.stdout.text).toBe(`[False, False, False]\nto stderr\nread 'typed\\n' ['a b', "'"]\n`);
  expect(running.stderr.text).toBe('');
});
