// The table of line breaking.
import { expect, test } from 'vitest';
import { clip, fold, pad, wrap } from './layout.ts';

test.each([
  ['', 10, ['']],
  ['one two three', 20, ['one two three']],
  ['one two three', 7, ['one two', 'three']],
  ['one  two\nthree', 20, ['one two three']],
  ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
  ['a bcdefghijkl m', 5, ['a', 'bcdef', 'ghijk', 'l m']],
  ['日本語 日本語', 8, ['日本語', '日本語']],
  ['日本語', 5, ['日本', '語']],
])('wrap(%j, %i)', (sentence, room, lines) => {
  expect(wrap(sentence, room)).toEqual(lines);
});

test.each([
  ['', 10, ['']],
  ['    text = 1', 20, ['    text = 1']],
  ['  File "server.py", line 22', 18, ['  File', '  "server.py",', '  line 22']],
  ['    raise  Something', 14, ['    raise', '    Something']],
  ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
  [`${' '.repeat(30)}deep`, 10, ['     deep']],
])('fold(%j, %i)', (line, room, lines) => {
  expect(fold(line, room)).toEqual(lines);
});

test('clip keeps one end and counts the rest', () => {
  const lines = ['1', '2', '3', '4'];
  expect(clip(lines, 4, 'last')).toEqual(lines);
  expect(clip(lines, 3, 'last')).toEqual(['… 2 more lines, see them with --verbose …', '3', '4']);
  expect(clip(lines, 3, 'first')).toEqual(['1', '2', '… 2 more lines, see them with --verbose …']);
});

test('pad counts columns', () => {
  expect(pad('日', 4)).toBe('日  ');
  expect(pad('too long', 4)).toBe('too long');
});
