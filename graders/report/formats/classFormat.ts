// What every format of a class takes and gives.
// The law here: pure functions; what a file could not take in is told in notes, one for each cause, and never dropped silently.
import { oneLine } from '../characters.ts';
import type { ClassRow, Student } from '../classRow.ts';
import { settledScore } from './items.ts';
import type { Report } from '../../engine/report.ts';

export interface ClassOptions {
  lab: { id: string; title: string };
  /** When grading began, in milliseconds since 1970. */
  startedAtMs: number;
  /** The text of the file that was exported from the LMS, for formats that fill one in. */
  exported: string | null;
  /** What a column is called in that file, where it cannot be told: `{ grade: 'Nilai' }`. */
  columns: Readonly<Record<string, string>>;
}

export interface ClassFile {
  text: string;
  /** What the person should know who hands it on. */
  notes: string[];
}

export interface ClassFormat {
  /** What it is, in a line. */
  title: string;
  fileName: string;
  /** Whether it fills in a file that was exported from the LMS. */
  exported: 'none' | 'optional' | 'needed';
  /** @throws UsageError where the exported file cannot be filled in */
  render: (rows: readonly ClassRow[], options: ClassOptions) => ClassFile;
}

/** A student of a class with what there is to enter. */
export interface Entry {
  student: Student;
  row: ClassRow;
  /** With its score, where there is one that stands. */
  graded: { report: Report; score: number } | null;
}

/** Everybody who handed in together gets the same. */
export function entriesOf(rows: readonly ClassRow[]): Entry[] {
  return rows.flatMap((row) => {
    const score = row.report === null ? null : settledScore(row.report);
    const graded = row.report === null || score === null ? null : { report: row.report, score };
    return row.students.map((student) => ({ student, row, graded }));
  });
}

/** A note, for nobody none: `2 have no grade: ann, bob`. */
export function noteOn(students: readonly Student[], what: (count: string) => string): string[] {
  if (students.length === 0) return [];
  const names = students.slice(0, 20).map(({ id, name }) => oneLine(name === null || name === id ? id : `${name} (${id})`));
  const more = students.length > names.length ? [`and ${students.length - names.length} more`] : [];
  return [`${what(students.length === 1 ? '1 student' : `${students.length} students`)}: ${[...names, ...more].join(', ')}`];
}

/** Points as a gradebook takes them, where the assignment there is worth another number of points. */
export function scaled(score: number, maxScore: number, worth: number | null): number {
  if (worth === null || worth === maxScore || maxScore === 0) return score;
  return Math.round((score * worth * 100) / maxScore) / 100;
}

/** A number in a cell, with a point or a comma; `null` where there is none. */
export function numberIn(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  return /^\d+(?:\.\d+)?$/u.test(trimmed) ? Number(trimmed) : null;
}
