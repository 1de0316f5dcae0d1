// Whole reports, as a student sees them.
import { expect, test } from 'vitest';
import { clientReport, sampleCheck, sampleFinding, sampleReport, sampleWith } from './sample.test.support.ts';
import { renderText } from './text.ts';

const plain = { colour: false, width: 80, verbose: false };

const traceback = `Traceback (most recent call last):
  File "server.py", line 41, in <module>
    main()
  File "server.py", line 22, in main
    text = data.decode('utf-8')
           ^^^^^^^^^^^^^^^^^^^^
UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
`;

const wrongByte = sampleFinding({
  message: 'The answer ends in \\n alone.',
  sent: 'TIME\\r\\n',
  expected: 'JAM hh:mm:ss\\r\\n',
  received: 'JAM 13:07:42\\n',
  offset: 12,
  wanted: '\\r',
  looksLike: { name: 'lf-only', hint: 'your lines end in \\n alone; write "\\r\\n" where you write the answer.' },
  standsAt: 'has read all 6 bytes and waits for more in recv',
  reproduce: "printf 'TIME\\r\\n' | nc 127.0.0.1 40123 | xxd",
});

const silent = sampleFinding({
  message: 'A second client gets no answer while the first one is connected and silent, and it never will.',
  sent: 'TIME\\r\\n',
  expected: 'JAM hh:mm:ss\\r\\n',
  received: '',
  offset: 0,
  wanted: "'J'",
  looksLike: { name: 'one-at-a-time', hint: 'your server serves a client to its end before it accepts the next.' },
  standsAt: 'waits in recv for the first client; the second was never accepted',
});

const crashed = sampleFinding({
  message: 'The program ended after bytes that are not UTF-8.',
  sent: '\\xff\\xfe\\r\\n',
  standsAt: `ended with exit code 1; its last words:\n${traceback}`,
  reproduce: "printf '\\377\\376\\r\\n' | nc 127.0.0.1 40123",
});

test('everything passed', () => {
  expect(renderText(sampleReport(), plain)).toBe(`\
time-server · student · python3 server.py 40123, Python 3.11.7

✓ TIME-1       answers TIME with JAM hh:mm:ss and CR LF  25/25
✓ TIME-2/zone  tells the local time                      20/20
✓ TIME-4       serves 8 clients at once                  50/50
✓ TCP-3        goes on after nonsense                      5/5

100 of 100 points: every check passed (64 ms)
`);
});

test('a wrong byte, a proven silence and a crash; a check that one of them blocks', () => {
  const report = sampleWith({
    'TIME-1': { verdict: 'failed', finding: wrongByte },
    'TIME-2/zone': { verdict: 'skipped', blockedBy: 'TIME-1' },
    'TIME-4': { verdict: 'failed', finding: silent },
    'TCP-3': { verdict: 'failed', finding: crashed },
  });
  report.checks.push(sampleCheck({ id: 'TCP-1', title: 'listens where it was told to', maxPoints: 0 }));
  expect(renderText(report, plain)).toBe(`\
time-server · student · python3 server.py 40123, Python 3.11.7

✓ TCP-1        listens where it was told to               0/0
– TIME-2/zone  blocked by TIME-1                         0/20

✗ TIME-1       answers TIME with JAM hh:mm:ss and CR LF  0/25
  The answer ends in \\n alone.
  sent        TIME\\r\\n
  expected    JAM hh:mm:ss\\r\\n
  received    JAM 13:07:42\\n
                          ^ byte 12 is \\n, should be \\r
  looks like  lf-only: your lines end in \\n alone; write "\\r\\n" where you write
              the answer.
  server      has read all 6 bytes and waits for more in recv
  by hand     printf 'TIME\\r\\n' | nc 127.0.0.1 40123 | xxd

✗ TIME-4       serves 8 clients at once                  0/50
  A second client gets no answer while the first one is connected and silent,
  and it never will.
  sent        TIME\\r\\n
  expected    JAM hh:mm:ss\\r\\n
  received    nothing
  looks like  one-at-a-time: your server serves a client to its end before it
              accepts the next.
  server      waits in recv for the first client; the second was never accepted

✗ TCP-3        goes on after nonsense                     0/5
  The program ended after bytes that are not UTF-8.
  sent        \\xff\\xfe\\r\\n
  server      ended with exit code 1; its last words:
              Traceback (most recent call last):
                File "server.py", line 41, in <module>
                  main()
                File "server.py", line 22, in main
                  text = data.decode('utf-8')
                         ^^^^^^^^^^^^^^^^^^^^
              UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in
              position 0: invalid start byte
  by hand     printf '\\377\\376\\r\\n' | nc 127.0.0.1 40123

0 of 100 points (64 ms)
First: TIME-1 (25 points; another check waits for it)
`);
});

