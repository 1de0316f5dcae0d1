// `lab verify [LAB [PROGRAM…]]`: proves a grader right before a student meets it.
// The law here: what can be known without grading is told first, and nothing is graded while that is wrong.
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import { Gradings } from '../../graders/batch/index.ts';
import type { Grader, Lab } from '../../graders/engine/index.ts';
import { clientGraders, graders } from '../../graders/index.ts';
import { type ReferenceProgram, checkDeclarations, programsOf } from '../../graders/verify/programs.ts';
import { killTable, proofLine, slipTable } from '../../graders/verify/table.ts';
import { type Proof, gaps, prove, unshown } from '../../graders/verify/verdict.ts';
import { type Isolation, type Role, UsageError, Workspace } from '../../graders/subject/index.ts';
import { handoutOf, labNamed, needsBuilt, referenceOf, root, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { hasColour, width } from '../terminal.ts';

export interface VerifyCommand {
  jobs?: number;
  isolation?: Isolation;
  role?: Role;
}

/** A grader, and the programs it is proven with. */
export interface Proving {
  lab: Lab;
  grader: Grader;
  programs: ReferenceProgram[];
}

/**
 * @param names the programs that are graded; none: all of them
 * @returns the exit status
 */
export async function verify(id: string | undefined, names: string[], options: VerifyCommand): Promise<number> {
  await using workspace = new Workspace();
  const all: Proving[] = [];
  for (const { lab, role } of [...graders, ...clientGraders]) {
    if ((id ?? lab) !== lab || (options.role ?? role) !== role) continue;
    needsBuilt(root, lab, role);
    all.push(await provingOf(lab, join(workspace.files, role), role));
  }
  if (all.length === 0) await labNamed(id!, [], options.role); // which says why there is none
  return await proveEach(all, names, options); // the programs are in the workspace
}

/** @returns the exit status */
export async function proveEach(
  all: Proving[],
  names: string[],
  { jobs = 2 * availableParallelism(), isolation }: VerifyCommand,
): Promise<number> {
  const missing = names.length > 0 ? [] : all.flatMap(gapsOf);
  for (const words of missing) console.log(`✗ ${words}`);
  if (missing.length > 0) return 1;
  const notice = (message: string) => console.error(`lab: ${message}`);
  await using gradings = new Gradings({ isolation, count: jobs, worker, notice });
  if (names.length > 0) return (await proveNamed(all, names, gradings, jobs)) ? 0 : 1;
  let allRight = true;
  for (const proving of all) allRight = (await proveWhole(proving, gradings, jobs)) && allRight;
  return allRight ? 0 : 1;
}

/**
 * @param into a private folder
 * @throws UsageError for what the lab's author has to mend before anything can be graded
 */
export async function provingOf(id: string, into: string, role: Role = 'server'): Promise<Proving> {
  const { lab, grader } = await labNamed(id, [], role);
  handoutOf(lab, 'id'); // which readLab has compared, if it is there
  const programs = programsOf(dirname(referenceOf(id)), join(into, id), role);
  await checkDeclarations(programs, lab, grader);
  return { lab, grader, programs };
}

const gapsOf = ({ lab, grader, programs }: Proving): string[] =>
  gaps(lab, grader, programs).map((words) => `${lab.id}: ${words}`);

async function proveWhole(proving: Proving, gradings: Gradings, jobs: number): Promise<boolean> {
  const { lab, grader } = proving;
  const started = performance.now();
  const proofs = await proveAll(proving, gradings, jobs, (proof) => console.log(printable(proofLine(proof))));
  const wrong = proofs.filter((proof) => proof.wrong.length > 0);
  const count = (kind: string) => proofs.filter(({ program, notRun }) => program.kind === kind && !notRun).length;
  const notRun = proofs.filter((proof) => proof.notRun).length;
  console.log(`\n${killTable(grader, proofs)}\n\n${slipTable(proofs)}\n`);
  const missing = unshown(grader, proofs);
  for (const words of [...missing, ...wrong.map(({ program }) => `${program.kind} ${program.name} is not as declared`)])
    console.log(`✗ ${words}`);
  const seconds = Math.round((performance.now() - started) / 1000);
  const right = missing.length === 0 && wrong.length === 0;
  console.log(
    `${right ? '✓' : '✗'} ${lab.id}${grader.role === 'client' ? ' (client)' : ''}: reference, ${count('mutant')} mutants, ${count('variant')} variants${notRun > 0 ? `, ${notRun} not run` : ''} in ${seconds} s: ${right ? 'the grader is right about all of them' : 'see above'}`,
  );
  return right;
}

/** Of each that is not as declared, its report is shown as `lab grade` shows it. */
async function proveNamed(all: Proving[], names: string[], gradings: Gradings, jobs: number): Promise<boolean> {
  const there = all.flatMap(({ programs }) => programs.map(({ name }) => name));
  const unknown = names.find((name) => !there.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`${all[0]!.lab.id} has no program "${unknown}"; there are: ${there.join(', ')}`);
  const { renderText } = await import('../../graders/report/text.ts');
  const proofs: Proof[] = [];
  for (const proving of all) {
    const programs = proving.programs.filter(({ name }) => names.includes(name));
    const named = await proveAll({ ...proving, programs }, gradings, jobs, (proof) => {
      console.log(printable(proofLine(proof)));
      if (proof.wrong.length > 0)
        console.log(`\n${renderText(proof.report, { colour: hasColour(), width: width(), verbose: false })}`);
    });
    proofs.push(...named);
  }
  return proofs.every(({ wrong }) => wrong.length === 0);
}

/** @param tell is told each proof as it comes */
export async function proveAll(
  { lab, grader, programs }: Proving,
  gradings: Gradings,
  jobs: number,
  tell: (proof: Proof) => void = () => {},
): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const queue = programs.entries();
  const work = async () => {
    for (const [position, program] of queue) {
      const parameters = await lab.parameters.with(program.settings);
      const notice = (message: string) => console.error(`lab: ${program.name}: ${message}`);
      const report = await gradings.grade({ ...lab, parameters }, grader, program.path, { seed: 1, notice });
      const proof = prove(program, report);
      proofs[position] = proof;
      tell(proof);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return proofs;
}
