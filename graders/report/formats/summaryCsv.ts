// A table of the whole class for a spreadsheet: a line a student, a column a check.
// The law here: a student without a report stands in it too, and says why there is none.
import { csvLine, type Value } from './csv.ts';
import { type ClassFile, entriesOf } from './classFormat.ts';
import { oneLine } from '../characters.ts';
import type { ClassRow } from '../classRow.ts';
import type { Report } from '../../engine/report.ts';

/** Spreadsheets take a file for UTF-8 by this. */
const byteOrderMark = '\ufeff';

const columns = ['id', 'name', 'email', 'username', 'submission', 'late', 'outcome', 'score', 'maxScore', 'problem'];

export function summaryCsv(rows: readonly ClassRow[]): ClassFile {
  const checks = [...new Set(rows.flatMap(({ report }) => report?.checks.map(({ id }) => id) ?? []))];
  const lines = entriesOf(rows).map(({ student, row, graded }) => {
    const { report, submission, late, problem } = row;
    const why = problem ?? report?.reason ?? null;
    return csvLine([
      student.id,
      student.name,
      student.email,
      student.username,
      submission,
      late ? 'late' : '',
      outcomeOf(row),
      graded?.score ?? null,
      report?.maxScore ?? null,
      why === null ? null : oneLine(why),
      ...checks.map((id) => (report === null ? null : resultOf(report, id))),
    ]);
  });
  return { text: byteOrderMark + csvLine([...columns, ...checks]) + lines.join(''), notes: [] };
}

function outcomeOf({ report, submission }: ClassRow): string {
  if (report !== null) return report.outcome;
  return submission === null ? 'not-handed-in' : 'not-read';
}

/** Points, or a word where points would say too little. */
function resultOf({ checks }: Report, id: string): Value {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) return null;
  return check.verdict === 'skipped' || check.verdict === 'broken' ? check.verdict : check.points;
}
