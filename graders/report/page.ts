// The page a report is written on: its width and colours, and the lines every block is made of.
// The law here: a label stands in one column and what it labels in another, in every block of a report.
import { clip, fold, pad, wrap } from './layout.ts';
import type { Palette } from './palette.ts';

export interface Page {
  width: number;
  paint: Palette;
  verbose: boolean;
}

/** The column in which what is labelled begins. */
export const bodyColumn = 14;

/** Longer lines of prose are hard to read, however wide the terminal is. */
const widestProse = 96;

/** More of a program's own words would push what is wrong off the screen. */
const mostLines = 12;

/** A sentence, indented; `hanging` more columns from its second line on. */
export function prose(page: Page, sentence: string, indent = 0, hanging = 0): string[] {
  const lines = wrap(sentence, Math.min(page.width, widestProse) - indent - hanging);
  return lines.map((line, index) => ' '.repeat(index === 0 ? indent : indent + hanging) + line);
}

/** A label and its lines, of which no one is wider than the page less `bodyColumn`. */
export function field(page: Page, label: string, lines: string[]): string[] {
  return lines.map((line, index) => `  ${page.paint.dim(pad(index === 0 ? label : '', bodyColumn - 2))}${line}`);
}

/** A labelled sentence. */
export function sentenceField(page: Page, label: string, sentence: string): string[] {
  return field(page, label, wrap(sentence, Math.min(page.width, widestProse) - bodyColumn));
}

/** What a program said, line by line and indented: its last lines where it is long, or the first of what a compiler says. */
export function quotation(page: Page, words: string, indent: number, keep: 'first' | 'last' = 'last'): string[] {
  const lines = words
    .replace(/^(?: *\n)+/u, '')
    .trimEnd()
    .split('\n')
    .flatMap((line) => fold(line, page.width - indent));
  const kept = page.verbose ? lines : clip(lines, mostLines, keep).flatMap((line) => fold(line, page.width - indent));
  return kept.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
}
