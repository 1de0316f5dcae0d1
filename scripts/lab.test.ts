// The command line as a person or a program uses it: what is printed where, and with which exit status.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { parseReport } from '../graders/report/schema.ts';
import { root } from './course.ts';

const bin = join(root, 'dist', 'scripts', 'lab.js');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lab(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function submission(name: string, files: Record<string, string>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const reference = join(root, 'reference', 'time-server');
const threads = join(reference, 'variants', 'threads.py');

test.each([
  [[], 2, /Usage: lab/],
  [['grad'], 2, /unknown command 'grad'\n\(Did you mean grade\?\)/],
  [['grade'], 2, /missing required argument 'lab'/],
  [['grade', 'clock', 'x'], 2, /no lab "clock"; there are: .*\btime-server\b/],
  [['grade', 'time-server', '/nowhere'], 2, /\/nowhere does not exist\. Give/],
  [['grade', 'time-server', '--json', threads], 2, /put --json last/],
  [['grade', 'time-server', threads, '--only', 'TIME-99'], 2, /no check "TIME-99"; there are: .*TIME-1/],
  [['grade', 'time-server', threads, '--seed', 'one'], 2, /whole number/],
  [['grade', 'time-server', threads, '--isolation', 'none'], 2, /Allowed choices are namespaces, process-group/],
  [
    ['grade', 'time-server', threads, '--limit', 'memory'],
    2,
    /--limit memory: write it as memory=512; there are, .*disk \(256\)/,
  ],
  [['grade', 'time-server', threads, '--set', 'zone=x'], 2, /--set zone=x: write name=value/],
  [['grade', 'time-server', threads, '--set', 'zone=UTC'], 2, /--set zone=UTC: write name=value; there are: zones \(a list/],
  [['grade', 'time-server', threads, '--set', 'zones=UTC'], 2, /must be a list of texts; there are: zones/],
  [['try', 'time-server', '--set', 'invalidReply=1'], 2, /must be a text, or null/],
  [['show', 'clock'], 2, /no lab "clock"/],
  [['grade', 'time-server', threads, '--role', 'client'], 2, /has no client to grade \(--role\); it has: server/],
  [['grade', 'time-server', threads, '--role', 'both'], 2, /--role both: the lab time-server has no client/],
  [['grade', 'calculator', threads, '--role', 'both', '--html', 'x'], 2, /--html: is for one program/],
  [['verify', 'time-server', 'nobody'], 2, /time-server has no program "nobody"; there are: server, /],
  [['try', 'time-server', '--port', '70000'], 2, /1 to 65535/],
] as const)('lab %j: exit %i, one message on stderr', (args, status, message) => {
  const ran = lab([...args]);
  expect(ran.stderr).toMatch(message);
  expect(ran.stderr).not.toMatch(/ {4}at /);
  expect([ran.status, ran.stdout]).toEqual([status, '']);
});

test.each([
  [['--help'], /Commands:[^]*grade/],
  [['--version'], /^\d+\.\d+\.\d+\n$/],
  [['list'], /^calculator .*: 12 rules, 12 checks; client: \d+ rules, \d+ checks$[^]*^time-server .*15 rules/m],
  [['show', 'calculator'], /\| CALC-1 \| MUST[^]*## Points of the client[^]*\| CLI-1 \| MUST \| \d+ \|/],
  [['show', 'time-server'], /# Time server[^]*\*\*TIME-1\*\*[^]*\| TIME-1 \| MUST \| 25 \|/],
  [['show', 'time-server', '--language', 'id'], /\*\*TIME-10\*\* \(SHOULD\)/],
])('lab %j prints on stdout, exit 0', (args, text) => {
  const ran = lab(args);
  expect(ran.stdout).toMatch(text);
  expect([ran.status, ran.stderr]).toEqual([0, '']);
});

test('the reference has 100 of 100, and its report keeps to the schema', () => {
  const ran = lab(['grade', 'time-server', reference, '--json']);
  const report = parseReport(ran.stdout);
  expect([ran.status, report.outcome, report.score, report.maxScore]).toEqual([0, 'graded', 100, 100]);
  expect(report.checks.filter(({ decidedBy }) => decidedBy === 'deadline')).toEqual([]);
});

test('a client: found where there is no server, asked for by --role, both at once, at a terminal or at a pipe', () => {
  const folderOfBoth = join(root, 'reference', 'calculator');
  const client = join(folderOfBoth, 'client.ts');
  const asked = (path: string, ...args: string[]) => lab(['grade', 'calculator', path, '--only', 'CLI-1', '--json', ...args]);
  const reportOf = (ran: { stdout: string }) => parseReport(ran.stdout);
  expect(reportOf(asked(client))).toMatchObject({
    role: 'client',
    checks: [{ id: 'CLI-1', verdict: 'passed' }],
    environment: { terminal: expect.any(String) as unknown },
  });
  expect(reportOf(asked(folderOfBoth, '--role', 'client', '--terminal', 'pipe'))).toMatchObject({
    role: 'client',
    checks: [{ id: 'CLI-1', verdict: 'passed' }],
    environment: { terminal: 'pipe' },
  });
  expect(lab(['grade', 'calculator', folderOfBoth, '--only', 'CLI-1']).stderr).toMatch(/no check "CLI-1"; there are: TCP-1/);
  const both = lab(['grade', 'calculator', folderOfBoth, '--role', 'both', '--json']);
  const reports = JSON.parse(both.stdout) as unknown[];
  expect(reports.map((report) => parseReport(JSON.stringify(report)).role)).toEqual(['server', 'client']);
  expect(both.status).toBe(0);
}, 60_000);

test.each(['python', 'node', 'c', 'java'])(
  'the %s starter runs, has an honest low score, and is told the first thing to do',
  (language) => {
    const file = join(folder, `${language}.json`);
    const ran = lab(['grade', 'time-server', join(root, 'labs', 'time-server', 'starter', language), '--json', file]);
    const report = parseReport(readFileSync(file, 'utf8'));
    expect([ran.status, report.outcome]).toEqual([1, 'graded']);
    expect(report.score).toBeLessThan(20);
    expect(report.checks.find(({ id }) => id === 'TIME-1')).toMatchObject({ verdict: 'failed', decidedBy: 'proof' });
    expect(ran.stdout).toMatch(/First: TIME-1 \(25 points; \d+ other checks wait for it\)\n$/);
  },
);

test('--only runs what is asked for, --quiet prints the score alone, and a check with a slash goes by its rule too', () => {
  expect(lab(['grade', 'time-server', threads, '--only', 'time-6', 'TCP-1', '--quiet'])).toEqual({
    status: 0,
    stdout: 'threads.py: 7 of 7\n',
    stderr: '',
  });
  expect(lab(['grade', 'time-server', threads, '--only', 'TIME-2', '--quiet']).stdout).toBe('threads.py: 20 of 20\n');
});

test('--pcapng writes a capture, and says so where it cannot', () => {
  const grade = ['grade', 'time-server', threads, '--only', 'TCP-1', '--quiet'];
  const file = join(folder, 'talk.pcapng');
  expect(lab([...grade, '--pcapng', file]).status).toBe(0);
  expect(readFileSync(file).readUInt32BE(0)).toBe(0x0a0d0d0a);
  const ran = lab([...grade, '--pcapng', join(folder, 'nowhere', 'talk.pcapng')]);
  expect([ran.status, ran.stderr]).toEqual([2, expect.stringMatching(/--pcapng .*cannot be written \(ENOENT\)/)]);
});

test('colour obeys NO_COLOR, FORCE_COLOR and pipes', () => {
  const grade = ['grade', 'time-server', threads, '--only', 'TCP-1'];
  expect(lab(grade).stdout).not.toContain('\u001b');
  expect(lab(grade, { FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
  expect(lab(grade, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001b');
});

test('--run and --build say how', () => {
  const path = submission('odd', { 'clock.txt': readFileSync(threads, 'utf8') });
  expect(lab(['grade', 'time-server', path, '--quiet']).status).toBe(2);
  const ran = lab([
    'grade',
    'time-server',
    path,
    '--build',
    'cp clock.txt clock.py',
    '--run',
    'python3 clock.py',
    '--only',
    'TIME-1',
    '--quiet',
  ]);
  expect(ran).toEqual({ status: 0, stdout: 'odd: 25 of 25\n', stderr: '' });
});

test('a program that exits at once is reported with its last words, exit 1', () => {
  const ran = lab(['grade', 'time-server', submission('exits', { 'server.py': "raise SystemExit('no clock here')" })]);
  expect(ran.stdout).toMatch(/not started: it ended before it listened, with exit code 1[^]*no clock here[^]*0 of 100 points/);
  expect(ran.status).toBe(1);
});

test("a program that does not build shows the compiler's words, exit 1", () => {
  const ran = lab(['grade', 'time-server', submission('unbuilt', { 'server.c': 'int main(void) { retrun 0; }\n' })]);
  expect(ran.stdout).toMatch(/not built: [^]*server\.c:1:\d+: error/);
  expect(ran.status).toBe(1);
});

test('a missing runtime is not gradable and names the package, exit 3', () => {
  const ran = lab(['grade', 'time-server', join(reference, 'variants', 'java-threads')], { PATH: folder });
  expect(ran.stdout).toMatch(/not gradable here: [^]*apt install default-jdk-headless[^]*costs no points/);
  expect(ran.status).toBe(3);
});

test('a port that another process holds is named with its owner, exit 3', async () => {
  const server = createServer();
  const port = await getPort();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const { spawn } = await import('node:child_process');
  const tried = spawn(process.execPath, [bin, 'try', 'time-server', '--port', String(port)]);
  let stderr = '';
  tried.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise((resolve) => tried.once('close', resolve));
  server.close();
  expect(stderr).toMatch(new RegExp(`port ${port} is taken by ".*node.*" \\(process ${process.pid}\\)`));
  expect(status).toBe(3);
});

test('lab doctor says of each thing whether it is there', () => {
  const { stdout, status } = lab(['doctor']);
  expect(stdout).toMatch(/^ok +Node +v/m);
  expect(stdout).toMatch(/^ok +silence +/m);
  expect(status).toBe(/^(degraded|missing)/m.test(stdout) ? 1 : 0);
});
