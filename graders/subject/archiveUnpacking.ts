// The folder that an archive is unpacked into, and the rules that hold there for every kind of archive.
// The law here: each entry becomes a new plain file or folder below that folder, or nothing. Links are made after
// everything else, so nothing is ever written through one. Sizes are counted as bytes come, not as they are declared.
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { leadsOut, partsOf, quoted, tooLong } from './archiveNames.ts';
import { UsageError } from './errors.ts';
import { type LeftOut, isIgnored, limits, notPlain, shownName, unreadable, unreadableName } from './intakeList.ts';

const maxRatio = 100;
const ratioFreeBytes = 1024 * 1024;

export class Unpacking {
  readonly leftOut: LeftOut[] = [];
  readonly #archive: string;
  readonly #archiveBytes: number;
  readonly #folder: string;
  /** What there is, by its name in the form in which no two may be the same. */
  readonly #taken = new Map<string, { path: string; isFolder: boolean }>();
  readonly #links: { path: string; target: string }[] = [];
  #open: number | undefined;
  #entryCount = 0;
  #byteCount = 0;

  /** @param folder is empty, and private */
  constructor(folder: string, archive: { path: string; byteCount: number }) {
    this.#folder = folder;
    this.#archive = archive.path;
    this.#archiveBytes = archive.byteCount;
  }

  refuse(found: string, todo = "Pack only the program's own files, and hand that in."): never {
    throw new UsageError(`${this.#archive} cannot be used: ${found}. ${todo}`);
  }

  /** Where an entry belongs; `null` for one that nobody needs, or that cannot have a place. */
  place(name: string): string | null {
    const wrong = leadsOut(name);
    if (wrong !== null) this.refuse(`its entry ${quoted(name)} ${wrong}`, "Pack the program's folder by its plain name.");
    const parts = partsOf(name);
    if (parts.length === 0 || parts.some(isIgnored)) return null;
    const long = tooLong(parts);
    if (long !== null) this.refuse(`its entry ${quoted(name)} ${long}`);
    const path = parts.join('/');
    if (!parts.some((part) => unreadableName.test(part))) return path;
    this.#leave(path, unreadable);
    return null;
  }

  folder(path: string): void {
    if (this.#claim(path, true)) mkdirSync(join(this.#folder, path), 0o700);
  }

  /** Begins a file; `write` and `close` are about the one that was begun last. */
  file(path: string, executable: boolean): void {
    this.#claim(path, false);
    this.#open = openSync(join(this.#folder, path), 'wx', executable ? 0o755 : 0o644);
  }

  write(bytes: Buffer): void {
    if (this.#open !== undefined) writeFileSync(this.#open, bytes);
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open);
    this.#open = undefined;
  }

  /** It will count as the file it leads to, if that is in the archive: the same as in a folder that is handed in. */
  link(path: string, target: string): void {
    this.#claim(path, false);
    this.#links.push({ path, target });
  }

  /** Another name of a file that is in the archive. */
  hardLink(path: string, name: string): void {
    const wrong = leadsOut(name);
    if (wrong !== null) this.refuse(`its entry ${quoted(path)} is a link to ${quoted(name)}, which ${wrong}`);
    this.link(path, posix.relative(posix.dirname(path), partsOf(name).join('/')));
  }

  special(path: string): void {
    this.#leave(path, notPlain);
  }

  /** Bytes that came out of the archive, whatever becomes of them. */
  count(byteCount: number): void {
    this.#byteCount += byteCount;
    if (this.#byteCount > limits.mebibytes * 1024 * 1024) this.refuse(`it holds more than ${limits.mebibytes} MiB when unpacked`);
    if (this.#byteCount > Math.max(ratioFreeBytes, maxRatio * this.#archiveBytes)) {
      this.refuse(`it unpacks to more than ${maxRatio} times its own size, as an archive does that is made to fill a disk`);
    }
  }

  finish(): void {
    for (const { path, target } of this.#links) {
      if (target === '' || target.includes('\0') || Buffer.byteLength(target) > 1024)
        this.#leave(path, 'it is a link to nowhere');
      else symlinkSync(target, join(this.#folder, path));
    }
  }

  /** @returns whether it is new; a folder may be named again and again */
  #claim(path: string, isFolder: boolean): boolean {
    const parent = posix.dirname(path);
    if (parent !== '.') this.folder(parent);
    const key = path.normalize('NFC').toLowerCase();
    const other = this.#taken.get(key);
    if (other === undefined) {
      this.#countEntry();
      this.#taken.set(key, { path, isFolder });
      return true;
    }
    if (other.path !== path) {
      this.refuse(
        `its entries ${quoted(other.path)} and ${quoted(path)} are one name on some systems`,
        'Rename one, and pack it again.',
      );
    }
    if (isFolder && other.isFolder) return false;
    const twice = isFolder === other.isFolder ? 'is there twice' : 'is there as a file and as a folder';
    return this.refuse(`its entry ${quoted(path)} ${twice}`, 'Pack it anew, into an archive that is not there yet.');
  }

  #leave(path: string, why: string): void {
    this.#countEntry();
    this.leftOut.push({ path: shownName(path), why });
  }

  #countEntry(): void {
    this.#entryCount += 1;
    if (this.#entryCount > limits.entries) this.refuse(`it holds more than ${limits.entries} files and folders`);
  }
}
