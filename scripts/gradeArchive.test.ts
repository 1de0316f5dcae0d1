// `lab grade` with archives that real tools made: they are graded as the folder in them is, and refused ones leave nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { parseReport } from '../graders/report/schema.ts';
import { root } from './course.ts';

const variants = join(root, 'reference', 'time-server', 'variants');
let folder: string;
let temporary: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-archive-'));
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const grade = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'lab.js'), 'grade', 'time-server', ...args], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary },
  });

test.each([
  ['python3 -m zipfile -c "$0" c-pthreads', 'work.zip'],
  ['tar czf "$0" c-pthreads', 'work.tar.gz'],
])('%s: graded to the end, as its folder is', (command, name) => {
  const archive = join(folder, name);
  execFileSync('sh', ['-c', command, archive], { cwd: variants });
  const packed = grade(archive, '--json');
  const report = parseReport(packed.stdout);
  expect([packed.status, report.score, report.submission.name, packed.stderr]).toEqual([0, 100, name, '']);
  const plain = parseReport(grade(join(variants, 'c-pthreads'), '--json', '--only', 'TCP-1').stdout);
  expect(report.submission.sha256).toBe(plain.submission.sha256);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a refusal is one line on stderr, exit 2, and leaves nothing behind', () => {
  const archive = join(folder, 'work.tar');
  writeFileSync(join(folder, 'server.py'), readFileSync(join(variants, 'threads.py')));
  execFileSync('tar', ['cPf', archive, 'server.py', '--transform', 's,^,../evil\u001b/,'], { cwd: folder });
  const { status, stdout, stderr } = grade(archive);
  const found = 'cannot be used: its entry "../evil\\u001b/server.py" leads out of its folder (..)';
  expect(stderr).toBe(`lab: ${archive} ${found}. Pack the program's folder by its plain name.\n`);
  expect([status, stdout, readdirSync(temporary)]).toEqual([2, '', []]);
});

test.each([
  ['cut.tar.gz', Buffer.from([0x1f, 0x8b, 8, 0])],
  ['cut.zip', Buffer.from('PK\x03\x04')],
])('%s: damage is a refusal also in a process that has just started', (name, bytes) => {
  writeFileSync(join(folder, name), bytes);
  const { status, stderr } = grade(join(folder, name));
  expect(stderr).toMatch(/^lab: \S+ is damaged or cut off \(.+\)\. Pack it again, or hand in the folder\.\n$/);
  expect(status).toBe(2);
});
