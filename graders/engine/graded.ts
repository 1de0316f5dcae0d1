// The student's program, on whichever side of the protocol it stands: how far it has got, and the files in its folder.
// The law here: a file that a check lays there is laid anew, never written through what lies there; and a file that the program
// may still be writing is looked at again until it is shown that it does nothing more.
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { type FileFacts, fileFacts } from '../subject/index.ts';
import type { Client } from './client.ts';
import type { Trial } from './trial.ts';

export class Graded {
  protected readonly trial: Trial;
  readonly #temporary: string;
  /** Folders outside: as the program sees them, and where they are. */
  readonly #outside = new Map<string, string>();

  /** @param temporary the program's folder for temporary files */
  constructor(trial: Trial, temporary: string) {
    this.trial = trial;
    this.#temporary = temporary;
  }

  /**
   * Waits until the program has accepted these clients, has read all that they sent, and rests, however long that takes it
   * while bytes move; of one that never rests, until it has accepted and read. What comes next, comes alone.
   */
  async catchesUp(clients: readonly Client[]): Promise<void> {
    const { silence, before = silence.baseline() } = this.trial;
    const outcome = await silence.untilTaken(
      before,
      clients.flatMap(({ sockets }) => sockets),
    );
    this.trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
  }

  /**
   * Waits until the program has done what it has to do for now, but not long: what follows shows whether it matters.
   * @returns whether it has
   */
  rests(withinMs?: number): Promise<boolean> {
    return this.trial.silence.rests(withinMs);
  }

  /**
   * A regular file that the program has written; `undefined` where there is none.
   * @param path from the working directory, or in a folder of `folderOutside`
   */
  file(path: string): FileFacts | undefined {
    return fileFacts(this.#ours(path));
  }

  /** The names of the regular files in a folder, a path as `file` takes it. */
  files(folder: string): string[] {
    const entries = readdirSync(this.#ours(folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /**
   * As `file`, of a program that may still be writing it.
   * @param isEnough while this is not so it is looked at again, until the program is shown to do nothing more by itself
   */
  async keeps(path: string, isEnough: (found: FileFacts | undefined) => boolean): Promise<FileFacts | undefined> {
    await this.trial.silence.rests();
    return this.lookedAt(
      () => this.file(path),
      isEnough,
      (found) => found?.size ?? 0,
    );
  }

  /** Lays a file into the program's working directory. Once the program has ended it is gone again. */
  hasFile(name: string, data: Uint8Array): void {
    const path = this.#ours(name);
    rmSync(path, { force: true }); // a link may lie there, and lead anywhere
    writeFileSync(path, data, { flag: 'wx' });
    chmodSync(path, 0o644); // in a sandbox it is read by another user
  }

  /** A new empty folder outside the working directory, as the program sees it, in which it may write though it should not. */
  folderOutside(): string {
    const ours = mkdtempSync(join(this.#temporary, 'outside-'));
    chmodSync(ours, 0o777); // in a sandbox it runs as another user
    const shown = this.trial.program.running.seenAs?.(ours) ?? ours;
    this.#outside.set(shown, ours);
    return shown;
  }

  /** @param far how far the program has got: while it gets further it has all the time it wants */
  protected async lookedAt<T>(look: () => T, isEnough: (found: T) => boolean, far: (found: T) => number): Promise<T> {
    let found = look();
    if (isEnough(found)) return found;
    const { silence } = this.trial;
    const outcome = await silence.until(
      () => isEnough((found = look())),
      silence.baseline(),
      [],
      () => 'verdict',
      { progress: () => far(found) },
    );
    this.trial.restsOn(outcome === 'done' ? 'bytes' : outcome);
    return found;
  }

  #ours(path: string): string {
    const outside = [...this.#outside].find(([shown]) => path === shown || path.startsWith(`${shown}/`));
    const ours = outside === undefined ? path : join(outside[1], path.slice(outside[0].length));
    return resolve(this.trial.program.folder, ours);
  }
}
