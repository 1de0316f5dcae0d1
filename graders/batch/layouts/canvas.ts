// Canvas's "Download Submissions": `<name>[_LATE]_<user>_<attachment>_<file>`, or `[LATE_]anon_<id>_<attachment>_<file>`.
// The law here: one user's files are one submission, and of two with one name the last that was handed in counts.
import { type ClassFolder, type Entry, type Layout, type Reading, type Student, studentOf } from './layout.ts';
import { usable } from './moodle.ts';
import { add, addProblem, addUnfit, emptyReading } from './submission.ts';

/** lib/content_zipper.rb: the name holds letters, digits and `_` only, but never `_12_`. */
const named = /^([\p{L}\p{M}\p{N}_]*?)(_LATE)?_(\d+)_(?:(\d+)_(.+)|(text|link)\.html)$/su;
const anonymous = /^()(LATE_)?anon_([\dA-Za-z]+)_(?:(\d+)_(.+)|(text|link)\.html)$/su;
const resubmitted = /^(.+?)-(\d{1,3})((?:\.tar)?\.[^.]+)$/su;

interface Part {
  entry: Entry;
  student: Student;
  late: boolean;
  /** What its files have in common. */
  common: string;
  /** Grows with time; 0 for what was typed in and has none. */
  attachment: number;
  /** What the student called it: Canvas adds `-1` to what is handed in again. */
  name: string;
  attempt: number;
  /** What was typed in instead of a file. */
  typed: string | undefined;
}

function partOf(entry: Entry): Part | null {
  const [, who, late, id, attachment, file, typed] = anonymous.exec(entry.name) ?? named.exec(entry.name) ?? [];
  if (who === undefined) return null;
  const whole = file !== undefined && usable(file) ? file : entry.name;
  const [, stem = '', attempt = '0', ending = ''] = resubmitted.exec(whole) ?? [];
  return {
    entry,
    student: studentOf(id!, { name: who === '' ? null : who }),
    late: late !== undefined,
    common: [who === '' ? 'anon' : who, id].join('_'),
    attachment: Number(attachment ?? 0),
    name: stem === '' ? whole : stem + ending,
    attempt: Number(attempt),
    typed,
  };
}

export const isCanvas = (entry: Entry): boolean => partOf(entry) !== null;

export const canvas: Layout = { name: 'canvas', fits: ({ entries }) => entries.filter(isCanvas).length, read };

function read({ entries }: ClassFolder): Reading {
  const reading = emptyReading();
  const groups = new Map<string, Part[]>();
  for (const entry of entries) {
    const part = partOf(entry);
    if (part !== null) groups.set(part.student.id, [...(groups.get(part.student.id) ?? []), part]);
    else {
      const reason = 'its name is not of the form <name>_<user>_<attachment>_<file>, as Canvas makes it';
      addUnfit(reading, entry, reason);
    }
  }
  for (const parts of groups.values()) addGroup(reading, parts);
  return reading;
}

function addGroup(reading: Reading, parts: Part[]): void {
  const files = parts.filter(({ typed }) => typed === undefined);
  const typed = parts.filter((part) => !files.includes(part));
  if (files.length === 0) {
    const reason = `nothing was handed in but a ${typed[0]!.typed}: no file`;
    addProblem(reading, { students: [typed[0]!.student], parts: typed, reason });
    return;
  }
  for (const { entry } of typed) {
    reading.setAside.push({ entry: entry.name, reason: 'a file was handed in as well, and that counts' });
  }
  const last = new Map<string, Part>();
  for (const part of files.sort((a, b) => a.attempt - b.attempt || a.attachment - b.attachment)) {
    const before = last.get(part.name);
    if (before) reading.setAside.push({ entry: before.entry.name, reason: `it was handed in again, as ${part.entry.name}` });
    last.set(part.name, part);
  }
  const counted = [...last.values()].sort((a, b) => a.attachment - b.attachment);
  const first = counted[0]!;
  const entry = counted.length === 1 ? first.entry.name : first.common;
  add(reading, { students: [first.student], entry, parts: counted, late: counted.some(({ late }) => late) });
}
