// Makes one path of a submission, for those that take in one.
// The law here: a file gets the name that its student gave it, for programs name their files.
import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';

import { UsageError, copyFile, isArchiveName } from '../subject/index.ts';
import type { HandedIn } from './layouts/layout.ts';

/**
 * The path of a submission that is in one place and named as it was; else that of a new folder below `into`, with copies, and
 * called as the submission is.
 * @throws UsageError
 */
export function gathered({ entry, paths, names }: HandedIn, into: string): string {
  const [only, ...others] = paths;
  if (only === undefined) throw new Error('a submission of nothing');
  if (others.length === 0 && (basename(only) === names[0] || lstatSync(only).isDirectory())) return only;
  const folder = join(mkdtempSync(join(into, 'gathered-')), entry); // a report shows the last part of a path
  mkdirSync(folder);
  for (const [i, from] of paths.entries()) {
    const stats = lstatSync(from);
    if (!stats.isFile()) throw new UsageError(`${from} is no plain file any more: hand it in again.`);
    const path = names[i]!;
    copyFile({ path, from, executable: (stats.mode & 0o111) !== 0, byteCount: stats.size }, join(folder, path));
  }
  // An archive in a folder would not be looked into.
  return others.length === 0 && isArchiveName(names[0]!) ? join(folder, names[0]!) : folder;
}
