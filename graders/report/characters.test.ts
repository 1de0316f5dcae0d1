// The table of characters: which are shown as themselves, which are escaped, and how wide they are.
import { expect, test } from 'vitest';
import { columns, oneLine, safe, staysPut } from './characters.ts';

test.each([
  ['plain text, ok', 'plain text, ok'],
  ['two\nlines', 'two\nlines'],
  ['windows\r\nlines', 'windows\nlines'],
  ['a tab\tis blanks', 'a tab    is blanks'],
  ['back\rto the start', 'back\\rto the start'],
  ['\x1b[2Jcleared', '\\x1b[2Jcleared'],
  ['\x9b2J C1', '\\xc2\\x9b2J C1'],
  ['bell \x07, NUL \0, DEL \x7f', 'bell \\x07, NUL \\x00, DEL \\x7f'],
  ['\u202egnp.exe', '\\xe2\\x80\\xaegnp.exe'],
  ['zero\u200bwidth', 'zero\\xe2\\x80\\x8bwidth'],
  ['no-break\u00a0space', 'no-break\\xc2\\xa0space'],
  ['line\u2028separator', 'line\\xe2\\x80\\xa8separator'],
  ['hangul filler \u3164', 'hangul filler \\xe3\\x85\\xa4'],
  ['half \ud83d of a pair', 'half \\xef\\xbf\\xbd of a pair'],
  ['héllo, 日本, 😀, שלום', 'héllo, 日本, 😀, שלום'],
])('safe(%j)', (text, expected) => {
  expect(safe(text)).toBe(expected);
});

test('oneLine writes a newline as an escape', () => {
  expect(oneLine('a\nb\r\nc')).toBe('a\\nb\\nc');
});

test.each(['a', ' ', 'é', '日', '😀', '✓'])('%j stays in its column', (character) => {
  expect(staysPut(character)).toBe(true);
});

test.each([
  ['a newline', '\n'],
  ['a combining accent', '\u0301'],
  ['a joiner', '\u200d'],
  ['a variation selector', '\ufe0f'],
  ['a skin tone', '\u{1f3fb}'],
  ['half a flag', '\u{1f1e9}'],
  ['a Hebrew letter', 'ש'],
  ['an Arabic letter', 'س'],
  ['a conjoining vowel', '\u1161'],
])('%s does not', (_, character) => {
  expect(staysPut(character)).toBe(false);
});

test.each([
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['한글', 4],
  ['ﾊﾝ', 2],
  ['Ａ', 2],
  ['😀', 2],
  ['✓ – ✗ → …', 9],
])('columns(%j) is %i', (text, expected) => {
  expect(columns(text)).toBe(expected);
});
