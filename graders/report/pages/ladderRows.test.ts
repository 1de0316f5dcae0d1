// Which rungs a ladder has: cuts, what decided, the first wrong byte, and what of a long conversation is left out.
import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../../engine/index.ts';
import { sampleCheck, sampleFinding } from '../sample.test.support.ts';
import { firstWrong } from './firstWrong.ts';
import { ladderRows, type Row } from './ladderRows.ts';
import { failingReport, longCheck } from './sampleClass.test.support.ts';

const told = (row: Row): string => {
  if (row.kind === 'omitted') return `${row.count} left out`;
  if (row.kind === 'evidence') return `by ${row.by}`;
  const marks = [row.isNextSegment ? 'cut' : '', row.wrongAt === null ? '' : `wrong at ${row.wrongAt}`].filter(
    (mark) => mark !== '',
  );
  return [`${row.entry.client} ${row.way} ${row.entry.event}`, ...marks].join(', ');
};
const [first, , silent] = failingReport().checks;

test('marks a cut, and the first wrong byte', () => {
  expect(ladderRows(first!, 60).map(told)).toEqual([
    'A out connects',
    'A out sends',
    'A out sends, cut',
    'A in receives, wrong at 12',
    'A out closes',
  ]);
});

test('what decided stands before the clients leave', () => {
  expect(ladderRows(silent!, 60).map(told)).toEqual([
    'A out connects',
    'B out connects',
    'B out sends',
    'by proof',
    'B out closes',
  ]);
});

test('nothing decided a check that was skipped', () => {
  expect(ladderRows({ ...silent!, verdict: 'skipped' }, 60).map(told)).not.toContain('by proof');
});

test('leaves out the middle of a long conversation, and counts it', () => {
  const rows = ladderRows(longCheck(100), 30).map(told);
  expect(rows).toHaveLength(31);
  expect(rows.slice(19, 22)).toEqual(['A in receives', '71 left out', 'A in receives']);
  expect(rows.at(-1)).toBe('by proof');
});

test('never leaves out the first wrong byte', () => {
  const check = longCheck(100);
  const received = check.transcript.flatMap(({ event, bytes }) => (event === 'receives' ? [bytes] : [])).join('');
  const finding = sampleFinding({ received: received.slice(received.indexOf('[51]')), offset: 0 });
  const rows = ladderRows({ ...check, verdict: 'failed', finding }, 30).map(told);
  expect(rows).toContain('A in receives, wrong at 0');
  expect(rows.filter((row) => row.includes('left out'))).toEqual(['30 left out', '38 left out']);
});

test('passes on the count of what the transcript itself leaves out', () => {
  const omitted: TranscriptEntry = { atMs: 9, client: '', event: 'omitted', count: 1234 };
  expect(ladderRows(sampleCheck({ transcript: [...first!.transcript, omitted] }), 60).map(told)).toContain('1234 left out');
});

const heard = (client: string, ...pieces: string[]): TranscriptEntry[] =>
  pieces.map((bytes) => ({ atMs: 1, client, event: 'receives', bytes }));

test.each([
  ['in one piece', { received: 'abc', offset: 1 }, heard('A', 'abc'), { entry: 0, offset: 1 }],
  ['in the second piece', { received: 'abcd', offset: 2 }, heard('A', 'ab', 'cd'), { entry: 1, offset: 0 }],
  ['behind an earlier answer', { received: 'cd', offset: 1 }, heard('A', 'ab', 'cd'), { entry: 1, offset: 1 }],
  ['missing at the end', { received: 'ab', offset: 2 }, heard('A', 'ab'), { entry: 0, offset: 2 }],
  [
    'of the client that heard it',
    { received: 'ab', offset: 0 },
    [...heard('A', 'xy'), ...heard('B', 'ab')],
    { entry: 1, offset: 0 },
  ],
  ['in doubt: two clients heard it', { received: 'ab', offset: 0 }, [...heard('A', 'ab'), ...heard('B', 'ab')], null],
  ['nowhere in the conversation', { received: 'zz', offset: 0 }, heard('A', 'ab'), null],
  ['of nothing', { received: '', offset: 0 }, heard('A', 'ab'), null],
])('finds the first wrong byte %s', (_, finding, transcript, place) => {
  expect(firstWrong(sampleFinding(finding), transcript)).toEqual(place);
});

test('marks nothing where not all bytes were kept', () => {
  const [entry] = heard('A', 'abc');
  expect(firstWrong(sampleFinding({ received: 'abc', offset: 1 }), [{ ...entry!, byteCount: 5000 }])).toBeNull();
});
