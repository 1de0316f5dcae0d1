// The class list: who is in the class, whatever was handed in.
// The law here: a row is a student. Two rows with one id or one user name are a mistake in the list, and nothing is guessed about it.
import { UsageError } from '../subject/index.ts';
import { parseCsv } from './csv.ts';
import type { Student } from './layouts/layout.ts';
import { type Columns, type Field, columnsOf } from './rosterColumns.ts';

export interface Listed extends Student {
  /** Whether the list has an id for it; else `id` is the best of what it has. */
  hasId: boolean;
  github: string | null;
  line: number;
}

/**
 * @param name what messages call the list: its path
 * @throws UsageError that names the line and the column
 */
export function parseRoster(bytes: Buffer, name: string): Listed[] {
  const [header, ...rows] = parseCsv(bytes, name);
  const columns = columnsOf(name, header);
  const cellsIn = (header?.cells ?? []).length;
  const listed: Listed[] = [];
  for (const { cells, line } of rows) {
    const extra = cells.findIndex((cell, i) => i >= cellsIn && cell !== '');
    if (extra >= 0) {
      const found = `there is ${JSON.stringify(cells[extra])}, and the first line names only ${cellsIn} columns`;
      throw new UsageError(
        `${name}, line ${line}, column ${extra + 1}: ${found}. Put cells that hold a comma in quotation marks.`,
      );
    }
    const student = studentIn(cells, columns, line);
    if (student !== null) listed.push(student);
    else if (!isFromCanvas(header!.cells)) {
      const asked = Object.keys(columns).join(', ');
      throw new UsageError(
        `${name}, line ${line}, column ${Math.min(...Object.values(columns)) + 1}: nobody is named (${asked}). Fill it in, or remove the line.`,
      );
    }
  }
  for (const field of ['id', 'username', 'github'] as const) mustDiffer(listed, field, name, columns[field]);
  return listed;
}

function studentIn(cells: readonly string[], columns: Columns, line: number): Listed | null {
  const cell = (field: Field): string | null => {
    const column = columns[field];
    return (column === undefined ? '' : (cells[column] ?? '')) || null;
  };
  const name = cell('name') ?? ([cell('firstName'), cell('lastName')].filter((part) => part !== null).join(' ') || null);
  // Moodle's worksheet writes "Participant 12", in the site's language, for the unique id 12.
  const id = cell('id')?.replace(/^\p{L}+ (\d+)$/u, '$1') ?? null;
  const [email, username, github] = [cell('email'), cell('username'), cell('github')];
  // Canvas's gradebook has lines without an id, for the points that are possible.
  const best = id ?? username ?? github ?? email ?? name;
  if (best === null || (id === null && /^points possible$/i.test(name ?? ''))) return null;
  return { id: best, hasId: id !== null, name, email, username, github, line };
}

const isFromCanvas = (headers: readonly string[]): boolean => headers[0] === 'Student' && headers[1] === 'ID';

/** Names may be alike in case only by mistake: no LMS tells them apart by that. */
export const folded = (text: string): string => text.normalize('NFC').trim().toLowerCase();

function mustDiffer(listed: readonly Listed[], field: 'id' | 'username' | 'github', name: string, column = 0): void {
  const lines = new Map<string, number>();
  for (const student of listed) {
    const value = field === 'id' && !student.hasId ? null : student[field];
    if (value === null) continue;
    const before = lines.get(folded(value));
    if (before !== undefined) {
      throw new UsageError(
        `${name}, line ${student.line}, column ${column + 1}: ${value} is there already, in line ${before}. Remove one.`,
      );
    }
    lines.set(folded(value), student.line);
  }
}
