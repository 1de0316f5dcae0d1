// The end of a report: what its verdicts rest on where that is not proof, the score, and the first thing to do.
// The law here: a line stands here only when it is news.
import { safe } from './characters.ts';
import { type Page, prose } from './page.ts';
import type { CheckReport, Report } from '../engine/report.ts';

export function noteLines(page: Page, { checks, environment, seed, durationMs }: Report): string[] {
  const timed = checks.filter(
    (check) => check.decidedBy === 'deadline' && (check.verdict === 'passed' || check.verdict === 'failed'),
  );
  const notes: string[] = [];
  if (timed.length > 0) {
    const why = environment.silence === 'proof' ? '' : ': silence cannot be proven on this machine';
    notes.push(`A deadline, not proof, decided ${listed(timed.map((check) => safe(check.id)))}${why}.`);
  }
  const { isolation, silence, tool, node, platform } = environment;
  if (isolation !== 'namespaces') notes.push(`It ran without a network and files of its own (${isolation}).`);
  if (page.verbose) {
    const how = `isolation ${isolation}, silence by ${silence}`;
    notes.push(safe(`Graded in ${Math.round(durationMs)} ms with seed ${seed}: ${tool}, Node ${node}, ${platform}, ${how}.`));
  }
  return notes.flatMap((note) => prose(page, note).map(page.paint.dim));
}

export function closingLines(page: Page, report: Report): string[] {
  const { checks, score, maxScore, durationMs } = report;
  const open = checks.filter((check) => check.verdict === 'broken').reduce((sum, check) => sum + check.maxPoints, 0);
  const full = checks.length > 0 && checks.every((check) => check.verdict === 'passed');
  const more = full ? ': every check passed' : open > 0 ? `, ${open} more are open` : '';
  const points = prose(page, `${score} of ${maxScore} points${more} (${Math.round(durationMs)} ms)`);
  const first = firstToDo(checks);
  return [
    ...points.map(full ? page.paint.green : page.paint.bold),
    ...(first === null ? [] : prose(page, `First: ${first}`, 0, 2)),
  ];
}

/** What the assignment asks for comes before what is sound beyond it. */
function firstToDo(checks: CheckReport[]): string | null {
  const failed = checks.filter((check) => check.verdict === 'failed');
  const first = failed.find((check) => check.level === 'MUST') ?? failed[0];
  if (first === undefined) return null;
  const waiting = checks.filter((check) => check.verdict === 'skipped' && check.blockedBy === first.id).length;
  const waits = waiting === 0 ? '' : waiting === 1 ? '; another check waits for it' : `; ${waiting} other checks wait for it`;
  return safe(`${first.id} (${first.maxPoints} point${first.maxPoints === 1 ? '' : 's'}${waits})`);
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
