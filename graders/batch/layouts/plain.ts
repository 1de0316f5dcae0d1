// Submissions as a person lays them down: a folder, an archive or a file for each student, called after the student.
// The law here: the name is the id. Where two would be the same without their endings, they keep them.
import { isArchiveName } from '../../subject/index.ts';
import { type ClassFolder, type Entry, type Layout, type Reading, studentOf } from './layout.ts';
import { add, addUnfit, emptyReading, isDocument } from './submission.ts';

export const plain: Layout = { name: 'plain', fits: () => 0, read };

function read({ entries }: ClassFolder): Reading {
  const reading = emptyReading();
  const programs = entries.filter((entry) => entry.isFolder || !isDocument(entry.name));
  const taken = new Map<string, number>();
  for (const entry of programs) {
    for (const name of new Set([entry.name, stem(entry)])) taken.set(name, (taken.get(name) ?? 0) + 1);
  }
  for (const entry of entries) {
    if (!programs.includes(entry)) {
      addUnfit(reading, entry, 'it is a document, not a program');
      continue;
    }
    const id = taken.get(stem(entry)) === 1 ? stem(entry) : entry.name;
    add(reading, { students: [studentOf(id)], entry: entry.name, parts: [{ entry, name: entry.name }], late: false });
  }
  return reading;
}

/** Its name without the ending that tells what kind of file it is. */
export function stem({ name, isFolder }: Entry): string {
  if (isFolder) return name;
  return name.replace(isArchiveName(name) ? /(.)(?:\.tar)?\.\w+$/su : /(.)\.\w{1,5}$/su, '$1');
}
