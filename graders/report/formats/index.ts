// The formats there are besides our own: of one report, and of a class.
// The law here: pure functions of reports; who writes the files, and asks for them, stands elsewhere.
import { canvasGradebook } from './canvasGradebook.ts';
import type { ClassFormat } from './classFormat.ts';
import { classroom50Submission, renderClassroom50 } from './classroom50.ts';
import { renderCtrf } from './ctrf.ts';
import { renderGradescope } from './gradescope.ts';
import { suiteOf, suitesOfClass } from './items.ts';
import { renderJunit } from './junit.ts';
import { moodleGradebook } from './moodleGradebook.ts';
import { moodleWorksheet } from './moodleWorksheet.ts';
import { summaryCsv } from './summaryCsv.ts';
import type { Report } from '../../engine/report.ts';

export { annotations, fenced } from './github.ts';
export { renderGithubSummary, summaryBytes } from './githubSummary.ts';

interface ReportOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** When grading began, in milliseconds since 1970. */
  startedAtMs: number;
}

/**
 * What a format needs to know is looked at before a report is there.
 * @throws UsageError where it is missing
 */
export type ReportFormat = (options: ReportOptions) => (report: Report) => string;

export type ReportFormatName = 'junit' | 'ctrf' | 'gradescope' | 'classroom50';

export const reportFormats: Readonly<Record<ReportFormatName, ReportFormat>> = {
  junit: () => (report) => renderJunit([suiteOf(report)]),
  ctrf:
    ({ startedAtMs }) =>
    (report) =>
      renderCtrf([suiteOf(report)], startedAtMs),
  gradescope: () => renderGradescope,
  classroom50: ({ environment, startedAtMs }) => {
    const submission = classroom50Submission(environment);
    return (report) => renderClassroom50(report, submission, startedAtMs);
  },
};

export const classFormats: Readonly<Record<string, ClassFormat>> = {
  summary: {
    title: 'a table of all students and checks, for a spreadsheet',
    fileName: 'summary.csv',
    exported: 'none',
    render: summaryCsv,
  },
  'moodle-gradebook': {
    title: 'grades and feedback for the gradebook of Moodle',
    fileName: 'moodle-gradebook.csv',
    exported: 'none',
    render: moodleGradebook,
  },
  'moodle-worksheet': {
    title: 'the grading worksheet of a Moodle assignment, filled in',
    fileName: 'moodle-worksheet.csv',
    exported: 'needed',
    render: moodleWorksheet,
  },
  canvas: {
    title: 'grades for the gradebook of Canvas, or an exported one filled in',
    fileName: 'canvas-gradebook.csv',
    exported: 'optional',
    render: canvasGradebook,
  },
  junit: {
    title: 'JUnit XML, a suite a student',
    fileName: 'junit.xml',
    exported: 'none',
    render: (rows, { lab }) => ({ text: renderJunit(suitesOfClass(rows, lab.id)), notes: [] }),
  },
  ctrf: {
    title: 'CTRF JSON, a suite a student',
    fileName: 'ctrf.json',
    exported: 'none',
    render: (rows, { lab, startedAtMs }) => ({ text: renderCtrf(suitesOfClass(rows, lab.id), startedAtMs), notes: [] }),
  },
};
