// What is made of a batch's results for people, also where some are not there.
// The law here: the folder is a batch's own, filled without grading anything.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Listed, Results, writeBatch } from '../graders/batch/class.ts';
import { sampleReport } from '../graders/report/sample.test.support.ts';
import { writePages } from './batchPages.ts';
import { labNamed } from './course.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-pages-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listed = (id: string, name: string | null): Listed => {
  const students = [{ id, name: null, email: null, username: null }];
  return { name, students, submission: name, late: false, problem: null };
};

test('a result that is not there is told, and who has one has a page all the same', async () => {
  writeBatch(folder, {
    schema: 'lab-batch/v1',
    role: 'server',
    lab: 'time-server',
    settings: [],
    layout: 'plain',
    listed: [listed('1', '1'), listed('2', null), listed('3', '3')],
  });
  const results = new Results(folder);
  results.prepare();
  results.keep('3', { schema: 'lab-result/v1', key: '', report: sampleReport(), problem: null, isPassing: false });
  const { lab } = await labNamed('time-server');
  const written: number[] = [];
  const making = () => writePages(folder, lab, { language: 'en', captures: false, onPage: (count) => written.push(count) });
  expect(await making()).toEqual([expect.stringMatching(/^results missing: 1 of 3; give the same lab batch command again/)]);
  expect(readdirSync(join(folder, 'students'))).toEqual(['3.html']);
  expect(written).toEqual([0, 1]);

  rmSync(join(folder, 'students'), { recursive: true });
  writeFileSync(join(folder, 'students'), '');
  await expect(making()).rejects.toMatchObject({
    name: 'NotGradable',
    message: expect.stringContaining('a file is in its place') as unknown,
  });
});
