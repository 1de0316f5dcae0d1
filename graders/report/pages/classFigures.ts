// What a class comes to in numbers: scores, checks, slips, who has no score and why, and durations.
// The law here: students are counted, not submissions; who was not graded is in no average.
import type { Report } from '../../engine/index.ts';
import type { ClassRow } from '../classRow.ts';
import type { Standing } from './words.ts';

export function standingOf({ report, submission }: ClassRow): Standing {
  return report?.outcome ?? (submission === null ? 'nothing' : 'unreadable');
}

/** In percent of what can be had; `null` where there is none. A program that did not build or start has 0. */
function percentOf({ report }: ClassRow): number | null {
  if (report === null || report.outcome === 'not-gradable') return null;
  return report.maxScore === 0 ? 0 : (report.score / report.maxScore) * 100;
}

export const reasonOf = ({ report, problem }: ClassRow): string => problem ?? report?.reason ?? '';

export interface CheckFigures {
  id: string;
  title: string;
  maxPoints: number;
  passed: number;
  failed: number;
}

/** The checks of all reports, in the order in which they first stand. */
export function checkFigures(rows: readonly ClassRow[]): CheckFigures[] {
  const byId = new Map<string, CheckFigures>();
  for (const { report, students } of rows) {
    for (const { id, title, maxPoints, verdict } of report?.checks ?? []) {
      const figures = byId.get(id) ?? { id, title, maxPoints, passed: 0, failed: 0 };
      byId.set(id, figures);
      if (verdict === 'passed' || verdict === 'failed') figures[verdict] += students.length;
    }
  }
  return [...byId.values()];
}

/** The slips a report's failures look like, each once. */
export function slipsOf(report: Report | null): Map<string, { hint: string; check: string }> {
  const slips = new Map<string, { hint: string; check: string }>();
  for (const { id, verdict, finding } of report?.checks ?? []) {
    const slip = verdict === 'failed' ? finding?.looksLike : undefined;
    if (slip && !slips.has(slip.name)) slips.set(slip.name, { hint: slip.hint, check: id });
  }
  return slips;
}

export interface SlipFigures {
  name: string;
  hint: string;
  checks: string[];
  students: number;
}

/** The most common first. */
export function slipFigures(rows: readonly ClassRow[]): SlipFigures[] {
  const byName = new Map<string, SlipFigures>();
  for (const { report, students } of rows) {
    for (const [name, { hint, check }] of slipsOf(report)) {
      const figures = byName.get(name) ?? { name, hint, checks: [], students: 0 };
      byName.set(name, figures);
      figures.students += students.length;
      if (!figures.checks.includes(check)) figures.checks.push(check);
    }
  }
  return [...byName.values()].sort((a, b) => b.students - a.students || a.name.localeCompare(b.name));
}

/** How many students have how many percent: 0 to 9, 10 to 19, …, 90 to 99, 100. */
export function distribution(rows: readonly ClassRow[]): number[] {
  const buckets = Array.from({ length: 11 }, () => 0);
  for (const row of rows) {
    const percent = percentOf(row);
    if (percent !== null) buckets[Math.floor(Math.min(Math.max(percent, 0), 100) / 10)]! += row.students.length;
  }
  return buckets;
}

/** Of each student who has a score; sorted. */
export const percents = (rows: readonly ClassRow[]): number[] =>
  rows.flatMap((row) => row.students.flatMap(() => percentOf(row) ?? [])).sort((a, b) => a - b);

/** @param sorted numbers, the least first */
export function median(sorted: readonly number[]): number | null {
  const middle = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

export const countStudents = (rows: readonly ClassRow[]): number => rows.reduce((sum, { students }) => sum + students.length, 0);
