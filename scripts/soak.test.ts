// A short soak: one program, one verdict vector, alone and beside busy loops. And what whoever names it wrongly is told.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { root } from './course.ts';

const soak = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'soak.js'), ...args], { encoding: 'utf8' });

test.each([
  ['one', 'time-server', 'lab: one is no number of rounds: npm run soak -- ROUNDS LAB…\n'],
  ['1', 'clock', expect.stringMatching(/^lab: there is no lab "clock"; there are: .*\n$/) as unknown],
])('npm run soak -- %s %s is wrong use', (rounds, lab, message) => {
  const { status, stdout, stderr } = soak(rounds, lab);
  expect([status, stdout, stderr]).toEqual([2, '', message]);
});

test('npm run soak -- 3 time-server: the same verdicts each time', { timeout: 600_000 }, () => {
  const { status, stdout, stderr } = soak('3', 'time-server');
  expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
  expect(stdout.match(/1 verdict vector in 3 gradings/g)).toHaveLength(20);
  expect([status, stderr]).toEqual([0, '']);
});
