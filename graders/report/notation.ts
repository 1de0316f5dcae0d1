// Walks a byte string in the report's C notation, so that a byte can be found in it.
// The law here: an escape is one byte, any other character its one to four UTF-8 bytes.
import { bytesOf, columns, staysPut } from './characters.ts';

/** The smallest piece that is shown whole: an escape or a character. */
export interface Token {
  text: string;
  /** Bytes before it. */
  offset: number;
  bytes: number;
  columns: number;
}

/** What stands behind a byte string that was cut, and how long a string is at least that the engine cuts. */
const cutOff = / \(and (\d+) bytes more\)$/u;
const shortestCut = 1024;

/**
 * The tokens as they are shown: a character that would not stay in its column becomes an escape for each of its bytes, and
 * all bytes that were cut off are one last token.
 */
export function tokens(notation: string): Token[] {
  const list: Token[] = [];
  let offset = 0;
  const push = (text: string, bytes: number) => {
    list.push({ text, offset, bytes, columns: columns(text) });
    offset += bytes;
  };
  const cut = notation.length < shortestCut ? null : cutOff.exec(notation);
  for (const [text] of notation.slice(0, cut?.index).matchAll(/\\x[0-9a-f]{2}|\\[\x20-\x7e]|[^]/giu)) {
    if (text.startsWith('\\')) push(text, 1);
    else if (staysPut(text)) push(text, Buffer.byteLength(text));
    else for (const byte of bytesOf(text)) push(byte, 1);
  }
  showBlank(list.at(0));
  showBlank(list.at(-1));
  if (cut !== null) push(gap(Number(cut[1])), Number(cut[1]));
  return list;
}

/** A blank at an end of a byte string cannot be seen, so it is written as an escape. */
function showBlank(token: Token | undefined): void {
  if (token?.text === ' ') Object.assign(token, { text: '\\x20', columns: 4 });
}

/** Stands for bytes that are not shown. */
export function gap(bytes: number): string {
  return `… ${bytes.toLocaleString('en-US')} byte${bytes === 1 ? '' : 's'} …`;
}

/** Whether the byte at `offset` was cut off. */
export function isCutOff(list: Token[], offset: number): boolean {
  return list[indexOfByte(list, offset)]?.text.startsWith('… ') ?? false;
}

export function byteLength(list: Token[]): number {
  const last = list.at(-1);
  return last === undefined ? 0 : last.offset + last.bytes;
}

/** The index of the token that holds the byte at `offset`; beyond the last byte, the length of the list. */
export function indexOfByte(list: Token[], offset: number): number {
  const index = list.findIndex((token) => offset < token.offset + token.bytes);
  return index === -1 ? list.length : index;
}

export function textOf(list: Token[]): string {
  return list.map((token) => token.text).join('');
}

export function columnsOf(list: Token[]): number {
  return list.reduce((sum, token) => sum + token.columns, 0);
}

/** A token in a sentence. */
export function named({ text }: Token): string {
  if (text === ' ' || text === '\\x20') return 'a blank';
  return text.startsWith('\\') ? text : `'${text}'`;
}
