// Checkouts from GitHub Classroom (`<assignment>-<login>`) and Classroom 50 (`<classroom>-<assignment>-<login>`), side by side.
// The law here: what stands before the login is the same for all, and known by more than that: by the folder they lie in,
// or by what only a checkout holds.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { isArchiveName, readHead } from '../../subject/index.ts';
import { parseCsv } from '../csv.ts';
import { type ClassFolder, type Entry, type Layout, type Reading, studentOf } from './layout.ts';
import { stem } from './plain.ts';
import { add, addUnfit, emptyReading } from './submission.ts';

export const classroom: Layout = { name: 'github-classroom', fits, mayFit, read };

/** A login, or the name of a team. */
const login = /^[a-z\d][\w-]*$/i;
/** Where Classroom 50 puts the scores of its own grading. */
const isScores = ({ name, isFolder }: Entry): boolean => !isFolder && name === 'scores.csv';

const couldBe = (entry: Entry): boolean => entry.isFolder || isArchiveName(entry.name);
export const isCheckout = ({ path, isFolder }: Entry): boolean =>
  isFolder && path !== '' && ['.git', '.github', '.classroom50.yaml'].some((name) => existsSync(join(path, name)));

/** Folders that GitHub packed itself end in the name of the branch. */
const repository = (entry: Entry): string => stem(entry).replace(/-(?:main|master)$/, '');
const startsWith = (entry: Entry, prefix: string): boolean => repository(entry).toLowerCase().startsWith(prefix.toLowerCase());

function loginOf(entry: Entry, prefix: string): string | null {
  if (!couldBe(entry) || !startsWith(entry, prefix)) return null;
  const rest = repository(entry).slice(prefix.length);
  return login.test(rest) ? rest : null;
}

const countOf = ({ entries }: ClassFolder, prefix: string | null): number =>
  prefix === null ? 0 : entries.filter((entry) => isScores(entry) || loginOf(entry, prefix) !== null).length;

function fits(folder: ClassFolder): number {
  const known = prefixKnown(folder);
  if (known !== null) return countOf(folder, known);
  const checkouts = folder.entries.filter(isCheckout);
  return 2 * checkouts.length > folder.entries.length ? countOf(folder, prefixShared(checkouts)) : 0;
}

function mayFit(folder: ClassFolder): number {
  return folder.entries.length < 3 ? 0 : countOf(folder, prefixShared(folder.entries.filter(couldBe)));
}

/** From the name of the folder they were cloned into, or from what Classroom 50 has written into most of them. */
function prefixKnown({ name, entries }: ClassFolder): string | null {
  const [, cloned] = /^(.+?)[-_]submissions(?:_[\d_T]+)?$/.exec(name) ?? [];
  if (cloned !== undefined && entries.some((entry) => loginOf(entry, `${cloned}-`) !== null)) return `${cloned}-`;
  const checkouts = entries.filter(isCheckout);
  return agreedOn(
    checkouts.flatMap((entry) => writtenIn(entry) ?? []),
    checkouts.length,
  );
}

/** The student may have written it as well, so it counts only where the folder's name says the same. */
function writtenIn({ path, name }: Entry): string | null {
  const text = headOf(join(path, '.classroom50.yaml'));
  const [classroom, assignment] = ['classroom', 'assignment'].map(
    (key) => new RegExp(`^${key}: *["']?([\\w-]+)["']? *$`, 'm').exec(text)?.[1],
  );
  const prefix = `${classroom}-${assignment}-`;
  return name.toLowerCase().startsWith(prefix.toLowerCase()) ? prefix : null;
}

/** Nothing of what is not there, or no plain file. */
function headOf(file: string): string {
  try {
    return readHead(file, 4096).toString();
  } catch {
    return '';
  }
}

/** The longest beginning, up to a hyphen, that as many as possible have; more than half must have it. */
function prefixShared(entries: readonly Entry[]): string | null {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const parts = repository(entry).split('-');
    for (let length = 1; length < parts.length; length += 1) {
      const prefix = `${parts.slice(0, length).join('-')}-`;
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  const most = Math.max(0, ...counts.values());
  const longest = [...counts].filter(([, count]) => count === most).sort(([a], [b]) => b.length - a.length)[0];
  return longest !== undefined && most > 1 && 2 * most > entries.length ? longest[0] : null;
}

/** What more than half of so many say. */
function agreedOn(texts: readonly string[], count: number): string | null {
  return texts.find((text) => 2 * texts.filter((other) => other === text).length > count) ?? null;
}

function read(folder: ClassFolder): Reading {
  const reading = emptyReading();
  const prefix = prefixKnown(folder) ?? prefixShared(folder.entries.filter(couldBe)) ?? '';
  const scores = folder.entries.find(isScores);
  const late = scores?.spoiled === null ? lateIn(scores.path) : new Set<string>();
  const seen = new Map<string, string>();
  for (const entry of folder.entries) {
    const login = loginOf(entry, prefix);
    if (entry === scores) {
      reading.setAside.push({ entry: entry.name, reason: 'it holds the scores of another grading; only who was late is read' });
    } else if (login === null) {
      const reason = prefix === '' ? 'it is no checkout' : `its name does not begin with ${prefix} and go on with a login`;
      addUnfit(reading, entry, reason);
    } else {
      const student = studentOf(login, { username: login });
      const before = seen.get(login.toLowerCase());
      if (before !== undefined) {
        const reason = `${login} is there already, as ${before}: leave only what counts`;
        addUnfit(reading, entry, reason);
        continue;
      }
      seen.set(login.toLowerCase(), entry.name);
      const parts = [{ entry, name: entry.name }];
      add(reading, { students: [student], entry: entry.name, parts, late: late.has(login.toLowerCase()) });
    }
  }
  return reading;
}

/** The logins that Classroom 50 marks as late; none where its file is not as it makes it. */
function lateIn(path: string): Set<string> {
  try {
    const [header, ...rows] = parseCsv(readHead(path, 1 << 24), 'scores.csv');
    const [login, late] = ['username', 'late'].map((name) => header?.cells.indexOf(name) ?? -1);
    return new Set(rows.filter(({ cells }) => cells[late!] === 'true').map(({ cells }) => (cells[login!] ?? '').toLowerCase()));
  } catch {
    return new Set();
  }
}
