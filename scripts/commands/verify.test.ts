// Every grader is proven right about every program of its lab, as a lab author does it.
// The law here: this is the test that the others only prepare. It takes some minutes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { graders } from '../../graders/index.ts';
import { root } from '../course.ts';

test(
  'lab verify: reference, mutants and variants of every lab are as declared, and no rule or check goes untested',
  { timeout: 600_000 },
  () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'scripts', 'lab.js'), 'verify'], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
    expect(stdout.match(/: the grader is right about all of them$/gm)).toHaveLength(graders.length);
    expect(Number(/(\d+) mutants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(30);
    expect(Number(/(\d+) variants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(15);
    expect([status, stderr.replaceAll(/^lab: .*waiting up to a minute for it\n/gm, '')]).toEqual([0, '']);
  },
);
