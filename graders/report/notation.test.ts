// The table of the notation, and the property that a walk over it finds every byte that was written.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { notation } from '../engine/notation.ts';
import { byteLength, columnsOf, indexOfByte, isCutOff, textOf, tokens } from './notation.ts';

test.each([
  ['', [], 0],
  ['TIME\\r\\n', ['T', 'I', 'M', 'E', '\\r', '\\n'], 6],
  ['\\x00\\xFF\\\\', ['\\x00', '\\xFF', '\\\\'], 3],
  ['\\\\x41', ['\\\\', 'x', '4', '1'], 4],
  ['\\x4', ['\\x', '4'], 2],
  ['\\', ['\\'], 1],
  ['é日😀', ['é', '日', '😀'], 9],
  ['a b', ['a', ' ', 'b'], 3],
  [' a ', ['\\x20', 'a', '\\x20'], 3],
  ['\n\x1b', ['\\n', '\\x1b'], 2],
  ['e\u0301', ['e', '\\xcc', '\\x81'], 3],
  ['\u202e', ['\\xe2', '\\x80', '\\xae'], 3],
])('%j', (written, texts, bytes) => {
  const list = tokens(written);
  expect(list.map((token) => token.text)).toEqual(texts);
  expect(byteLength(list)).toBe(bytes);
});

test.each([
  ['ab\\r\\n', 0, 0],
  ['ab\\r\\n', 3, 3],
  ['ab\\r\\n', 4, 4],
  ['ab\\r\\n', 99, 4],
  ['é日x', 1, 0],
  ['é日x', 2, 1],
  ['é日x', 4, 1],
  ['é日x', 5, 2],
  ['', 0, 0],
])('in %j byte %i is in token %i', (written, offset, index) => {
  expect(indexOfByte(tokens(written), offset)).toBe(index);
});

test('what was cut off is one token of many bytes', () => {
  const list = tokens(`${'x'.repeat(2000)} (and 70000 bytes more)`);
  expect(list.at(-1)).toEqual({ text: '… 70,000 bytes …', offset: 2000, bytes: 70_000, columns: 16 });
  expect([isCutOff(list, 1999), isCutOff(list, 2000), isCutOff(list, 71_999), isCutOff(list, 72_000)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(byteLength(tokens('x (and 70000 bytes more)'))).toBe(24);
});

const binary = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => new Uint8Array(Buffer.from(text))),
);

/** What C reads in the notation. */
function bytesIn(written: string): number[] {
  const named: Record<string, number> = { n: 10, r: 13, t: 9, '\\': 92 };
  return [...written.matchAll(/\\x(..)|\\(.)|([^])/gu)].flatMap(([, hex, escape, text]) => {
    if (hex !== undefined) return [Number.parseInt(hex, 16)];
    return escape === undefined ? [...Buffer.from(text ?? '')] : [named[escape] ?? -1];
  });
}

test('the walk loses no byte, gains none, and knows the offset of each', () => {
  fc.assert(
    fc.property(binary, (bytes) => {
      const list = tokens(notation(bytes));
      expect(bytesIn(textOf(list))).toEqual([...bytes]);
      expect(byteLength(list)).toBe(bytes.length);
      for (const token of list) {
        expect(bytesIn(token.text)).toEqual([...bytes.subarray(token.offset, token.offset + token.bytes)]);
        for (let i = 0; i < token.bytes; i += 1) expect(list[indexOfByte(list, token.offset + i)]).toBe(token);
      }
      expect(columnsOf(list)).toBe(list.reduce((sum, token) => sum + token.columns, 0));
    }),
  );
});
