// Tables as spreadsheets and LMSes write them, and those that are none.
import { array, assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { parseCsv } from './csv.ts';

const rows = (text: string | Buffer) => parseCsv(Buffer.from(text), 'class.csv').map(({ line, cells }) => [line, ...cells]);

test.each<[text: string | Buffer, expected: unknown[][]]>([
  ['', []],
  ['a', [[1, 'a']]],
  [
    'a,b\r\n1,2\r\n',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  [
    'a;b\n1;2,5\n',
    [
      [1, 'a', 'b'],
      [2, '1', '2,5'],
    ],
  ],
  [
    'a\tb\r1\t2',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  ['\ufeffa,b', [[1, 'a', 'b']]],
  [
    Buffer.from('\ufeffa\tb\r\n王\t2\r\n', 'utf16le'),
    [
      [1, 'a', 'b'],
      [2, '王', '2'],
    ],
  ],
  [
    'a,b\n\n , \n1,\n',
    [
      [1, 'a', 'b'],
      [4, '1', ''],
    ],
  ],
  [
    '"a","b"\n"Santoso, Budi","the ""king"""\n',
    [
      [1, 'a', 'b'],
      [2, 'Santoso, Budi', 'the "king"'],
    ],
  ],
  [
    'a,b\n"two\r\nlines",x\n3,4',
    [
      [1, 'a', 'b'],
      [2, 'two\r\nlines', 'x'],
      [4, '3', '4'],
    ],
  ],
  [
    '"a;b",c\n1,2',
    [
      [1, 'a;b', 'c'],
      [2, '1', '2'],
    ],
  ],
  [
    'a,b\n5" disk, x \n',
    [
      [1, 'a', 'b'],
      [2, '5" disk', 'x'],
    ],
  ],
  [
    'a,b\n"x" ,""\n',
    [
      [1, 'a', 'b'],
      [2, 'x', ''],
    ],
  ],
  [
    'a,b,\n1,2,',
    [
      [1, 'a', 'b', ''],
      [2, '1', '2', ''],
    ],
  ],
])('%j', (text, expected) => {
  expect(rows(text)).toEqual(expected);
});

test.each<[text: string | Buffer, message: string]>([
  ['a,b\n1,"x', 'class.csv, line 2, column 2: a quotation mark begins a cell that does not end with one. Save it as CSV again.'],
  [
    'a,b\n"two\nlines","x"y\n',
    'class.csv, line 3, column 2: a quotation mark begins a cell that does not end with one. Save it as CSV again.',
  ],
  [Buffer.from('a,b\n1,\xe9\n', 'latin1'), 'class.csv, line 2: it is not in UTF-8. Save it as "CSV UTF-8".'],
])('%j', (text, message) => {
  expect(() => rows(text)).toThrow(new UsageError(message));
});

test('what is quoted comes back', () => {
  const cell = string({ unit: constantFrom('"', ',', ';', '\t', '\n', '\r', 'a', ' ', '王') }).map((text) => `x${text}x`);
  const table = array(array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
  assert(
    property(table, constantFrom(',', ';', '\t'), constantFrom('\n', '\r\n'), (table, delimiter, end) => {
      const text = table.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(delimiter) + end).join('');
      expect(parseCsv(Buffer.from(text), 'class.csv').map(({ cells }) => cells)).toEqual(table);
    }),
  );
});

test('whatever it is, it is a table or an error that names the line', () => {
  assert(
    property(string({ unit: constantFrom('"', ',', ';', '\n', '\r', 'a', ' ') }), (text) => {
      try {
        for (const { cells } of parseCsv(Buffer.from(text), 'x')) expect(cells.some((each) => each !== '')).toBe(true);
      } catch (error) {
        expect((error as Error).message).toMatch(/^x, line \d+, column \d+: /);
      }
    }),
    { numRuns: 500 },
  );
});

test('a large table, and one that never ends', () => {
  const many = `id,name\n${'1234567,"Budi, S."\n'.repeat(100_000)}`;
  expect(parseCsv(Buffer.from(many), 'x')).toHaveLength(100_001);
  expect(() => parseCsv(Buffer.from(`a\n"${'x""'.repeat(1_000_000)}`), 'x')).toThrow('line 2, column 1');
});
