// Every grader is proven right about every program of its lab, as a lab author does it.
// The law here: this is the test that the others only prepare. It takes some minutes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { graders } from '../../graders/index.ts';
import { root } from '../course.ts';

const least = { mutants: 12, variants: 8 };

test.each(graders.map(({ lab }) => lab))(
  'lab verify %s: reference, mutants and variants are as declared, and no rule or check goes untested',
  { timeout: 600_000 },
  (lab) => {
    const argv = [join(root, 'dist', 'scripts', 'lab.js'), 'verify', lab];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
    expect(stdout).toMatch(/: the grader is right about all of them$/m);
    expect(Number(/(\d+) mutants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(least.mutants);
    expect(Number(/(\d+) variants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(least.variants);
    expect([status, stderr]).toEqual([0, '']);
  },
);
