// Fills in the grading worksheet of a Moodle assignment, which is exported there and uploaded again.
// The law here: the grades and feedback comments of students who have a grade change; every other byte of the file stays.
import { type Cell, readCsv, type Value, withCells } from './csv.ts';
import { type ClassFile, type ClassOptions, type Entry, entriesOf, noteOn, numberIn, scaled } from './classFormat.ts';
import { columnIn, type Exported, noColumn } from './exported.ts';
import { feedbackHtml } from './feedback.ts';
import type { ClassRow } from '../classRow.ts';
import { UsageError } from '../../subject/errors.ts';

const what = 'Moodle worksheet';

/** Headings are in the language of the site; other languages are told by what stands below, or named. */
const headings = {
  identifier: ['identifier'],
  grade: ['grade'],
  maximum: ['maximum grade'],
  feedback: ['feedback comments'],
};

export function moodleWorksheet(rows: readonly ClassRow[], options: ClassOptions): ClassFile {
  const { exported, columns } = options;
  if (exported === null)
    throw new UsageError(`${what}: export it from the assignment (Download grading worksheet), and name that file`);
  const [header, ...records] = readCsv(exported, what);
  if (header === undefined) throw new UsageError(`${what}: the file is empty`);
  const file: Exported = { what, header, rows: records };
  const entries = entriesOf(rows);
  const { identifier, grade, maximum, feedback } = columnsOf(file, columns, new Set(entries.map(({ student }) => student.id)));

  const byId = new Map(entries.map((entry) => [entry.student.id, entry]));
  const changes = new Map<Cell, Value>();
  const found = new Set<Entry>();
  for (const record of records) {
    const entry = byId.get(numberAtEnd(record[identifier]?.value ?? ''));
    if (entry !== undefined) found.add(entry);
    if (entry?.graded == null) continue;
    const { report, score } = entry.graded;
    const worth = maximum === null ? null : numberIn(record[maximum]?.value ?? '');
    set(changes, record[grade], scaled(score, report.maxScore, worth));
    if (feedback !== null) set(changes, record[feedback], feedbackHtml(report));
  }
  if (found.size === 0)
    throw new UsageError(`${what}: none of its rows is a student of this class; is it of another assignment?`);
  return { text: withCells(exported, changes), notes: notesOn(entries, found, feedback) };
}

function set(changes: Map<Cell, Value>, cell: Cell | undefined, value: Value): void {
  if (cell === undefined) throw new UsageError(`${what}: a row is shorter than the header; export the file anew`);
  changes.set(cell, value);
}

/** `Participant 4711`, in any language. */
const numberAtEnd = (text: string): string => /\d+$/u.exec(text.trim())?.[0] ?? '';

function columnsOf(file: Exported, columns: Readonly<Record<string, string>>, ids: ReadonlySet<string>) {
  const known = (key: keyof typeof headings) =>
    columnIn(file, key, columns[key], (heading) => headings[key].includes(heading.toLowerCase()));
  const identifier = known('identifier') ?? identifierByValues(file, ids);
  if (identifier === null) throw noColumn(file, 'identifier', 'no heading is known, and no column ends in ids of this class');
  const maximum = known('maximum') ?? maximumByValues(file);
  // In every worksheet the maximum stands right behind the grade.
  const grade = known('grade') ?? (maximum !== null && isFree(file, maximum - 1) ? maximum - 1 : null);
  if (grade === null) throw noColumn(file, 'grade', 'no heading is known, and there is no column of maximum grades to go by');
  return { identifier, grade, maximum, feedback: known('feedback') };
}

/** Moodle puts it first; it is one where the ids of students of this class stand behind a word. */
function identifierByValues({ rows }: Exported, ids: ReadonlySet<string>): number | null {
  const isId = (text: string) => /\D\s*\d+$/u.test(text) && ids.has(numberAtEnd(text));
  return rows.some((row) => isId(row[0]?.value ?? '')) ? 0 : null;
}

/** The one column that holds the same number in every row, with a fraction, as Moodle writes it. */
function maximumByValues({ header, rows }: Exported): number | null {
  const isMaximum = (index: number) => {
    const values = new Set(rows.map((row) => row[index]?.value ?? ''));
    const [value = ''] = values;
    return values.size === 1 && /^\d+[.,]\d+$/u.test(value);
  };
  const found = header.flatMap((_, index) => (index > 0 && isMaximum(index) ? [index] : []));
  return found.length === 1 ? found[0]! : null;
}

/** Whether nothing but grades stands in a column. */
function isFree({ rows }: Exported, index: number): boolean {
  return index > 0 && rows.every((row) => /^(?:-|\d+(?:[.,]\d+)?)?$/u.test((row[index]?.value ?? '').trim()));
}

function notesOn(entries: readonly Entry[], found: ReadonlySet<Entry>, feedback: number | null): string[] {
  const students = (which: (entry: Entry) => boolean) => entries.filter(which).map(({ student }) => student);
  return [
    ...(feedback === null
      ? [
          'no column for feedback is known, so only grades are filled in (name it: feedback=HEADING; or turn on feedback comments)',
        ]
      : []),
    ...noteOn(
      students((entry) => !found.has(entry)),
      (count) => `not in the worksheet, ${count}`,
    ),
    ...noteOn(
      students((entry) => found.has(entry) && entry.graded === null),
      (count) => `left as they were, having no grade, ${count}`,
    ),
  ];
}
