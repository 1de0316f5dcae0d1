// What a report amounts to for formats that know nothing but suites and tests: an item a check, or one that says why there is none.
// The law here: an item has the points of its check, names are unique in their suite, and every text is safe and without colour.
import { oneLine, safe } from '../characters.ts';
import type { ClassRow } from '../classRow.ts';
import { findingLines } from '../finding.ts';
import type { Page } from '../page.ts';
import { palette } from '../palette.ts';
import { renderText } from '../text.ts';
import { transcriptLines } from '../transcript.ts';
import type { CheckReport, Report, Verdict } from '../../engine/report.ts';

export interface Item {
  name: string;
  /** `broken` is everything that says nothing about the program. */
  verdict: Verdict;
  score: number;
  maxScore: number;
  durationMs: number;
  /** One line: why it did not pass. */
  message: string;
  /** All there is to say about it, in lines; empty where the message says it. */
  body: string;
  check: CheckReport | null;
}

export interface Suite {
  /** Who has handed in, for a person; unique in a class. */
  student: string;
  lab: string;
  report: Report | null;
  items: Item[];
}

const width = 100;
const page: Page = { width, paint: palette(false), verbose: true };

export function suiteOf(report: Report): Suite {
  return { student: oneLine(report.submission.name), lab: oneLine(report.lab), report, items: itemsOf(report) };
}

export function suitesOfClass(rows: readonly ClassRow[], lab: string): Suite[] {
  const suites = rows.map((row): Suite => {
    const student = row.students.map(({ id, name }) => oneLine(name === null ? id : `${name} (${id})`)).join(', ');
    return { student, lab, report: row.report, items: row.report === null ? [itemWithout(row)] : itemsOf(row.report) };
  });
  return distinct(suites, 'student');
}

/** The points to be entered for a student: none where the grader, and not the program, is why there are fewer. */
export function settledScore({ outcome, checks, score }: Report): number | null {
  return outcome === 'not-gradable' || checks.some(({ verdict }) => verdict === 'broken') ? null : score;
}

export function itemsOf(report: Report): Item[] {
  switch (report.outcome) {
    case 'graded':
      return distinct(
        report.checks.map((check) => checkItem(check, report.role)),
        'name',
      );
    case 'not-built':
      return [ungraded(report, 'the program builds')];
    case 'not-started':
      return [ungraded(report, report.role === 'client' ? 'the program starts' : 'the program starts and listens')];
    case 'not-gradable':
      return [{ ...ungraded(report, 'the program can be graded here'), verdict: 'broken', body: notTheirs(report.reason ?? '') }];
  }
}

function checkItem(check: CheckReport, role: Report['role']): Item {
  const { title, id, verdict, points, maxPoints, durationMs } = check;
  const name = oneLine(`${id} ${title}`);
  return {
    name,
    verdict,
    score: points,
    maxScore: maxPoints,
    durationMs,
    message: messageOf(check),
    body: bodyOf(check, role),
    check,
  };
}

function messageOf({ verdict, finding, blockedBy }: CheckReport): string {
  if (verdict === 'passed') return '';
  if (verdict === 'skipped') return blockedBy === null ? 'was not run' : oneLine(`blocked by ${blockedBy}`);
  return oneLine(finding?.message ?? 'no reason was given');
}

function bodyOf({ verdict, finding, transcript }: CheckReport, role: Report['role']): string {
  if (verdict === 'broken') return notTheirs(finding?.message ?? '');
  if (verdict !== 'failed') return '';
  const conversation = transcript.length === 0 ? [] : ['', '  the conversation:', ...transcriptLines(page, transcript)];
  return [...(finding === null ? [] : findingLines(page, finding, role)), ...conversation].join('\n');
}

const notTheirs = (reason: string): string => `${safe(reason)}\n\nThis is not the program's fault, and costs it no points.`;

function ungraded(report: Report, name: string): Item {
  const { maxScore, durationMs, reason } = report;
  const [why = ''] = safe(reason ?? 'no reason was given')
    .trim()
    .split('\n');
  const body = renderText(report, { colour: false, width, verbose: true });
  return { name, verdict: 'failed', score: 0, maxScore, durationMs, message: why, body, check: null };
}

/** Of a student of whom there is no report. */
function itemWithout({ submission, problem }: ClassRow): Item {
  const none = { score: 0, maxScore: 0, durationMs: 0, body: '', check: null };
  if (submission === null) return { ...none, name: 'is handed in', verdict: 'skipped', message: 'nothing was handed in' };
  return { ...none, name: 'can be read', verdict: 'broken', message: oneLine(problem ?? 'no reason was given'), body: '' };
}

/** Readers drop the second of two that are called alike. */
function distinct<Key extends string, One extends Record<Key, string>>(list: One[], key: Key): One[] {
  const taken = new Set<string>();
  return list.map((one) => {
    let name: string = one[key];
    for (let count = 2; taken.has(name); count += 1) name = `${one[key]} #${count}`;
    taken.add(name);
    return { ...one, [key]: name };
  });
}
