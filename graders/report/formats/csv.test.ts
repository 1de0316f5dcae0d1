// CSV as it is written, for spreadsheets and the reader of csv-parse, and as it is read and changed in place.
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, csvCell, csvLine, readCsv, withCells } from './csv.ts';

test.each([
  ['plain', 'plain'],
  [null, ''],
  [true, 'true'],
  [-3.5, '-3.5'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['a;b', '"a;b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [' blank', '" blank"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-cmd', "'-cmd"],
  ['+x,y', '"\'+x,y"'],
  ['\tx', '"\'\tx"'],
  ['\r=x', '"\'\r=x"'],
  ['-5', '-5'],
  ['+62812', '+62812'],
  ['-0.5', '-0.5'],
  ['-5-5', "'-5-5"],
  ["'=1", "'=1"],
] as const)('%j is written as %s', (value, written) => {
  expect(csvCell(value)).toBe(written);
});

const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc
    .array(fc.constantFrom('"', ',', ';', '\r', '\n', '\r\n', '=', '-', '+', '@', '\t', ' ', "'", 'x', '7', '\ufeff'), {
      maxLength: 8,
    })
    .map((all) => all.join('')),
);
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }))
  .filter((rows) => rows.every((cells) => cells.some((cell) => cell !== '')));

/** What a spreadsheet shows. */
const shown = (text: string): string => (/^[=+\-@\t\r]/u.test(text) && !/^[+-]?\d+([.,]\d+)?$/u.test(text) ? `'${text}` : text);

test('what is written is read again, by us and by another reader, and never begins like a formula', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map(csvLine).join('');
      const expected = rows.map((cells) => cells.map(shown));
      expect(readCsv(text, 'x').map((cells) => cells.map((cell) => cell.value))).toEqual(expected);
      expect(parse(text, { record_delimiter: '\r\n' })).toEqual(expected);
    }),
  );
});

test('a cell is exchanged, and all other bytes stay', () => {
  fc.assert(
    fc.property(table, fc.nat(), value, fc.constantFrom('\n', '\r\n', '\r'), (rows, pick, put, newline) => {
      const cell = (text: string) => (/^[^",\r\n\ufeff]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`);
      const text = rows.map((cells) => cells.map(cell).join(',') + newline).join('');
      const cells = readCsv(text, 'x').flat();
      const chosen = cells[pick % cells.length]!;
      expect(withCells(text, new Map())).toBe(text);
      const changed = withCells(text, new Map([[chosen, put]]));
      expect(changed.slice(0, chosen.start)).toBe(text.slice(0, chosen.start));
      expect(changed.slice(chosen.start + csvCell(put).length)).toBe(text.slice(chosen.end));
    }),
  );
});

const values = (rows: Cell[][]) => rows.map((row) => row.map((cell) => cell.value));

test.each([
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    '\ufeffa,b\r\n\r\n"c\n""d""",\r\n',
    [
      ['a', 'b'],
      ['c\n"d"', ''],
    ],
  ],
  ['a\rb\r', [['a'], ['b']]],
  ['""\n', [['']]],
  ['a"b,c', [['a"b', 'c']]],
  ['', []],
  ['\ufeff', []],
])('%j', (text, rows) => {
  expect(values(readCsv(text, 'x'))).toEqual(rows);
});

test('a semicolon may stand between cells', () => {
  expect(values(readCsv('a;"b;c";d,e\n', 'x', ';'))).toEqual([['a', 'b;c', 'd,e']]);
});

test.each([
  ['a,b\n"c\nd', 'The file, line 2: a cell begins with a quote that is never closed'],
  ['a,b\r\nc,"d" e\r\n', 'The file, line 2: a quoted cell goes on behind its closing quote'],
])('%j is no CSV', (text, message) => {
  expect(() => readCsv(text, 'The file')).toThrow(message);
});
