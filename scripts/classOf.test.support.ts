// Lays out a class as each LMS does, or a person: whose each submission is, whether it is late, what it replaces.
// The law here: ids are given here, and are all that a submission is known by; names are hostile.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { tarOf } from '../graders/subject/tarWriter.test.support.ts';
import { zipOf } from '../graders/subject/zipWriter.test.support.ts';
import { asFileName, hostileNames } from './classNames.test.support.ts';
import type { HandedFile, Program } from './classPrograms.test.support.ts';

export interface Person {
  id: string;
  name: string;
  username: string;
}

export interface HandedIn {
  people: readonly [Person, ...Person[]];
  program: Program;
  late: boolean;
}

export interface ClassLayout {
  /** As `lab batch` calls it. */
  layout: string;
  /** What is given to `lab batch`, below the folder where the class is laid out. */
  given: string;
  /** Whether there are lists of such a class, and so names, mails and user names. */
  hasRoster: boolean;
  /** Whether it tells who is late. */
  tellsLate?: true;
  /** Whether names stand in the names of files, as they are. */
  namesFiles?: true;
  person: (index: number) => Person;
  files: (handedIn: readonly HandedIn[]) => HandedFile[];
}

const nameOf = (index: number): string => hostileNames[index % hostileNames.length]!;
const numbered = (index: number): Person => ({ id: String(70_001 + index), name: nameOf(index), username: `user${index}` });
/** Whose name is the id: another for each, also on a second round through the names. */
const named = (index: number): Person => {
  const round = Math.floor(index / hostileNames.length);
  const name = asFileName(nameOf(index)) + (round === 0 ? '' : ` ${round}`);
  return { id: name.replaceAll(/\p{Cc}/gu, '?'), name, username: name };
};
const withLogin = (index: number): Person => ({ id: `user-${index}`, name: nameOf(index), username: `user-${index}` });

const file = (path: string, data: string | Buffer): HandedFile => ({
  path,
  data: Buffer.from(data as string),
  isExecutable: false,
});
const below = (folder: string, files: readonly HandedFile[]): HandedFile[] =>
  files.map((each) => ({ ...each, path: `${folder}/${each.path}` }));

const zipped = (files: readonly HandedFile[]): Buffer =>
  zipOf(
    files.map(({ path, data, isExecutable }) => ({ name: path, data, flags: 0x800, mode: isExecutable ? 0o100755 : 0o100644 })),
  );
const tarred = (files: readonly HandedFile[]): Buffer =>
  gzipSync(tarOf(files.map(({ path, data, isExecutable }) => ({ name: path, data, mode: isExecutable ? 0o755 : 0o644 }))));

/** Where files lie side by side: folders, and what is executable, are handed in as an archive. */
const sideBySide = (files: readonly HandedFile[]): readonly HandedFile[] =>
  files.some(({ path, isExecutable }) => path.includes('/') || isExecutable) ? [file('work.zip', zipped(files))] : files;

/** Canvas leaves letters, digits and `_` of a name. */
const sortable = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, '');

const moodleFolders =
  (who: (person: Person) => string, end: string) =>
  (handedIn: readonly HandedIn[]): HandedFile[] =>
    handedIn.flatMap(({ people: [one], program }) => below(`${who(one)}_${one.id}_assignsubmission_file${end}`, program.files));

/** Moodle makes blanks of `_`. */
const moodleName = ({ name }: Person): string => asFileName(name).replaceAll('_', ' ');

function moodleFlat(handedIn: readonly HandedIn[]): HandedFile[] {
  return handedIn.flatMap(({ people: [one], program }) =>
    sideBySide(program.files).map(({ path, data }) => file(`${moodleName(one)}_${one.id}_assignsubmission_file_${path}`, data)),
  );
}

function canvasFiles(isAnonymous: boolean) {
  return (handedIn: readonly HandedIn[]): HandedFile[] => {
    let attachment = 900;
    return handedIn.flatMap(({ people: [{ id, name }], program, late }, index) => {
      const front = isAnonymous ? `${late ? 'LATE_' : ''}anon_${id}` : `${sortable(name)}${late ? '_LATE' : ''}_${id}`;
      const files = sideBySide(program.files);
      const put = (path: string, data: Buffer) => file(`${front}_${(attachment += 1)}_${path}`, data);
      // Every other one has handed in before, what is of no use.
      const again = index % 2 === 1 && files.length === 1 ? files[0]! : null;
      if (again === null) return files.map(({ path, data }) => put(path, data));
      return [put(again.path, Buffer.from('too early')), put(again.path.replace(/\./, '-1.'), again.data)];
    });
  };
}

/** The third of each ten handed in before, what is of no use. */
function gradescopeFiles(handedIn: readonly HandedIn[]): HandedFile[] {
  const listed = handedIn.flatMap(({ people, program }, index) => {
    const last = { key: `submission_${index + 500}`, people, files: program.files, day: '2026-03-02' };
    const before = { key: `submission_${index + 100_500}`, people, files: [file('server.py', 'too early')], day: '2026-03-01' };
    return index % 10 === 2 ? [last, before] : [last];
  });
  const lines = listed.flatMap(({ key, people, day }) => [
    `${key}:`,
    '  :submitters:',
    ...people.flatMap(({ id, name, username }) => [
      `  - :name: ${JSON.stringify(name)}`,
      `    :sid: '${id}'`,
      `    :email: ${username}@example.org`,
    ]),
    `  :created_at: ${day} 10:00:00.000000000 Z`,
    '  :score: 0.0',
  ]);
  return [file('submission_metadata.yml', `${lines.join('\n')}\n`), ...listed.flatMap(({ key, files }) => below(key, files))];
}

