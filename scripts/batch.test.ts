// `lab batch` on a class as a person runs it: right rows, results that outlive a kill, nothing graded twice.
// The law here: the command is the compiled one, and what it leaves is read from the disk.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { outcomesOf, readBatch } from '../graders/batch/class.ts';
import { sampleReport, sampleWith } from '../graders/report/sample.test.support.ts';
import { readCapture } from '../graders/report/pcapngReader.test.support.ts';
import { keepCapture } from './batchCaptures.ts';
import { timelessFilesIn } from './classTimeless.test.support.ts';
import { exportGrades } from './commands/export.ts';
import { root } from './course.ts';

const reference = join(root, 'reference', 'calculator');
const lab = join(root, 'dist', 'scripts', 'lab.js');
let folder: string;
let submissions: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-batch-test-'));
  submissions = join(folder, 'submissions');
  out = join(folder, 'out');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function handIn(name: string, id: number, files: Record<string, string>): void {
  const into = join(submissions, `${name}_${id}_assignsubmission_file_`);
  mkdirSync(into, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(into, file), text);
}

const variant = (name: string): string => readFileSync(join(reference, 'variants', name), 'utf8');

/** Each with its points; `null` where there are none to be had. */
const scores: Record<string, number | null> = { 101: 100, 102: 99, 103: 0, 104: null, 105: 0, 106: 100 };

function aClass(): void {
  handIn('Siti Rahma', 101, { 'server.py': variant('with-select.py') });
  handIn('=cmd()', 102, { 'server.py': variant('prints-everything.py').replace(/^.*SO_REUSEADDR.*$/m, '') });
  handIn('Иван Петров', 103, { 'server.py': 'import sys\nprint("</script><script>alert(1)")\nsys.exit(3)\n' });
  handIn('Broken Zip', 104, { 'work.zip': 'no zip' });
  handIn('No Build', 105, { 'server.c': 'int main(void) { retur 0; }\n' });
  handIn('Ordinary One', 106, { 'server.py': variant('with-socketserver.py') });
}

const batch = (...args: string[]) =>
  spawnSync(process.execPath, [lab, 'batch', 'calculator', submissions, '--out', out, ...args], { encoding: 'utf8' });

const found = (): Record<string, number | null> =>
  Object.fromEntries(
    [...outcomesOf(out, readBatch(out))].map(({ students, report }) => [students[0]!.id, report?.score ?? null]),
  );

test('a class is graded, and each of it has a row, a page, and its points', { timeout: 120_000 }, () => {
  aClass();
  writeFileSync(join(folder, 'list.csv'), 'id,name,email\n101,Siti Rahma,siti@example.org\n999,Not There,not@example.org\n');
  const { status, stdout, stderr } = batch('--roster', join(folder, 'list.csv'), '--pcapng');
  expect([status, stdout]).toEqual([0, '']);
  expect(stderr).toContain('laid down as moodle');
  expect(stderr).toMatch(/^6 of 6 done, 3 not graded, .*\nlab: the class is shown in .*class\.html$/m);
  expect(found()).toEqual({ ...scores, 999: null });
  const rows = parse(readFileSync(join(out, 'summary.csv'), 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
  expect(Object.fromEntries(rows.map(({ id, score }) => [id, score]))).toEqual(
    Object.fromEntries(Object.entries({ ...scores, 999: null }).map(([id, score]) => [id, score === null ? '' : String(score)])),
  );
  expect(rows.find(({ id }) => id === '101')).toMatchObject({ email: 'siti@example.org', outcome: 'graded' });
  expect(rows.find(({ id }) => id === '104')!['problem']).toMatch(/work\.zip|archive/);
  const captured = ['101', '102', '106'];
  const pages = ['101', '102', '103', '105', '106'];
  const files = [...captured.map((name) => `${name}.pcapng`), ...pages.map((name) => `${name}.html`)];
  expect(readdirSync(join(out, 'students')).toSorted()).toEqual(files.toSorted());
  for (const file of ['class.html', 'students/103.html'])
    expect(readFileSync(join(out, file), 'utf8')).not.toContain('<script>alert');

  const exporting = (...args: string[]) => spawnSync(process.execPath, [lab, 'export', ...args], { encoding: 'utf8' }).status;
  expect(exporting('canvas', out)).toBe(0);
  expect(readFileSync(join(out, 'canvas-gradebook.csv'), 'utf8')).toContain('Siti Rahma');

  const captures = join(folder, 'captures');
  expect(exporting('pcapng', out, '--output', captures)).toBe(0);
  expect(readdirSync(captures).toSorted()).toEqual(captured.map((name) => `${name}.pcapng`));
  for (const name of captured) {
    const bytes = readFileSync(join(out, 'students', `${name}.pcapng`));
    expect(readFileSync(join(captures, `${name}.pcapng`))).toEqual(bytes);
    const { comment, packets } = readCapture(bytes);
    expect(comment).toMatch(new RegExp(`^calculator · .*_${name}_.* · ${scores[name]} of 100 points`));
    expect(packets.filter(({ payload }) => payload.length > 0).length).toBeGreaterThan(20);
    expect(readFileSync(join(out, 'students', `${name}.html`), 'utf8')).toContain(`<a href="${name}.pcapng">`);
  }
  expect(readFileSync(join(out, 'students', '105.html'), 'utf8')).not.toContain('pcapng');
});

test('given again it grades what is new or changed, and what is asked for', { timeout: 120_000 }, () => {
  aClass();
  const gradedNow = (...args: string[]): string[] => {
    const { status, stdout } = batch('--json', ...args);
    expect(status).toBe(0);
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; name: string; graded: string });
    return told.flatMap(({ event, name, graded }) => (event === 'ends' && graded === 'now' ? [name] : [])).toSorted();
  };
  const all = Object.keys(scores);
  expect(gradedNow()).toEqual(all);
  expect(gradedNow()).toEqual([]);
  handIn('Siti Rahma', 101, { 'server.py': variant('with-socketserver.py') });
  handIn('Late One', 107, { 'server.py': variant('with-select.py') });
  expect(gradedNow()).toEqual(['101', '107']);
  expect(gradedNow('--failed')).toEqual(['102', '103', '104', '105']);
  expect(gradedNow('--only', 'CALC-1')).toEqual([...all, '107']);
});

