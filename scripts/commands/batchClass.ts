// Who is in the class and what each has handed in, from a folder or an archive, and the class list.
// The law here: nobody is left out: who handed in nothing, or what cannot be read, is listed with the reason.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type HandedIn, type Listed, fileNameOf, joinRoster, parseRoster, readClass } from '../../graders/batch/class.ts';
import { UsageError } from '../../graders/subject/index.ts';

export interface Class {
  listed: Listed[];
  /** By the names of their results. */
  handedIn: Map<string, HandedIn>;
  layout: string;
  notes: string[];
}

export interface ClassAsked {
  /** How it is laid down, where that is not to be found out. */
  layout?: string;
  /** The file of the class list. */
  roster?: string;
}

/** @param scratch a folder for what is unpacked @throws UsageError */
export async function classOf(path: string, scratch: string, { layout: forced, roster }: ClassAsked): Promise<Class> {
  const into = join(scratch, 'class');
  mkdirSync(into);
  const read = await readClass(path, into, forced);
  const { layout, doubts, setAside } = read;
  const joined = roster === undefined ? { ...read, nothing: [], unlisted: [], doubts: [] } : joinRoster(readRoster(roster), read);
  const handedIn = new Map<string, HandedIn>();
  const listed: Listed[] = [];
  for (const one of joined.handedIn) {
    const { students, entry: submission, late } = one;
    const name = nameBeside(handedIn, students.map((student) => student.id).join('+'));
    handedIn.set(name, one);
    listed.push({ name, students, submission, late, problem: null });
  }
  for (const { students, entry, reason } of joined.problems)
    listed.push({
      name: null,
      students: students.length > 0 ? students : [unknown(entry)],
      submission: entry,
      late: false,
      problem: reason,
    });
  for (const student of joined.nothing)
    listed.push({ name: null, students: [student], submission: null, late: false, problem: null });
  const unlisted = joined.unlisted.map(({ id }) => `${id} handed in, and is not on the list`);
  const aside = setAside.map(({ entry, reason }) => `${entry}: set aside, ${reason}`);
  return { listed, handedIn, layout, notes: [...doubts, ...joined.doubts, ...unlisted, ...aside] };
}

/** @throws UsageError */
function readRoster(file: string) {
  try {
    return parseRoster(readFileSync(file), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UsageError(`--roster ${file}: cannot be read (${code})`);
  }
}

const unknown = (entry: string) => ({ id: entry, name: null, email: null, username: null });

function nameBeside(taken: ReadonlyMap<string, unknown>, id: string): string {
  const name = fileNameOf(id);
  let free = name;
  for (let i = 2; taken.has(free); i += 1) free = `${name}~${i}`;
  return free;
}
