// The folder that an archive is unpacked into, and the rules that hold there for every kind of archive.
// The law here: each entry becomes a new plain file or folder below that folder, or nothing. Links are made after
// everything else, so nothing is ever written through one. Sizes are counted as bytes come, not as they are declared.
import { closeSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { leadsOut, partsOf, quoted, tooLong } from './archiveNames.ts';
import { UsageError } from './errors.ts';
import { type LeftOut, isIgnored, limits, notPlain, shownName, unreadable, unreadableName } from './intakeList.ts';

const maxRatio = 100;
const ratioFreeBytes = 1024 * 1024;
const toFillADisk = `to more than ${maxRatio} times its own size, as an archive does that is made to fill a disk`;
const itsOwnFiles = "Pack only the program's own files, and hand that in.";

/** How much an archive may hold. */
export interface Extent {
  entries: number;
  mebibytes: number;
  /** Leaves a bad entry out and goes on, for an archive that others have put their work into; else it ends everything. */
  spares: boolean;
}

/** What is wrong with one entry, and says nothing about the others. */
class BadEntry extends UsageError {
  readonly found: string;

  constructor(archive: string, name: string, found: string, todo: string) {
    super(`${archive} cannot be used: its entry ${quoted(name)} ${found}. ${todo}`);
    this.found = found;
  }
}

export class Unpacking {
  readonly leftOut: LeftOut[] = [];
  /** The entries that were bad, where the others are spared. Their names are not to be used as paths. */
  readonly spoiled: LeftOut[] = [];
  readonly root: string;
  readonly #archive: string;
  readonly #archiveBytes: number;
  /** What there is, by its name in the form in which no two may be the same. */
  readonly #taken = new Map<string, { path: string; isFolder: boolean }>();
  readonly #links: { path: string; target: string }[] = [];
  readonly #extent: Extent;
  #open: { descriptor: number; path: string } | undefined;
  #entryCount = 0;
  #byteCount = 0;

  /** @param root is empty, and private */
  constructor(root: string, archive: { path: string; byteCount: number }, extent: Extent) {
    this.root = root;
    this.#extent = extent;
    this.#archive = archive.path;
    this.#archiveBytes = archive.byteCount;
  }

  get maxEntries(): number {
    return this.#extent.entries;
  }

  refuse(found: string, todo = itsOwnFiles): never {
    throw new UsageError(`${this.#archive} cannot be used: ${found}. ${todo}`);
  }

  refuseEntry(name: string, found: string, todo = itsOwnFiles): never {
    throw this.badEntry(name, found, todo);
  }

  badEntry(name: string, found: string, todo: string): UsageError {
    return new BadEntry(this.#archive, name, found, todo);
  }

  /** What has gone wrong with an entry: ends everything, unless it is about that entry alone and the others are spared. */
  spare(name: string, error: unknown): void {
    if (!this.#extent.spares || !(error instanceof BadEntry)) throw error;
    const half = this.#open?.path;
    this.close();
    if (half !== undefined) rmSync(half);
    this.spoiled.push({ path: shownName(name), why: error.found });
  }

  /** What an entry says of itself. Where others are spared, one that is made to fill a disk must be known before it does. */
  promised(name: string, byteCount: number, packedBytes: number): void {
    if (!this.#extent.spares) return;
    if (byteCount > limits.mebibytes * 1024 * 1024) this.refuseEntry(name, `holds more than ${limits.mebibytes} MiB`);
    if (byteCount > Math.max(ratioFreeBytes, maxRatio * packedBytes)) this.refuseEntry(name, `unpacks ${toFillADisk}`);
  }

  /** Where an entry belongs; `null` for one that nobody needs, or that cannot have a place. */
  place(name: string): string | null {
    const wrong = leadsOut(name);
    if (wrong !== null) this.refuseEntry(name, wrong, "Pack the program's folder by its plain name.");
    const parts = partsOf(name);
    if (parts.length === 0 || parts.some(isIgnored)) return null;
    const long = tooLong(parts);
    if (long !== null) this.refuseEntry(name, long);
    const path = parts.join('/');
    if (!parts.some((part) => unreadableName.test(part))) return path;
    this.#leave(path, unreadable);
    return null;
  }

  folder(path: string): void {
    if (this.#claim(path, true)) mkdirSync(join(this.root, path), 0o700);
  }

  /** Begins a file; `write` and `close` are about the one that was begun last. */
  file(path: string, executable: boolean): void {
    this.#claim(path, false);
    const to = join(this.root, path);
    this.#open = { descriptor: openSync(to, 'wx', executable ? 0o755 : 0o644), path: to };
  }

  write(bytes: Buffer): void {
    if (this.#open !== undefined) writeFileSync(this.#open.descriptor, bytes);
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.descriptor);
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
    if (wrong !== null) this.refuseEntry(path, `is a link to ${quoted(name)}, which ${wrong}`);
    this.link(path, posix.relative(posix.dirname(path), partsOf(name).join('/')));
  }

  special(path: string): void {
    this.#leave(path, notPlain);
  }

  /** Bytes that came out of the archive, whatever becomes of them. */
  count(byteCount: number): void {
    this.#byteCount += byteCount;
    const { mebibytes, spares } = this.#extent;
    if (this.#byteCount > mebibytes * 1024 * 1024) this.refuse(`it holds more than ${mebibytes} MiB when unpacked`);
    if (spares) return; // `promised` has looked at each
    if (this.#byteCount > Math.max(ratioFreeBytes, maxRatio * this.#archiveBytes)) this.refuse(`it unpacks ${toFillADisk}`);
  }

  finish(): void {
    for (const { path, target } of this.#links) {
      if (target === '' || target.includes('\0') || Buffer.byteLength(target) > 1024)
        this.#leave(path, 'it is a link to nowhere');
      else symlinkSync(target, join(this.root, path));
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
      this.refuseEntry(path, `is the same name as ${quoted(other.path)} on some systems`, 'Rename one, and pack it again.');
    }
    if (isFolder && other.isFolder) return false;
    const twice = isFolder === other.isFolder ? 'is there twice' : 'is there as a file and as a folder';
    return this.refuseEntry(path, twice, 'Pack it anew, into an archive that is not there yet.');
  }

  #leave(path: string, why: string): void {
    this.#countEntry();
    this.leftOut.push({ path: shownName(path), why });
  }

  #countEntry(): void {
    this.#entryCount += 1;
    const { entries } = this.#extent;
    if (this.#entryCount > entries) this.refuse(`it holds more than ${entries} files and folders`);
  }
}
