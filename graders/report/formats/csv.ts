// CSV as RFC 4180 has it: cells written for spreadsheets, and read with the place of each, so that one can be exchanged.
// The law here: text that a spreadsheet would run as a formula is written with an apostrophe before it; numbers stay numbers.
import { UsageError } from '../../subject/errors.ts';

export type Value = string | number | boolean | null;

/** A cell that was read: what it says, and where it stands in the text, quotes included. */
export interface Cell {
  value: string;
  start: number;
  end: number;
}

const formula = /^[=+\-@\t\r]/u;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)?$/u;

export function csvCell(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = formula.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",;\t\r\n\ufeff]|^ | $/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvLine(values: readonly Value[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/**
 * Lines that hold nothing are left out, and so is a byte order mark.
 * @param what the file, for messages
 * @throws UsageError that names the line where the text is no CSV
 */
export function readCsv(text: string, what: string, delimiter: ',' | ';' = ','): Cell[][] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at <= text.length;) {
    const cell = text[at] === '"' ? quotedCell(text, at, what) : bareCell(text, at, delimiter);
    row.push(cell);
    const next = text[cell.end];
    if (next !== undefined && next !== delimiter && next !== '\r' && next !== '\n')
      throw new UsageError(`${what}, line ${lineAt(text, cell.end)}: a quoted cell goes on behind its closing quote`);
    at = cell.end + 1; // between CR and LF stands one more line that holds nothing
    if (next === delimiter) continue;
    if (row.length > 1 || cell.end > cell.start) rows.push(row);
    row = [];
  }
  return rows;
}

function bareCell(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\r' && text[end] !== '\n') end += 1;
  return { value: text.slice(start, end), start, end };
}

function quotedCell(text: string, start: number, what: string): Cell {
  for (let close = text.indexOf('"', start + 1); close !== -1; close = text.indexOf('"', close + 2)) {
    if (text[close + 1] === '"') continue;
    return { value: text.slice(start + 1, close).replaceAll('""', '"'), start, end: close + 1 };
  }
  throw new UsageError(`${what}, line ${lineAt(text, start)}: a cell begins with a quote that is never closed`);
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/u).length;

/** The text with some of its cells exchanged; all that stands between and beside them stays, byte by byte. */
export function withCells(text: string, changes: ReadonlyMap<Cell, Value>): string {
  let [written, at] = ['', 0];
  for (const [cell, value] of [...changes].sort(([a], [b]) => a.start - b.start)) {
    written += text.slice(at, cell.start) + csvCell(value);
    at = cell.end;
  }
  return written + text.slice(at);
}
