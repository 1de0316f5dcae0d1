// The outcome of a verification as text: a line a program, the kill table, and what is wrong.
// The law here: a pure function of the proofs.
import type { Grader, Report } from '../engine/index.ts';
import type { Proof } from './verdict.ts';

export function proofLine({ program, failed, wrong, notRun, report }: Proof): string {
  const mark = notRun ? '–' : wrong.length === 0 ? '✓' : '✗';
  const what = notRun
    ? `not run: ${report.reason}`
    : program.kind === 'mutant'
      ? `fails ${failed.join(' ') || 'nothing'}`
      : `${report.score} of ${report.maxScore}`;
  const names = namesOf(report);
  const seen = program.kind !== 'mutant' || notRun || names.length === 0 ? '' : `  looks like ${names.join(', ')}`;
  return [
    `${mark} ${program.kind.padEnd(9)} ${program.name.padEnd(26)} ${what}${seen}`,
    ...wrong.map((words) => `    ${words}`),
  ].join('\n');
}

/** For each check: how many mutants it catches, and how many that no other check catches. */
export function killTable({ checks }: Grader, proofs: Proof[]): string {
  const mutants = proofs.filter(({ program, notRun }) => program.kind === 'mutant' && !notRun);
  const rows = checks.map(({ id }) => {
    const caught = mutants.filter(({ failed }) => failed.includes(id));
    const alone = caught.filter(({ failed }) => failed.length === 1).map(({ program }) => program.name);
    return `${id.padEnd(14)} ${String(caught.length).padStart(3)}  ${String(alone.length).padStart(3)}  ${shortened(alone)}`;
  });
  return ['check          kills  only it: by', ...rows].join('\n');
}

/** For each mutant that a finding calls by another name than its own, or by none: what a student is told. */
export function slipTable(proofs: Proof[]): string {
  const mutants = proofs.filter(({ program, notRun }) => program.kind === 'mutant' && !notRun);
  const others = mutants.filter(({ program, report }) => !namesOf(report).includes(program.name));
  const rows = others.map(({ program, report }) => `${program.name.padEnd(28)} ${namesOf(report).join(', ') || '–'}`);
  const count = `${mutants.length - others.length} of ${mutants.length} mutants are named as what they are`;
  return rows.length === 0 ? count : ['not itself                   looks like', ...rows, count].join('\n');
}

const namesOf = ({ checks }: Report): string[] => [...new Set(checks.flatMap(({ finding }) => finding?.looksLike?.name ?? []))];

const shortened = (names: string[]): string => (names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', '));
