// Reads what a batch has written, each file with a reader of its kind, into one form: what each of the class got.
// The law here: nothing of the code that writes the files is asked how to read them.
import { readFileSync } from 'node:fs';

import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';

import { outcomesOf, readBatch } from '../graders/batch/class.ts';

export interface Got {
  outcome: string;
  /** `null` where there is none that stands. */
  score: number | null;
  checks: { id: string; verdict: string }[];
  late: boolean;
  problem: string;
  /** The name of its files. */
  file: string | null;
}

export const having = ({ checks }: Got, verdict: string): string[] =>
  checks.flatMap((check) => (check.verdict === verdict ? [check.id] : []));

/** Each submission as its result has it, by the ids of those who handed it in. */
export function resultsIn(folder: string): Map<string, Got> {
  const all = [...outcomesOf(folder, readBatch(folder))].map(({ students, report, problem, submission, late, name }) => {
    const checks = report?.checks.map(({ id, verdict }) => ({ id, verdict })) ?? [];
    const stands = report !== null && report.outcome !== 'not-gradable' && !checks.some(({ verdict }) => verdict === 'broken');
    const got: Got = {
      outcome: report?.outcome ?? (submission === null ? 'not-handed-in' : 'not-read'),
      score: stands ? report.score : null,
      checks,
      late,
      problem: problem ?? report?.reason ?? '',
      file: report === null ? null : name,
    };
    return [keyOf(students), got] as const;
  });
  const byKey = new Map(all);
  if (byKey.size !== all.length) throw new Error('a submission is there twice');
  return byKey;
}

export const keyOf = (people: readonly { id: string }[]): string => people.map(({ id }) => id).join(' + ');

type Row = Record<string, string>;
const rowsOf = (file: string): Row[] => parse(readFileSync(file), { bom: true, columns: true });

/** Spreadsheets are kept from taking a text for a formula by an apostrophe. */
export const undefused = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '');
const points = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));

export interface Cells {
  id: string;
  score: number | null;
  /** The whole row. */
  row: Row;
}

const cellsBy = (file: string, key: string, score: string): Cells[] =>
  rowsOf(file).map((row) => ({ id: undefused(row[key]!), score: points(row[score]), row }));

export const summaryIn = (file: string): Cells[] => cellsBy(file, 'id', 'score');
export const worksheetIn = (file: string): Cells[] =>
  cellsBy(file, 'Identifier', 'Grade').map((cells) => ({ ...cells, id: cells.id.replace(/^Participant /, '') }));
export const moodleGradebookIn = (file: string, title: string): Cells[] => cellsBy(file, 'username', title);
export const canvasIn = (file: string, title: string): Cells[] =>
  cellsBy(file, 'ID', title).filter(({ row }) => row['Student']!.trim() !== 'Points Possible');

export interface Suite {
  /** Of those who handed in, as a person is shown. */
  student: string;
  passed: number;
  failed: number;
  skipped: number;
  /** What says nothing about the program. */
  other: number;
}

export function junitIn(file: string): Suite[] {
  const suites: Suite[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testsuite')
      suites.push({ student: attributes['name']!.replace(/^[^/]*\//, ''), passed: 0, failed: 0, skipped: 0, other: 0 });
    const suite = suites.at(-1)!;
    if (name === 'testcase') suite.passed += 1;
    const kind = ({ failure: 'failed', error: 'other', skipped: 'skipped' } as const)[name];
    if (kind === undefined) return;
    suite.passed -= 1;
    suite[kind] += 1;
  });
  parser.write(readFileSync(file, 'utf8')).close();
  return suites;
}

export function ctrfIn(file: string): Suite[] {
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    results: { tests: { status: 'passed' | 'failed' | 'skipped' | 'other'; suite: [string, string] }[] };
  };
  const suites = new Map<string, Suite>();
  for (const { status, suite } of results.tests) {
    const student = suite[1];
    const one = suites.get(student) ?? { student, passed: 0, failed: 0, skipped: 0, other: 0 };
    suites.set(student, one);
    one[status] += 1;
  }
  return [...suites.values()];
}

export interface PageRow {
  /** All that is shown of it, without the marks of HTML. */
  text: string;
  /** Where its name leads: a file beside the page; `null` where it leads nowhere. */
  link: string | null;
  verdicts: string[];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (html: string): string => html.replaceAll(/&(\w+|#39);/g, (all, name: string) => entities[name] ?? all);

/** The rows of the table of a class page, which is ours and so has one form. */
export function classPageIn(file: string): PageRow[] {
  const [table = ''] =
    /<tbody[^>]*>.*?<\/tbody>/s.exec(readFileSync(file, 'utf8').replace(/^.*?<table class="heat"[^>]*>/s, '')) ?? [];
  return [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => {
    const [, href] = /<a href="([^"]*)"/.exec(row) ?? [];
    return {
      text: unescaped(row.replaceAll(/<[^>]*>/g, '\n')),
      link: href === undefined ? null : decodeURIComponent(unescaped(href)),
      verdicts: [...row.matchAll(/<td[^>]* class="(passed|failed|skipped|broken)"/g)].map(([, verdict]) => verdict!),
    };
  });
}
