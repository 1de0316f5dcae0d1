// The private folder that one grading works in: the copy of the submission, and a home and a temporary folder for it.
// The law here: it is gone when the grading ends, whichever way this process ends.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Workspace implements AsyncDisposable {
  /** Where the submission is copied to. */
  readonly submission: string;
  /** All that a build or a program sees of the environment, but for what is its own. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #remove = (): void => remove(this.#folder);

  constructor() {
    this.#folder = mkdtempSync(join(realpathSync(tmpdir()), 'lab-'));
    process.once('exit', this.#remove);
    const [submission, home, temporary] = ['submission', 'home', 'tmp'].map((name) => join(this.#folder, name)) as [string, string, string];
    for (const folder of [submission, home, temporary]) mkdirSync(folder);
    this.submission = submission;
    this.env = { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8', USER: 'student' };
  }

  [Symbol.asyncDispose](): Promise<void> {
    process.removeListener('exit', this.#remove);
    this.#remove();
    return Promise.resolve();
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
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) unlock(join(folder, entry.name));
}
