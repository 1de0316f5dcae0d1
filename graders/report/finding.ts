// The block under a failed check: what was sent, expected and received, and what it looks like.
// The law here: every string of a finding may come from the student's program, and is made safe before it is laid out.
import { caretLabel, caretLines } from './caret.ts';
import { columns, oneLine, safe } from './characters.ts';
import { excerptAround, excerptOfEnds } from './excerpt.ts';
import { isCutOff, tokens, type Token } from './notation.ts';
import { bodyColumn, field, type Page, prose, quotation, sentenceField } from './page.ts';
import type { Finding, Report } from '../engine/report.ts';

/** @param role which of the two programs was graded */
export function findingLines(page: Page, finding: Finding, role: Report['role']): string[] {
  const { sent, typed = null, looksLike, standsAt, reproduce } = finding;
  return [
    ...prose(page, safe(finding.message), 2).map(page.paint.bold),
    ...(typed === null ? [] : sentenceField(page, 'typed', oneLine(typed))),
    ...(sent === null
      ? []
      : field(page, 'sent', [sent === '' ? page.paint.dim('nothing') : excerptOfEnds(tokens(sent), room(page))])),
    ...exchange(page, finding),
    ...(looksLike === null ? [] : looksLikeLines(page, looksLike)),
    ...(standsAt === null ? [] : standsAtLines(page, safe(standsAt), role)),
    ...(reproduce === null ? [] : field(page, 'by hand', safe(reproduce).split('\n').map(page.paint.cyan))),
  ];
}

function room(page: Page): number {
  return page.width - bodyColumn;
}

/** `expected` over `received` over the caret, both cut around the same byte. */
function exchange(page: Page, { expected, received, offset, wanted }: Finding): string[] {
  return [
    ...(expected === null ? [] : field(page, 'expected', [expectedLine(page, tokens(expected), offset)])),
    ...(received === null ? [] : receivedLines(page, tokens(received), offset, wanted)),
  ];
}

function expectedLine(page: Page, expected: Token[], offset: number | null): string {
  if (expected.length === 0) return page.paint.dim('nothing');
  if (offset === null) return excerptOfEnds(expected, room(page));
  const { before, at, after } = excerptAround(expected, offset, room(page));
  return before + at + after;
}

function receivedLines(page: Page, received: Token[], offset: number | null, wanted: string | null): string[] {
  if (received.length === 0) return field(page, 'received', [page.paint.dim('nothing')]);
  if (offset === null || isCutOff(received, offset)) return field(page, 'received', [excerptOfEnds(received, room(page))]);
  const { before, at, after } = excerptAround(received, offset, room(page));
  const caret = caretLines(bodyColumn + columns(before), caretLabel(received, offset, wanted && safe(wanted)), page.width);
  return [...field(page, 'received', [before + page.paint.red(at) + after]), ...caret.map(page.paint.red)];
}

function looksLikeLines(page: Page, looksLike: { name: string; hint: string }): string[] {
  const name = safe(looksLike.name);
  const [first = '', ...rest] = sentenceField(page, 'looks like', `${name}: ${safe(looksLike.hint)}`);
  return [first.replace(`${name}:`, () => `${page.paint.yellow(name)}:`), ...rest];
}

/** One sentence; or, from a program that died, a sentence and its last words. */
function standsAtLines(page: Page, standsAt: string, role: Report['role']): string[] {
  const [sentence = '', ...words] = standsAt.split('\n');
  return [...sentenceField(page, role, sentence), ...(words.length === 0 ? [] : quotation(page, words.join('\n'), bodyColumn))];
}
