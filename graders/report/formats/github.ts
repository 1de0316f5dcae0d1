// What a GitHub Actions workflow reads on standard output: annotations, and the text report between fences.
// The law here: of a program's own words none begins a workflow command; outside the fences stand our own commands alone.
import { oneLine, safe } from '../characters.ts';
import { itemsOf } from './items.ts';
import type { Report } from '../../engine/report.ts';

/** GitHub keeps that many of each kind from one step, and drops the others without a word. */
const mostOfAKind = 10;

/**
 * Text among which no workflow command is obeyed.
 * @param token what nobody can guess; whoever knows it could end the fence
 */
export function fenced(text: string, token: string): string {
  return `::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`;
}

/** An error for each check that failed, a warning for each that could not be judged, and the score. */
export function annotations(report: Report): string {
  const items = itemsOf(report);
  const having = (kind: 'failed' | 'broken') =>
    items
      .filter(({ verdict }) => verdict === kind)
      .map(({ name, message, check }) => ({ title: name, message: [message, hintOf(check)].join('\n').trim() }));
  const score = report.outcome === 'graded' ? `${report.score} of ${report.maxScore} points` : report.outcome;
  return [
    ...kept(having('failed')).map((one) => command('error', one.title, one.message)),
    ...kept(having('broken')).map((one) => command('warning', one.title, one.message)),
    command('notice', `${oneLine(report.lab)}/${oneLine(report.submission.name)}`, score),
  ].join('');
}

type Annotation = { title: string; message: string };

function kept(all: Annotation[]): Annotation[] {
  if (all.length <= mostOfAKind) return all;
  const others = all.slice(mostOfAKind - 1);
  const message = `They are in the report: ${others.map(({ title }) => title).join('; ')}`;
  return [...all.slice(0, mostOfAKind - 1), { title: `and ${others.length} more`, message }];
}

function hintOf(check: ReturnType<typeof itemsOf>[number]['check']): string {
  const slip = check?.finding?.looksLike;
  return slip == null ? '' : safe(`it looks like ${slip.name}: ${slip.hint}`);
}

function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${kind} title=${escapeData(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escapeData(message)}\n`;
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
