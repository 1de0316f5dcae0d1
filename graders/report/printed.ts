// What the program printed while it was graded. A thread that died says so here and nowhere else.
// The law here: it is shown on request; what it complained of while a check failed stands with that check's finding.
import { safe } from './characters.ts';
import { type Page, prose, quotation } from './page.ts';
import { ownWords } from '../engine/ownWords.ts';
import type { Report } from '../engine/report.ts';

export function printedLines(page: Page, { server }: Report): string[] {
  if (!page.verbose) return [];
  return [
    ...printed(page, 'standard output', safe(server.stdout)),
    ...printed(page, 'standard error', safe(server.stderr).trimEnd()),
    ...(server.exit !== null ? prose(page, `It ended, ${safe(server.exit)}.`, 0, 2) : []),
  ];
}

/** What the program complained of; where it did not complain, what it said. */
export function lastWords({ server }: Report): string {
  return safe(ownWords(server.stderr.trim() === '' ? server.stdout : server.stderr));
}

function printed(page: Page, where: string, words: string): string[] {
  return words.trim() === '' ? [] : [...prose(page, `It printed on ${where}:`), ...quotation(page, words, 4)];
}
