// Grading a folder as a user hands it in, from its path to its report.
// The law here: the folder is never written to, nothing is left behind, and what could not be graded says whose fault that is.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { UsageError, defaultLimits } from '../subject/index.ts';
import { type GradeOptions, grade } from './grade.ts';
import { type Grader, grader } from './grader.ts';
import type { Lab } from './lab.ts';
import { Parameters } from './parameters.ts';
import { answering, freePort, python } from './programs.test.support.ts';
import { wire } from './wire.ts';

let folder: string;
let submission: string;
let lab: Lab;
let kept: string | undefined;

beforeEach(async () => {
  kept = process.env['TMPDIR'];
  folder = mkdtempSync(join(tmpdir(), 'grade-'));
  submission = join(folder, 'alice');
  process.env['TMPDIR'] = join(folder, 'temporary');
  mkdirSync(submission);
  mkdirSync(process.env['TMPDIR']);
  const port = await freePort();
  const rules: Lab['rules'] = [
    { id: 'A-1', level: 'MUST', text: 'It answers.' },
    { id: 'A-2', level: 'SHOULD', text: 'It answers again.' },
  ];
  lab = {
    id: 'test',
    title: 'Test',
    transport: 'tcp',
    port,
    roles: ['server'],
    weights: { server: 1, client: 1 },
    startTimeoutMs: 5000,
    limits: defaultLimits,
    parameters: new Parameters('lab.yaml'),
    rules,
    folder,
  };
});
afterEach(() => {
  if (kept === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = kept;
  rmSync(folder, { recursive: true });
});

const answers: Grader = grader('test', {}, (check) => {
  for (const id of ['A-2', 'A-1'])
    check(id, 10, 'answers', async ({ server }) => {
      await using client = await server.connect();
      await client.sends('x\n');
      await client.receives(wire`ok\n`);
    });
});

const graded = (options: Partial<GradeOptions> = {}) => grade(lab, answers, submission, { seed: 1, ...options });
const submits = (file: string, text: string) => writeFileSync(join(submission, file), text);

/** Names, contents, modes and times of all that is in a folder. */
function stateOf(path: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const { mode, mtimeMs, size } = statSync(join(path, name));
    hash.update(JSON.stringify([name, mode, mtimeMs, size]));
    if (statSync(join(path, name)).isFile()) hash.update(readFileSync(join(path, name)));
  }
  return hash.digest('hex');
}

const leftBehind = () => readdirSync(join(folder, 'temporary'));

test('a program that answers gets all points, in the order of the rules', async () => {
  submits('server.py', answering.text);
  const report = await graded();
  expect(report).toMatchObject({
    outcome: 'graded',
    reason: null,
    score: 20,
    maxScore: 20,
    seed: 1,
    submission: { name: 'alice' },
    environment: { silence: 'proof' },
    server: { exit: null, stdout: '', stderr: '' },
  });
  expect(report.checks.map(({ id, level, points }) => `${id} ${level} ${points}`)).toEqual(['A-1 MUST 10', 'A-2 SHOULD 10']);
  expect(report.server.listening).toHaveLength(1);
  expect(report.submission.command.at(-1)).toBe(String(report.server.listening[0]!.port));
});

test('a program that writes, forks and is killed leaves nothing behind, and nothing in the folder that was handed in', async () => {
  mkdirSync(join(submission, 'data'));
  submits('data/kept', 'as it was');
  submits(
    'server.py',
    python(String.raw`
here = os.path.dirname(os.path.abspath(__file__))
open(os.path.join(here, 'data', 'kept'), 'a').write('changed')
open(os.path.join(here, 'new'), 'w').write('x')
open(os.path.join(os.environ['TMPDIR'], 'x'), 'w').write('x')
open(os.path.join(os.environ['HOME'], 'x'), 'w').write('x')
os.chmod(os.path.join(here, 'data'), 0o500)
if os.fork() == 0: time.sleep(60)
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'ok\n')
each_in_a_thread(serve, listening())
`).text,
  );
  const before = stateOf(submission);
  expect((await graded()).score).toBe(20);
  expect(stateOf(submission)).toBe(before);
  expect(leftBehind()).toEqual([]);
});

test.each([
  ['not-built', { 'server.c': 'int main(void) { return undeclared; }' }, /undeclared/],
  ['not-started', { 'server.py': 'import sys\nsys.exit("no, thank you")' }, /^it ended before it listened, with exit code 1$/],
  ['not-started', { 'server.py': 'import time\ntime.sleep(0.1)\ninput()' }, /^it listens on no port and never will/],
  ['not-gradable', { 'run.yaml': 'run: [there-is-no-such-program, "{port}"]' }, /there-is-no-such-program/],
])('what cannot be graded says why: %s', async (outcome, files, reason) => {
  for (const [file, text] of Object.entries(files)) submits(file, text);
  const before = stateOf(submission);
  const report = await graded();
  expect(report).toMatchObject({ outcome, score: 0, maxScore: 20, checks: [] });
  expect(report.reason).toMatch(reason);
  if ('server.py' in files && files['server.py'].includes('exit'))
    expect(report.server).toMatchObject({ exit: 'with exit code 1', stderr: 'no, thank you\n' });
  expect(stateOf(submission)).toBe(before);
  expect(leftBehind()).toEqual([]);
});

test('wrong use is thrown, and leaves nothing behind either', async () => {
  submits('run.yaml', 'run: []');
  await expect(graded()).rejects.toThrow(UsageError);
  await expect(grade(lab, answers, join(folder, 'nobody'), { seed: 1 })).rejects.toThrow(UsageError);
  expect(leftBehind()).toEqual([]);
});

test('a time limit set on a socket is a clock that nothing shows: silence is timed, and a late answer waited for', async () => {
  submits(
    'server.py',
    python(String.raw`
def serve(conn):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 50_000))
    waited = -100
    while True:
        try:
            if not conn.recv(100): return
            waited = 0
        except OSError: waited += 1
        if waited == 3: conn.sendall(b'ok\n')
each_in_a_thread(serve, listening())
`).text,
  );
  const report = await graded();
  expect(report.environment.silence).toBe('deadline');
  expect(report.score).toBe(20);
});

test('the options replace what would be found out', async () => {
  submits('other.txt', answering.text);
  submits('server.py', 'raise SystemExit("the wrong one")');
  const report = await graded({ build: 'cp other.txt built.py', run: 'python3 built.py {port}', only: ['A-2'] });
  expect(report).toMatchObject({ outcome: 'graded', score: 10, maxScore: 10 });
});

test('the program is told the parameters, and what there is not under them gives no points', async () => {
  const when = (parameters: Parameters) => parameters.text('framing') === 'line';
  const declared = grader('test', {}, (check) => {
    check('A-1', 10, 'is told', async ({ server }) => {
      await using client = await server.connect();
      await client.sends('x\n');
      await client.receives(wire`lockstep\n`);
    });
    check('A-2', 10, 'takes lines', { when }, async () => {});
  });
  lab = { ...lab, parameters: new Parameters('lab.yaml', { framing: { value: 'lockstep' } }) };
  submits('server.py', answering.text.replace("b'ok\\n'", "os.environ['LAB_FRAMING'].encode() + b'\\n'"));
  const { score, maxScore, checks } = await grade(lab, declared, submission, { seed: 1 });
  expect([score, maxScore, checks.map(({ id, verdict }) => `${id} ${verdict}`)]).toEqual([10, 10, ['A-1 passed']]);
  const none = await grade(lab, declared, submission, { seed: 1, run: 'false' });
  expect([none.outcome, none.maxScore]).toEqual(['not-started', 10]);
});
