// The folder a batch is kept in: who is in the class, and what came of each.
// The law here: all that is shown of a batch is made from this folder, so that it can be made again, and otherwise.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Report } from '../engine/index.ts';
import { type Role, UsageError } from '../subject/index.ts';
import { type Kept, Results, draftOf, writeDurably } from './kept.ts';
import type { Student } from './layouts/layout.ts';

/** One of the class: what is known before anything is graded. */
export interface Listed {
  /** The name of its result; `null` where there is nothing to grade. */
  name: string | null;
  students: readonly Student[];
  /** As the class's folder or archive names it; `null` where nothing was handed in. */
  submission: string | null;
  late: boolean;
  /** Why there is nothing to grade. */
  problem: string | null;
}

export interface Batch {
  schema: 'lab-batch/v1';
  lab: string;
  role: Role;
  /** The parameters set otherwise than lab.yaml has them, each as `name=value`. */
  settings: readonly string[];
  layout: string;
  listed: readonly Listed[];
}

export interface Outcome extends Listed {
  report: Report | null;
}

const fileOf = (folder: string): string => join(folder, 'batch.json');

/** Makes the folder, if need be. @throws UsageError where it holds something else, NotGradable where it cannot be made */
export function claim(folder: string, lab: string, role: Role): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = ['EEXIST', 'ENOTDIR'].includes(code) ? 'a file is in its place' : `cannot be made (${code})`;
    throw new UsageError(`--out ${folder}: ${why}; name a folder you may write to`);
  }
  if (!existsSync(fileOf(folder))) {
    // What a batch leaves that was ended in its first moment.
    const ours = ['results', basename(draftOf(fileOf(folder)))];
    const [other] = readdirSync(folder).filter((name) => !ours.includes(name));
    if (other !== undefined)
      throw new UsageError(`--out ${folder}: holds other files (${other}) and no batch; name an empty folder, or a new one`);
    return;
  }
  const batch = readBatch(folder);
  if (batch.lab !== lab)
    throw new UsageError(`--out ${folder}: holds a batch of the lab ${batch.lab}, not ${lab}; name another folder`);
  if (batch.role !== role)
    throw new UsageError(`--out ${folder}: holds a batch of ${batch.role}s, not of ${role}s; name another folder`);
}

export const writeBatch = (folder: string, batch: Batch): void =>
  writeDurably(fileOf(folder), `${JSON.stringify(batch, null, 1)}\n`);

/** @throws UsageError */
export function readBatch(folder: string): Batch {
  let text: string;
  try {
    text = readFileSync(fileOf(folder), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no batch.json' : `its batch.json cannot be read: ${code}`;
    throw new UsageError(`${folder}: is no folder that lab batch has written (${why})`);
  }
  const damaged = new UsageError(
    `${folder}: its batch.json is damaged; remove all that lies there but results, and give the same lab batch command again: what is graded is kept`,
  );
  let found: Partial<Batch> | null;
  try {
    found = JSON.parse(text) as Partial<Batch> | null;
  } catch {
    throw damaged;
  }
  if (found?.schema !== 'lab-batch/v1') throw new UsageError(`${folder}: its batch.json is not of the kind lab-batch/v1`);
  if (!Array.isArray(found.listed)) throw damaged;
  return { role: 'server', ...found } as Batch; // of clients nothing was written before there was a word for it
}

/** Each of the class, in its order, with its report as it lies on the disk; one at a time, for they may be many. */
export function* outcomesOf(folder: string, { listed }: Batch): Generator<Outcome> {
  const results = new Results(folder);
  for (const one of listed) {
    const kept = one.name === null ? undefined : results.read(one.name);
    yield { ...one, report: kept?.report ?? null, problem: problemOf(one, kept) };
  }
}

/** The problem of one that has no result. */
export const notGradedYet = 'it has not been graded yet';

function problemOf({ name, problem }: Listed, kept: Kept | undefined): string | null {
  if (name === null) return problem;
  return kept === undefined ? notGradedYet : kept.problem;
}
