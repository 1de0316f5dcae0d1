// The bytes behind a notation, and which rows of a hex dump are shown.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { notation } from '../../engine/index.ts';
import { tokens } from '../notation.ts';
import { octets, rowLength, rowsAround } from './octets.ts';

test('any bytes come back from their notation', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([...octets(tokens(notation(bytes)))]).toEqual([...bytes]);
    }),
  );
});

test('bytes that were cut off are not made up', () => {
  expect(octets(tokens(`${'x'.repeat(2000)} (and 77 bytes more)`))).toHaveLength(2000);
});

test('shows two rows on either side of the byte, and counts the others', () => {
  const { before, rows, after } = rowsAround(Buffer.alloc(100), 50);
  expect({ before, after, offsets: rows.map(({ offset }) => offset) }).toEqual({
    before: 32,
    after: 28,
    offsets: [32, 40, 48, 56, 64],
  });
});

test('shows a row for a byte that is missing behind full rows', () => {
  expect(rowsAround(Buffer.alloc(8), 8).rows.map(({ bytes }) => bytes.length)).toEqual([8, 0]);
  expect(rowsAround(Buffer.alloc(7), 7).rows.map(({ bytes }) => bytes.length)).toEqual([7]);
});

test('every byte is in a row or counted, and the one that matters is in a row or behind the last', () => {
  const length = fc.nat({ max: 300 });
  fc.assert(
    fc.property(length, length, (size, place) => {
      const offset = Math.min(place, size);
      const { before, rows, after } = rowsAround(Buffer.alloc(size), offset);
      expect(before + after + rows.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(size);
      expect(rows.some((row) => offset >= row.offset && offset < row.offset + rowLength)).toBe(true);
    }),
  );
});
