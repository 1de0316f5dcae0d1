// Classes for tests: names as students and LMSes make them, laid down as folders or packed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

import { tarOf } from '../../subject/tarWriter.test.support.ts';
import { zipOf } from '../../subject/zipWriter.test.support.ts';
import type { ReadClass } from '../layouts.ts';

/** Text by path; a path that ends in `/` is an empty folder. */
export type Files = Record<string, string>;

export const filesOf = (paths: readonly string[]): Files => Object.fromEntries(paths.map((path) => [path, `# ${path}\n`]));

/** Lays files down below a folder, and gives its path. */
export function layDown(folder: string, files: Files): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const to = join(folder, path);
    mkdirSync(path.endsWith('/') ? to : dirname(to), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(to, text);
  }
  return folder;
}

const entries = (files: Files) => Object.entries(files).map(([name, data]) => ({ name, data }));
const tar = (files: Files) => tarOf(entries(files).map((entry) => ({ ...entry, type: entry.name.endsWith('/') ? '5' : '0' })));

/** The same files as every kind of archive that is read. */
export const packed: Record<string, (files: Files) => Buffer> = {
  'class.zip': (files) => zipOf(entries(files)),
  'class.tar': tar,
  'class.tar.gz': (files) => gzipSync(tar(files)),
  'class.tgz': (files) => gzipSync(tar(files)),
};

/** A line for each submission: ids, names, LATE, and its paths below where the class lies, with what they were called. */
export function shown({ handedIn, problems, setAside }: ReadClass, folder: string): string[] {
  const below = (path: string) => (path.split(`${folder}${sep}`)[1] ?? path).replace(/^unpacked-\w+\//, '');
  const students = (all: readonly { id: string; name: string | null }[]) =>
    all.map(({ id, name }) => (name === null ? id : `${id}=${name}`)).join('+');
  return [
    ...handedIn.map(({ students: all, late, paths, names }) => {
      const files = paths.map((path, i) => (path.endsWith(`/${names[i]}`) ? below(path) : `${below(path)} as ${names[i]}`));
      return `${students(all)}${late ? ' LATE' : ''}: ${files.join(', ')}`;
    }),
    ...problems.map(({ students: all, entry, reason }) => `! ${students(all)}: ${entry}: ${reason}`),
    ...setAside.map(({ entry, reason }) => `- ${entry}: ${reason}`),
  ];
}
