// Real programs to test with: written into a folder of their own, started as a student's program is, and dead and gone
// when the test ends. The law here: tests wait for what a program does; the clock only ends a wait that has failed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';

import { inProcessGroup } from './processGroup.ts';
import type { Running, Spawn } from './running.ts';
import { findRuntime } from './runtimes.ts';
import { which } from './runtimesPath.ts';
import { rowsOfPorts } from './socketTable.ts';
import { type Thread, scanThreads } from './threads.ts';

const python = findRuntime('python3')?.path ?? 'python3';
export const hasC = which('gcc') !== null;
export const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses!.some(({ address }) => address === '::1'),
);
export const hasJava = which('javac') !== null && which('java') !== null;

export class TestPrograms implements AsyncDisposable {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), 'programs-'));
  /** Every program started here, in its order. */
  readonly started: Running[] = [];
  #files = 0;

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  }

  /** These make a program and give its command line. */
  python(text: string): string[] {
    return [python, '-u', this.write(`program${(this.#files += 1)}.py`, text)];
  }

  node(text: string): string[] {
    return [process.execPath, this.write(`program${(this.#files += 1)}.mjs`, text)];
  }

  shell(text: string): string[] {
    return ['/bin/sh', this.write(`program${(this.#files += 1)}.sh`, text)];
  }

  c(text: string): string[] {
    const source = this.write(`program${(this.#files += 1)}.c`, text);
    execFileSync('gcc', ['-w', '-pthread', '-o', `${source}.out`, source]);
    return [`${source}.out`];
  }

  /** @param name of the class that has `main` */
  java(name: string, text: string): string[] {
    execFileSync('javac', ['-d', this.folder, this.write(`${name}.java`, text)]);
    return [which('java')!, '-XX:TieredStopAtLevel=1', '-cp', this.folder, name];
  }

  readonly spawn = ((argv, options): Running => {
    const running = inProcessGroup(argv, options);
    this.started.push(running);
    return running;
  }) satisfies Spawn;

  start(argv: string[], env: Record<string, string> = {}): Running {
    return this.spawn(argv, { cwd: this.folder, env: { PATH: process.env['PATH'] ?? '', ...env } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.started.map((running) => running.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for `look` to find something, and gives what it found. */
export async function until<T>(what: string, look: () => T | undefined | null | false): Promise<T> {
  for (const giveUpAt = performance.now() + 20_000; performance.now() < giveUpAt; await sleep(2)) {
    const found = look();
    if (found !== undefined && found !== null && found !== false) return found;
  }
  throw new Error(`waited for this in vain: ${what}`);
}

/** Waits until the program has printed this, and gives the first group. */
export function printed(running: Running, pattern: RegExp): Promise<string> {
  const look = () => pattern.exec(running.stdout.text);
  return until(`${pattern} in its output`, look).then((found) => found[1] ?? found[0]);
}

/** Waits until the program's first thread sleeps in this call. */
export function sleepsIn(running: Running, call: string): Promise<Thread> {
  return until(`a sleep in ${call}`, () => {
    const thread = scanThreads(running.tree!).get(String(running.pid));
    return thread?.wait?.call === call && thread.wait.kind !== 'running' && thread;
  });
}

/** A port that nobody has, and on which no connection of other programs lingers: there may be thousands. */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = await getPort();
    if (rowsOfPorts([port]).length === 0) return port;
  }
}

/** The living processes on this machine that have this text in their environment. */
export function processesWith(environment: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const isThere = readFileSync(`/proc/${name}/environ`, 'latin1').includes(environment);
      return isThere && isAlive(Number(name)) ? [Number(name)] : [];
    } catch {
      return []; // gone meanwhile, or another user's
    }
  });
}

/** A zombie is not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
