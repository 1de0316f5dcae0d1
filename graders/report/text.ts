// The report as a student reads it in a terminal: what passed, what failed and why, and what to do first.
// The law here: a pure function; no control character but `\n` and our own colours comes out, whatever the program printed.
import { safe } from './characters.ts';
import { checkLines, measure, type Table } from './checkTable.ts';
import { closingLines, noteLines } from './closing.ts';
import { findingLines } from './finding.ts';
import { headerLines } from './header.ts';
import { type Page, prose, quotation } from './page.ts';
import { palette } from './palette.ts';
import { printedLines } from './printed.ts';
import { transcriptLines } from './transcript.ts';
import { ungradedBlocks } from './ungraded.ts';
import type { CheckReport, Report, Verdict } from '../engine/report.ts';

export interface TextOptions {
  colour: boolean;
  /** Columns of the terminal. */
  width: number;
  verbose: boolean;
}

/** Below this there is no room for a byte string beside its label; a narrower terminal wraps the lines itself. */
const narrowest = 40;

export function renderText(report: Report, { colour, width, verbose }: TextOptions): string {
  const page: Page = { width: Math.max(narrowest, width), paint: palette(colour), verbose };
  const blocks = report.outcome === 'graded' ? gradedBlocks(page, report) : ungradedBlocks(page, report, report.outcome);
  const texts = [headerLines(page, report), ...blocks].filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

/** Passed and skipped checks first, a line each; what needs reading stands at the end, next to the prompt. */
function gradedBlocks(page: Page, report: Report): string[][] {
  const table = measure(page, report.checks);
  const having = (verdict: Verdict) => report.checks.filter((check) => check.verdict === verdict);
  return [
    [...having('passed'), ...having('skipped')].flatMap((check) => checkLines(page, table, check)),
    ...having('broken').map((check) => brokenLines(page, table, check)),
    ...having('failed').map((check) => failedLines(page, table, check, report.role)),
    printedLines(page, report),
    noteLines(page, report),
    closingLines(page, report),
  ];
}

function failedLines(page: Page, table: Table, check: CheckReport, role: Report['role']): string[] {
  const finding = check.finding === null ? [] : findingLines(page, check.finding, role);
  return [...checkLines(page, table, check), ...finding, ...transcriptOf(page, check)];
}

function brokenLines(page: Page, table: Table, check: CheckReport): string[] {
  const sentence = "This is the grader's fault, not yours: no points are lost. Please report it, with these words:";
  return [
    ...checkLines(page, table, check),
    ...prose(page, sentence, 2).map(page.paint.yellow),
    ...quotation(page, safe(check.finding?.message ?? 'no reason was given'), 4),
    ...transcriptOf(page, check),
  ];
}

function transcriptOf(page: Page, check: CheckReport): string[] {
  return page.verbose ? transcriptLines(page, check.transcript) : [];
}