test('where nothing passed, the header says which file was taken', () => {
  const failed = { verdict: 'failed', finding: sampleFinding({}) } as const;
  const report = sampleWith({ 'TIME-1': failed, 'TIME-2/zone': failed, 'TIME-4': failed, 'TCP-3': failed });
  expect(renderText(report, plain).split('\n').slice(0, 3)).toEqual([
    'time-server · student · python3 server.py 40123, Python 3.11.7',
    '  chosen: server.py, the only file that listens',
    '',
  ]);
});

test("the grader's own fault, and what rests on a deadline without isolation", () => {
  const words = "TypeError: Cannot read properties of undefined (reading 'x')\n    at graders/time-server.ts:12:3";
  const report = sampleWith(
    {
      'TIME-1': { decidedBy: 'deadline' },
      'TIME-2/zone': { verdict: 'broken', finding: sampleFinding({ message: words }) },
      'TIME-4': { decidedBy: 'deadline' },
    },
    { environment: { ...sampleReport().environment, isolation: 'process-group', silence: 'deadline' } },
  );
  expect(renderText(report, plain)).toBe(`\
time-server · student · python3 server.py 40123, Python 3.11.7

✓ TIME-1       answers TIME with JAM hh:mm:ss and CR LF  25/25
✓ TIME-4       serves 8 clients at once                  50/50
✓ TCP-3        goes on after nonsense                      5/5

! TIME-2/zone  tells the local time                       ?/20
  This is the grader's fault, not yours: no points are lost. Please report it,
  with these words:
    TypeError: Cannot read properties of undefined (reading 'x')
        at graders/time-server.ts:12:3

A deadline, not proof, decided TIME-1 and TIME-4: silence cannot be proven on
this machine.
It ran without a network and files of its own (process-group).

80 of 100 points, 20 more are open (64 ms)
`);
});

test('what a hostile program sends and prints is shown, and obeyed by no terminal', () => {
  const hostile = sampleFinding({
    message: 'The answer is \u001b[2J\u202ewrong.',
    sent: 'a\u001b[31m ',
    expected: '日本 😀 ok\\n',
    received: '日本 😀 no\u202e\u0007\\x1b[1A\\n',
    offset: 12,
    wanted: "'o'",
    standsAt: 'ended:\n\u001b]0;title\u0007\r\n\ttab\rback\u2028',
    reproduce: 'echo \u009b0m\u0301',
  });
  const report = sampleWith(
    { 'TIME-1': { verdict: 'failed', finding: hostile } },
    { server: { listening: [], exit: null, stdout: '\u001b[2J', stderr: 'Exception in \u001b[31mthread 7\n' } },
  );
  report.submission.name = 'evil\u001b[2J\u202e';
  expect(renderText(report, plain)).toBe(`\
time-server · evil\\x1b[2J\\xe2\\x80\\xae · python3 server.py 40123, Python 3.11.7

✓ TIME-2/zone  tells the local time                      20/20
✓ TIME-4       serves 8 clients at once                  50/50
✓ TCP-3        goes on after nonsense                      5/5

✗ TIME-1       answers TIME with JAM hh:mm:ss and CR LF   0/25
  The answer is \\x1b[2J\\xe2\\x80\\xaewrong.
  sent        a\\x1b[31m\\x20
  expected    日本 😀 ok\\n
  received    日本 😀 no\\xe2\\x80\\xae\\x07\\x1b[1A\\n
                      ^ byte 12 is 'n', should be 'o'
  server      ended:
              \\x1b]0;title\\x07
                  tab\\rback\\xe2\\x80\\xa8
  by hand     echo \\xc2\\x9b0m\u0301

75 of 100 points (64 ms)
First: TIME-1 (25 points)
`);
});

