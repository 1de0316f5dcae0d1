// One line of a class, as everything that shows a class takes it: gradebooks, the class page.
// The law here: a student is told by the id that the LMS gave; names, mails and user names are for people, and may be alike.
import type { Report } from '../engine/index.ts';

export interface Student {
  /** As the LMS knows it: Moodle's unique id, Canvas's user id, Gradescope's sid, a GitHub login; else the folder's name. */
  id: string;
  name: string | null;
  email: string | null;
  username: string | null;
}

export interface ClassRow {
  /** More than one where a team handed in together; never none. */
  students: readonly Student[];
  /** What was handed in, as the archive or folder names it; `null` where nothing was. */
  submission: string | null;
  late: boolean;
  /** `null` where there is none: nothing was handed in, or it could not be read. */
  report: Report | null;
  /** Why there is no report, or why it holds no score. */
  problem: string | null;
}
