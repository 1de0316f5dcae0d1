// What is shown of a submission that was not graded: why, in the program's own words, and what to do.
// The law here: not-built and not-started are the student's to mend, not-gradable is not and costs nothing.
import { safe } from './characters.ts';
import { commandLine } from './header.ts';
import { lastWords } from './printed.ts';
import { field, type Page, prose, quotation, sentenceField } from './page.ts';
import type { Report } from '../engine/report.ts';

type Outcome = Exclude<Report['outcome'], 'graded'>;

const outcomes: Record<Outcome, { heading: string; mark: string; colour: 'red' | 'yellow'; keep: 'first' | 'last' }> = {
  'not-built': { heading: 'not built', mark: '✗', colour: 'red', keep: 'first' },
  'not-started': { heading: 'not started', mark: '✗', colour: 'red', keep: 'last' },
  'not-gradable': { heading: 'not gradable here', mark: '!', colour: 'yellow', keep: 'last' },
};

export function ungradedBlocks(page: Page, report: Report, outcome: Outcome): string[][] {
  const { heading, mark, colour, keep } = outcomes[outcome];
  const [why = '', ...words] = safe(report.reason ?? 'no reason was given')
    .trim()
    .split('\n');
  const said = words.length > 0 ? words.join('\n') : lastWords(report);
  const [first = '', ...rest] = prose(page, `${mark} ${heading}: ${why}`, 0, 2);
  return [
    [
      page.paint[colour](first),
      ...rest.map(page.paint[colour]),
      ...(said.trim() === '' ? [] : ['', ...quotation(page, said, 4, keep)]),
    ],
    advice(page, report, outcome),
    score(page, report, outcome),
  ];
}

function advice(page: Page, report: Report, outcome: Outcome): string[] {
  const command = commandLine(report.submission.command);
  const chosen = report.submission.chosen === null ? [] : sentenceField(page, 'chosen', safe(report.submission.chosen));
  switch (outcome) {
    case 'not-built':
      return chosen;
    case 'not-started':
      return [...chosen, ...(command === '' ? [] : field(page, 'by hand', [page.paint.cyan(command)]))];
    case 'not-gradable':
      return sentenceField(page, 'next', 'lab doctor says what this machine lacks, and how to mend it');
  }
}

function score(page: Page, report: Report, outcome: Outcome): string[] {
  if (outcome === 'not-gradable') return prose(page, 'not graded: this costs no points').map(page.paint.bold);
  const starts = report.role === 'client' ? 'make it start' : 'make it start, and listen on the port it is given';
  const first = outcome === 'not-built' ? 'make it build' : starts;
  return [
    ...prose(page, `${report.score} of ${report.maxScore} points`).map(page.paint.bold),
    ...prose(page, `First: ${first}`, 0, 2),
  ];
}