test('64 KiB are shown around the wrong byte, and the first check to mend is one of the MUST checks', () => {
  const long = sampleFinding({
    message: 'The echo differs from what was sent.',
    sent: `${'x'.repeat(65_534)}\\r\\n`,
    expected: 'x'.repeat(65_536),
    received: `${'x'.repeat(60_000)}Y${'x'.repeat(5_535)}`,
    offset: 60_000,
    wanted: "'x'",
  });
  const report = sampleWith({
    'TIME-4': { verdict: 'failed', finding: long },
    'TCP-3': { verdict: 'failed', finding: sampleFinding({ message: 'It leaks.' }) },
  });
  report.checks.reverse();
  const lines = renderText(report, plain).split('\n');
  expect(lines.slice(5)).toEqual([
    '✗ TCP-3        goes on after nonsense                      0/5',
    '  It leaks.',
    '',
    '✗ TIME-4       serves 8 clients at once                   0/50',
    '  The echo differs from what was sent.',
    `  sent        ${'x'.repeat(32)} … 65,490 bytes … ${'x'.repeat(12)}\\r\\n`,
    `  expected    … 59,984 bytes … ${'x'.repeat(32)} … 5,520 bytes …`,
    `  received    … 59,984 bytes … ${'x'.repeat(16)}Y${'x'.repeat(15)} … 5,520 bytes …`,
    "             byte 60,000 is 'Y', should be 'x' ^",
    '',
    '45 of 100 points (64 ms)',
    'First: TIME-4 (50 points)',
    '',
  ]);
});

test('bytes that the report does not hold are counted, and nothing is said about one of them', () => {
  const received = `${'x'.repeat(65_536)} (and 70000 bytes more)`;
  const report = sampleWith({
    'TCP-3': { verdict: 'failed', finding: sampleFinding({ expected: 'yes\\n', received, offset: 99_999 }) },
  });
  expect(renderText(report, plain)).toContain(`
  expected    yes\\n
  received    ${'x'.repeat(32)} … 135,504 bytes …

`);
});

test('a narrow terminal', () => {
  const report = sampleWith({ 'TIME-1': { verdict: 'failed', finding: wrongByte } });
  report.checks.splice(1, 2);
  expect(renderText(report, { ...plain, width: 40 })).toBe(`\
time-server · student · python3
  server.py 40123, Python 3.11.7

✓ TCP-3   goes on after nonsense     5/5

✗ TIME-1  answers TIME with JAM     0/25
          hh:mm:ss and CR LF
  The answer ends in \\n alone.
  sent        TIME\\r\\n
  expected    JAM hh:mm:ss\\r\\n
  received    JAM 13:07:42\\n
                          ^
  byte 12 is \\n, should be \\r
  looks like  lf-only: your lines end in
              \\n alone; write "\\r\\n"
              where you write the
              answer.
  server      has read all 6 bytes and
              waits for more in recv
  by hand     printf 'TIME\\r\\n' | nc 127.0.0.1 40123 | xxd

75 of 100 points (64 ms)
First: TIME-1 (25 points)
`);
});

