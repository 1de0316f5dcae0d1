// Every grader is proven right about every program of its lab, as a lab author does it.
// The law here: this is the test that the others only prepare. It takes some minutes, and is whole for one lab only.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { Gradings } from '../../graders/batch/index.ts';
import { graders } from '../../graders/index.ts';
import type { ReferenceProgram } from '../../graders/verify/programs.ts';
import { gaps } from '../../graders/verify/verdict.ts';
import { labNamed, root, worker } from '../course.ts';
import { proveAll } from './verify.ts';

test('lab verify time-server: every program is as declared, and no rule or check goes untested', { timeout: 600_000 }, () => {
  const argv = [join(root, 'dist', 'scripts', 'lab.js'), 'verify', 'time-server'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
  expect(stdout).toMatch(/: the grader is right about all of them$/m);
  expect(Number(/(\d+) mutants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(30);
  expect(Number(/(\d+) variants/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(15);
  expect([status, stderr]).toEqual([0, '']);
});

// All programs of all labs take ten minutes (`npm run verify`). Here each check is shown by one mutant that only it catches.
describe.each(graders.filter(({ lab }) => lab !== 'time-server'))('in short, $lab', ({ lab: id }) => {
  test('reference, variants and a mutant a check are as declared', { timeout: 600_000 }, async () => {
    const { lab, grader } = await labNamed(id);
    const shown = new Set<string>();
    const isChosen = ({ kind, fails }: ReferenceProgram) => {
      if (kind !== 'mutant') return true;
      const isFirst = fails.length === 1 && !shown.has(fails[0]!);
      if (isFirst) shown.add(fails[0]!);
      return isFirst;
    };
    await using gradings = new Gradings({ isolation: undefined, count: 4, worker, notice: expect.unreachable });
    const proofs = await proveAll(lab, grader, gradings, 4, isChosen);
    expect(proofs.filter(({ wrong, notRun }) => notRun || wrong.length > 0)).toEqual([]);
    expect(gaps(lab, grader, proofs)).toEqual([]);
  });
});
