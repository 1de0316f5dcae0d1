// What the submissions of a class are read into, and what a layout is: a way in which an LMS or a person lays them down.
// The law here: nothing is dropped silently. Each entry ends up handed in, as a problem with its reason, or set aside.

export interface Student {
  /** As the LMS knows it: Moodle's unique id, Canvas's user id, Gradescope's sid, a GitHub login; else the folder's name. */
  id: string;
  name: string | null;
  email: string | null;
  username: string | null;
}

export interface HandedIn {
  /** More than one where a team handed in together; never none. */
  students: readonly Student[];
  /** As the archive or folder names it; what several files have in common. */
  entry: string;
  /** The folder, the archive or the files that are the submission; never none. `gathered` makes one path of them. */
  paths: readonly string[];
  /** What the student called each of them. */
  names: readonly string[];
  late: boolean;
}

interface Aside {
  entry: string;
  reason: string;
}

export interface Problem extends Aside {
  /** Whose it is, where that is known. */
  students: readonly Student[];
}

/** Something that lies directly in the class's folder. */
export interface Entry {
  name: string;
  /** Empty where it is not there, or is not to be opened. */
  path: string;
  isFolder: boolean;
  /** Why it cannot be used, itself or something in it, where that is known already. */
  spoiled: string | null;
}

export interface ClassFolder {
  /** As the person wrote it. */
  given: string;
  /** Of the folder or archive in which the submissions lie, without `.zip`. */
  name: string;
  /** Sorted by name; without what systems and editors leave behind. */
  entries: readonly Entry[];
}

export interface Reading {
  handedIn: HandedIn[];
  problems: Problem[];
  /** Older files that a later one replaces, and documents beside a program. */
  setAside: Aside[];
}

export interface Layout {
  name: string;
  /** How many entries have its shape and nothing else's. */
  fits: (folder: ClassFolder) => number;
  /** How many entries may have it, which nothing but the person can know. */
  mayFit?: (folder: ClassFolder) => number;
  /** @throws UsageError where it cannot be that layout at all */
  read: (folder: ClassFolder) => Reading | Promise<Reading>;
}

export const studentOf = (id: string, known: Partial<Student> = {}): Student => ({
  id,
  name: null,
  email: null,
  username: null,
  ...known,
});
