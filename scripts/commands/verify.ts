// `lab verify [LAB]`: proves a grader right before a student meets it.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Gradings } from '../../graders/batch/index.ts';
import type { Grader, Lab } from '../../graders/engine/index.ts';
import { graders } from '../../graders/index.ts';
import { type ReferenceProgram, programsOf } from '../../graders/verify/programs.ts';
import { killTable, proofLine, slipTable } from '../../graders/verify/table.ts';
import { type Proof, gaps, prove } from '../../graders/verify/verdict.ts';
import type { Isolation } from '../../graders/subject/index.ts';
import { labNamed, referenceOf, worker } from '../course.ts';
import { printable } from '../tell.ts';

export interface VerifyCommand {
  jobs?: number;
  isolation?: Isolation;
}

/** @returns the exit status */
export async function verify(
  id: string | undefined,
  { jobs = 2 * availableParallelism(), isolation }: VerifyCommand,
): Promise<number> {
  const notice = (message: string) => console.error(`lab: ${message}`);
  await using gradings = new Gradings({ isolation, count: jobs, worker, notice });
  let allRight = true;
  for (const each of id === undefined ? graders.map(({ lab }) => lab) : [id]) {
    const { lab, grader } = await labNamed(each);
    const started = performance.now();
    const proofs = await proveAll(lab, grader, gradings, jobs);
    const missing = gaps(lab, grader, proofs);
    const wrong = proofs.filter((proof) => proof.wrong.length > 0);
    const count = (kind: string) => proofs.filter(({ program, notRun }) => program.kind === kind && !notRun).length;
    const notRun = proofs.filter((proof) => proof.notRun).length;
    console.log(`\n${killTable(grader, proofs)}\n\n${slipTable(proofs)}\n`);
    for (const words of [...missing, ...wrong.map(({ program }) => `${program.kind} ${program.name} is not as declared`)])
      console.log(`✗ ${words}`);
    const seconds = Math.round((performance.now() - started) / 1000);
    const right = missing.length === 0 && wrong.length === 0;
    console.log(
      `${right ? '✓' : '✗'} ${lab.id}: reference, ${count('mutant')} mutants, ${count('variant')} variants${notRun > 0 ? `, ${notRun} not run` : ''} in ${seconds} s: ${right ? 'the grader is right about all of them' : 'see above'}`,
    );
    allRight &&= right;
  }
  return allRight ? 0 : 1;
}

/** @param isChosen which of its programs are graded */
export async function proveAll(
  lab: Lab,
  grader: Grader,
  gradings: Gradings,
  jobs: number,
  isChosen: (program: ReferenceProgram) => boolean = () => true,
): Promise<Proof[]> {
  const into = mkdtempSync(join(tmpdir(), 'lab-verify-'));
  const remove = () => rmSync(into, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const programs = programsOf(dirname(referenceOf(lab.id)), into).filter(isChosen);
    const proofs: Proof[] = [];
    const queue = programs.entries();
    const work = async () => {
      for (const [position, program] of queue) {
        const parameters = await lab.parameters.with(program.settings);
        const proof = prove(
          program,
          await gradings.grade({ ...lab, parameters }, grader, program.path, {
            seed: 1,
            notice: (message) => console.error(`lab: ${program.name}: ${message}`),
          }),
        );
        proofs[position] = proof;
        console.log(printable(proofLine(proof)));
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
    return proofs;
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
