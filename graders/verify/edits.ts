// A mutant written as an edit: which checks must fail, which file is changed, and the lines that change in it.
// The law here: an edit fits or it is an error. Every block of old lines stands in the file exactly once.
import { UsageError } from '../subject/index.ts';

export interface Edit {
  /** The checks it must fail, and no others. */
  fails: string[];
  settings: string[];
  /** The file that is changed, relative to reference/<lab>/. */
  changes: string;
  hunks: { old: string; new: string }[];
}

/** The checks a program declares it fails, in a comment on one of its first two lines; `undefined` when it declares nothing. */
export function declaredFailures(text: string): string[] | undefined {
  const declared = /^\W*fails:(.*?)(?:\*\/)?\s*$/m.exec(text.split('\n').slice(0, 2).join('\n'))?.[1]?.trim();
  if (declared === 'nothing') return [];
  const ids = declared?.split(/[\s,]+/).filter((id) => id !== '') ?? [];
  return ids.length === 0 ? undefined : ids;
}

/** The parameters it is to be graded with, in comments `set: name=value` on its first lines. */
export const declaredSettings = (text: string): string[] =>
  text
    .split('\n')
    .slice(0, 4)
    .flatMap((line) => /^\W*set: *(\w+=.*?)\s*(?:\*\/)?\s*$/.exec(line)?.[1] ?? []);

/** @param base what it changes where it does not say @throws UsageError that says what is wrong with the edit */
export function readEdit(text: string, base = 'server.ts'): Edit {
  const lines = text.split('\n');
  const fails = declaredFailures(text);
  if (fails === undefined) throw new UsageError('its first line must be "# fails: …", with the checks that it fails');
  const stray = lines.find((line) => !/^(?:[-+#]|$)/.test(line));
  if (stray !== undefined)
    throw new UsageError(`this line begins with none of "-", "+" and "#" (lines that stay are left out): ${stray}`);
  const changes = lines.slice(0, 4).flatMap((line) => /^# changes: (\S+)/.exec(line)?.[1] ?? [])[0] ?? base;
  const blocks = lines
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\n+/);
  const hunks = blocks.flatMap((block) => {
    const of = (sign: string) =>
      block
        .split('\n')
        .filter((line) => line.startsWith(sign))
        .map((line) => line.slice(1))
        .join('\n');
    return block.trim() === '' ? [] : [{ old: of('-'), new: of('+') }];
  });
  if (hunks.length === 0 || hunks.some(({ old }) => old === ''))
    throw new UsageError('every hunk needs at least one line that begins with "-"');
  return { fails, settings: declaredSettings(text), changes, hunks };
}

/** @throws UsageError that names the lines that do not stand there exactly once */
export function applyEdit({ hunks, changes }: Edit, base: string): string {
  return hunks.reduce((text, hunk) => {
    const count = countOf(`\n${hunk.old}\n`, `\n${text}`);
    const advice =
      count > 1 ? 'take in a line beside them, as old and as new' : 'blanks count, and an empty line parts two hunks';
    if (count !== 1) throw new UsageError(`these lines stand ${count} times in ${changes}, not once (${advice}):\n${hunk.old}`);
    return `\n${text}`.replace(`\n${hunk.old}\n`, () => (hunk.new === '' ? '\n' : `\n${hunk.new}\n`)).slice(1);
  }, base);
}

/** How often it stands there, also where one overlaps the next. */
function countOf(wanted: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) count += 1;
  return count;
}
