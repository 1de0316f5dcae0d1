// What a transcript keeps of what went over the wire, and what it says of the rest.
import { expect, test } from 'vitest';

import { Transcript } from './transcript.ts';

test('clients are named in the order they come', () => {
  const transcript = new Transcript();
  const names = Array.from({ length: 54 }, () => transcript.nextName());
  expect(names.slice(0, 3)).toEqual(['A', 'B', 'C']);
  expect(names.slice(24, 28)).toEqual(['Y', 'Z', 'A2', 'B2']);
  expect(names.slice(51)).toEqual(['Z2', 'A3', 'B3']);
  expect(new Set(names).size).toBe(names.length);
});

test('an entry has its client, its event and its bytes, and a time that does not run backwards', () => {
  const transcript = new Transcript();
  transcript.add('A', 'connects');
  transcript.add('A', 'sends', Buffer.from('TIME\r\n'));
  transcript.add('A', 'receives', Buffer.of());
  transcript.add('B', 'ended');
  expect(transcript.entries.map((entry) => ({ ...entry, atMs: 0 }))).toEqual([
    { atMs: 0, client: 'A', event: 'connects' },
    { atMs: 0, client: 'A', event: 'sends', bytes: 'TIME\\r\\n' },
    { atMs: 0, client: 'A', event: 'receives', bytes: '' },
    { atMs: 0, client: 'B', event: 'ended' },
  ]);
  const times = transcript.entries.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(0);
});

test.each([
  [2047, undefined],
  [2048, undefined],
  [2049, 2049],
  [70_000, 70_000],
])('of %d bytes it keeps 2048 at most, and then says how many there were', (count, byteCount) => {
  const transcript = new Transcript();
  transcript.add('A', 'receives', Buffer.alloc(count, 'x'));
  const [entry] = transcript.entries;
  expect(entry?.bytes).toBe('x'.repeat(Math.min(count, 2048)));
  expect(entry?.byteCount).toBe(byteCount);
});

test('it stays small however much happens, and counts what it leaves out', () => {
  const transcript = new Transcript();
  for (let i = 0; i < 2000; i += 1) transcript.add('A', 'sends', Buffer.of(i));
  expect(transcript.entries.length).toBe(501);
  expect(transcript.entries.at(-1)).toMatchObject({ event: 'omitted', count: 1500 });
  expect(transcript.entries[0]?.bytes).toBe('\\x00');
});
