// Lists what a submission holds, before a byte of it is copied.
// The law here: it reads names and sizes only, and stops at the caps: a folder given by mistake, such as a home
// directory, is refused at once and not copied.
import { type Stats, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';

import { UsageError } from './errors.ts';
import { explained } from './intakeFiles.ts';

export interface LeftOut {
  path: string;
  why: string;
}

export interface ListedFile {
  /** Relative to the submission's root, with `/`. */
  path: string;
  /** Where its contents are: for a link, the file it points to. */
  from: string;
  executable: boolean;
  byteCount: number;
}

interface Listing {
  /** Sorted by path. */
  files: ListedFile[];
  /** Parents first. */
  folders: string[];
  leftOut: LeftOut[];
}

/** What a submission may hold, in a folder or in an archive. */
export const limits = { entries: 10_000, mebibytes: 256 };

/** What editors, package managers and file managers leave behind, and no program needs. `._x` is macOS's shadow of `x`. */
const ignored = /^(?:__MACOSX|\.DS_Store|\._.*|node_modules|\.git|__pycache__|\.venv|venv|\.idea|\.vscode)$/;
export const isIgnored = (name: string): boolean => ignored.test(name);

/** Names that cannot be shown, or not be written as they are. */
export const unreadableName = /\p{Cc}|\ufffd/u;
export const unreadable = 'its name is not UTF-8, or holds control characters';
export const notPlain = 'it is no plain file but a pipe, a socket or a device';
export const shownName = (path: string): string => path.replaceAll(/\p{Cc}/gu, '?');

/**
 * @param path as the person wrote it, for messages
 * @param at where it lies
 * @throws UsageError
 */
export function listSubmission(path: string, at = path): Listing {
  try {
    const start = realpathSync(resolve(at));
    const stats = statSync(start);
    if (stats.isDirectory()) return new Walk(path, entered(start)).listing();
    if (!stats.isFile())
      throw new UsageError(`${path} is neither a folder nor a plain file. Give the program's folder or source file.`);
    return new Walk(path, resolve(start, '..')).listing([basename(start)]);
  } catch (error) {
    throw explained(error, path);
  }
}

/** The folder itself, or, as long as a folder is all that a folder holds, that one. */
function entered(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !isIgnored(name));
  const [only, ...others] = entries;
  return only !== undefined && others.length === 0 && only.isDirectory() ? entered(join(folder, only.name)) : folder;
}

class Walk {
  readonly #given: string;
  readonly #start: string;
  readonly #files: ListedFile[] = [];
  readonly #folders: string[] = [];
  readonly #leftOut: LeftOut[] = [];
  #entryCount = 0;
  #byteCount = 0;

  constructor(given: string, start: string) {
    this.#given = given;
    this.#start = start;
  }

  listing(names?: string[]): Listing {
    this.#add('', names ?? readdirSync(this.#start));
    this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files: this.#files, folders: this.#folders, leftOut: this.#leftOut };
  }

  #add(folder: string, names: string[]): void {
    for (const name of names) {
      if (isIgnored(name)) continue;
      this.#count(1, 0);
      const path = folder + name;
      const from = join(this.#start, path);
      if (unreadableName.test(name)) {
        this.#leftOut.push({ path: shownName(path), why: unreadable });
        continue;
      }
      const stats = lstatSync(from);
      if (stats.isDirectory()) {
        this.#folders.push(path);
        this.#add(`${path}/`, readdirSync(from));
      } else if (stats.isSymbolicLink()) this.#addLink(path, from);
      else if (stats.isFile()) this.#addFile(path, from, stats);
      else this.#leftOut.push({ path, why: notPlain });
    }
  }

  /** A link counts as the file it points to, when that lies in the submission as well. */
  #addLink(path: string, link: string): void {
    try {
      const target = realpathSync(link);
      const stats = lstatSync(target);
      if (target.startsWith(this.#start + sep) && stats.isFile()) this.#addFile(path, target, stats);
      else this.#leftOut.push({ path, why: 'it is a link to a folder, or to something outside the submission' });
    } catch {
      this.#leftOut.push({ path, why: 'it is a link to something that is not there' });
    }
  }

  #addFile(path: string, from: string, { size, mode }: Stats): void {
    this.#count(0, size);
    this.#files.push({ path, from, executable: (mode & 0o111) !== 0, byteCount: size });
  }

  #count(entries: number, bytes: number): void {
    this.#entryCount += entries;
    this.#byteCount += bytes;
    const tooMany = this.#entryCount > limits.entries;
    if (!tooMany && this.#byteCount <= limits.mebibytes * 1024 * 1024) return;
    const limit = tooMany ? `${limits.entries} files and folders` : `${limits.mebibytes} MiB`;
    throw new UsageError(`${this.#given} holds more than ${limit}: is this the right folder? Give the program's own one.`);
  }
}
