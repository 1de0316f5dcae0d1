// A line a check: mark, id, title and points, in columns that all checks of a report share.
// The law here: the mark alone tells the verdict, without colour too.
import { columns, oneLine, safe } from './characters.ts';
import { fold, pad, wrap } from './layout.ts';
import type { Page } from './page.ts';
import { asItIs, type Colour } from './palette.ts';
import type { CheckReport, Verdict } from '../engine/report.ts';

const marks = {
  passed: { mark: '✓', colour: 'green' },
  failed: { mark: '✗', colour: 'red' },
  skipped: { mark: '–', colour: 'dim' },
  broken: { mark: '!', colour: 'yellow' },
} as const satisfies Record<Verdict, { mark: string; colour: Colour }>;

/** Where the columns end; measured once over all checks. */
export interface Table {
  id: number;
  title: number;
  points: number;
}

export function measure(page: Page, checks: CheckReport[]): Table {
  const longest = (texts: string[]) => Math.max(0, ...texts.map(columns));
  const id = Math.min(longest(checks.map((check) => oneLine(check.id))), Math.floor(page.width / 3));
  const points = longest(checks.map(pointsOf));
  const title = Math.min(longest(checks.map(titleOf)), page.width - id - points - 6);
  return { id, title, points };
}

export function checkLines(page: Page, table: Table, check: CheckReport): string[] {
  const { mark, colour } = marks[check.verdict];
  const quiet = check.verdict === 'skipped';
  const paintId = check.verdict === 'passed' ? asItIs : page.paint[quiet ? 'dim' : 'bold'];
  const ids = fold(oneLine(check.id), table.id);
  const titles = wrap(titleOf(check), table.title);
  return Array.from({ length: Math.max(ids.length, titles.length) }, (_, row) => {
    const id = paintId(pad(ids[row] ?? '', table.id));
    const title = quiet ? page.paint.dim(titles[row] ?? '') : (titles[row] ?? '');
    if (row > 0) return `  ${id}  ${title}`;
    const points = pointsOf(check).padStart(table.title - columns(titles[0] ?? '') + 2 + table.points);
    return `${page.paint[colour](mark)} ${id}  ${title}${page.paint[colour](points)}`;
  });
}

function titleOf(check: CheckReport): string {
  return safe(check.verdict === 'skipped' && check.blockedBy !== null ? `blocked by ${check.blockedBy}` : check.title);
}

/** A check that the grader broke has neither lost its points nor won them. */
function pointsOf(check: CheckReport): string {
  return `${check.verdict === 'broken' ? '?' : check.points}/${check.maxPoints}`;
}
