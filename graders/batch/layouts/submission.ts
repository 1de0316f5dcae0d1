// Makes one submission of the files that belong to it.
// The law here: an archive among documents is the program. Else everything that was handed in is, and nothing is chosen for the student.
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

import { isArchiveName } from '../../subject/index.ts';
import { visible } from './entries.ts';
import type { Entry, Reading, Student } from './layout.ts';

interface Part {
  entry: Entry;
  /** What the student called it. */
  name: string;
}

interface Group {
  students: readonly Student[];
  /** What its entries are called together. */
  entry: string;
  /** Never none. */
  parts: readonly Part[];
  late: boolean;
}

/** What is handed in beside programs, and is none. */
const document =
  /\.(?:pdf|docx?|odt|rtf|txt|md|html?|csv|xlsx?|ods|pptx?|odp|png|jpe?g|gif|webp|bmp|svg|heic|mp4|mkv|mov|url|webloc)$/i;
export const isDocument = (name: string): boolean => document.test(name);

export const emptyReading = (): Reading => ({ handedIn: [], problems: [], setAside: [] });

/** Adds a submission to what has been read. */
export function add(reading: Reading, { students, entry, parts, late }: Group): void {
  const spoiled = parts.filter((part) => part.entry.spoiled !== null);
  if (spoiled.length > 0) {
    addProblem(reading, { students, parts: [...new Set([...spoiled, ...parts])], reason: spoiled[0]!.entry.spoiled! });
    return;
  }
  const programs = parts.filter((part) => part.entry.isFolder || !isDocument(part.name));
  const [only, ...others] = programs;
  const isOne = only !== undefined && others.length === 0 && (only.entry.isFolder || isArchiveName(only.name));
  if (!isOne && parts.some((part) => part.entry.isFolder)) {
    const names = parts.map((part) => part.name).join(', ');
    addProblem(reading, { students, parts, reason: `there is more than one folder or archive (${names}): hand in one` });
    return;
  }
  const taken = isOne ? [only] : parts;
  for (const part of parts) {
    if (!taken.includes(part)) reading.setAside.push({ entry: part.entry.name, reason: 'it is a document beside the program' });
  }
  const found = taken.map((part) => (part.entry.isFolder ? within(part) : { path: part.entry.path, name: part.name }));
  reading.handedIn.push({
    students,
    entry,
    paths: found.map(({ path }) => path),
    names: found.map(({ name }) => name),
    late,
  });
}

/** An entry that the layout has no place for. */
export const addUnfit = (reading: Reading, { name, spoiled }: Entry, reason: string): void => {
  reading.problems.push({ entry: name, reason: spoiled ?? reason, students: [] });
};

/** One problem, told of the first; so that a student has only one. */
export function addProblem(
  reading: Reading,
  { students, parts, reason }: { students: readonly Student[]; parts: readonly { entry: Entry }[]; reason: string },
): void {
  const [first, ...others] = parts.map(({ entry }) => entry.name);
  reading.problems.push({ entry: first!, reason, students });
  for (const entry of others) reading.setAside.push({ entry, reason: `it belongs to ${first}, which is a problem` });
}

/** The folder, or the one archive in it, when there are only documents beside that. */
function within({ entry, name }: Part): { path: string; name: string } {
  for (let folder = entry.path; ;) {
    const [only, ...others] = readable(folder).filter((found) => found.isDirectory() || !isDocument(found.name));
    if (only === undefined || others.length > 0) break;
    if (isPlainArchive(only)) return { path: join(folder, only.name), name: only.name };
    if (!only.isDirectory()) break;
    folder = join(folder, only.name);
  }
  return { path: entry.path, name };
}

/** Of a folder that may not be read nothing is known; whoever takes it in says so. */
function readable(folder: string): Dirent[] {
  try {
    return visible(folder);
  } catch {
    return [];
  }
}

const isPlainArchive = (found: Dirent): boolean => found.isFile() && isArchiveName(found.name);
