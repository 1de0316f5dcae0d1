// What the program printed while it was graded. A thread that died says so here and nowhere else.
// The law here: complaints are shown when a check failed, everything only on request, and nothing twice.
import { safe } from './characters.ts';
import { type Page, prose, quotation } from './page.ts';
import type { Report } from '../engine/report.ts';

export function printedLines(page: Page, { checks, server }: Report): string[] {
  const stderr = safe(server.stderr).trimEnd();
  const shown = checks.some(({ finding }) => safe(finding?.standsAt ?? '').includes(lastLine(stderr)));
  const complaint = page.verbose || (!shown && checks.some((check) => check.verdict === 'failed'));
  return [
    ...(page.verbose ? printed(page, 'standard output', safe(server.stdout)) : []),
    ...(complaint ? printed(page, 'standard error', stderr) : []),
    ...(page.verbose && server.exit !== null ? prose(page, `It ended, ${safe(server.exit)}.`, 0, 2) : []),
  ];
}

/** What the program complained of; where it did not complain, what it said. */
export function lastWords({ server }: Report): string {
  return safe(server.stderr.trim() === '' ? server.stdout : server.stderr);
}

function printed(page: Page, where: string, words: string): string[] {
  return words.trim() === '' ? [] : [...prose(page, `It printed on ${where}:`), ...quotation(page, words, 4)];
}

function lastLine(words: string): string {
  return words.slice(words.lastIndexOf('\n') + 1);
}
