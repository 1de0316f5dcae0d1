// The job summary of a GitHub Actions step, in Markdown: the score, a table of the checks, and what failed, in full.
// The law here: it is never larger than the room there is, for GitHub drops the whole of one that is; what is left out is said.
import { oneLine } from '../characters.ts';
import { type Item, itemsOf } from './items.ts';
import { codeBlock, escapeMarkdown } from './markdown.ts';
import type { Report, Verdict } from '../../engine/report.ts';

/** What one step may write into the file that $GITHUB_STEP_SUMMARY names, in bytes. */
export const summaryBytes = 1024 * 1024;

const marks: Record<Verdict, string> = { passed: '✅', failed: '❌', skipped: '➖', broken: '⚠️' };

/** @param room in bytes: what other summaries of the same step have left */
export function renderGithubSummary(report: Report, room: number = summaryBytes): string {
  const items = itemsOf(report);
  const details = items.filter(({ body }) => body !== '').map(detail);
  const parts = [heading(report), table(items), ...details];
  const whole = parts.join('');
  if (Buffer.byteLength(whole) <= room) return whole;
  const fitting = withinRoom(parts, room - Buffer.byteLength(leftOut(details.length)));
  return fitting.length === 0 ? '' : fitting.join('') + leftOut(parts.length - Math.max(2, fitting.length));
}

function heading({ lab, submission, outcome, score, maxScore }: Report): string {
  const result = outcome === 'graded' ? `${score} of ${maxScore} points` : outcome;
  return `\n### ${escapeMarkdown(oneLine(`${lab} · ${submission.name}: ${result}`))}\n\n`;
}

function table(items: Item[]): string {
  const rows = items.map(({ name, verdict, score, maxScore, message }) => {
    const points = verdict === 'broken' ? '?' : String(score);
    const why = verdict === 'skipped' ? ` (${message})` : '';
    return `| ${marks[verdict]} ${verdict} | ${escapeMarkdown(name + why)} | ${points}/${maxScore} |\n`;
  });
  return `| | check | points |\n|---|---|--:|\n${rows.join('')}\n`;
}

const detail = ({ name, verdict, body }: Item): string =>
  `#### ${marks[verdict]} ${escapeMarkdown(name)}\n\n${codeBlock(body)}\n`;

const leftOut = (count: number): string =>
  `*This summary is cut short: a job summary holds no more. Missing are ${count} that did not pass; the report has them.*\n`;

/** The first parts, as long as there is room. */
function withinRoom(parts: string[], room: number): string[] {
  let used = 0;
  const tooMuch = parts.findIndex((part) => (used += Buffer.byteLength(part)) > room);
  return tooMuch === -1 ? parts : parts.slice(0, tooMuch);
}
