// `lab diff OLD NEW`: what changed between two gradings.
import { readFileSync, statSync } from 'node:fs';

import { outcomesOf, readBatch } from '../../graders/batch/class.ts';
import type { Report } from '../../graders/engine/index.ts';
import type { ClassRow } from '../../graders/report/classRow.ts';
import { type ClassDifference, type Difference, classDifference, difference } from '../../graders/report/difference.ts';
import { type Role, UsageError } from '../../graders/subject/index.ts';
import { rowOf } from '../batchPages.ts';
import { hasColour, print, width } from '../terminal.ts';

type Grading = { lab: string; role: Role } & ({ of: 'student'; report: Report } | { of: 'class'; rows: ClassRow[] });

/** @returns the exit status: 1 where something moved */
export async function diff(old: string, now: string, { json }: { json?: true }): Promise<number> {
  const [before, after] = [await gradingAt(old), await gradingAt(now)];
  if (before.lab !== after.lab)
    throw new UsageError(`${old} is of the lab ${before.lab}, and ${now} of ${after.lab}: give two gradings of one lab`);
  if (before.role !== after.role)
    throw new UsageError(`${old} is of the ${before.role}, and ${now} of the ${after.role}: give two gradings of one program`);
  const change = compared(before, after);
  if (change === undefined)
    throw new UsageError(`${old} is of one ${before.of}, and ${now} of a ${after.of}: give two of one kind`);
  await print(json ? await asJson(change) : await asText(change, after));
  return change.hasMoved ? 1 : 0;
}

function compared(before: Grading, after: Grading): Difference | ClassDifference | undefined {
  if (before.of === 'student') return after.of === 'student' ? difference(before.report, after.report) : undefined;
  return after.of === 'class' ? classDifference(before.rows, after.rows) : undefined;
}

/** What was graded there: a report, or the folder that a batch has written. */
async function gradingAt(path: string): Promise<Grading> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const batch = readBatch(path);
    return { of: 'class', lab: batch.lab, role: batch.role, rows: [...outcomesOf(path, batch)].map(rowOf) };
  }
  const { parseReport } = await import('../../graders/report/schema.ts');
  try {
    const report = parseReport(readFileSync(path, 'utf8'));
    return { of: 'student', lab: report.lab, role: report.role, report };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}: ${error.message}`);
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}): give a report file`);
  }
}

async function asJson(change: Difference | ClassDifference): Promise<string> {
  return (await import('../../graders/report/json.ts')).jsonText(change);
}

async function asText(change: Difference | ClassDifference, after: Grading): Promise<string> {
  const { renderClassDifference, renderDifference } = await import('../../graders/report/differenceText.ts');
  const options = { colour: hasColour(), width: width() };
  if ('moved' in change) return renderClassDifference(after.lab, change, options);
  const name = after.of === 'student' ? ` · ${after.report.submission.name}` : '';
  return renderDifference(after.lab + name, change, options);
}
