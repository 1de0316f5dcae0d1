// `lab grade LAB SUBMISSION`: grades one submission and shows what came of it.
import { writeFileSync } from 'node:fs';

import { type Report, grade as gradeSubmission } from '../../graders/engine/index.ts';
import { NotGradable, UsageError } from '../../graders/subject/index.ts';
import { renderJson } from '../../graders/report/json.ts';
import { renderText } from '../../graders/report/text.ts';
import { labNamed } from '../course.ts';
import { printable } from '../tell.ts';

export interface GradeCommand {
  json?: string | true;
  only?: string[];
  run?: string;
  build?: string;
  seed: number;
  verbose?: true;
  quiet?: true;
  isolation: 'process-group' | 'namespaces';
}

/** @returns the exit status */
export async function grade(id: string, path: string, options: GradeCommand): Promise<number> {
  const { lab, grader } = await labNamed(id);
  if (options.isolation === 'namespaces') {
    throw new NotGradable('this version cannot isolate programs by namespaces yet: leave --isolation out, or say --isolation process-group');
  }
  const only = options.only?.flatMap((names) => names.split(',')).map((name) => name.toUpperCase().replace(/\/.*/, (slug) => slug.toLowerCase()));
  const known = new Set(grader.checks.flatMap((check) => [check.id, check.rule]));
  const unknown = only?.find((name) => !known.has(name));
  if (unknown !== undefined) throw new UsageError(`--only: there is no check "${unknown}"; there are: ${[...known].join(', ')}`);

  const report = await gradeSubmission(lab, grader, path, {
    seed: options.seed,
    notice: (message) => console.error(`lab: ${message}`),
    ...(only && { only }),
    ...(options.run !== undefined && { run: options.run }),
    ...(options.build !== undefined && { build: options.build }),
  });
  if (typeof options.json === 'string') writeJson(options.json, report);
  await print(options.json === true ? renderJson(report) : options.quiet ? scoreLine(report) : textOf(report, options.verbose ?? false));
  return statusOf(report);
}

function writeJson(file: string, report: Report): void {
  try {
    writeFileSync(file, renderJson(report));
  } catch (error) {
    throw new UsageError(`--json ${file}: cannot be written (${(error as NodeJS.ErrnoException).code}); name a file in a folder that is there`);
  }
}

function textOf(report: Report, verbose: boolean): string {
  const { env, stdout } = process;
  const colour = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '' ? false : env['FORCE_COLOR'] !== undefined ? env['FORCE_COLOR'] !== '0' : stdout.isTTY;
  return renderText(report, { colour, width: Math.min(stdout.columns ?? 80, 120), verbose });
}

const scoreLine = ({ submission, outcome, score, maxScore }: Report): string =>
  `${printable(submission.name)}: ${outcome === 'graded' ? `${score} of ${maxScore}` : outcome}\n`;

/** Resolves when all of it is written, so that an exit cuts nothing off. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });

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
