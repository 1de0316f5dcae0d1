// The private folder that one grading works in: the copy of the submission, and a home and a temporary folder for it.
// The law here: it is gone when the grading ends, whichever way this process ends.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Workspace implements AsyncDisposable {
  /** Where the submission is copied to. */
  readonly submission: string;
  /** All that a build or a program sees of the environment, but for what is its own. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });

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
    try {
      this.#remove();
    } catch {
      // what cannot be removed (a file made immutable, a full disk) must not hide the report
    }
    return Promise.resolve();
  }
}
