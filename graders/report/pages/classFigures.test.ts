// What a class comes to in numbers: whom they count, and whom not.
import { expect, test } from 'vitest';
import { sampleReport } from '../sample.test.support.ts';
import { checkFigures, distribution, median, percents, slipFigures, standingOf } from './classFigures.ts';
import { failingReport, sampleRow } from './sampleClass.test.support.ts';

const team = sampleRow(0, { students: [0, 1, 2].map((id) => ({ id: String(id), name: null, email: null, username: null })) });
const nothing = sampleRow(1, { submission: null, report: null });
const unreadable = sampleRow(1, { report: null, problem: 'damaged' });
const unbuilt = sampleRow(1, { report: sampleReport({ outcome: 'not-built', score: 0, checks: [], reason: 'gcc failed' }) });
const ours = sampleRow(1, { report: sampleReport({ outcome: 'not-gradable', score: 0, checks: [], reason: 'no bwrap' }) });
const class_ = [team, sampleRow(1), nothing, unreadable, unbuilt, ours];

test('says how each row came out', () => {
  expect(class_.map(standingOf)).toEqual(['graded', 'graded', 'nothing', 'unreadable', 'not-built', 'not-gradable']);
});

test('counts each member of a team, and nobody who was not graded through no fault of theirs', () => {
  expect(percents(class_)).toEqual([0, 25, 25, 25, 100]);
  expect(distribution(class_)).toEqual([1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('counts who passes and who fails each check; who was skipped is in neither', () => {
  const skipped = failingReport();
  const row = sampleRow(5, {
    report: { ...skipped, checks: skipped.checks.map((check) => ({ ...check, verdict: 'skipped' as const })) },
  });
  expect(checkFigures([team, sampleRow(1), row]).map(({ id, passed, failed }) => [id, passed, failed])).toEqual([
    ['TIME-1', 1, 3],
    ['TIME-2/zone', 4, 0],
    ['TIME-4', 1, 3],
    ['TCP-3', 4, 0],
  ]);
});

test('counts a slip once a student, the most common first, with the checks in which it shows', () => {
  const report = failingReport();
  const twice = {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      finding: check.finding && { ...check.finding, looksLike: { name: 'epoch', hint: 'h' } },
    })),
  };
  const figures = slipFigures([team, sampleRow(4, { report: twice })]);
  expect(figures.map(({ name, students, checks }) => [name, students, checks])).toEqual([
    ['lf-only', 3, ['TIME-1']],
    ['serial-accept', 3, ['TIME-4']],
    ['epoch', 1, ['TIME-1']],
  ]);
});

test.each([
  [[], null],
  [[4], 4],
  [[1, 2], 1.5],
  [[1, 2, 9], 2],
])('the median of %j is %j', (sorted, expected) => {
  expect(median(sorted)).toBe(expected);
});
