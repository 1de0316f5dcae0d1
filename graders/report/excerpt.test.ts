// Windows into long byte strings: they keep to their room, show the byte in question, and count what they leave out.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from './characters.ts';
import { excerptAround, excerptOfEnds } from './excerpt.ts';
import { byteLength, indexOfByte, tokens } from './notation.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz'.repeat(100);

test.each([
  ['whole', 'TIME\\r\\n', 4, 50, ['TIME', '\\r', '\\n']],
  ['whole, the last byte missing', 'TIME', 4, 5, ['TIME', '', '']],
  ['the end', alphabet, 2598, 60, ['… 2,557 bytes … jklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx', 'y', 'z']],
  ['the beginning', alphabet, 3, 50, ['abc', 'd', 'efghijklmnopqrstuvwxyzabcdefgh … 2,566 bytes …']],
  ['the middle', alphabet, 1304, 50, ['… 1,295 bytes … vwxyzabcd', 'e', 'fghijklm … 1,287 bytes …']],
  ['narrow', alphabet, 1304, 26, ['…1,299… zabcd', 'e', 'fghi …1,291…']],
])('%s', (_, written, offset, room, [before, at, after]) => {
  expect(excerptAround(tokens(written), offset, room)).toEqual({ before, at, after });
});

test.each([
  ['TIME\\r\\n', 8, 'TIME\\r\\n'],
  [`${'A'.repeat(65_536)}\\r\\n`, 50, 'AAAAAAAAAAAAAAAAAAAAAA … 65,508 bytes … AAAAAA\\r\\n'],
])('the two ends of example %#', (written, room, expected) => {
  expect(excerptOfEnds(tokens(written), room)).toBe(expected);
});

const written = fc
  .array(fc.constantFrom('a', 'b', ' ', '\\r', '\\n', '\\x00', '\\\\', 'é', '日', '😀'), { maxLength: 300 })
  .map((parts) => parts.join(''));
const room = fc.integer({ min: 26, max: 120 });

/** The bytes a shown string stands for: those that are seen, and those that are counted as left out. */
function bytesShown(shown: string): number {
  const gaps = [...shown.matchAll(/ ?… ?([\d,]+)(?: bytes?)? ?… ?/gu)];
  const seen = shown.replaceAll(/ ?… ?[\d,]+(?: bytes?)? ?… ?/gu, '');
  return gaps.reduce((sum, [, count = '']) => sum + Number(count.replaceAll(',', '')), byteLength(tokens(seen)));
}

test('a window keeps to its room, shows its byte and accounts for all others', () => {
  fc.assert(
    fc.property(written, fc.nat(700), room, (text, offset, width) => {
      const list = tokens(text);
      const { before, at, after } = excerptAround(list, offset, width);
      expect(columns(before + at + after)).toBeLessThanOrEqual(at === '' ? width - 1 : width);
      expect(at).toBe(list[indexOfByte(list, offset)]?.text ?? '');
      expect(bytesShown(before) + bytesShown(after) + byteLength(tokens(at))).toBe(byteLength(list));
    }),
  );
});

test('so do two ends', () => {
  fc.assert(
    fc.property(written, room, (text, width) => {
      const shown = excerptOfEnds(tokens(text), width);
      expect(columns(shown)).toBeLessThanOrEqual(width);
      expect(bytesShown(shown)).toBe(byteLength(tokens(text)));
    }),
  );
});
