// Takes a submission in: copies it into a private folder, so that nothing a program does there reaches the original.
// The law here: what was handed in is data. Only plain files are copied, and no link leads out of the submission. An archive
// counts as the folder that it unpacks to.
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { unpack } from './archive.ts';
import { isArchiveName } from './archiveKind.ts';
import { UsageError } from './errors.ts';
import { copyFile, readHead } from './intakeFiles.ts';
import { type LeftOut, type ListedFile, listSubmission } from './intakeList.ts';

/** One file of a submission, as it lies in the copy. */
export interface SourceFile {
  /** Relative to the submission's root, with `/`. */
  path: string;
  executable: boolean;
  /** The first 256 KiB as text; what is not UTF-8 becomes U+FFFD. Read from the disk once. */
  read: () => string;
}

export interface Submission {
  /** The last part of the path that was given. */
  name: string;
  /** The private folder. A folder that holds nothing but one folder is entered: that one's files lie right here. */
  root: string;
  /** The hash of the lines `sha256  path`, sorted by path: the same files give the same hash wherever they lie, packed or not. */
  sha256: string;
  /** Sorted by path. */
  files: SourceFile[];
  /** What was not copied, and why. */
  leftOut: LeftOut[];
}

const textBytes = 256 * 1024;

/**
 * Copies a folder, a single source file or what is in an archive into `into`, an empty folder that the caller made and will remove.
 * @throws UsageError, and leaves nothing of an archive behind
 */
export async function takeIn(path: string, into: string): Promise<Submission> {
  const root = realpathSync(into);
  const unpacked = await unpack(path, root);
  try {
    const listed = listSubmission(path, unpacked?.folder);
    const leftOut = [...(unpacked?.leftOut ?? []), ...listed.leftOut];
    mustHoldSomething(path, listed.files, leftOut);
    for (const folder of listed.folders) mkdirSync(join(root, folder));

    const manifest = createHash('sha256');
    const files = listed.files.map((file): SourceFile => {
      const copy = join(root, file.path);
      manifest.update(`${copyFile(file, copy)}  ${file.path}\n`);
      return { path: file.path, executable: file.executable, read: once(() => readHead(copy, textBytes).toString()) };
    });
    return { name: nameOf(path), root, sha256: manifest.digest('hex'), files, leftOut };
  } finally {
    unpacked?.remove();
  }
}

function mustHoldSomething(path: string, files: readonly ListedFile[], leftOut: readonly LeftOut[]): void {
  if (files.length === 0) {
    const why = leftOut.slice(0, 3).map((each) => `${each.path}: ${each.why}`);
    const because = why.length > 0 ? ` (${why.join('; ')})` : '';
    throw new UsageError(`${path} holds no file to grade${because}. Give the folder with the program's source, or its one file.`);
  }
  if (files.every((file) => isArchiveName(file.path))) {
    const names = files.slice(0, 3).map((file) => file.path);
    throw new UsageError(
      `${path} holds nothing but archives (${names.join(', ')}), and they are not looked into. Hand in the one that is meant.`,
    );
  }
}

/** Without control characters: they would reach a terminal. */
function nameOf(path: string): string {
  return basename(resolve(path)).replaceAll(/\p{Cc}/gu, '?');
}

function once(read: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= read());
}
