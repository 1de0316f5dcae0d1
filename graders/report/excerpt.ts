// Shows as much of a byte string as there is room for: all of it, a window around one byte, or its two ends.
// The law here: what is left out is counted in bytes, on the side where it is left out.
import { byteLength, columnsOf, gap, indexOfByte, textOf, type Token } from './notation.ts';

/** A byte string in three parts, `at` being the token that holds the byte asked for; empty where that byte is missing. */
export interface Excerpt {
  before: string;
  at: string;
  after: string;
}

interface Range {
  start: number;
  end: number;
}

/** Narrower than this the words for what is left out would leave no room for bytes, and only the number stands there. */
const roomForWords = 48;

/** How many tokens a window shows around its byte before it may reach to one end of the string and let the other go. */
const context = 8;

/** The byte at `offset` and as much around it as fits into `room` columns; a missing byte at the end takes one. */
export function excerptAround(list: Token[], offset: number, room: number): Excerpt {
  const index = indexOfByte(list, offset);
  const fits = columnsOf(list) + (index === list.length ? 1 : 0) <= room;
  const { start, end } = fits ? { start: 0, end: list.length } : rangeAround(list, index, room);
  const [first, next] = [list[start], list[end]];
  const skipped = start > 0 && first !== undefined ? `${leftOut(first.offset, room)} ` : '';
  const rest = next !== undefined ? ` ${leftOut(byteLength(list) - next.offset, room)}` : '';
  return {
    before: skipped + textOf(list.slice(start, index)),
    at: list[index]?.text ?? '',
    after: textOf(list.slice(index + 1, end)) + rest,
  };
}

/** The beginning and the end of a byte string, where no byte of it is of more interest than another. */
export function excerptOfEnds(list: Token[], room: number): string {
  if (columnsOf(list) <= room) return textOf(list);
  const left = room - gapColumns(list, room) - 1;
  const head = fitting(list, Math.ceil((left * 2) / 3));
  const tail = list.length - fitting(list.toReversed(), Math.floor(left / 3));
  const hidden = (list[tail]?.offset ?? byteLength(list)) - (list[head]?.offset ?? 0);
  const parts = [textOf(list.slice(0, head)), leftOut(hidden, room), textOf(list.slice(tail))];
  return parts.filter((part) => part !== '').join(' ');
}

function rangeAround(list: Token[], index: number, room: number): Range {
  const reserve = gapColumns(list, room);
  const head = fitting(list, room - reserve);
  if (index + context < head) return { start: 0, end: head };
  const tail = list.length - fitting(list.toReversed(), room - reserve - 1);
  if (index - context > tail) return { start: tail, end: list.length };
  return grow(list, index, room - 2 * reserve);
}

/** Takes tokens from both sides in turn, for as long as there is room. */
function grow(list: Token[], index: number, room: number): Range {
  let left = room - (list[index]?.columns ?? 1);
  let [start, end] = [index, Math.min(index + 1, list.length)];
  for (let grown = true; grown;) {
    grown = false;
    const [before, after] = [list[start - 1], list[end]];
    if (before !== undefined && before.columns <= left) {
      left -= before.columns;
      start -= 1;
      grown = true;
    }
    if (after !== undefined && after.columns <= left) {
      left -= after.columns;
      end += 1;
      grown = true;
    }
  }
  return { start, end };
}

/** How many tokens from the first on fit into `room` columns. */
function fitting(list: Token[], room: number): number {
  let used = 0;
  const index = list.findIndex((token) => (used += token.columns) > room);
  return index === -1 ? list.length : index;
}

function leftOut(bytes: number, room: number): string {
  return room < roomForWords ? `…${bytes.toLocaleString('en-US')}…` : gap(bytes);
}

/** The columns of a gap in this string at its widest, with the blank beside it. */
function gapColumns(list: Token[], room: number): number {
  return leftOut(Math.max(2, byteLength(list)), room).length + 1;
}
