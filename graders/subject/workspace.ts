// The private folder that one grading works in: the copy of the submission, and a home and a temporary folder for it.
// The law here: it is gone when the grading ends, whichever way this process ends. (A slot's goes with the slot's disk.)
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { atExit } from './atExit.ts';

export class Workspace implements AsyncDisposable {
  /** Where the submission is copied to. */
  readonly submission: string;
  /** Where the grader makes files of its own that the program is told of. */
  readonly files: string;
  /** All that a build or a program sees of the environment, but for what is its own. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #remove: () => void;
  readonly #forget: () => void;

  /** @param folder an empty one that somebody else will remove; else one is made */
  constructor(folder?: string) {
    this.#folder = folder ?? mkdtempSync(join(realpathSync(tmpdir()), 'lab-'));
    this.#remove = folder === undefined ? () => remove(this.#folder) : () => {};
    this.#forget = atExit(this.#remove);
    const folders = ['submission', 'home', 'tmp', 'files'].map((name) => join(this.#folder, name));
    for (const each of folders) mkdirSync(each, { recursive: true }); // a slot has made one
    const [submission, home, temporary, files] = folders as [string, string, string, string];
    this.submission = submission;
    this.files = files;
    this.env = {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      USER: 'student',
    };
  }

  /** Removes, each time it is called, what has come since: the files (of pids, locks, logs) that a killed program leaves, also beside the submission. */
  sweeper(): () => void {
    const folders = [this.submission, this.env['HOME']!, this.env['TMPDIR']!];
    const entries = () => [...folders.flatMap(entriesOf), ...readdirSync(this.#folder).map((name) => join(this.#folder, name))];
    const known = new Set(entries());
    return () => {
      for (const entry of entries()) if (!known.has(entry)) remove(entry);
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    this.#remove();
    return Promise.resolve();
  }
}

/** What a language keeps there to start faster is no state of the program's own. */
const caches = new Set(['__pycache__', 'node_modules']);

/** The paths of all that is in a folder, those below it included. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (caches.has(entry.name)) return [];
      return entry.isDirectory() ? [path, ...entriesOf(path)] : [path];
    });
  } catch {
    return []; // it has gone, or the program has locked it
  }
}

function remove(folder: string): void {
  const removeAll = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    removeAll();
  } catch {
    try {
      unlock(folder);
      removeAll();
    } catch {
      // what cannot be removed (a file made immutable, a disk at fault) must not hide the report
    }
  }
}

/** A program may have taken away its own right to write into a folder, and so the right to remove what is in it. */
function unlock(folder: string): void {
  if (!lstatSync(folder).isDirectory()) return; // a link's mode is that of what it leads to
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) unlock(join(folder, entry.name));
}
