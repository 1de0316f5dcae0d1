// The bytes behind a byte string in the report's notation, and the rows of a hex dump around one of them.
// The law here: what was cut off is never made up; a row holds only bytes that are there.
import type { Token } from '../notation.ts';

const named: Record<string, number> = { '\\n': 10, '\\r': 13, '\\t': 9 };

/** The bytes up to the first that was cut off. */
export function octets(list: readonly Token[]): Buffer {
  const cut = list.findIndex(({ text }) => text.startsWith('… '));
  return Buffer.concat(list.slice(0, cut === -1 ? list.length : cut).map(({ text }) => Buffer.from(octetsOf(text))));
}

function octetsOf(text: string): Uint8Array {
  if (!text.startsWith('\\') || text.length === 1) return Buffer.from(text);
  return Uint8Array.of(named[text] ?? (text.startsWith('\\x') ? Number.parseInt(text.slice(2), 16) : 0x5c));
}

export const rowLength = 8;

export interface HexRow {
  /** Of its first byte. */
  offset: number;
  bytes: Uint8Array;
}

/** Rows shown before and after the one that matters. */
const around = 2;

/** The rows around the byte at `offset`, which may stand one behind the last; and how many bytes stand before and behind them. */
export function rowsAround(bytes: Buffer, offset: number): { before: number; rows: HexRow[]; after: number } {
  const middle = Math.floor(Math.min(offset, bytes.length) / rowLength);
  const start = Math.max(0, middle - around) * rowLength;
  const end = Math.min(bytes.length, (middle + around + 1) * rowLength);
  const rows: HexRow[] = [];
  for (let at = start; at < end; at += rowLength)
    rows.push({ offset: at, bytes: bytes.subarray(at, Math.min(at + rowLength, end)) });
  if (offset >= bytes.length && bytes.length % rowLength === 0) rows.push({ offset: bytes.length, bytes: new Uint8Array() });
  return { before: start, rows, after: bytes.length - end };
}
