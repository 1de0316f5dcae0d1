// The first line of a report: which lab, whose submission, and how it was run.
import { oneLine, safe } from './characters.ts';
import { type Page, prose } from './page.ts';
import type { Report } from '../engine/report.ts';

export function headerLines(page: Page, report: Report): string[] {
  const { name, runtime, command, chosen } = report.submission;
  const at = report.environment.terminal;
  const how = [commandLine(command), runtime === null ? '' : safe(runtime), at === undefined ? '' : places[at]];
  const run = how.filter((part) => part !== '').join(', ');
  const what = report.role === 'client' ? [safe(report.lab), 'client'] : [safe(report.lab)];
  const [first = '', ...rest] = prose(page, [...what, safe(name), run].filter((part) => part !== '').join(' · '), 0, 2);
  const lab = safe(report.lab);
  const heading = first.startsWith(lab) ? page.paint.bold(lab) + first.slice(lab.length) : first;
  const nothingPassed = report.outcome === 'graded' && !report.checks.some((check) => check.verdict === 'passed');
  const why =
    (page.verbose || nothingPassed) && chosen !== null ? prose(page, `chosen: ${safe(chosen)}`, 2, 2).map(page.paint.dim) : [];
  return [heading, ...rest, ...why];
}

/** What a client was started at. */
const places = { pty: 'at a terminal', pipe: 'at a pipe' };

/** The command as it may be typed, what is installed by its name alone. */
export function commandLine([program, ...args]: string[]): string {
  if (program === undefined) return '';
  const short = (word: string) => word.replace(/^\/.*\/(?:bin|node_modules)\//u, '');
  return [program, ...args].map(short).map(quoted).join(' ');
}

function quoted(word: string): string {
  const shown = oneLine(word);
  return /^[\w@%+=:,./-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
