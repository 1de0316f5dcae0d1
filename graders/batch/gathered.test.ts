// One path for each submission, with the names that the student gave.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { takeIn } from '../subject/index.ts';
import { zipOf } from '../subject/zipWriter.test.support.ts';
import { gathered } from './gathered.ts';
import { studentOf } from './layouts/layout.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gathered-'));
  writeFileSync(join(folder, 'budi_1_2_Server-1.java'), 'class Server {}', { mode: 0o755 });
  writeFileSync(join(folder, 'budi_1_3_Util.java'), 'class Util {}');
  mkdirSync(join(folder, 'budi_1_4_tugas'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (files: Record<string, string>) =>
  gathered(
    {
      students: [studentOf('1')],
      entry: 'budi_1',
      paths: Object.keys(files).map((name) => join(folder, name)),
      names: Object.values(files),
      late: false,
    },
    folder,
  );

test('what has its name is not copied', () => {
  expect(path({ 'budi_1_3_Util.java': 'budi_1_3_Util.java' })).toBe(join(folder, 'budi_1_3_Util.java'));
  expect(path({ budi_1_4_tugas: 'tugas' })).toBe(join(folder, 'budi_1_4_tugas'));
});

test('files get their names back', async () => {
  const one = path({ 'budi_1_2_Server-1.java': 'Server.java' });
  expect([basename(one), readdirSync(one)]).toEqual(['budi_1', ['Server.java']]);
  const both = path({ 'budi_1_2_Server-1.java': 'Server.java', 'budi_1_3_Util.java': 'Util.java' });
  const into = join(folder, 'into');
  mkdirSync(into);
  const { files } = await takeIn(both, into);
  expect(files.map(({ path, executable, read }) => [path, executable, read()])).toEqual([
    ['Server.java', true, 'class Server {}'],
    ['Util.java', false, 'class Util {}'],
  ]);
});

test('an archive is not put into a folder, where it would not be looked into', async () => {
  writeFileSync(join(folder, 'budi_1_5_work.zip'), zipOf([{ name: 'server.py', data: 'print()' }]));
  const one = path({ 'budi_1_5_work.zip': 'work.zip' });
  expect(basename(one)).toBe('work.zip');
  const into = join(folder, 'into');
  mkdirSync(into);
  expect((await takeIn(one, into)).files.map((file) => file.path)).toEqual(['server.py']);
});

test('what is no plain file any more is refused', () => {
  rmSync(join(folder, 'budi_1_3_Util.java'));
  symlinkSync('/etc/passwd', join(folder, 'budi_1_3_Util.java'));
  expect(() => path({ 'budi_1_3_Util.java': 'Util.java' })).toThrow('is no plain file any more');
});
