// A gradebook for Canvas (Grades, Import): one column of an exported one filled in, or a small one of its own.
// The law here: in an exported gradebook the grades of students who have one change, and every other byte stays.
import { type Cell, csvLine, readCsv, type Value, withCells } from './csv.ts';
import { type ClassFile, type ClassOptions, entriesOf, noteOn, numberIn, scaled } from './classFormat.ts';
import { columnIn, type Exported, noColumn } from './exported.ts';
import type { ClassRow, Student } from '../classRow.ts';
import { UsageError } from '../../subject/errors.ts';

const what = 'Canvas gradebook';

export function canvasGradebook(rows: readonly ClassRow[], options: ClassOptions): ClassFile {
  return options.exported === null ? ownGradebook(rows, options) : filledIn(rows, options, options.exported);
}

/** Canvas makes a new assignment of a title that it does not know. */
function ownGradebook(rows: readonly ClassRow[], { lab }: ClassOptions): ClassFile {
  const maxScore = Math.max(0, ...rows.map(({ report }) => report?.maxScore ?? 0));
  const lines = entriesOf(rows).map(({ student: { id, name, username }, graded }) =>
    csvLine([name ?? id, id, null, username, null, graded?.score ?? null]),
  );
  return {
    text: [
      csvLine(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', lab.title]),
      csvLine(['    Points Possible', null, null, null, null, maxScore]),
      ...lines,
    ].join(''),
    notes: ungradedNotes(rows),
  };
}

function filledIn(rows: readonly ClassRow[], { lab, columns }: ClassOptions, exported: string): ClassFile {
  const [header, ...records] = readCsv(exported, what, /^\ufeff?"?Student"?;/iu.test(exported) ? ';' : ',');
  if (header === undefined) throw new UsageError(`${what}: the file is empty`);
  const file: Exported = { what, header, rows: records };
  const id = columnIn(file, 'id', columns['id'], (heading) => heading === 'ID');
  if (id === null) throw noColumn(file, 'id', 'there is none called ID');
  const titles = [lab.title, lab.id].map((title) => title.toLowerCase());
  const isLab = (heading: string) => titles.includes(withoutId(heading).toLowerCase());
  const assignment = columnIn(file, 'assignment', columns['assignment'], isLab, withoutId);
  if (assignment === null) throw noColumn(file, 'assignment', `none is called "${lab.title}" or "${lab.id}"`);

  const pointsRow = records.find((record) => record[0]?.value.includes('Points Possible'));
  const worth = numberIn(pointsRow?.[assignment]?.value ?? '');
  const entries = new Map(entriesOf(rows).map((entry) => [entry.student.id, entry]));
  const changes = new Map<Cell, Value>();
  const missing = new Map([...entries].map(([key, { student }]): [string, Student] => [key, student]));
  for (const record of records) {
    const key = record[id]?.value.trim() ?? '';
    const entry = key === '' ? undefined : entries.get(key);
    if (entry === undefined) continue;
    missing.delete(key);
    const cell = record[assignment];
    if (cell === undefined) throw new UsageError(`${what}: a row is shorter than the header; export the file anew`);
    if (entry.graded !== null) changes.set(cell, scaled(entry.graded.score, entry.graded.report.maxScore, worth));
  }
  if (missing.size === entries.size)
    throw new UsageError(`${what}: none of its rows is a student of this class; is it of another course?`);
  const notes = [...noteOn([...missing.values()], (count) => `not in the gradebook, ${count}`), ...ungradedNotes(rows)];
  return { text: withCells(exported, changes), notes };
}

/** Canvas writes `Title (4711)`. */
const withoutId = (heading: string): string => heading.replace(/\s*\(\d+\)$/u, '');

function ungradedNotes(rows: readonly ClassRow[]): string[] {
  const ungraded = entriesOf(rows).filter(({ graded }) => graded === null);
  return noteOn(
    ungraded.map(({ student }) => student),
    (count) => `without a grade, ${count}`,
  );
}
