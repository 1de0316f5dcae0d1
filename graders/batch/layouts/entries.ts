// Opens what a class handed in, a folder or an archive, and lists what lies in it.
// The law here: names and kinds only. No link is followed, and an entry that cannot be used stays in the list with its reason.
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { UsageError, explained, isIgnored, shownName, unpack, unreadable, unreadableName } from '../../subject/index.ts';
import type { ClassFolder, Entry, Problem } from './layout.ts';

/** What a class may hold: a thousand students with what a large program takes. */
const classExtent = { entries: 500_000, mebibytes: 2000, spares: true };

/** A student may be called `.net`: what an LMS says is a submission is none. */
const junk = /^(?:\.(?!.*_\d+_assignsubmission_)|~\$|thumbs\.db$|ehthumbs\.db$|desktop\.ini$)/is;
const isJunk = (name: string): boolean => isIgnored(name) || junk.test(name);

/** What lies in a folder of an entry's own, but for what nobody handed in. */
export const visible = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isJunk(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** An entry of an archive that is not there, by the parts of its name. */
interface Missing {
  parts: string[];
  why: string;
  /** Where its folder is there all the same, nothing that counts is missing of that. */
  isSpare: boolean;
}

interface Level {
  name: string;
  /** How many folders were entered. */
  depth: number;
  entries: Entry[];
  missing: Missing[];
}

export interface OpenClass extends ClassFolder {
  /** Entries whose names lead elsewhere, so that they belong to nobody. */
  astray: Problem[];
  /** The folder that was entered because it is all there is; `null` where none was. */
  entered: string | null;
}

/**
 * @param into a folder of the caller's, for what an archive unpacks to
 * @param isSubmission whether a folder that lies alone is one submission, and not a folder of them
 * @throws UsageError
 */
export async function openClass(path: string, into: string, isSubmission: (entry: Entry) => boolean): Promise<OpenClass> {
  const unpacked = await unpack(path, realpathSync(into), classExtent);
  try {
    const folder = unpacked?.folder ?? folderAt(path);
    const { missing, astray } = parted(unpacked?.spoiled ?? [], false);
    missing.push(...parted(unpacked?.leftOut ?? [], true).missing);
    const name = basename(resolve(path));
    const start = levelOf(unpacked ? name.replace(/(?:\.tar)?\.\w+$/, '') : name, folder, missing);
    const level = submissionsIn(start, isSubmission);
    // A bad entry that would have been where that folder is, or one around it, is nobody's.
    const lost = missing.filter(({ parts }) => level.depth >= parts.length);
    astray.push(...lost.map(({ parts, why }) => ({ entry: parts.join('/'), reason: sentence(why), students: [] })));
    const entered = level === start ? null : level.name;
    return { given: path, name: level.name, entries: level.entries, astray, entered };
  } catch (error) {
    throw explained(error, path);
  }
}

function folderAt(path: string): string {
  const folder = realpathSync(resolve(path));
  if (statSync(folder).isDirectory()) return folder;
  throw new UsageError(
    `${path} is neither a folder nor an archive. Give the folder or the .zip with the submissions of a class.`,
  );
}

function parted(entries: readonly { path: string; why: string }[], isSpare: boolean): { missing: Missing[]; astray: Problem[] } {
  const missing: Missing[] = [];
  const astray: Problem[] = [];
  for (const { path, why } of entries) {
    const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    const leadsOut = /^(?:[\\/]|[a-z]:)/i.test(path) || parts.includes('..');
    if (leadsOut || parts.length === 0) astray.push({ entry: path, reason: why, students: [] });
    else missing.push({ parts, why, isSpare });
  }
  return { missing, astray };
}

function levelOf(name: string, folder: string, missing: Missing[], depth = 0): Level {
  const entries = new Map(visible(folder).map((found) => [found.name, entryOf(folder, found)]));
  const there = new Set(entries.keys());
  const reasons = new Map<string, string[]>();
  for (const { parts, why, isSpare } of missing) {
    const [top = '', ...rest] = parts;
    const isWithin = rest.length > 0;
    if (isSpare && isWithin && there.has(top)) continue;
    if (!entries.has(top)) entries.set(top, { name: top, path: '', isFolder: isWithin, spoiled: '' });
    reasons.set(top, [...(reasons.get(top) ?? []), isWithin && !isSpare ? `${rest.join('/')} ${why}` : sentence(why)]);
  }
  for (const [top, why] of reasons) entries.get(top)!.spoiled = shortened([...new Set(why)]);
  return { name, depth, entries: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), missing };
}

function entryOf(folder: string, found: Dirent): Entry {
  const isReadable = !unreadableName.test(found.name);
  const isUsable = found.isDirectory() || found.isFile();
  return {
    name: shownName(found.name),
    path: isReadable && isUsable ? join(folder, found.name) : '',
    isFolder: found.isDirectory(),
    spoiled: !isReadable ? unreadable : !isUsable ? 'it is a link, or no file at all: hand in the file' : null,
  };
}

const sentence = (why: string): string => (/^its? /.test(why) ? why : `it ${why}`);

const shortened = (reasons: string[]): string =>
  reasons.slice(0, 3).join('; ') + (reasons.length > 3 ? `; and ${reasons.length - 3} more` : '');

/** The folder itself; or, as long as a folder of submissions is all that a folder holds, that one. */
function submissionsIn(start: Level, isSubmission: (entry: Entry) => boolean): Level {
  let level = start;
  for (;;) {
    const [only, ...others] = level.entries;
    if (only === undefined) return start;
    if (others.length > 0 || isSubmission(only)) return level;
    if (!only.isFolder || only.path === '') return start;
    const within = level.missing.filter(({ parts }) => parts.length > 1);
    level = levelOf(
      only.name,
      only.path,
      within.map((each) => ({ ...each, parts: each.parts.slice(1) })),
      level.depth + 1,
    );
  }
}
