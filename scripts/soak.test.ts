// A short soak: one program, one verdict vector, alone and beside busy loops.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { root } from './course.ts';

test('npm run soak -- 3 time-server: the same verdicts each time', { timeout: 600_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'soak.js'), '3', 'time-server'], {
    encoding: 'utf8',
  });
  expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
  expect(stdout.match(/1 verdict vector in 3 gradings/g)).toHaveLength(20);
  expect([status, stderr]).toEqual([0, '']);
});
