// The table of the notation, and the property that it says exactly which bytes there were.
// The law here: what is written is read back by a decoder that knows nothing of the code under test.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bytesIn, notation } from './notation.ts';

describe('text stands as itself', () => {
  test.each(['', 'JAM 09:15:00', ' a  b ', '\'"`$%', '\u007e', 'é', '日本', '😀', 'e\u0301', '\u00a0', '\ufe0f'])('%j', (text) =>
    expect(notation(Buffer.from(text))).toBe(text),
  );
});

describe('what would not be seen, or would change what is seen around it, is escaped', () => {
  test.each([
    ['\t\n\r\\', '\\t\\n\\r\\\\'],
    ['\\n', '\\\\n'],
    ['\0\x07\b\v\f\x1b\x1f\x7f', '\\x00\\x07\\x08\\x0b\\x0c\\x1b\\x1f\\x7f'],
    ['\x011', '\\x011'],
    ['\u0085\u009b', '\\xc2\\x85\\xc2\\x9b'],
    ['\u00ad', '\\xc2\\xad'],
    ['\u200b\u200e\u202e\u2066', '\\xe2\\x80\\x8b\\xe2\\x80\\x8e\\xe2\\x80\\xae\\xe2\\x81\\xa6'],
    ['\u2028\u2029', '\\xe2\\x80\\xa8\\xe2\\x80\\xa9'],
    ['\ufeffJAM', '\\xef\\xbb\\xbfJAM'],
    ['\ue000\u{10fffd}', '\\xee\\x80\\x80\\xf4\\x8f\\xbf\\xbd'],
    ['\ufdd0\uffff', '\\xef\\xb7\\x90\\xef\\xbf\\xbf'],
    ['\u{e0041}', '\\xf3\\xa0\\x81\\x81'],
    ['\ufffd', '\\xef\\xbf\\xbd'], // so that nobody takes it for a decoder's complaint
  ])('%j', (text, written) => expect(notation(Buffer.from(text))).toBe(written));
});

describe('bytes that are no UTF-8 text (RFC 3629) are escaped, and only those', () => {
  test.each([
    ['a continuation alone', [0x80, 0x41, 0xbf], '\\x80A\\xbf'],
    ['bytes that never occur', [0xc0, 0xc1, 0xf5, 0xff], '\\xc0\\xc1\\xf5\\xff'],
    ['two bytes that say what one can', [0xc0, 0xaf, 0xc1, 0xbf], '\\xc0\\xaf\\xc1\\xbf'],
    ['three that say what two can', [0xe0, 0x80, 0xaf, 0xe0, 0x9f, 0xbf], '\\xe0\\x80\\xaf\\xe0\\x9f\\xbf'],
    ['four that say what three can', [0xf0, 0x8f, 0xbf, 0xbf], '\\xf0\\x8f\\xbf\\xbf'],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf], '\\xed\\xa0\\x80\\xed\\xbf\\xbf'],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
    ['the end of two missing', [0xc3], '\\xc3'],
    ['the end of three missing', [0xe2, 0x82], '\\xe2\\x82'],
    ['the end of four missing', [0xf0, 0x9f, 0x98], '\\xf0\\x9f\\x98'],
    ['text right behind a missing end', [0xf0, 0x9f, 0x98, 0x41, 0xc3, 0xa9], '\\xf0\\x9f\\x98Aé'],
    ['a character right behind a missing end', [0xe2, 0x82, 0xe2, 0x82, 0xac], '\\xe2\\x82€'],
    ['latin1', [0x4a, 0xe4, 0x6d], 'J\\xe4m'],
    ['the first and the last of each length', [0xc2, 0xa1, 0xdf, 0xbf, 0xe0, 0xa0, 0x80, 0xf0, 0x90, 0x80, 0x80], '¡\u07ffࠀ𐀀'],
  ])('%s', (_, bytes, written) => expect(notation(Uint8Array.from(bytes))).toBe(written));
});

/** Reads the notation: an escape is one byte, everything else its UTF-8. */
function decoded(written: string): number[] {
  const named: Record<string, number> = { t: 9, n: 10, r: 13, '\\': 92 };
  const read: number[] = [];
  for (let i = 0; i < written.length;) {
    const next = written[i + 1]!;
    const character = String.fromCodePoint(written.codePointAt(i)!);
    if (character !== '\\') read.push(...Buffer.from(character));
    else read.push(next === 'x' ? Number.parseInt(written.slice(i + 2, i + 4), 16) : named[next]!);
    i += character !== '\\' ? character.length : next === 'x' ? 4 : 2;
  }
  return read;
}

/** Bytes of every kind, and UTF-8 with something broken in it. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text))),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 12 }), fc.nat(48), fc.uint8Array({ maxLength: 2 }))
    .map(([text, at, broken]) =>
      Uint8Array.from([...Buffer.from(text).subarray(0, at), ...broken, ...Buffer.from(text).subarray(at + 1)]),
    ),
);

test('says exactly which bytes there were', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(decoded(notation(bytes))).toEqual([...bytes]);
    }),
    { numRuns: 1000 },
  );
});

test('is read back as the bytes there were', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect([...bytesIn(notation(bytes))]).toEqual([...bytes]);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['\\', '\\'],
  ['\\x4', '\\x4'],
  ['\\q\\xFF', '\\q\\xFF'],
  ['a\\\\x41', 'a\\x41'],
])('%j is no escape of the notation where it says %j', (written, text) => {
  expect(bytesIn(written).toString()).toBe(text);
});

test('holds nothing that a terminal would take for a command', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(notation(bytes)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 1000 },
  );
});

test('leaves text that can be seen as it is, beside whatever stands there', () => {
  const visible = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\p{C}\p{Zl}\p{Zp}\\\ufffd]/u.test(text));
  fc.assert(
    fc.property(visible, visible, (before, after) => {
      expect(notation(Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]))).toBe(`${before}\\xff${after}`);
    }),
  );
});
