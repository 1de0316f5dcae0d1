// Breaks text into lines: sentences between words, a program's own lines anywhere.
// The law here: text is safe and without colour when it is measured, and no line is wider than the room it was given.
import { columns } from './characters.ts';

/** A sentence in lines of at most `room` columns, broken between words; a word that is wider than a line is broken anywhere. */
export function wrap(sentence: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(/[ \n]+/u).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columns(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fold(word, room);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

/** A program's own line in lines of at most `room` columns: broken at blanks, or anywhere; indented as it was. */
export function fold(line: string, room: number): string[] {
  const lines: string[] = [];
  const indent = (/^ */u.exec(line)?.[0] ?? '').slice(0, room / 2);
  let rest = indent + line.trim();
  for (;;) {
    const length = fittingLength(rest, room);
    if (length === rest.length) return [...lines, rest];
    const blank = rest.lastIndexOf(' ', length);
    const cut = blank > indent.length ? blank : length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = indent + rest.slice(cut).trimStart();
  }
}

function fittingLength(text: string, room: number): number {
  let [length, used] = [0, 0];
  for (const character of text) {
    used += columns(character);
    if (used > room) break;
    length += character.length;
  }
  return length;
}

/** Pads on the right to a number of columns. */
export function pad(text: string, room: number): string {
  return text + ' '.repeat(Math.max(0, room - columns(text)));
}

/** The first or the last lines of many, with a line in place of the others that counts them. */
export function clip(lines: string[], most: number, keep: 'first' | 'last'): string[] {
  if (lines.length <= most) return lines;
  const count = `… ${(lines.length - most + 1).toLocaleString('en-US')} more lines, see them with --verbose …`;
  return keep === 'first' ? [...lines.slice(0, most - 1), count] : [count, ...lines.slice(1 - most)];
}
