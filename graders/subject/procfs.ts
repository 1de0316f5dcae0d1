// Reads of /proc, made cheap: a file that is read again is kept open and read from its start (1 µs instead of 8).
// The law here: what is gone reads as `undefined`; what is there and cannot be read throws `Unreadable`, so that
// nobody takes "I may not look" for "there is nothing".
import { closeSync, openSync, readSync, readdirSync, readlinkSync } from 'node:fs';

export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const buffer = Buffer.allocUnsafe(1 << 16);

/** Runs a read of /proc; `undefined` where the process or file has gone meanwhile. */
function unlessGone<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || hasEnded(path)) return undefined;
    throw new Unreadable(`cannot read ${path}: ${code}`, { cause: error });
  }
}

/** What a process that has ended leaves until somebody asks for its status belongs to root, whosever it was (proc(5)). */
function hasEnded(path: string): boolean {
  const [, pid] = /^\/proc\/(?:\d+\/task\/)?(\d+)\/(?!stat$)/.exec(path) ?? [];
  if (pid === undefined) return false;
  const [state = 'X', , , , , , flags] =
    readProc(`/proc/${pid}/stat`)
      ?.replace(/^.*\) /s, '')
      .split(' ') ?? [];
  return 'ZX'.includes(state) || (Number(flags) & exiting) !== 0;
}

/** PF_EXITING (include/linux/sched.h). */
const exiting = 0x4;

/** The file's text (at most 64 KiB of it), read once. */
export function readProc(path: string): string | undefined {
  return unlessGone(path, () => {
    const descriptor = openSync(path, 'r');
    try {
      return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(descriptor);
    }
  });
}

export const listProc = (path: string): string[] => unlessGone(path, () => readdirSync(path)) ?? [];

/** Where a link such as /proc/7/fd/3 points to. A program may hold open what lies deeper than the kernel can name. */
export const linkProc = (path: string): string | undefined =>
  unlessGone(path, () => {
    try {
      return readlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') return 'a path without a name';
      throw error;
    }
  });

/** Files of /proc that are read again and again. */
export class ProcFiles {
  readonly #open = new Map<string, number>();

  read(path: string): string | undefined {
    let descriptor = this.#open.get(path);
    const text = unlessGone(path, () => {
      descriptor ??= openSync(path, 'r');
      this.#open.set(path, descriptor);
      return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
    });
    if (text === undefined) this.#close(path);
    return text;
  }

  /** Closes every file whose path `keep` does not want. */
  retain(keep: (path: string) => boolean): void {
    for (const path of this.#open.keys()) if (!keep(path)) this.#close(path);
  }

  get size(): number {
    return this.#open.size;
  }

  #close(path: string): void {
    const descriptor = this.#open.get(path);
    this.#open.delete(path);
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
