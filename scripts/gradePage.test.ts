// `lab grade --html`: the page is written beside what is printed, in the language that is asked for.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { root } from './course.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const starter = join(root, 'labs', 'time-server', 'starter', 'python');
const grade = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'lab.js'), 'grade', 'time-server', starter, '--quiet', ...args], {
    encoding: 'utf8',
  });

test('writes a page with the rules of the handout, in Indonesian where that is asked for', () => {
  const file = join(folder, 'page.html');
  const { status, stdout } = grade('--only', 'TIME-1', '--html', file, '--language', 'id');
  expect([status, stdout]).toEqual([1, 'python: 0 of 25\n']);
  const page = readFileSync(file, 'utf8');
  expect(page).toMatch(/^<!doctype html>\n<html lang="id">/u);
  expect(page).toContain('<p class="rule">Permintaan <code>TIME\\r\\n</code> dijawab');
});

test('says which file cannot be written', () => {
  const { status, stderr } = grade('--only', 'TCP-1', '--html', join(folder, 'none', 'page.html'));
  expect(status).toBe(2);
  expect(stderr).toContain(`--html ${join(folder, 'none', 'page.html')}: cannot be written (ENOENT)`);
});
