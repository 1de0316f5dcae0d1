// `lab grade` with the formats of other programs: each file is there whatever came of the grading, and tells it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { obeyedBy } from '../graders/report/formats/runner.test.support.ts';
import { root } from './course.ts';

const threads = join(root, 'reference', 'time-server', 'variants', 'threads.py');
const classroom = {
  CLASSROOM: 'networks',
  ASSIGNMENT: 'time',
  SUBMISSION_TAG: 'submit/1',
  OWNER: 'ann',
  COMMIT_URL: 'https://example.org/1',
  RELEASE_URL: 'https://example.org/2',
};
const names = ['junit', 'ctrf', 'gradescope', 'classroom50'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-outputs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const grade = (path: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'lab.js'), 'grade', 'time-server', path, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GITHUB_STEP_SUMMARY: '', ...classroom, ...env },
  });
const everyFormat = () => names.flatMap((name) => [`--${name}`, join(folder, name)]);
const written = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What each of the files says of the whole: failures, failed tests, the score, the score. */
const told = () => [
  /<testsuites [^>]*failures="(\d+)" errors="(\d+)"/u.exec(written('junit'))?.slice(1).join(),
  (JSON.parse(written('ctrf')) as { results: { summary: { failed: number } } }).results.summary.failed,
  (JSON.parse(written('gradescope')) as { score: number }).score,
  (JSON.parse(written('classroom50')) as { score: number }).score,
];

function program(name: string, text: string): string {
  const path = join(folder, 'handed-in');
  mkdirSync(path);
  writeFileSync(join(path, name), text);
  return path;
}

test('every format at once, beside the text', () => {
  const { status, stdout, stderr } = grade(threads, ['--only', 'TCP-1', ...everyFormat()]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('5 of 5 points: every check passed');
  expect(told()).toEqual(['0,0', 0, 5, 5]);
});

test('not built: every file is there, and says so', () => {
  const { status } = grade(program('server.c', 'int main(void) { retrun 0; }\n'), everyFormat());
  expect(status).toBe(1);
  expect(told()).toEqual(['1,0', 1, 0, 0]);
  expect(written('gradescope')).toContain('does not build');
});

test('not gradable: every file is there, and blames nobody', () => {
  const { status } = grade(join(root, 'reference', 'time-server', 'variants', 'java-threads'), everyFormat(), { PATH: folder });
  expect(status).toBe(3);
  expect(told()).toEqual(['0,1', 0, 0, 0]);
  expect(written('classroom50')).toContain('apt install default-jdk-headless');
});

test('what cannot be taken in: every file is there, and the error too', () => {
  const archive = join(folder, 'work.zip');
  writeFileSync(archive, 'PK\u0003\u0004');
  const { status, stderr, stdout } = grade(archive, [...everyFormat(), '--github']);
  expect(stderr).toMatch(/^lab: \S+work\.zip is damaged or cut off/u);
  expect(status).toBe(2);
  expect(told()).toEqual(['0,1', 0, 0, 0]);
  expect(written('gradescope')).toContain('is damaged or cut off');
  expect(obeyedBy(stdout).map(({ command }) => command)).toEqual(['warning', 'notice']);
});

test('--github: what a program says is obeyed by nobody, and the summary is added to what is there', () => {
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, 'of another command\n');
  const words = '::error::forged';
  const path = program('server.py', `raise SystemExit('${words}\\n##[error]forged\\n::stop-commands::x')`);
  const { status, stdout } = grade(path, ['--github'], { GITHUB_STEP_SUMMARY: summary });
  expect(stdout).toContain(words);
  expect(obeyedBy(stdout)).toMatchObject([
    { command: 'error', properties: { title: 'the program starts and listens' } },
    { command: 'notice', data: 'not-started' },
  ]);
  expect(status).toBe(1);
  expect(readFileSync(summary, 'utf8')).toMatch(/^of another command\n\n### time\\-server · handed\\-in\\: not\\-started\n/u);
});

test('what Classroom 50 has not told is asked for before anything is graded', () => {
  const { status, stderr, stdout } = grade(threads, everyFormat(), { COMMIT_URL: '' });
  expect(stderr).toMatch(/^lab: classroom50: not in the environment: COMMIT_URL\. .*\n$/u);
  expect([status, stdout, names.some((name) => existsSync(join(folder, name)))]).toEqual([2, '', false]);
});

test('a file that cannot be written is named, and the others are written', () => {
  const { status, stderr } = grade(threads, [...everyFormat(), '--only', 'TCP-1', '--junit', join(folder, 'none', 'x')]);
  expect(stderr).toBe(
    `lab: --junit ${join(folder, 'none', 'x')}: cannot be written (ENOENT); name a file in a folder that is there\n`,
  );
  expect(status).toBe(2);
  expect(['ctrf', 'gradescope', 'classroom50'].every((name) => existsSync(join(folder, name)))).toBe(true);
});