test('more words: how it was graded, all that was printed, and the transcripts of what failed', () => {
  const transcript = [
    { atMs: 0, client: 'A', event: 'connects' },
    { atMs: 0.31, client: 'A', event: 'sends', bytes: 'TIME\\r\\n' },
    { atMs: 12.345, client: 'A', event: 'receives', bytes: 'x'.repeat(100), byteCount: 70_000 },
    { atMs: 12.5, client: 'A', event: 'ended' },
    { atMs: 1000, client: 'B', event: 'refused' },
  ] as const;
  const finding = sampleFinding({ message: 'The answer is too long.' });
  const report = sampleWith(
    { 'TIME-1': { verdict: 'failed', finding, transcript: [...transcript] }, 'TIME-4': { transcript: [...transcript] } },
    { server: { listening: [], exit: 'killed by SIGSEGV', stdout: 'listening\n', stderr: `${'line\n'.repeat(14)}last\n` } },
  );
  expect(renderText(report, { ...plain, verbose: true })).toBe(`\
time-server · student · python3 server.py 40123, Python 3.11.7
  chosen: server.py, the only file that listens

✓ TIME-2/zone  tells the local time                      20/20
✓ TIME-4       serves 8 clients at once                  50/50
✓ TCP-3        goes on after nonsense                      5/5

✗ TIME-1       answers TIME with JAM hh:mm:ss and CR LF   0/25
  The answer is too long.
       0.0 ms  A  →  (connects)
       0.3 ms  A  →  TIME\\r\\n
      12.3 ms  A  ←  ${'x'.repeat(30)} … 56 bytes … ${'x'.repeat(14)}
${' '.repeat(59)}(70,000 bytes in all)
      12.5 ms  A  ←  (ends)
    1000.0 ms  B  ←  (refuses)

It printed on standard output:
    listening
It printed on standard error:
${'    line\n'.repeat(14)}    last
It ended, killed by SIGSEGV.

Graded in 64 ms with seed 7: wirelab 0.1.0, Node 20.20.2, linux x64, isolation
namespaces, silence by proof.

75 of 100 points (64 ms)
First: TIME-1 (25 points)
`);
});

test('what the program printed is shown on request alone, and then a hostile terminal command is not obeyed', () => {
  const server = { listening: [], exit: null, stdout: '', stderr: 'Exception in \u001b[31mthread 7\n' };
  const report = sampleWith({ 'TCP-3': { verdict: 'failed', finding: sampleFinding({}) } }, { server });
  expect(renderText(report, plain)).not.toContain('standard error');
  expect(renderText(report, { ...plain, verbose: true })).toContain(
    'It printed on standard error:\n    Exception in \\x1b[31mthread 7\n',
  );
});

test('long last words in a finding are cut, their end kept and the others counted', () => {
  const standsAt = `has ended with exit code 1; it printed:\n${'line\n'.repeat(20)}last`;
  const report = sampleWith({ 'TCP-3': { verdict: 'failed', finding: sampleFinding({ standsAt }) } });
  expect(renderText(report, plain)).toContain(`\
  server      has ended with exit code 1; it printed:
              … 10 more lines, see them with --verbose …
${'              line\n'.repeat(10)}              last
`);
});

test('of a client it is told what was typed, where it stands, and at what it was started', () => {
  const text = renderText(clientReport(), { ...plain, verbose: true });
  expect(text).toContain('calculator · client · student · python3 server.py 40123, Python 3.11.7, at a\n  terminal\n');
  expect(text).toMatch(/your client does not show "70417"\n  typed       2 \+ 3\n/);
  expect(text).toContain('  client      waits in recv for more\n');
  for (const line of [
    'A         ←  (connects)',
    'keyboard  →  2 + 3\\n',
    'A         ←  2 + 3',
    'A         →  70417',
    'screen    ←  > ',
    'keyboard  →  (end of input)',
  ])
    expect(text).toContain(line.trimEnd());
  const atPipe = { ...sampleReport().environment, terminal: 'pipe' } as const;
  expect(renderText(clientReport({ environment: atPipe }), plain)).toMatch(/at a\s+pipe/);
  const notStarted = clientReport({ outcome: 'not-started', reason: 'no such file', checks: [] });
  expect(renderText(notStarted, plain)).toContain('First: make it start\n');
});
