// What the gradings of a lab's programs say about its grader.
// The law here: a grader is right when the reference has every point, each mutant fails what it declares and nothing
// else, each variant too and has all that the assignment asks for, and no check and no rule stands there untested.
import type { Report } from '../engine/index.ts';
import { type Grader, type Lab, checksUnder } from '../engine/index.ts';
import type { ReferenceProgram } from './programs.ts';

export interface Proof {
  program: ReferenceProgram;
  report: Report;
  failed: string[];
  /** What is not as it should be; empty when all is. */
  wrong: string[];
  /** This machine lacks what the program needs, and nothing can be said about it. */
  notRun: boolean;
}

/** Debian has had no Python 2 since its release 11, so programs in it run only where somebody keeps one. */
const mayBeMissing = /Python 2/;

export function prove(program: ReferenceProgram, report: Report): Proof {
  const failed = report.checks.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id);
  const { kind, fails } = program;
  const notRun = report.outcome === 'not-gradable' && mayBeMissing.test(report.reason ?? '');
  const wrong: string[] = [];
  if (report.outcome !== 'graded' && !notRun) wrong.push(`${report.outcome}: ${report.reason}`);
  if (report.outcome === 'graded') {
    for (const id of fails) if (!failed.includes(id)) wrong.push(`does not fail ${id}`);
    for (const id of failed)
      if (!fails.includes(id)) wrong.push(`fails ${id}: ${report.checks.find((check) => check.id === id)?.finding?.message}`);
    for (const { id, verdict, finding } of report.checks)
      if (verdict === 'broken') wrong.push(`breaks ${id}: ${finding?.message}`);
    const short = report.checks.filter(({ level, verdict }) => level === 'MUST' && verdict !== 'passed');
    if (kind !== 'mutant') for (const { id, verdict } of short) wrong.push(`${id} is ${verdict}`);
    if (kind === 'reference' && report.score !== report.maxScore) wrong.push(`has ${report.score} of ${report.maxScore} points`);
  }
  return { program, report, failed, wrong, notRun };
}

/**
 * What is missing around the programs, known before any is graded: rules without a check, checks without a rule or without
 * a mutant that declares it alone, points that do not add up.
 */
export function gaps(lab: Lab, grader: Grader, programs: ReferenceProgram[]): string[] {
  const found: string[] = [];
  const checks = checksUnder(grader, lab.parameters);
  for (const [i, { id }] of lab.rules.entries()) {
    if (lab.rules.findIndex((rule) => rule.id === id) < i) found.push(`rule ${id} stands in the handout twice`);
    else if (!grader.checks.some(({ rule }) => rule === id)) found.push(`rule ${id} has no check`);
  }
  for (const { id, rule } of grader.checks) {
    if (!lab.rules.some((one) => one.id === rule)) found.push(`check ${id} enforces no rule of the handout`);
    if (!programs.some((program) => isOwn(program, id))) found.push(`check ${id} has no mutant that declares to fail it alone`);
  }
  for (const [level, sum] of [
    ['MUST', 90],
    ['SHOULD', 10],
  ] as const) {
    const points = checks
      .filter(({ rule }) => lab.rules.find(({ id }) => id === rule)?.level === level)
      .reduce((all, check) => all + check.points, 0);
    if (points !== sum) found.push(`the ${level} checks have ${points} points together, not ${sum}`);
  }
  return found;
}

/** The checks of which no grading has shown that they catch what no other does. */
export function unshown(grader: Grader, proofs: Proof[]): string[] {
  const shown = proofs.filter(({ wrong, notRun }) => wrong.length === 0 && !notRun);
  return grader.checks
    .filter(({ id }) => !shown.some(({ program }) => isOwn(program, id)))
    .map(({ id }) => `check ${id} has no mutant that only it catches`);
}

const isOwn = ({ kind, fails }: ReferenceProgram, id: string): boolean => kind === 'mutant' && fails.join() === id;
