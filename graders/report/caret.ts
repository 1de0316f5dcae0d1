// Points at the first wrong or missing byte and says what stands there, and what should.
// The law here: bytes are counted from 0, as an offset is.
import { columns } from './characters.ts';
import { wrap } from './layout.ts';
import { byteLength, indexOfByte, named, type Token } from './notation.ts';

/** `byte 12 is \n, should be \r`; `wanted` is what should stand there, in words, where that is known. */
export function caretLabel(received: Token[], offset: number, wanted: string | null): string {
  const at = Math.min(offset, byteLength(received));
  return `byte ${at.toLocaleString('en-US')} is ${standing(received, at)}${wanted === null ? '' : `, should be ${wanted}`}`;
}

/** The caret in its column, with its label where there is room: right of it, left of it, or below. */
export function caretLines(column: number, label: string, width: number): string[] {
  const blanks = ' '.repeat(column);
  if (column + 2 + columns(label) <= width) return [`${blanks}^ ${label}`];
  if (columns(label) + 1 <= column) return [`${' '.repeat(column - 1 - columns(label))}${label} ^`];
  return [`${blanks}^`, ...wrap(label, width - 2).map((line) => `  ${line}`)];
}

function standing(received: Token[], offset: number): string {
  const token = received[indexOfByte(received, offset)];
  if (token === undefined) return 'missing';
  if (token.bytes === 1) return named(token);
  const byte = Buffer.from(token.text)[offset - token.offset] ?? 0;
  return `\\x${byte.toString(16)}, in ${named(token)}`;
}
