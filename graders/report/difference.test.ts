// What counts as moved, for one student and for a class, and what is said of it.
import { expect, test } from 'vitest';
import type { CheckReport, Report } from '../engine/report.ts';
import type { ClassRow, Student } from './classRow.ts';
import { classDifference, difference } from './difference.ts';
import { renderClassDifference, renderDifference } from './differenceText.ts';
import { sampleFinding, sampleReport, sampleWith } from './sample.test.support.ts';

const plain = { colour: false, width: 80 };
const lfOnly: Partial<CheckReport> = {
  verdict: 'failed',
  finding: sampleFinding({ message: 'the answer is not what it should be', looksLike: { name: 'lf-only', hint: 'use \\r\\n' } }),
};
const student = (id: string, name: string | null = null): Student => ({ id, name, email: null, username: null });
const submitted = (sha256: string): Pick<Report, 'submission'> => ({ submission: { ...sampleReport().submission, sha256 } });
const notBuilt = sampleReport({ outcome: 'not-built', reason: 'gcc says:\nno', score: 0, checks: [] });

function row(id: string, report: Report | null, problem: string | null = null): ClassRow {
  return { students: [student(id, `Name of ${id}`)], submission: id, late: false, report, problem };
}

test('nothing moved: times, seeds, evidence and the program itself are no move', () => {
  const again = sampleWith(
    { 'TIME-1': { durationMs: 99, decidedBy: 'deadline' } },
    { seed: 8, durationMs: 1, ...submitted('1a') },
  );
  const change = difference(sampleReport(), again);
  expect(change).toMatchObject({ hasMoved: false, checks: [], programChanged: true });
  expect(renderDifference('time-server', change, plain)).toBe('time-server\n100 of 100 · another program · nothing moved\n');
});

test('each check whose verdict changed, with why it had the one and has the other', () => {
  const before = sampleWith({ 'TIME-1': lfOnly });
  const after = sampleWith({
    'TIME-4': { verdict: 'failed', finding: sampleFinding({ message: 'there is no answer' }) },
    'TCP-3': { verdict: 'skipped', blockedBy: 'TIME-4' },
  });
  const change = difference(before, after);
  expect(change).toMatchObject({
    hasMoved: true,
    programChanged: false,
    before: { outcome: 'graded', score: 75, maxScore: 100 },
    after: { outcome: 'graded', score: 45, maxScore: 100 },
  });
  expect(change.checks.map(({ id, verdict, why }) => [id, verdict.before, verdict.after, why.before, why.after])).toEqual([
    ['TIME-1', 'failed', 'passed', { message: 'the answer is not what it should be', looksLike: 'lf-only' }, null],
    ['TIME-4', 'passed', 'failed', null, { message: 'there is no answer', looksLike: null }],
    ['TCP-3', 'passed', 'skipped', null, { message: 'blocked by TIME-4', looksLike: null }],
  ]);
  expect(renderDifference('time-server · student', change, plain)).toBe(
    [
      'time-server · student',
      '75 of 100 → 45 of 100 · the same program',
      '  + TIME-1 failed → passed, 0/25 → 25/25: answers TIME with JAM hh:mm:ss and',
      '    CR LF',
      '      before: the answer is not what it should be (looks like lf-only)',
      '  - TIME-4 passed → failed, 50/50 → 0/50: serves 8 clients at once',
      '      now: there is no answer',
      '  - TCP-3 passed → skipped, 5/5 → 0/5: goes on after nonsense',
      '      now: blocked by TIME-4',
      '',
    ].join('\n'),
  );
});

test('a check that only one report has, and one that is worth something else', () => {
  const [first, ...rest] = sampleReport().checks;
  const before = sampleReport({ checks: rest, score: 75, maxScore: 75 });
  const after = sampleReport({ checks: [first!, { ...rest[0]!, points: 30, maxPoints: 30 }, ...rest.slice(1)], score: 110 });
  const { hasMoved, checks } = difference(before, after);
  expect(hasMoved).toBe(true);
  expect(checks.map(({ id, verdict, points }) => [id, verdict, points])).toEqual([
    ['TIME-1', { before: null, after: 'passed' }, { before: 0, after: 25 }],
    ['TIME-2/zone', { before: 'passed', after: 'passed' }, { before: 20, after: 30 }],
  ]);
  expect(difference(after, before).checks.map(({ id, verdict }) => [id, verdict.after])).toEqual([
    ['TIME-2/zone', 'passed'],
    ['TIME-1', null],
  ]);
});

