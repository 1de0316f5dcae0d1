// What `lab grade` writes beside its text, in the formats of other programs.
// The law here: what is missing is told before anything is graded, and every file is written whatever comes of it.
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

import type { Report } from '../../graders/engine/index.ts';
import { UsageError } from '../../graders/subject/index.ts';

export interface OutputOptions {
  junit?: string;
  ctrf?: string;
  gradescope?: string;
  classroom50?: string;
  github?: true;
}

export interface Outputs {
  /** @throws UsageError for a file that cannot be written, when all others are */
  write: (report: Report) => void;
  /** What goes to standard output in the place of `text`. */
  printed: (report: Report, text: string) => string;
}

/** @throws UsageError where a format lacks what it needs */
export async function outputsOf(options: OutputOptions): Promise<Outputs> {
  const { junit, ctrf, gradescope, classroom50, github } = options;
  const wanted = { junit, ctrf, gradescope, classroom50 };
  if (github === undefined && Object.values(wanted).every((file) => file === undefined))
    return { write: () => {}, printed: (_, text) => text };
  const { annotations, fenced, renderGithubSummary, reportFormats, summaryBytes } =
    await import('../../graders/report/formats/index.ts');

  const context = { environment: process.env, startedAtMs: Date.now() };
  const files = (Object.keys(reportFormats) as (keyof typeof wanted)[]).flatMap((name) => {
    const file = wanted[name];
    return file === undefined ? [] : [{ option: `--${name}`, file, render: reportFormats[name](context) }];
  });
  const summary = github && process.env['GITHUB_STEP_SUMMARY'];
  return {
    write(report) {
      const failed = files.map(({ option, file, render }) => attempt(option, file, () => writeFileSync(file, render(report))));
      if (summary) {
        const add = () => appendFileSync(summary, renderGithubSummary(report, summaryBytes - sizeOf(summary)));
        failed.push(attempt('GITHUB_STEP_SUMMARY', summary, add));
      }
      const error = failed.find((one) => one !== null);
      if (error) throw error;
    },
    printed: (report, text) => (github ? (text === '' ? '' : fenced(text, randomUUID())) + annotations(report) : text),
  };
}

/** @throws UsageError */
export function writeFile(option: string, file: string, text: string | Uint8Array): void {
  const error = attempt(option, file, () => writeFileSync(file, text));
  if (error !== null) throw error;
}

function attempt(option: string, file: string, write: () => void): UsageError | null {
  try {
    write();
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return new UsageError(`${option} ${file}: cannot be written (${code}); name a file in a folder that is there`);
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
