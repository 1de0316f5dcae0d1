// What one sees of a batch at a terminal, of any width, and what a line leaves out first.
// The law here: the clock is the test's own, and the terminal is one that keeps what is written to it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Done, Item } from '../../graders/batch/class.ts';
import { columns } from '../../graders/report/characters.ts';
import { sampleReport } from '../../graders/report/sample.test.support.ts';
import { BatchCount } from './batchCount.ts';
import { live } from './batchProgress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const item = (entry: string): Item => ({
  name: '1',
  entry,
  key: () => '',
  grade: () => Promise.reject(new Error('unused')),
  shown: (message) => message,
});
const doneOf = (one: Item, changes: Partial<Done['kept']> = {}, isOld = false): Done => ({
  item: one,
  kept: { schema: 'lab-result/v1', key: '', report: sampleReport(), problem: null, isPassing: false, ...changes },
  isOld,
});

/** 12 of 40 are done after 6 s, of which 1 could not be read; two are at work for as long. */
function midway(entry: string): BatchCount {
  const count = new BatchCount(40);
  count.starts(item(entry));
  count.starts(item('other'));
  vi.advanceTimersByTime(6000);
  for (let i = 0; i < 12; i += 1) count.ends(doneOf(item('x'), i === 0 ? { report: null } : {}));
  return count;
}

test.each([
  [200, '12 of 40 done, 2 running, 1 not graded, 2.0 a second, 14 s left; since 6 s: Siti Rahma_7'],
  [80, '12 of 40 done, 2 running, 1 not graded, 2.0 a second, 14 s left'],
  [79, '12 of 40 done, 2 running, 1 not graded, 2.0 a second, 14 s left'],
  [62, '12 of 40 done, 2 running, 1 not graded, 14 s left'],
  [39, '12 of 40 done, 1 not graded, 14 s left'],
  [30, '12 of 40 done, 14 s left'],
  [14, '12 of 40 done'],
])('in %i columns', (room, line) => {
  expect(midway('Siti Rahma_7').line(room)).toBe(line);
});

test.each(['日本語の名前がとても長い学生_12_assignsubmission_file_', '🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊', '\u001b[2J\n\u202e'])(
  'a name is cut to fit, and commands no terminal: %j',
  (entry) => {
    const count = midway(entry);
    for (let room = 64; room < 120; room += 1) {
      expect(columns(count.line(room))).toBeLessThanOrEqual(room);
      expect(count.line(room)).not.toMatch(/\p{C}/u);
    }
    expect(count.line(90)).toContain('; since 6 s: ');
  },
);

test('before anything is graded it tells no rate, and of a slow batch a rate by the minute', () => {
  const count = new BatchCount(400);
  vi.advanceTimersByTime(60_000);
  count.ends(doneOf(item('x'), {}, true));
  expect(count.line(200)).toBe('1 of 400 done, 0 running');
  count.ends(doneOf(item('x')));
  expect(count.line(200)).toBe('2 of 400 done, 0 running, 1.0 a minute, 6 h 38 min left');
  expect(count.summary).toBe('2 of 400 done, 1 of them earlier, 1 min 0 s');
});

test('when all are done it tells of the pages', () => {
  const count = midway('Siti Rahma_7');
  count.writes(12);
  expect(count.line(80)).toBe('writing pages, 12 of 40');
  expect(columns(count.line(12))).toBeLessThanOrEqual(12);
});

test('what is said stands in lines of its own above the live line, also when the terminal is made narrower', () => {
  const written: string[] = [];
  const terminal = { columns: 80, write: (piece: string | Uint8Array) => written.push(String(piece)) > 0 };
  const count = new BatchCount(2);
  const progress = live(count, terminal);
  vi.advanceTimersByTime(100);
  terminal.columns = 10;
  vi.advanceTimersByTime(100);
  progress.says('lab: a word');
  progress.ends(doneOf(item('Ann'), { isPassing: true, report: null, problem: 'no python3\nmore' }));
  progress.ends(doneOf(item('Bea')));
  progress.stop();
  vi.advanceTimersByTime(1000);
  const [erased, above] = ['\r\u001b[2K', '\u001b[A\u001b[2K'];
  expect(written).toEqual([
    `${erased}0 of 2 done, 0 running`,
    `${erased}${above}${above}0 of 2 done`,
    `${erased}${above}lab: a word\n`,
    `${erased}Ann: not graded: no python3\n`,
    `${erased}0 of 2 done, 0 s\n`,
  ]);
});
