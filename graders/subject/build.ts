// Builds a submission in its copy.
// The law here: a build ends when its command ends. Whatever that left running is killed before anybody waits for what it
// still holds open, and nothing of it is alive afterwards.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { atExit } from './atExit.ts';
import { compilersWords } from './buildOutput.ts';
import { NotBuilt, NotGradable } from './errors.ts';
import type { Submission } from './intake.ts';
import type { Plan } from './planShape.ts';
import { hasProc } from './processGroup.ts';
import { ProcessTree } from './processTree.ts';

export interface BuildOptions {
  /** For all of the build's commands together. */
  timeoutMs?: number;
  /** All that the build sees of the environment. */
  env: Record<string, string>;
}

const maxOutputBytes = 8 * 1024 * 1024;
/** How long output may stay open after everything known was killed. */
const graceMs = 1000;

/** Does nothing for a program that is not built. @throws NotBuilt, NotGradable */
export async function build(plan: Plan, { root }: Submission, { timeoutMs = 60_000, env }: BuildOptions): Promise<void> {
  if (plan.build === null) return;
  const { commands, folder, finish } = plan.build;
  if (folder !== undefined) mkdirSync(join(root, folder), { recursive: true });
  const deadline = performance.now() + timeoutMs;
  for (const command of commands) {
    const { result, timedOut } = await runWhole(command, root, env, deadline);
    const reason = timedOut ? `it took longer than ${timeoutMs / 1000} s and was stopped` : failureOf(result);
    if (reason !== null) throw new NotBuilt(`${reason}.${compilersWords(result.all ?? '', root)}`);
  }
  finish?.(plan);
}

/** Of execa's result, what tells how a command ended. */
interface Ended {
  failed: boolean;
  isMaxBuffer: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
  /** The system's error when it could not be started. */
  code?: string | undefined;
  command: string;
}

/** Runs one command in a session of its own, and kills that and all its descendants once the command has ended. */
async function runWhole([file = '', ...args]: string[], cwd: string, env: Record<string, string>, deadline: number) {
  const { execa } = await import('execa');
  const marker = `${process.pid}.build.${performance.now()}`;
  const child = execa(file, args, {
    cwd,
    env: { ...env, LAB_RUN: marker },
    extendEnv: false,
    detached: true,
    stdin: 'ignore',
    all: true,
    reject: false,
    maxBuffer: maxOutputBytes,
  });
  const end = killer(child.pid, `LAB_RUN=${marker}`);
  const forget = atExit(end);
  let timedOut = false;
  const timers = [
    setTimeout(() => {
      timedOut = true;
      end();
    }, deadline - performance.now()),
  ];
  child.once('exit', () => {
    end();
    timers.push(setTimeout(() => child.all.destroy(), graceMs)); // a process that hid from us may hold it open
  });
  try {
    return { result: await child, timedOut };
  } finally {
    timers.forEach(clearTimeout);
    forget();
  }
}

function killer(pid: number | undefined, marker: string): () => void {
  if (pid === undefined) return () => {};
  const tree = hasProc ? new ProcessTree(pid, marker) : null;
  return () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // the whole group has ended already
    }
    tree?.killAll();
    tree?.close();
  };
}

function failureOf({ failed, isMaxBuffer, exitCode, signal, code, command }: Ended): string | null {
  if (!failed) return null;
  const name = command.split(' ')[0]!.split('/').at(-1)!;
  if (isMaxBuffer) return `"${name}" printed more than ${maxOutputBytes / 1024 / 1024} MiB and was stopped`;
  if (exitCode !== undefined) return `"${name}" ended with exit code ${exitCode}`;
  if (signal !== undefined) return `"${name}" was killed by ${signal}`;
  throw new NotGradable(`The build's program cannot be started: ${name} (${code}). Is it installed, and may it be executed?`);
}