function classroom50Files(handedIn: readonly HandedIn[]): HandedFile[] {
  const scores = handedIn.map(({ people: [{ username }], late }) => `${username},${late},0\n`);
  return [
    file('scores.csv', `username,late,score\n${scores.join('')}`),
    ...handedIn.flatMap(({ people: [{ username }], program }) =>
      below(`net-time-${username}`, [file('.classroom50.yaml', 'classroom: net\nassignment: time\n'), ...program.files]),
    ),
  ];
}

/** A .zip, a .tar.gz or the file itself, by turns; an archive that was handed in stays the one it is. */
function plainFiles(handedIn: readonly HandedIn[]): HandedFile[] {
  return handedIn.map(({ people: [{ name }], program: { files } }, index) => {
    const [only] = files;
    const ending = files.length === 1 && !only!.isExecutable ? (/\.\w{1,5}$/.exec(only!.path)?.[0] ?? '.md') : '.md';
    const isArchive = /zip|rar|docx/.test(ending);
    if (isArchive || (index % 3 === 2 && ending !== '.md')) return file(name + ending, only!.data);
    return index % 3 === 1 ? file(`${name}.tar.gz`, tarred(files)) : file(`${name}.zip`, zipped(files));
  });
}

const moodle = { layout: 'moodle', given: '', hasRoster: true, person: numbered } as const;
const canvas = { layout: 'canvas', given: '', hasRoster: true, tellsLate: true } as const;
const plain = { layout: 'plain', given: '', hasRoster: false, namesFiles: true, person: named } as const;

export const classLayouts: Readonly<Record<string, ClassLayout>> = {
  'Moodle, folders': { ...moodle, namesFiles: true, files: moodleFolders(moodleName, '_') },
  'Moodle, folders without the last _': { ...moodle, namesFiles: true, files: moodleFolders(moodleName, '') },
  'Moodle, flat': { ...moodle, namesFiles: true, files: moodleFlat },
  'Moodle, blind': { ...moodle, files: moodleFolders(() => 'Participant', '_') },
  'Moodle, teams': { ...moodle, files: moodleFolders(({ id }) => `=Kelompok ${id}`, '_') },
  'Moodle, in an archive': {
    ...moodle,
    given: 'class.zip',
    namesFiles: true,
    files: (handedIn) => [file('class.zip', zipped(moodleFolders(moodleName, '_')(handedIn)))],
  },
  Canvas: { ...canvas, person: numbered, files: canvasFiles(false) },
  'Canvas, anonymous': {
    ...canvas,
    person: (index) => ({ ...numbered(index), id: `aB${index}x` }),
    files: canvasFiles(true),
  },
  Gradescope: {
    layout: 'gradescope',
    given: 'assignment_1_export',
    hasRoster: true,
    person: (index) => ({ ...numbered(index), id: `00${index}` }),
    files: (handedIn) => below('assignment_1_export', gradescopeFiles(handedIn)),
  },
  'GitHub Classroom': {
    layout: 'github-classroom',
    given: 'time-1-submissions',
    hasRoster: true,
    person: withLogin,
    files: (handedIn) =>
      handedIn.flatMap(({ people: [{ username }], program }) => below(`time-1-submissions/time-1-${username}`, program.files)),
  },
  'Classroom 50': {
    layout: 'github-classroom',
    given: '',
    hasRoster: true,
    tellsLate: true,
    person: withLogin,
    files: classroom50Files,
  },
  'plain folders': {
    ...plain,
    files: (handedIn) => handedIn.flatMap(({ people: [{ name }], program }) => below(name, program.files)),
  },
  'plain archives and files': { ...plain, files: plainFiles },
};

/** A submission for each program: every fourth late, and where more than one can hand in together, every fifth by two. */
export function handedInBy({ layout, person }: ClassLayout, programs: readonly Program[], firstName = 0): HandedIn[] {
  let next = firstName;
  return programs.map((program, index) => {
    const [first, second] = [person(next), person(next + 1)];
    const isPair = layout === 'gradescope' && index % 5 === 4;
    next += isPair ? 2 : 1;
    return { people: isPair ? [first, second] : [first], program, late: index % 4 === 3 };
  });
}

/** @returns what is to be given to `lab batch` */
export function layOut({ given, files }: ClassLayout, handedIn: readonly HandedIn[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const { path, data, isExecutable } of files(handedIn)) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, data);
    if (isExecutable) chmodSync(to, 0o755);
  }
  return join(folder, given);
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The class list, with one more who handed in nothing. */
export function rosterOf(handedIn: readonly HandedIn[], absent: Person): string {
  const people = [...handedIn.flatMap((one) => [...one.people]), absent];
  const lines = people.map(({ id, name, username }) => [id, name, `${username}@example.org`, username].map(cell).join(','));
  return `id,name,email,username\n${lines.join('\n')}\n`;
}

/** As Moodle exports it, before anything is graded. */
export function worksheetOf(handedIn: readonly HandedIn[], maximum: number): string {
  const head = 'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",';
  const lines = handedIn.flatMap(({ people }) =>
    people.map(({ id, name, username }) =>
      [
        'Participant ' + id,
        cell(name),
        `${username}@example.org`,
        '"Submitted"',
        '',
        `${maximum}.00`,
        'Yes',
        '"a, b"',
        '',
        '',
      ].join(','),
    ),
  );
  return `\ufeff${head}"Last modified (submission)","Last modified (grade)","Feedback comments"\n${lines.join('\n')}\n`;
}
