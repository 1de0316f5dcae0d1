// `lab grade LAB SUBMISSION`: grades one submission and shows what came of it.
import { basename } from 'node:path';

import { Gradings } from '../../graders/batch/index.ts';
import { type Lab, type Report, notGradable } from '../../graders/engine/index.ts';
import { type Isolation, type Role, type Terminal, withLimits } from '../../graders/subject/index.ts';
import type { Language } from '../../graders/report/pages/words.ts';
import { labNamed, rulesIn, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { hasColour, print, width } from '../terminal.ts';
import { checksNamed } from './checksNamed.ts';
import { roleIn } from './roleIn.ts';
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
  role?: Role | 'both';
  terminal?: Terminal;
}

/** @returns the exit status */
export async function grade(id: string, path: string, options: GradeCommand): Promise<number> {
  if (options.role === 'both') return (await import('./gradeBoth.ts')).gradeBoth(id, path, options);
  const outputs = await outputsOf(options);
  const role = options.role ?? (await roleIn(id, path));
  const { lab, report } = await graded(id, path, { ...options, role }, async (instead) => {
    outputs.write(instead);
    await print(outputs.printed(instead, ''));
  });
  outputs.write(report);
  const { renderJson } = await import('../../graders/report/json.ts');
  if (typeof options.json === 'string') writeFile('--json', options.json, renderJson(report));
  if (options.html !== undefined) writeFile('--html', options.html, await page(lab, report, options.language));
  if (options.pcapng !== undefined) {
    writeFile('--pcapng', options.pcapng, (await import('../../graders/report/pcapng.ts')).renderPcapng(report));
  }
  await print(outputs.printed(report, options.json === true ? renderJson(report) : await textOf(report, options)));
  return statusOf(report);
}

/**
 * @param onFailure is told a report that says why, where it could not be graded, before that is thrown
 * @throws UsageError, NotGradable
 */
export async function graded(
  id: string,
  path: string,
  options: GradeCommand & { role: Role },
  onFailure: (instead: Report) => Promise<void> = () => Promise.resolve(),
): Promise<{ lab: Lab; report: Report }> {
  const notice = (message: string) => console.error(`lab: ${message}`);
  await using gradings = new Gradings({ isolation: options.isolation, count: 1, worker, notice });
  const { lab: named, grader } = await labNamed(id, options.set, options.role);
  const lab = { ...named, limits: withLimits(named.limits, options.limit) };
  const only = options.only && checksNamed(options.only, grader, lab.parameters);
  const rendering = Promise.all([import('../../graders/report/json.ts'), import('../../graders/report/text.ts')]); // while it runs
  const { seed, run, build, terminal } = options;
  try {
    const report = await gradings.grade(lab, grader, path, {
      seed,
      notice,
      ...(only && { only }),
      ...(run !== undefined && { run }),
      ...(build !== undefined && { build }),
      ...(terminal !== undefined && { terminal }),
    });
    return { lab, report };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await onFailure(notGradable(lab, grader, basename(path), seed, reason));
    throw error;
  } finally {
    await rendering;
  }
}

/** As a person reads it. */
export async function textOf(report: Report, { quiet, verbose }: GradeCommand): Promise<string> {
  if (quiet) return scoreLine(report);
  const { renderText } = await import('../../graders/report/text.ts');
  return renderText(report, { colour: hasColour(), width: width(), verbose: verbose ?? false });
}

async function page(lab: Lab, report: Report, language: Language): Promise<string> {
  const { studentPage } = await import('../../graders/report/pages/studentPage.tsx');
  return studentPage(report, { title: lab.title, studentName: null, language, handout: rulesIn(lab, language) });
}

const scoreLine = ({ submission, outcome, score, maxScore }: Report): string =>
  `${printable(submission.name)}: ${outcome === 'graded' ? `${score} of ${maxScore}` : outcome}\n`;

export function statusOf({ outcome, checks }: Report): number {
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
