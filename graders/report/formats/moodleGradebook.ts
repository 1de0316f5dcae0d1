// A CSV file for Moodle's gradebook (Grades, Import, CSV file), where each column is assigned to a field by hand.
// The law here: a grade that does not stand is left empty, which changes nothing there.
import { csvLine } from './csv.ts';
import { type ClassFile, type ClassOptions, entriesOf, noteOn } from './classFormat.ts';
import { feedbackHtml } from './feedback.ts';
import type { ClassRow } from '../classRow.ts';

export function moodleGradebook(rows: readonly ClassRow[], { lab }: ClassOptions): ClassFile {
  const entries = entriesOf(rows);
  const known = entries.filter(({ student }) => student.username !== null || student.email !== null);
  const lines = known.map(({ student, graded }) => {
    const feedback = graded === null ? null : feedbackHtml(graded.report);
    return csvLine([student.username, student.email, graded?.score ?? null, feedback]);
  });
  const unknown = entries.filter((entry) => !known.includes(entry));
  const ungraded = known.filter(({ graded }) => graded === null);
  return {
    text: csvLine(['username', 'email', lab.title, `${lab.title} feedback`]) + lines.join(''),
    notes: [
      ...noteOn(
        unknown.map(({ student }) => student),
        (count) => `left out, ${count} with neither user name nor email address (a roster could tell them)`,
      ),
      ...noteOn(
        ungraded.map(({ student }) => student),
        (count) => `without a grade, ${count}`,
      ),
    ],
  };
}
