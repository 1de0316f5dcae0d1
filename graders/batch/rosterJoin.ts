// Joins the class list to what was handed in.
// The law here: the id decides, then the user name, then the mail. A name alone counts only where nobody shares it, and that is said.
import type { HandedIn, Problem, Student } from './layouts/layout.ts';
import { type Listed, folded } from './roster.ts';

export interface Joined {
  handedIn: HandedIn[];
  problems: Problem[];
  /** Who is on the list, and of whom there is nothing, not even a problem. In the list's order. */
  nothing: Student[];
  /** Who handed in, and is not on the list. */
  unlisted: Student[];
  /** Who was joined by the name alone, and who could not be joined, each with why. */
  doubts: string[];
}

type Key = 'id' | 'username' | 'email' | 'name';
type KeysOf<T> = Record<Key, (student: T) => readonly (string | null)[]>;

const ofListed: KeysOf<Listed> = {
  id: ({ id, hasId }) => [hasId ? id : null],
  username: ({ username, github }) => [username, github],
  email: ({ email }) => [email],
  name: ({ name }) => [name],
};

/** Where students' names are all there is, a folder's name may be any of them. */
const ofHandedIn = (idIsName: boolean): KeysOf<Student> => ({
  id: ({ id }) => [id],
  username: ({ username, id }) => [username, idIsName ? id : null],
  email: ({ email, id }) => [email, idIsName ? id : null],
  name: ({ name, id }) => [name, idIsName ? id : null],
});

/**
 * @param layout as `readClass` tells it: only an LMS's ids are ids, a folder's name and a login give way to the list's
 */
export function joinRoster(
  listed: readonly Listed[],
  { layout, handedIn, problems }: { layout: string; handedIn: readonly HandedIn[]; problems: readonly Problem[] },
): Joined {
  const idIsName = layout === 'plain' || layout === 'github-classroom';
  const students = new Map([...handedIn, ...problems].flatMap((each) => each.students).map((each) => [each.id, each]));
  const doubts: string[] = [];
  const pairs = paired([...students.values()], listed, idIsName, doubts);
  const ids = new Set(students.keys());
  const filled = (student: Student): Student => {
    const found = pairs.get(student.id);
    if (found === undefined) return student;
    const { name, email, username, github } = found;
    const id = idIsName && found.hasId && (found.id === student.id || !ids.has(found.id)) ? found.id : student.id;
    return {
      id,
      name: name ?? student.name,
      email: email ?? student.email,
      username: student.username ?? username ?? github,
    };
  };
  const seen = new Set(pairs.values());
  return {
    handedIn: handedIn.map((each) => ({ ...each, students: each.students.map(filled) })),
    problems: problems.map((each) => ({ ...each, students: each.students.map(filled) })),
    nothing: listed
      .filter((each) => !seen.has(each))
      .map(({ id, name, email, username, github }) => ({ id, name, email, username: username ?? github })),
    unlisted: [...students.values()].filter(({ id }) => !pairs.has(id)),
    doubts,
  };
}

/** By the id of who handed in. Nobody is joined twice, on either side. */
function paired(students: Student[], listed: readonly Listed[], idIsName: boolean, doubts: string[]): Map<string, Listed> {
  const pairs = new Map<string, Listed>();
  const taken = new Set<Listed>();
  const keys = ofHandedIn(idIsName);
  for (const key of ['id', 'username', 'email', 'name'] as const) {
    const form = key === 'name' ? exact : folded;
    const theirs = index(students, keys[key], form);
    const ours = index(listed, ofListed[key], form);
    for (const [value, [student, ...alike]] of theirs) {
      const [found, ...others] = ours.get(value) ?? [];
      if (student === undefined || found === undefined) continue;
      if ([student, ...alike].every(({ id }) => pairs.has(id)) || [found, ...others].every((each) => taken.has(each))) continue;
      if (alike.length > 0 || others.length > 0) {
        const where = alike.length > 0 ? 'handed in' : 'on the list';
        doubts.push(`${value} was not joined by that ${key}: there is more than one ${where}`);
        continue;
      }
      const joined = `${student.id} was joined to line ${found.line} of the list by the`;
      if (key === 'name') doubts.push(`${joined} name alone, ${found.name}`);
      if (key === 'id' && callsAnother(student, found)) {
        doubts.push(`${joined} id, and is called ${student.name} here and ${found.name} there`);
      }
      pairs.set(student.id, found);
      taken.add(found);
    }
  }
  return pairs;
}

/** Compared by its letters: Canvas writes names without spaces and with the family name in front. */
function callsAnother({ name }: Student, listed: Listed): boolean {
  const letters = (text: string) => (folded(text).match(/\p{L}/gu) ?? []).sort().join('');
  return name !== null && listed.name !== null && letters(name) !== letters(listed.name);
}

const exact = (text: string): string => text.normalize('NFC').trim();

function index<T>(
  all: readonly T[],
  keysOf: (each: T) => readonly (string | null)[],
  form: (text: string) => string,
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    for (const key of new Set(keysOf(each).flatMap((value) => (value === null ? [] : form(value))))) {
      found.set(key, [...(found.get(key) ?? []), each]);
    }
  }
  return found;
}
