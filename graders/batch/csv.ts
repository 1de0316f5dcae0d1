// Reads tables as spreadsheets and LMSes write them (RFC 4180, and its relatives with `;` or tabs).
// The law here: a cell is what stands in it, and every error names its line and column.
import { UsageError } from '../subject/index.ts';

export interface Row {
  /** Where it begins; the first line is 1. */
  line: number;
  cells: string[];
}

/**
 * Rows in which something stands. Cells are trimmed.
 * @param name what messages call the table
 * @throws UsageError
 */
export function parseCsv(bytes: Buffer, name: string): Row[] {
  const text = decoded(bytes, name);
  const delimiter = delimiterOf(text);
  const rows: Row[] = [];
  const cell = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"[ ]*(?=[${delimiter}\\r\\n]|$)|([^${delimiter}\\r\\n]*))(${delimiter}|\\r\\n|\\r|\\n|$)`,
    'y',
  );
  let row: Row = { line: 1, cells: [] };
  for (let line = 1; cell.lastIndex < text.length || row.cells.length > 0;) {
    const [all, quoted, bare = '', end] = cell.exec(text)!;
    if (quoted === undefined && bare.startsWith('"')) {
      throw new UsageError(
        `${name}, line ${line}, column ${row.cells.length + 1}: a quotation mark begins a cell that does not end with one. Save it as CSV again.`,
      );
    }
    row.cells.push((quoted?.replaceAll('""', '"') ?? bare).trim());
    line += all.match(/\r\n|\r|\n/g)?.length ?? 0;
    if (end === delimiter) continue;
    if (row.cells.some((each) => each !== '')) rows.push(row);
    row = { line, cells: [] };
    if (cell.lastIndex >= text.length) break;
  }
  return rows;
}

/** UTF-8, or UTF-16 where it says so, as spreadsheets do. */
function decoded(bytes: Buffer, name: string): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.toString().split('\ufffd', 1)[0]!.split('\n').length;
    throw new UsageError(`${name}, line ${line}: it is not in UTF-8. Save it as "CSV UTF-8".`);
  }
}

/** Whichever there is most of in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, each) => (count(each) > count(most) ? each : most));
}
