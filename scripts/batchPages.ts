// What is made of a batch for people: a page for each student, one for the class, and the table of all.
// The law here: all of it comes from the batch's folder and is made anew each time; only a file's own text is in memory.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Outcome, outcomesOf, readBatch, writeDurably } from '../graders/batch/class.ts';
import type { Lab } from '../graders/engine/index.ts';
import type { ClassRow } from '../graders/report/classRow.ts';
import type { Language } from '../graders/report/pages/words.ts';
import { rulesIn } from './course.ts';

/** Without the conversations, which are most of a report. */
export function rowOf({ students, submission, late, report, problem }: Outcome): ClassRow {
  const checks = report?.checks.map((check) => ({ ...check, transcript: [] })) ?? [];
  return { students, submission, late, problem, report: report && { ...report, checks } };
}

/** @returns what the person should know */
export async function writePages(folder: string, lab: Lab, language: Language): Promise<string[]> {
  const [{ studentPage }, { classPage }, { classFormats }] = await Promise.all([
    import('../graders/report/pages/studentPage.tsx'),
    import('../graders/report/pages/classPage.tsx'),
    import('../graders/report/formats/index.ts'),
  ]);
  const handout = rulesIn(lab, language);
  mkdirSync(join(folder, 'students'), { recursive: true });
  const rows: ClassRow[] = [];
  const links = new Map<ClassRow, string>();
  for (const outcome of outcomesOf(folder, readBatch(folder))) {
    const row = rowOf(outcome);
    rows.push(row);
    if (outcome.report === null || outcome.name === null) continue;
    const studentName = outcome.students.map(({ id, name }) => name ?? id).join(', ');
    const file = `${outcome.name}.html`;
    writeDurably(
      join(folder, 'students', file),
      studentPage(outcome.report, { title: lab.title, studentName, language, handout }),
    );
    links.set(row, `students/${encodeURIComponent(file)}`);
  }
  const linkOf = (row: ClassRow) => links.get(row) ?? null;
  writeDurably(join(folder, 'class.html'), classPage(rows, { title: lab.title, language, linkOf }));
  const { fileName, render } = classFormats['summary']!;
  const summary = render(rows, { lab, startedAtMs: 0, exported: null, columns: {} });
  writeDurably(join(folder, fileName), summary.text);
  return summary.notes;
}