test('another outcome says why, and does not list every check', () => {
  const text = renderDifference('time-server', difference(notBuilt, sampleWith({ 'TIME-1': lfOnly })), plain);
  expect(text).toBe('time-server\nnot-built → 75 of 100 · the same program\n  before: not-built, gcc says:\n  now: graded\n');
});

test("another outcome is a move, and other points for the same verdict are nobody's win", () => {
  const notStarted = sampleReport({ outcome: 'not-started', reason: 'it ended', score: 0, checks: [] });
  expect(difference(notBuilt, notStarted)).toMatchObject({ hasMoved: true, checks: [] });
  const [first, ...rest] = sampleReport().checks;
  const dearer = sampleReport({ checks: [{ ...first!, points: 30, maxPoints: 30 }, ...rest], score: 105, maxScore: 105 });
  const { moved, byCheck } = classDifference([row('a', sampleReport())], [row('a', dearer)]);
  expect([moved.length, byCheck]).toEqual([1, []]);
});

test('a class: who moved, who is new or gone, and the totals of each check', () => {
  const bad = sampleWith({ 'TIME-1': lfOnly });
  const worse = sampleWith({ 'TIME-1': lfOnly, 'TIME-4': { verdict: 'failed' } });
  const before = [row('a', bad), row('b', worse), row('c', sampleReport()), row('d', bad), row('e', null, 'not handed in')];
  const after = [row('n', bad), row('e', bad), row('c', sampleReport()), row('b', bad), row('a', sampleReport())];
  const change = classDifference(before, after);
  expect(change.moved.map((one) => [one.student.id, one.before.score, one.after.score, one.programChanged])).toEqual([
    ['e', null, 75, null],
    ['b', 25, 75, false],
    ['a', 75, 100, false],
  ]);
  expect([change.unmoved, change.come.map(({ id }) => id), change.gone.map(({ id }) => id)]).toEqual([1, ['n'], ['d']]);
  expect(change.byCheck.map(({ id, won, lost }) => [id, won, lost])).toEqual([
    ['TIME-4', 2, 0],
    ['TIME-2/zone', 1, 0],
    ['TCP-3', 1, 0],
    ['TIME-1', 1, 0],
  ]);
  expect(classDifference(after, before).byCheck.map(({ id, won, lost }) => [id, won, lost])).toContainEqual(['TIME-1', 0, 1]);
  const text = renderClassDifference('time-server', change, plain);
  expect(text).toMatch(/^time-server: 3 moved, 1 did not, 1 new, 1 gone\n\nby check, .*:\n {2}TIME-4 {9}\+2 {4}-0\n/);
  expect(text).toContain('\n\nName of e (e)\nno-report → 75 of 100\n  before: no-report, not handed in\n  now: graded\n');
  expect(text).toContain('\n\nName of b (b)\n25 of 100 → 75 of 100 · the same program\n  + TIME-4 failed → passed, 0/50 → 50/50');
  expect(text).toMatch(/\n\nnew: Name of n \(n\)\n\ngone: Name of d \(d\)\n$/);
});

test('students are told by id alone: each of a team, whatever their names; of two rows the last counts', () => {
  const bad = sampleWith({ 'TIME-1': lfOnly });
  const team = { ...row('a', bad), students: [student('a', 'Same'), student('b', 'Same')] };
  const { moved, unmoved, come } = classDifference([team], [row('a', bad), row('b', bad), row('b', sampleReport())]);
  expect([moved.map((one) => one.student.id), unmoved, come]).toEqual([['b'], 1, []]);
  expect(classDifference([team], [team]).hasMoved).toBe(false);
  expect(classDifference([team], []).hasMoved).toBe(true);
  expect(classDifference([], [team]).hasMoved).toBe(true);
});

test('names and findings cannot command a terminal, and no line is wider than it', () => {
  const evil = '\x1b[2J\n\u202eevil'.repeat(9);
  const finding = sampleFinding({ message: evil, looksLike: { name: evil, hint: evil } });
  const bad = sampleWith({ 'TIME-1': { verdict: 'failed', title: evil, finding } });
  const rows = (report: Report): ClassRow[] => [{ ...row('a', report), students: [student(evil, evil)] }];
  const change = classDifference(rows(bad), [...rows(sampleReport()), row(`x${evil}`, bad)]);
  const text = renderClassDifference(evil, change, { colour: false, width: 50 });
  expect(text).not.toMatch(/[\x1b\u202e]/);
  expect(text.split('\n').filter((line) => line.length > 50)).toEqual([]);
  expect(renderClassDifference('x', change, { colour: true, width: 50 })).toContain('\x1b[1m');
});
