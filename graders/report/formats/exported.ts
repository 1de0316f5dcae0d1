// Finds columns in a file that was exported from an LMS, so that it can be filled in and given back.
// The law here: a column is found for sure or not at all; then the error lists the columns there are, and how to name one.
import { oneLine } from '../characters.ts';
import type { Cell } from './csv.ts';
import { UsageError } from '../../subject/errors.ts';

/** A file that was exported, without its header. */
export interface Exported {
  /** What it is, for messages: `Moodle worksheet`. */
  what: string;
  header: readonly Cell[];
  rows: readonly Cell[][];
}

/**
 * The index of the column that was named, or else of the one with a known heading; `null` where there is none.
 * @param plain a heading without what the LMS has added to it: it may be named so too
 * @throws UsageError where the named one is not there, or two could be it
 */
export function columnIn(
  file: Exported,
  key: string,
  named: string | undefined,
  isKnown: (heading: string) => boolean,
  plain: (heading: string) => string = (heading) => heading,
): number | null {
  const those = (isIt: (heading: string) => boolean) =>
    file.header.flatMap(({ value }, index) => (isIt(value.trim()) ? [index] : []));
  const found = named === undefined ? those(isKnown) : those((heading) => heading === named.trim());
  if (found.length === 0 && named !== undefined) found.push(...those((heading) => plain(heading) === named.trim()));
  if (found.length > 1) throw noColumn(file, key, `${found.length} columns could be it`);
  if (found[0] === undefined && named !== undefined) throw noColumn(file, key, `no column is called "${oneLine(named)}"`);
  return found[0] ?? null;
}

export function noColumn({ what, header }: Exported, key: string, why: string): UsageError {
  const headings = header.map(({ value }) => `"${oneLine(value)}"`).join(', ');
  return new UsageError(`${what}, column for ${key}: ${why}. There are: ${headings}. Name it: ${key}=HEADING`);
}
