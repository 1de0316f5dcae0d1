// What is made of a batch for people: a page for each student, one for the class, and the table of all.
// The law here: all of it comes from the batch's folder and is made anew each time; only a file's own text is in memory.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { type Outcome, makeFolder, notGradedYet, outcomesOf, readBatch, writeDurably } from '../graders/batch/class.ts';
import type { Lab } from '../graders/engine/index.ts';
import type { ClassRow } from '../graders/report/classRow.ts';
import type { Language } from '../graders/report/pages/words.ts';
import { keepCapture } from './batchCaptures.ts';
import { rulesIn } from './course.ts';

/** Without the conversations, which are most of a report. */
export function rowOf({ students, submission, late, report, problem }: Outcome): ClassRow {
  const checks = report?.checks.map((check) => ({ ...check, transcript: [] })) ?? [];
  return { students, submission, late, problem, report: report && { ...report, checks } };
}

/** @returns what the person should know of results that are not there */
export function missingIn(rows: readonly ClassRow[]): string[] {
  const count = rows.filter(({ problem }) => problem === notGradedYet).length;
  return count === 0
    ? []
    : [`results missing: ${count} of ${rows.length}; give the same lab batch command again, and they are graded`];
}

export interface PagesOptions {
  language: Language;
  /** Whether each student gets a capture; who has one already gets it anew all the same. */
  captures: boolean;
  /** Is told of how many that handed in something the page is written. */
  onPage: (written: number) => void;
}

/** @returns what the person should know */
export async function writePages(folder: string, lab: Lab, { language, captures, onPage }: PagesOptions): Promise<string[]> {
  const [{ studentPage }, { classPage }, { classFormats }] = await Promise.all([
    import('../graders/report/pages/studentPage.tsx'),
    import('../graders/report/pages/classPage.tsx'),
    import('../graders/report/formats/index.ts'),
  ]);
  const handout = rulesIn(lab, language);
  const students = join(folder, 'students');
  makeFolder(students);
  const rows: ClassRow[] = [];
  const links = new Map<ClassRow, string>();
  let written = 0;
  for (const outcome of outcomesOf(folder, readBatch(folder))) {
    await turn(); // a signal is heard, and the progress is shown
    const row = rowOf(outcome);
    rows.push(row);
    if (outcome.name === null) continue;
    onPage(written++);
    const file = `${outcome.name}.html`;
    const capture = keepCapture(students, outcome.name, outcome.report, captures) ? `${outcome.name}.pcapng` : null;
    if (outcome.report === null) {
      rmSync(join(students, file), { force: true }); // of what was handed in before
      continue;
    }
    const studentName = outcome.students.map(({ id, name }) => name ?? id).join(', ');
    const page = studentPage(outcome.report, { title: lab.title, studentName, language, handout, capture });
    writeDurably(join(students, file), page);
    links.set(row, `students/${encodeURIComponent(file)}`);
  }
  const linkOf = (row: ClassRow) => links.get(row) ?? null;
  writeDurably(join(folder, 'class.html'), classPage(rows, { title: lab.title, language, linkOf }));
  const { fileName, render } = classFormats['summary']!;
  const summary = render(rows, { lab, startedAtMs: 0, exported: null, columns: {} });
  writeDurably(join(folder, fileName), summary.text);
  return [...missingIn(rows), ...summary.notes];
}
