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

const maxEntries = 10_000;
const maxMiB = 200;

/** What editors, package managers and file managers leave behind, and no program needs. `._x` is macOS's shadow of `x`. */
const ignored = /^(?:__MACOSX|\.DS_Store|\._.*|node_modules|\.git|__pycache__|\.venv|venv|\.idea|\.vscode)$/;
const archive = /\.(?:zip|tar|tgz|tar\.\w+|gz|bz2|xz|7z|rar)$/i;

/** @throws UsageError */
export function listSubmission(path: string): Listing {
  try {
    const start = realpathSync(resolve(path));
    const stats = statSync(start);
    if (stats.isDirectory()) return new Walk(path, entered(start)).listing();
    if (!stats.isFile())
      throw new UsageError(`${path} is neither a folder nor a plain file. Give the program's folder or source file.`);
    if (archive.test(start)) {
      throw new UsageError(`${path} is an archive, and archives cannot be read yet. Unpack it and give the folder.`);
    }
    return new Walk(path, resolve(start, '..')).listing([basename(start)]);
  } catch (error) {
    throw explained(error, path);
  }
}

/** The folder itself, or, as long as a folder is all that a folder holds, that one. */
function entered(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !ignored.test(name));
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
      if (ignored.test(name)) continue;
      this.#count(1, 0);
      const path = folder + name;
      const from = join(this.#start, path);
      if (/\p{Cc}|\ufffd/u.test(name)) {
        this.#leftOut.push({ path: path.replaceAll(/\p{Cc}/gu, '?'), why: 'its name is not UTF-8, or holds control characters' });
        continue;
      }
      const stats = lstatSync(from);
      if (stats.isDirectory()) {
        this.#folders.push(path);
        this.#add(`${path}/`, readdirSync(from));
      } else if (stats.isSymbolicLink()) this.#addLink(path, from);
      else if (stats.isFile()) this.#addFile(path, from, stats);
      else this.#leftOut.push({ path, why: 'it is no plain file but a pipe, a socket or a device' });
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
    const limit = this.#entryCount > maxEntries ? `${maxEntries} files and folders` : `${maxMiB} MiB`;
    if (this.#entryCount <= maxEntries && this.#byteCount <= maxMiB * 1024 * 1024) return;
    throw new UsageError(`${this.#given} holds more than ${limit}: is this the right folder? Give the program's own one.`);
  }
}
