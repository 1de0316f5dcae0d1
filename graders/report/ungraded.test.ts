// Whole reports of submissions that were not graded.
import { expect, test } from 'vitest';
import { sampleReport } from './sample.test.support.ts';
import { renderText } from './text.ts';

const plain = { colour: false, width: 80, verbose: false };
const nothingPrinted = { listening: [], exit: null, stdout: '', stderr: '' };

test('not started', () => {
  const report = sampleReport({
    outcome: 'not-started',
    reason: 'it ended before it listened, with exit code 1',
    score: 0,
    checks: [],
    server: {
      ...nothingPrinted,
      exit: 'with exit code 1',
      stdout: 'starting\n',
      stderr:
        'Traceback (most recent call last):\n  File "server.py", line 3, in <module>\nNameError: name \'socke\' is not defined\n',
    },
  });
  expect(renderText(report, plain)).toBe(`\
time-server · student · python3 server.py 40123, Python 3.11.7

✗ not started: it ended before it listened, with exit code 1

    Traceback (most recent call last):
      File "server.py", line 3, in <module>
    NameError: name 'socke' is not defined

  chosen      server.py, the only file that listens
  by hand     python3 server.py 40123

0 of 100 points
First: make it start, and listen on the port it is given
`);
});

test('not started, and it said something, but complained of nothing', () => {
  const report = sampleReport({
    outcome: 'not-started',
    reason: 'it ended',
    checks: [],
    server: { ...nothingPrinted, stdout: 'bye\n' },
  });
  expect(renderText(report, plain)).toContain('✗ not started: it ended\n\n    bye\n\n');
});

test('not built: the first of what the compiler said', () => {
  const reason = `gcc ended with exit code 1:
server.c: In function ‘main’:
server.c:12:5: error: unknown type name ‘sockadr_in’
   12 |     sockadr_in address;
      |     ^~~~~~~~~~
${'server.c:13:1: error: \u001b[31mmore\n'.repeat(12)}`;
  const submission = {
    name: 'student.zip',
    sha256: '0f',
    runtime: 'gcc 12.2.0',
    command: [],
    chosen: 'server.c, the only file with a main',
  };
  const report = sampleReport({ outcome: 'not-built', reason, score: 0, checks: [], submission, server: nothingPrinted });
  expect(renderText(report, plain)).toBe(`\
time-server · student.zip · gcc 12.2.0

✗ not built: gcc ended with exit code 1:

    server.c: In function ‘main’:
    server.c:12:5: error: unknown type name ‘sockadr_in’
       12 |     sockadr_in address;
          |     ^~~~~~~~~~
${'    server.c:13:1: error: \\x1b[31mmore\n'.repeat(7)}    … 5 more lines, see them with --verbose …

  chosen      server.c, the only file with a main

0 of 100 points
First: make it build
`);
});

test('not gradable', () => {
  const submission = { name: 'student', sha256: '0f', runtime: null, command: [], chosen: null };
  const reason = 'it needs Python 2, and this machine has none: install python2, or grade it elsewhere';
  const report = sampleReport({ outcome: 'not-gradable', reason, score: 0, checks: [], submission, server: nothingPrinted });
  expect(renderText(report, plain)).toBe(`\
time-server · student

! not gradable here: it needs Python 2, and this machine has none: install
  python2, or grade it elsewhere

  next        lab doctor says what this machine lacks, and how to mend it

not graded: this costs no points
`);
});

test.each([
  [['./server', '--port', '40123'], './server --port 40123'],
  [['/usr/bin/env', 'two words', "it's", ''], "env 'two words' 'it'\\''s' ''"],
  [['/srv/labs/server', '40123'], '/srv/labs/server 40123'],
  [['sh', '-c', 'echo \u001b\n'], "sh -c 'echo \\x1b\\n'"],
])('the command %j', (command, shown) => {
  const submission = { ...sampleReport().submission, command };
  const report = sampleReport({ outcome: 'not-started', reason: 'it ended', checks: [], submission });
  expect(renderText(report, plain)).toContain(`\n  by hand     ${shown}\n`);
});
