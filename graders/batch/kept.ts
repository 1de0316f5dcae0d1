// What a batch keeps of each submission: one file a submission, in the folder `results`.
// The law here: a result counts when it is on the disk, whole. A crash at any moment leaves the one before it, or none.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../engine/index.ts';
import { NotGradable } from '../subject/index.ts';

export interface Kept {
  schema: 'lab-result/v1';
  /** Of the submission, the grader and all that was set: the same key means the same result. */
  key: string;
  report: Report | null;
  /** Why there is no report. */
  problem: string | null;
  /** It is for want of something on this machine, which may be otherwise the next time. */
  isPassing: boolean;
}

export class Results {
  readonly #folder: string;

  constructor(batch: string) {
    this.#folder = join(batch, 'results');
  }

  /** Makes the folder for what is to be kept; to read needs none. @throws NotGradable */
  prepare(): void {
    makeFolder(this.#folder);
  }

  /** `undefined` where there is none, or what there is was not written by us. */
  read(name: string): Kept | undefined {
    try {
      const kept = JSON.parse(readFileSync(this.#fileOf(name), 'utf8')) as Partial<Kept> | null;
      return kept?.schema === 'lab-result/v1' ? (kept as Kept) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Returns when it is on the disk. @throws NotGradable */
  keep(name: string, kept: Kept): void {
    writeDurably(this.#fileOf(name), `${JSON.stringify(kept)}\n`);
  }

  #fileOf(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** @throws NotGradable where it cannot be made */
export const makeFolder = (folder: string): void => durably(folder, () => void mkdirSync(folder, { recursive: true }));

/** What a file is called until it is whole. */
export const draftOf = (file: string): string => `${file}.draft`;

/** Puts a file in the place of the one there was; whoever looks sees one of the two, whole. @throws NotGradable */
export function writeDurably(file: string, content: string | Uint8Array): void {
  durably(file, () => {
    const draft = draftOf(file);
    const descriptor = openSync(draft, 'w');
    try {
      const bytes = Buffer.from(content as string);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
    const folder = openSync(join(file, '..'), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  });
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EEXIST: 'a file is in its place',
  ENOTDIR: 'a file is in its place',
  EISDIR: 'a folder is in its place',
};

function durably(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = reasons[code ?? ''] ?? code ?? message;
    throw new NotGradable(
      `${path} cannot be written (${why}): mend that, and give the same command again; what is graded already is kept`,
    );
  }
}

/** A file system takes 255 bytes, with what is put behind it. */
const longestName = 200;

/**
 * A file's name for a student's id, another for each id.
 * Letters, digits and `-_.` stand for themselves, but for a dot in front; `%` and two hexadecimal digits for any other byte. A long one ends in its hash.
 */
export function fileNameOf(id: string): string {
  const written = Buffer.from(id)
    .toString('latin1')
    .replaceAll(/[^\w.-]|^\./g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  if (written.length > longestName)
    return `${written.slice(0, longestName - 65)}%${createHash('sha256').update(id).digest('hex')}`;
  return written === '' ? '%' : written;
}
