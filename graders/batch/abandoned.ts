// Folders for the time that a process runs, named so that the next one can tell which of them nobody uses any more.
// The law here: a process id says who is alive in one namespace only (pid_namespaces(7)), and folders for temporary files may be
// shared by several; so both stand in the name, and nobody touches what another namespace has made.
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NotGradable } from '../subject/index.ts';

/**
 * Makes a folder that others of that prefix will know for this process's.
 * @param remove is called with each that a process has left which was killed
 * @throws NotGradable
 */
export function ownFolder(prefix: string, remove: (abandoned: string) => void): string {
  try {
    const base = realpathSync(tmpdir());
    const here = `${prefix}${namespace()}-`;
    for (const name of namesIn(base)) {
      const [, pid] = new RegExp(`^${here}(\\d+)-`).exec(name) ?? [];
      if (pid !== undefined && !isAlive(Number(pid)) && isOurs(join(base, name))) quietly(() => remove(join(base, name)));
    }
    return mkdtempSync(join(base, `${here}${process.pid}-`));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new NotGradable(
      `no folder can be made in ${tmpdir()} (${code ?? message}): have TMPDIR name a folder that you may write to`,
    );
  }
}

function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))![0];
  } catch {
    return '0';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // one may make files there, and not see those of others
  }
}

/** Nobody else can write into it, or put something in its place. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isDirectory() && stats.uid === process.getuid!();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** It may be somebody else's, in use, or gone. */
export function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // then it stays
  }
}
