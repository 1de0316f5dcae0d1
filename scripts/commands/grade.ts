// `lab grade LAB SUBMISSION`: grades one submission and shows what came of it.
import { basename } from 'node:path';

import { Gradings } from '../../graders/batch/index.ts';
import { type Lab, type Report, notGradable } from '../../graders/engine/index.ts';
import { type Isolation, withLimits } from '../../graders/subject/index.ts';
import type { Language } from '../../graders/report/pages/words.ts';
import { labNamed, rulesIn, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { hasColour, print, width } from '../terminal.ts';
import { checksNamed } from './checksNamed.ts';
import { type OutputOptions, outputsOf, writeFile } from './gradeOutputs.ts';

export interface GradeCommand extends OutputOptions {
  json?: string | true;
  html?: string;
  language: Language;
  pcapng?: string;
  only?: string[];
  set: string[];
  limit: string[];
  run?: string;
  build?: string;
  seed: number;
  verbose?: true;
  quiet?: true;
  isolation?: Isolation;
}

/** @returns the exit status */
export async function grade(id: string, path: string, options: GradeCommand): Promise<number> {
  const notice = (message: string) => console.error(`lab: ${message}`);
  await using gradings = new Gradings({ isolation: options.isolation, count: 1, worker, notice });
  const { lab: named, grader } = await labNamed(id, options.set);
  const lab = { ...named, limits: withLimits(named.limits, options.limit) };
  const only = options.only && checksNamed(options.only, grader, lab.parameters);
  const outputs = await outputsOf(options);
  const rendering = Promise.all([import('../../graders/report/json.ts'), import('../../graders/report/text.ts')]); // while it runs
  const grading = gradings.grade(lab, grader, path, {
    seed: options.seed,
    notice,
    ...(only && { only }),
    ...(options.run !== undefined && { run: options.run }),
    ...(options.build !== undefined && { build: options.build }),
  });
  const report = await grading.catch(async (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const instead = notGradable(lab, grader, basename(path), options.seed, reason);
    outputs.write(instead);
    await print(outputs.printed(instead, ''));
    throw error;
  });
  const [{ renderJson }, { renderText }] = await rendering;
  outputs.write(report);
  if (typeof options.json === 'string') writeFile('--json', options.json, renderJson(report));
  if (options.html !== undefined) writeFile('--html', options.html, await page(lab, report, options.language));
  if (options.pcapng !== undefined) {
    writeFile('--pcapng', options.pcapng, (await import('../../graders/report/pcapng.ts')).renderPcapng(report));
  }
  const text = () =>
    renderText(report, {
      colour: hasColour(),
      width: width(),
      verbose: options.verbose ?? false,
    });
  await print(outputs.printed(report, options.json === true ? renderJson(report) : options.quiet ? scoreLine(report) : text()));
  return statusOf(report);
}

async function page(lab: Lab, report: Report, language: Language): Promise<string> {
  const { studentPage } = await import('../../graders/report/pages/studentPage.tsx');
  return studentPage(report, { title: lab.title, studentName: null, language, handout: rulesIn(lab, language) });
}

const scoreLine = ({ submission, outcome, score, maxScore }: Report): string =>
  `${printable(submission.name)}: ${outcome === 'graded' ? `${score} of ${maxScore}` : outcome}\n`;

function statusOf({ outcome, checks }: Report): number {
  switch (outcome) {
    case 'graded':
      if (checks.some(({ verdict }) => verdict === 'broken')) return 3;
      return checks.every(({ verdict }) => verdict === 'passed') ? 0 : 1;
    case 'not-built':
    case 'not-started':
      return 1;
    case 'not-gradable':
      return 3;
  }
}
