// The table of what a caret says, and of where it stands.
import { expect, test } from 'vitest';
import { caretLabel, caretLines } from './caret.ts';
import { tokens } from './notation.ts';

test.each([
  ['JAM 13:07:42\\n', 12, '\\r', 'byte 12 is \\n, should be \\r'],
  ['JAM 13:07:42', 12, '\\r', 'byte 12 is missing, should be \\r'],
  ['JAM 13:07:42\\r', 13, '\\n', 'byte 13 is missing, should be \\n'],
  ['JAM 13:07:42\\r\\n\\n', 14, 'the end', 'byte 14 is \\n, should be the end'],
  ['JAM 1:07:42\\r\\n', 5, 'a digit', "byte 5 is ':', should be a digit"],
  ['JAM 24:07:42\\r\\n', 5, null, "byte 5 is '4'"],
  ['JAM  1:07:42\\r\\n', 4, 'a digit', 'byte 4 is a blank, should be a digit'],
  ['JAM 13.07.42\\r\\n', 6, "':'", "byte 6 is '.', should be ':'"],
  ['13:07:42\\r\\n', 0, "'J'", "byte 0 is '1', should be 'J'"],
  ['JAM', 3, 'a blank', 'byte 3 is missing, should be a blank'],
  ['JAM ', 99, 'a digit', 'byte 4 is missing, should be a digit'],
  ['Sum: x\\r\\n', 5, null, "byte 5 is 'x'"],
  ['Sum: 51\\n', 7, null, 'byte 7 is \\n'],
  ['maybe\\n', 0, null, "byte 0 is 'm'"],
  ['x\\n', 1, null, 'byte 1 is \\n'],
  ['nè\\n', 2, null, "byte 2 is \\xa8, in 'è'"],
  ['日x\\n', 3, "'本'", "byte 3 is 'x', should be '本'"],
  ['日曜\\n', 3, "'本'", "byte 3 is \\xe6, in '曜', should be '本'"],
  ['\\n', 0, 'nothing', 'byte 0 is \\n, should be nothing'],
  ['x', 0, null, "byte 0 is 'x'"],
])('received %j, byte %i, wanted %j', (received, offset, wanted, label) => {
  expect(caretLabel(tokens(received), offset, wanted)).toBe(label);
});

test('counts of thousands have a comma', () => {
  expect(caretLabel(tokens('x'.repeat(1234) + 'y'), 1234, "'x'")).toBe("byte 1,234 is 'y', should be 'x'");
});

test.each([
  ['right of it', 4, 40, ['    ^ byte 4 is \\n']],
  ['left of it', 30, 40, ['                byte 4 is \\n ^'.padStart(31)]],
  ['below', 10, 20, ['          ^', '  byte 4 is \\n']],
])('the label stands %s', (_, column, width, lines) => {
  expect(caretLines(column, 'byte 4 is \\n', width)).toEqual(lines);
});
