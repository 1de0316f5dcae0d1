// The few lines a student reads beside the grade: the score, and for each check that failed its rule and why.
// The law here: plain text that is safe, and short: a long message is cut, and says by how much.
import { oneLine, safe } from '../characters.ts';
import type { CheckReport, Report } from '../../engine/report.ts';

/** A gradebook shows feedback in a small box. */
const longest = 400;

export function feedback(report: Report): string {
  const { outcome, score, maxScore, reason } = report;
  const why = brief(safe(reason ?? 'no reason was given').trim());
  switch (outcome) {
    case 'graded':
      return [`${score} of ${maxScore} points`, ...report.checks.flatMap(checkFeedback)].join('\n');
    case 'not-built':
      return `${score} of ${maxScore} points: the program does not build\n${why}`;
    case 'not-started':
      return `${score} of ${maxScore} points: the program does not start and listen\n${why}`;
    case 'not-gradable':
      return `not graded, and that is not the program's fault: it costs no points\n${why}`;
  }
}

/** For a place that takes HTML, such as Moodle's feedback comments. */
export function feedbackHtml(report: Report): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '<br>' };
  return feedback(report).replace(/[&<>"\n]/gu, (character) => entities[character] ?? '');
}

function checkFeedback({ rule, title, points, maxPoints, verdict, finding }: CheckReport): string[] {
  const name = `${oneLine(rule)} (${points} of ${maxPoints}) ${oneLine(title)}`;
  const message = brief(oneLine(finding?.message ?? 'no reason was given'));
  if (verdict === 'broken') return [`${oneLine(rule)} could not be judged; that is the grader's fault, and costs no points`];
  if (verdict !== 'failed') return [];
  const hint =
    finding?.looksLike == null ? '' : `; it looks like ${brief(oneLine(`${finding.looksLike.name}: ${finding.looksLike.hint}`))}`;
  return [`${name}: ${message}${hint}`];
}

function brief(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest).join('')} … (${characters.length - longest} characters more)`;
}
