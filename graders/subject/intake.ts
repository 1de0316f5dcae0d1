// Takes a submission in: copies it into a private folder, so that nothing a program does there reaches the original.
// The law here: what was handed in is data. Only plain files are copied, and no link leads out of the submission.
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { UsageError } from './errors.ts';
import { copyFile, readHead } from './intakeFiles.ts';
import { type LeftOut, listSubmission } from './intakeList.ts';

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
  /** The hash of the lines `sha256  path`, sorted by path: the same files give the same hash wherever they lie. */
  sha256: string;
  /** Sorted by path. */
  files: SourceFile[];
  /** What was not copied, and why. */
  leftOut: LeftOut[];
}

const textBytes = 256 * 1024;

/**
 * Copies a folder or a single source file into `into`, an empty folder that the caller made and will remove.
 * @throws UsageError
 */
export async function takeIn(path: string, into: string): Promise<Submission> {
  const root = realpathSync(into);
  const listed = listSubmission(path);
  for (const folder of listed.folders) mkdirSync(join(root, folder));

  const manifest = createHash('sha256');
  const files = listed.files.map((file): SourceFile => {
    const copy = join(root, file.path);
    manifest.update(`${copyFile(file, copy)}  ${file.path}\n`);
    return { path: file.path, executable: file.executable, read: once(() => readHead(copy, textBytes).toString()) };
  });
  if (files.length === 0) {
    const why = listed.leftOut.map((each) => `${each.path}: ${each.why}`).join('; ');
    throw new UsageError(
      `${path} holds no file to grade${why && ` (${why})`}. Give the folder with the program's source, or its one file.`,
    );
  }
  return { name: nameOf(path), root, sha256: manifest.digest('hex'), files, leftOut: listed.leftOut };
}

/** Without control characters: they would reach a terminal. */
function nameOf(path: string): string {
  return basename(resolve(path)).replaceAll(/\p{Cc}/gu, '?');
}

function once(read: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= read());
}
