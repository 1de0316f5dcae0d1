// What changed between two gradings, of one student or of a class: who moved, by which check, and why.
// The law here: pure data. Students are joined by their ids and checks by theirs; what is in one grading alone is `null` in the other.
import type { CheckReport, Report, Verdict } from '../engine/report.ts';
import type { ClassRow, Student } from './classRow.ts';

export interface Change<T> {
  before: T;
  after: T;
}

/** Why a check has the verdict that it has; `null` where it passed, or where there is no such check. */
export interface Why {
  message: string;
  /** The name of the slip that it looks like. */
  looksLike: string | null;
}

export interface CheckChange {
  id: string;
  title: string;
  verdict: Change<Verdict | null>;
  points: Change<number>;
  maxPoints: Change<number>;
  why: Change<Why | null>;
}

export interface Standing {
  outcome: Report['outcome'] | 'no-report';
  /** Why it was not graded. */
  reason: string | null;
  score: number | null;
  maxScore: number | null;
}

export interface Difference extends Change<Standing> {
  hasMoved: boolean;
  /** Whether another program was handed in; `null` where one of the two is not known. */
  programChanged: boolean | null;
  /** Those whose verdict or points changed, in the order of the later report. */
  checks: CheckChange[];
}

interface StudentChange extends Difference {
  student: Student;
}

interface CheckTotal {
  id: string;
  title: string;
  /** How many students pass it now and did not before, and the reverse. */
  won: number;
  lost: number;
}

export interface ClassDifference {
  hasMoved: boolean;
  moved: StudentChange[];
  unmoved: number;
  /** Who is in the later grading alone, and who in the earlier. */
  come: Student[];
  gone: Student[];
  byCheck: CheckTotal[];
}

export function difference(before: Report, after: Report): Difference {
  return between({ report: before, problem: null }, { report: after, problem: null });
}

export function classDifference(before: readonly ClassRow[], after: readonly ClassRow[]): ClassDifference {
  const [earlier, later] = [byStudent(before), byStudent(after)];
  const both = [...later].flatMap(([id, { student, row }]): StudentChange[] => {
    const old = earlier.get(id);
    return old === undefined ? [] : [{ student, ...between(old.row, row) }];
  });
  const moved = both.filter((one) => one.hasMoved);
  const come = [...later.values()].filter(({ student }) => !earlier.has(student.id)).map(({ student }) => student);
  const gone = [...earlier.values()].filter(({ student }) => !later.has(student.id)).map(({ student }) => student);
  return {
    hasMoved: moved.length + come.length + gone.length > 0,
    moved,
    unmoved: both.length - moved.length,
    come,
    gone,
    byCheck: totals(moved),
  };
}

/** A team has a row in common; of two rows of one student the last counts. */
function byStudent(rows: readonly ClassRow[]): Map<string, { student: Student; row: ClassRow }> {
  return new Map(rows.flatMap((row) => row.students.map((student) => [student.id, { student, row }])));
}

function between(before: Pick<ClassRow, 'report' | 'problem'>, after: Pick<ClassRow, 'report' | 'problem'>): Difference {
  const [earlier, later] = [standing(before), standing(after)];
  const checks = checkChanges(before.report?.checks ?? [], after.report?.checks ?? []);
  const isSame = earlier.outcome === later.outcome && earlier.score === later.score && earlier.maxScore === later.maxScore;
  return {
    hasMoved: !isSame || checks.length > 0,
    programChanged:
      before.report === null || after.report === null ? null : before.report.submission.sha256 !== after.report.submission.sha256,
    before: earlier,
    after: later,
    checks,
  };
}

function standing({ report, problem }: Pick<ClassRow, 'report' | 'problem'>): Standing {
  if (report === null) return { outcome: 'no-report', reason: problem, score: null, maxScore: null };
  const { outcome, reason, score, maxScore } = report;
  return { outcome, reason, score, maxScore };
}

function checkChanges(before: readonly CheckReport[], after: readonly CheckReport[]): CheckChange[] {
  const [earlier, later] = [before, after].map((checks) => new Map(checks.map((check) => [check.id, check])));
  const ids = new Set([...later!.keys(), ...earlier!.keys()]);
  return [...ids].flatMap((id): CheckChange[] => {
    const [old, now] = [earlier!.get(id), later!.get(id)];
    const change: CheckChange = {
      id,
      title: (now ?? old)?.title ?? '',
      verdict: { before: old?.verdict ?? null, after: now?.verdict ?? null },
      points: { before: old?.points ?? 0, after: now?.points ?? 0 },
      maxPoints: { before: old?.maxPoints ?? 0, after: now?.maxPoints ?? 0 },
      why: { before: why(old), after: why(now) },
    };
    return [change.verdict, change.points, change.maxPoints].some((one) => one.before !== one.after) ? [change] : [];
  });
}

function why(check: CheckReport | undefined): Why | null {
  if (check === undefined || check.verdict === 'passed') return null;
  if (check.finding !== null) return { message: check.finding.message, looksLike: check.finding.looksLike?.name ?? null };
  return check.blockedBy === null ? null : { message: `blocked by ${check.blockedBy}`, looksLike: null };
}

/** The checks by which most students moved come first. */
function totals(moved: readonly StudentChange[]): CheckTotal[] {
  const byId = new Map<string, CheckTotal>();
  for (const { id, title, verdict } of moved.flatMap(({ checks }) => checks)) {
    const total = byId.get(id) ?? { id, title, won: 0, lost: 0 };
    if (verdict.after === 'passed' && verdict.before !== 'passed') total.won += 1;
    if (verdict.before === 'passed' && verdict.after !== 'passed') total.lost += 1;
    if (total.won + total.lost > 0) byId.set(id, total);
  }
  return [...byId.values()].toSorted((a, b) => b.won + b.lost - a.won - a.lost);
}
