// The hostile programs: each is contained, leaves nothing behind, and a neighbour that is graded meanwhile keeps its verdict.
// The law here: the runner is alone in a process namespace, so whatever is left when it is done is seen.
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Left, Outcome } from './hostile/run.ts';
import { root } from './course.ts';

const run = promisify(execFile);
const names = readdirSync(join(root, 'scripts', 'hostile')).filter((name) => !name.startsWith('run.'));
const isRoot = process.getuid!() === 0;

/** What has to stand in the report, where that is certain. */
const told: Record<string, RegExp> = {
  'build-endless': /took longer than 15 s and was stopped/,
  'build-flood': /printed more than 8 MiB and was stopped/,
  'build-kills': /make.* was killed by SIGKILL/,
  'build-sleeps': /took longer than 15 s and was stopped/,
  'memory-buffers.mjs': /used more than 400 MiB of memory|out of memory/,
  'memory-many-processes.py': /used more than 400 MiB of memory/,
  'memory-shared-mapping.py': /used more than 400 MiB of memory/,
  'proxies-reference.py': /the connection instead/,
  'resets-on-accept.py': /resets the connection instead|is reset at once/,
  'greets-unasked.py': /speaks before it is asked/,
  'yaml-bomb': /UsageError: run\.yaml: Excessive alias count/,
};

/** As root programs run as a user of the slot's, and else in a user namespace: the two ways have little in common. */
const users: [who: string, words: string[]][] = [
  ['the user who runs the tests', isRoot ? [] : ['--user', '--map-current-user']],
  ...(isRoot ? [['an ordinary user', ['--user', '--map-current-user']] as [string, string[]]] : []),
];

describe.each(users)('graded by %s', (who, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const outcomes = new Map<string, Outcome | { error: string }>();
  let left: Left;

  beforeAll(async () => {
    chmodSync(folder, 0o777);
    const asOrdinary = who === 'an ordinary user' ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const file = join(root, 'dist', 'scripts', 'hostile', 'run.js');
    const argv = [...asOrdinary, 'unshare', ...words, '--pid', '--mount', '--fork', '--mount-proc', process.execPath, file];
    const env = { ...process.env, TMPDIR: folder, HOME: folder };
    const { stdout } = await run(argv[0]!, argv.slice(1), { env, maxBuffer: 1 << 28 });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    left = lines.pop() as Left;
    for (const outcome of lines as Outcome[]) outcomes.set(outcome.program, outcome);
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(names)('%s', (name) => {
    const outcome = outcomes.get(name);
    expect(outcome).toBeDefined();
    expect(JSON.stringify(outcome)).not.toContain('BREACH');
    expect(JSON.stringify(outcome)).toMatch(told[name] ?? /./);
    if ('error' in outcome!) return expect(told[name]).toBeDefined();
    expect(outcome!.neighbour).toBe('TIME-1 passed, TIME-4 passed');
    if (outcome!.isHonest) expect(outcome).toMatchObject({ outcome: 'graded', score: outcome!.maxScore });
  });

  test('nothing is left: no process, no mount, no file', () => {
    expect(left).toEqual({ processes: [], mounts: [], files: [] });
  });
});
