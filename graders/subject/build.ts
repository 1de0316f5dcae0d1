// Builds a submission in its copy.
// The law here: a build ends when its command ends. Whatever that left running is killed before anybody waits for what it
// still holds open, and nothing of it is alive afterwards.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { compilersWords } from './buildOutput.ts';
import { NotBuilt, NotGradable } from './errors.ts';
import type { Submission } from './intake.ts';
import type { Plan } from './planShape.ts';
import type { Exit, Running, Spawn } from './running.ts';

export interface BuildOptions {
  /** For all of the build's commands together. */
  timeoutMs?: number;
  /** All that the build sees of the environment. */
  env: Record<string, string>;
  spawn: Spawn;
}

const maxOutputBytes = 8 * 1024 * 1024;
const lookEveryMs = 20;

/** Does nothing for a program that is not built. @throws NotBuilt, NotGradable */
export async function build(plan: Plan, { root }: Submission, { timeoutMs = 60_000, env, spawn }: BuildOptions): Promise<void> {
  if (plan.build === null) return;
  const { commands, folder, finish } = plan.build;
  if (folder !== undefined) mkdirSync(join(root, folder), { recursive: true });
  const deadline = performance.now() + timeoutMs;
  for (const command of commands) {
    const name = command[0]!.split('/').at(-1)!;
    const running = await spawn(command, { cwd: root, env, input: 'none' });
    const ended = await endOf(running, name, deadline);
    await running.kill();
    const reason = ended === 'deadline' ? `it took longer than ${timeoutMs / 1000} s and was stopped` : failureOf(ended, name);
    if (reason !== null) throw new NotBuilt(`${reason}.${compilersWords(running.stderr.text + running.stdout.text, root)}`);
  }
  finish?.(plan);
}

async function endOf(running: Running, name: string, deadline: number): Promise<Exit | 'deadline' | 'flood'> {
  try {
    if (running.pid === 0) await running.exited;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NotGradable(`The build's program cannot be started: ${name} (${code}). Is it installed, and may it be executed?`);
  }
  for (; ; await Promise.race([running.exited, sleep(lookEveryMs, undefined, { ref: false })])) {
    if (running.exit !== null) return running.exit;
    if (performance.now() > deadline) return 'deadline';
    if (running.stdout.count + running.stderr.count > maxOutputBytes) return 'flood';
  }
}

function failureOf(ended: Exit | 'flood', name: string): string | null {
  if (ended === 'flood') return `"${name}" printed more than ${maxOutputBytes / 1024 / 1024} MiB and was stopped`;
  if (ended.broke !== undefined) return `"${name}" was stopped: it ${ended.broke}`;
  if (ended.signal !== null) return `"${name}" was killed by ${ended.signal}`;
  return ended.code === 0 ? null : `"${name}" ended with exit code ${ended.code}`;
}