/** A number below 1 for each call, always the same ones (Park and Miller's generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const resultsNow = (): Record<string, string> => {
  const kept = join(out, 'results');
  const names = existsSync(kept) ? readdirSync(kept).filter((name) => name.endsWith('.json')) : [];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(kept, name), 'utf8')]));
};

/** The process that holds it all; what it has started ends with it. */
async function killedAfter(ms: number, child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  await Promise.race([setTimeout(ms), exit]);
  child.kill('SIGKILL');
  await exit;
}

test('killed at any moment, it goes on where it was, and comes to the same, byte for byte', { timeout: 240_000 }, async () => {
  aClass();
  handIn('Restarted', 102, { 'server.py': variant('with-select.py').replace(/^.*SO_REUSEADDR.*$/m, '') });
  // Of the others it hangs on the moment how many pieces their answers come in.
  const args = ['batch', 'calculator', submissions, '--out', out, '--only', 'CALC-1', 'CALC-4', 'TCP-4'];
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const start = () => spawn(process.execPath, [lab, ...args], { stdio: 'ignore', env: { ...process.env, TMPDIR: temporary } });
  const finished = async (): Promise<Record<string, string>> => {
    const [status] = (await once(start(), 'exit')) as [number];
    expect(status).toBe(0);
    for (const format of ['junit', 'ctrf', 'canvas', 'moodle-gradebook']) await exportGrades(format, out, { column: [] });
    return timelessFilesIn(out);
  };

  vi.spyOn(console, 'error').mockImplementation(() => {}); // the notes of an export
  const begun = performance.now();
  const undisturbed = await finished();
  const wholeMs = performance.now() - begun;
  rmSync(out, { recursive: true });
  const random = seeded(20_261_120);
  const kept: Record<string, string> = {};
  for (let kills = 0; kills < 6; kills += 1) {
    await killedAfter(random() * 0.7 * wholeMs, start());
    const now = resultsNow();
    expect(now).toMatchObject(kept); // what is kept is not lost, and not graded again
    Object.assign(kept, now);
  }
  const again = await finished();
  expect(Object.keys(again)).toEqual(Object.keys(undisturbed));
  for (const [file, text] of Object.entries(undisturbed)) expect(again[file], file).toBe(text);
  expect(resultsNow()).toMatchObject(kept);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a capture that is there is made anew with its page, and goes where there is nothing to show', () => {
  mkdirSync(out);
  const report = sampleReport();
  const talking = sampleWith({ 'TIME-1': { transcript: [{ atMs: 1, client: 'A', event: 'connects' }] } });
  const file = join(out, '7.pcapng');
  expect([keepCapture(out, '7', talking, false), existsSync(file)]).toEqual([false, false]);
  expect([keepCapture(out, '7', talking, true), existsSync(file)]).toEqual([true, true]);
  writeFileSync(file, 'older');
  expect(keepCapture(out, '7', talking, false)).toBe(true);
  expect(readCapture(readFileSync(file)).packets.length).toBeGreaterThan(0);
  expect([keepCapture(out, '7', report, true), existsSync(file)]).toEqual([false, false]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ended by %s, it says that the results are kept', { timeout: 60_000 }, async (signal, status) => {
  handIn('Ordinary One', 201, { 'server.py': variant('with-select.py') });
  for (const id of [202, 203, 204]) handIn('Slow One', id, { 'server.py': 'import socket, time\ntime.sleep(60)\n' });
  const child = spawn(
    process.execPath,
    [lab, 'batch', 'calculator', submissions, '--out', out, '--jobs', '1', '--only', 'CALC-1'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const said = text(child.stderr);
  child.stderr.on('data', (piece) => String(piece).includes('_201_') && child.kill(signal));
  expect(await once(child, 'exit')).toEqual([status, null]);
  expect((await said).split('\n').at(-2)).toMatch(/^lab: ended with [1-3] of 4 done: what is graded is kept; the same command/);
  expect(Object.keys(resultsNow()).length).toBeGreaterThan(0);
});

test('what cannot be done is told before anything is graded', { timeout: 60_000 }, () => {
  aClass();
  expect(batch('--layout', 'blackboard')).toMatchObject({ status: 2, stderr: expect.stringContaining('moodle') as unknown });
  expect(batch('--isolation', 'process-group')).toMatchObject({ status: 2, stderr: expect.stringContaining('trust') as unknown });
  symlinkSync(submissions, join(folder, 'link'));
  for (const among of [join(submissions, 'out'), join(folder, 'link', 'new', 'out')])
    expect(batch('--out', among)).toMatchObject({ status: 2, stderr: expect.stringContaining('beside') as unknown });
  cpSync(submissions, out, { recursive: true });
  expect(batch()).toMatchObject({ status: 2, stderr: expect.stringContaining('holds other files') as unknown });
});
