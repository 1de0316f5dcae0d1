// `lab diff` as a person or a program uses it: exit status, and what is printed where.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { clientReport, sampleReport, sampleWith } from '../../graders/report/sample.test.support.ts';
import { root } from '../course.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  const files = {
    'good.json': sampleReport(),
    'bad.json': sampleWith({ 'TIME-1': { verdict: 'failed' } }),
    'other.json': sampleReport({ lab: 'chat' }),
    'client.json': clientReport({ lab: 'time-server' }),
    'no.json': { schema: 'something' },
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), JSON.stringify(content));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function diff(...args: string[]) {
  const bin = join(root, 'dist', 'scripts', 'lab.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'diff', ...args], { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr };
}

test('exit 0 where nothing moved, 1 where something did', () => {
  const same = diff('good.json', 'good.json');
  expect(same).toMatchObject({ status: 0, stderr: '' });
  expect(same.stdout).toMatch(/nothing moved\n$/);
  const moved = diff('bad.json', 'good.json');
  expect(moved).toMatchObject({ status: 1, stderr: '' });
  expect(moved.stdout).toMatch(
    /^time-server · student\n75 of 100 → 100 of 100 · the same program\n {2}\+ TIME-1 failed → passed/,
  );
  const { status, stdout } = diff('good.json', 'bad.json', '--json');
  expect([status, JSON.parse(stdout)]).toMatchObject([1, { hasMoved: true, after: { score: 75 }, checks: [{ id: 'TIME-1' }] }]);
});

test.each([
  [
    ['good.json', 'other.json'],
    /^lab: good\.json is of the lab time-server, and other\.json of chat: give two gradings of one lab\n$/,
  ],
  [
    ['good.json', 'client.json'],
    /^lab: good\.json is of the server, and client\.json of the client: give two gradings of one program\n$/,
  ],
  [['good.json', 'no.json'], /^lab: no\.json: This is no lab-report\/v1: its schema is "something"/],
  [['nowhere.json', 'good.json'], /^lab: nowhere\.json cannot be read \(ENOENT\): give a report file\n$/],
  [['good.json', '.'], /^lab: \.: is no folder that lab batch has written/],
  [['good.json'], /missing required argument 'new'/],
])('lab diff %j: exit 2, and what is wrong on stderr', (args, message) => {
  const { status, stdout, stderr } = diff(...args);
  expect(stderr).toMatch(message);
  expect([status, stdout]).toEqual([2, '']);
});
