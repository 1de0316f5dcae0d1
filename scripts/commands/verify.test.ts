// Every grader is proven right about every program of its lab, as a lab author does it.
// The law here: this is the test that the others only prepare. It takes some minutes, and is whole for one lab only.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { Gradings } from '../../graders/batch/index.ts';
import { clientGraders, graders } from '../../graders/index.ts';
import type { ReferenceProgram } from '../../graders/verify/programs.ts';
import { smallGrader, smallLab } from '../../graders/verify/proofs.test.support.ts';
import { gaps, unshown } from '../../graders/verify/verdict.ts';
import { UsageError, Workspace } from '../../graders/subject/index.ts';
import { labNamed, referenceOf, root, worker } from '../course.ts';
import { proveAll, proveEach, provingOf } from './verify.ts';

test(
  'lab verify echo-udp: every program is as declared, on both sides, and no rule or check goes untested',
  {
    timeout: 600_000,
  },
  () => {
    const argv = [join(root, 'dist', 'scripts', 'lab.js'), 'verify', 'echo-udp'];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect(stdout.split('\n').filter((line) => /^(✗| {4})/.test(line))).toEqual([]);
    const counts = [...stdout.matchAll(/(\d+) mutants, (\d+) variants .*: the grader is right about all of them$/gm)];
    const [server, client] = counts.map(([, mutants, variants]) => [Number(mutants), Number(variants)]);
    expect(server![0]).toBeGreaterThanOrEqual(30);
    expect(server![1]).toBeGreaterThanOrEqual(12);
    expect(client![0]).toBeGreaterThanOrEqual(10);
    expect(client![1]).toBeGreaterThanOrEqual(5);
    expect([status, stderr]).toEqual([0, '']);
  },
);

/** What it prints while it is at it. */
async function printed(act: () => Promise<number>): Promise<{ status: number; text: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const status = await act();
    return { status, text: log.mock.calls.flat().join('\n') };
  } finally {
    log.mockRestore();
  }
}

test('what is missing is told before anything is graded', async () => {
  const program = { kind: 'mutant' as const, name: 'off', path: '/nowhere', file: '/nowhere', fails: ['A-1'], settings: [] };
  const { status, text } = await printed(() => proveEach([{ lab: smallLab, grader: smallGrader, programs: [program] }], [], {}));
  expect([status, text.split('\n')]).toEqual([
    1,
    ['A-2/one', 'A-2/two', 'T-1'].map((id) => `✗ small: check ${id} has no mutant that declares to fail it alone`),
  ]);
});

test('of programs that are named, the finding is shown where one is not as declared, and no table', async () => {
  const proving = await labNamed('time-server');
  const folder = dirname(referenceOf('time-server'));
  const threads = join(folder, 'variants', 'threads.py');
  const variant = (name: string, path: string): ReferenceProgram => ({
    kind: 'variant',
    name,
    path,
    file: path,
    fails: [],
    settings: [],
  });
  const starter = join(root, 'labs', 'time-server', 'starter', 'python');
  const programs = [variant('threads.py', threads), variant('starter', starter), variant('never.py', '/nowhere')];
  const prove = (...names: string[]) => printed(() => proveEach([{ ...proving, programs }], names, { jobs: 1 }));
  expect(await prove('threads.py')).toEqual({
    status: 0,
    text: expect.stringMatching(/^✓ variant   threads\.py +100 of 100$/) as unknown,
  });
  const { status, text } = await prove('starter');
  expect(status).toBe(1);
  expect(text).toMatch(/^✗ variant   starter +\d+ of 100\n {4}fails TIME-1: there is no answer\n/);
  expect(text).toMatch(/\ntime-server · python[^]*\n✗ TIME-1 [^]*\n {2}expected {4}JAM hh:mm:ss[^]*\nFirst: TIME-1 /);
  await expect(prove('threads.py', 'other')).rejects.toThrow(
    new UsageError('time-server has no program "other"; there are: threads.py, starter, never.py'),
  );
});

// All programs of all labs take a quarter of an hour (`npm run verify`). Here each check is shown by one mutant that only it catches.
describe.each([...graders, ...clientGraders].filter(({ lab }) => lab !== 'echo-udp'))(
  'in short, $lab ($role)',
  ({ lab: id, role }) => {
    test('reference, variants and a mutant a check are as declared', { timeout: 600_000 }, async () => {
      await using workspace = new Workspace();
      const proving = await provingOf(id, workspace.files, role);
      const { lab, grader } = proving;
      const shown = new Set<string>();
      const isChosen = ({ kind, fails }: ReferenceProgram) => {
        if (kind !== 'mutant') return true;
        const isFirst = fails.length === 1 && !shown.has(fails[0]!);
        if (isFirst) shown.add(fails[0]!);
        return isFirst;
      };
      const programs = proving.programs.filter(isChosen);
      expect(gaps(lab, grader, programs)).toEqual([]);
      await using gradings = new Gradings({ isolation: undefined, count: 4, worker, notice: expect.unreachable });
      const proofs = await proveAll({ lab, grader, programs }, gradings, 4);
      expect(proofs.filter(({ wrong, notRun }) => notRun || wrong.length > 0)).toEqual([]);
      expect(unshown(grader, proofs)).toEqual([]);
    });
  },
);
