// Builds: what a student is told, and that nothing of a build is left.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { build } from './build.ts';
import { compilersWords } from './buildOutput.ts';
import { NotBuilt, NotGradable } from './errors.ts';
import type { Submission } from './intake.ts';
import type { Plan } from './planShape.ts';
import { inProcessGroup } from './processGroup.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'] ?? '' };

function running(commands: string[][], timeoutMs?: number): Promise<void> {
  const submission: Submission = { name: 's', root, sha256: '', files: [], leftOut: [] };
  const plan = { build: { commands, folder: 'out' } } as unknown as Plan;
  return build(plan, submission, { env, spawn: inProcessGroup, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}
const shell = (text: string) => [['/bin/sh', '-c', text]];

/** Whether the process whose id a build wrote into a file is alive; a zombie is not. */
function isAlive(file: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${readFileSync(join(root, file), 'utf8').trim()}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('runs the commands in the root, in their order, in the environment given', async () => {
  await running([
    ['/bin/sh', '-c', 'pwd > out/log; echo "$HOME" >> out/log'],
    ['/bin/sh', '-c', 'cat >> out/log; echo two >> out/log'],
  ]);
  expect(readFileSync(join(root, 'out/log'), 'utf8')).toBe(`${root}\n\ntwo\n`);
});

test.skipIf(!existsSync('/usr/bin/gcc'))('says what the compiler said, with the student’s own paths', async () => {
  writeFileSync(join(root, 'server.c'), '\nint main() { return x; }\n');
  const refused = running([['/usr/bin/gcc', join(root, 'server.c')]]);
  await expect(refused).rejects.toBeInstanceOf(NotBuilt);
  await expect(refused).rejects.toThrow(
    /^"gcc" ended with exit code 1\.\nserver\.c: In function .main.:\nserver\.c:2:21: error: /,
  );
});

test('a command that fails ends the build', async () => {
  await expect(running([['/bin/false'], ...shell('touch out/second')])).rejects.toThrow('"false" ended with exit code 1.');
  expect(existsSync(join(root, 'out/second'))).toBe(false);
});

test('a build that is killed, floods, or cannot be started', async () => {
  await expect(running(shell('kill -9 $$'))).rejects.toThrow('"sh" was killed by SIGKILL');
  await expect(running(shell('yes'))).rejects.toThrow('"sh" printed more than 8 MiB and was stopped');
  await expect(running([['/no/such/compiler']])).rejects.toBeInstanceOf(NotGradable);
});

// The time limits of the next tests are what they are about: each waits for a sleep of half a minute if something is wrong.

test('a build that takes too long is stopped whole, though its children hold the pipes', async () => {
  const tooLong = running(shell('sleep 31.7 & echo $! > out/pid; sleep 31.7'), 300);
  await expect(tooLong).rejects.toThrow('it took longer than 0.3 s and was stopped.');
  expect(isAlive('out/pid')).toBe(false);
}, 10_000);

test('the time is for all commands together', async () => {
  await expect(running([...shell('sleep 0.4'), ...shell('sleep 0.4')], 600)).rejects.toThrow('took longer than 0.6 s');
});

const daemon = "sh -c 'echo $$ > out/daemon; exec sleep 32.7'";
const untilItRuns = 'while ! [ -s out/daemon ]; do :; done';

test('a build does not wait for what it leaves running, and leaves nothing running', async () => {
  await running(shell(`sleep 32.7 & echo $! > out/child; setsid setsid ${daemon} & ${untilItRuns}; echo done`));
  // both have been killed; the system may take a moment to put them away
  await expect.poll(() => [isAlive('out/child'), isAlive('out/daemon')], { timeout: 5000 }).toEqual([false, false]);
}, 10_000);

test('what hides from us and holds the pipes open delays a build, but not for ever', async () => {
  await running(shell(`env -i /usr/bin/setsid -f ${daemon}; ${untilItRuns}`));
  if (isAlive('out/daemon')) process.kill(Number(readFileSync(join(root, 'out/daemon'), 'utf8')), 'SIGKILL');
}, 10_000);

test('shows the first error, and counts what it leaves out', () => {
  const noise = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index}`);
  expect(compilersWords('', '/w')).toBe('');
  expect(compilersWords('/w/a.c:1: x\n', '/w')).toBe('\na.c:1: x');
  const long = compilersWords([...noise(60, 'note'), 'a.c:1: error: first', ...noise(60, 'follows')].join('\n'), '/w').split(
    '\n',
  );
  expect(long).toHaveLength(43);
  expect(long.slice(1, 5)).toEqual(['… 58 lines before this left out …', 'note 58', 'note 59', 'a.c:1: error: first']);
  expect(long.at(-1)).toBe('… 23 lines after this left out …');
  expect(compilersWords(noise(50, 'x').join('\n'), '/w').split('\n').slice(1, 3)).toEqual([
    '… 10 lines before this left out …',
    'x 10',
  ]);
  expect(compilersWords('x'.repeat(500), '/w')).toBe(`\n${'x'.repeat(400)} … 100 characters left out …`);
});
