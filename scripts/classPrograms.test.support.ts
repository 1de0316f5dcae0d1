// What a class hands in, to test with: correct programs, mutants, broken submissions and hostile ones.
// The law here: each says itself what must come of it, but for the hostile, of which nothing is known but that they are there.
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { zipOf } from '../graders/subject/zipWriter.test.support.ts';
import { programsOf } from '../graders/verify/programs.ts';
import { root } from './course.ts';

export type Kind = 'correct' | 'mutant' | 'broken' | 'hostile';

export interface HandedFile {
  /** Relative, with `/`. */
  path: string;
  data: Buffer;
  isExecutable: boolean;
}

type Expected =
  | { outcome: 'graded'; fails: readonly string[] }
  | { outcome: 'not-built' | 'not-started' | 'not-read'; reason: RegExp };

export interface Program {
  kind: Kind;
  name: string;
  files: readonly HandedFile[];
  /** `null` where anything may come of it. */
  expected: Expected | null;
}

const lab = 'time-server';

/** The files of a folder, or the one at the path; links and the like are left out. */
function filesAt(path: string): HandedFile[] {
  const names = lstatSync(path).isFile() ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => {
    const file = join(path, name);
    const stats = lstatSync(file);
    const isExecutable = (stats.mode & 0o111) !== 0;
    return stats.isFile() ? [{ path: name === '' ? basename(path) : name, data: readFileSync(file), isExecutable }] : [];
  });
}

/** The reference with its variants, and its mutants; but for programs in Python 2, which most machines have not. */
export function referencePrograms(): Program[] {
  const into = mkdtempSync(join(tmpdir(), 'class-programs-'));
  try {
    return programsOf(join(root, 'reference', lab), into)
      .filter(({ name, settings }) => !name.startsWith('python2') && settings.length === 0)
      .map(({ kind, name, path, fails }) => ({
        kind: kind === 'mutant' ? 'mutant' : 'correct',
        name,
        files: filesAt(path),
        expected: { outcome: 'graded', fails },
      }));
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

export function hostilePrograms(): Program[] {
  const folder = join(root, 'scripts', 'hostile');
  return readdirSync(folder)
    .filter((name) => !name.startsWith('run.'))
    .map((name) => ({ kind: 'hostile', name, files: filesAt(join(folder, name)), expected: null }));
}

const text = (files: Record<string, string | Buffer>): HandedFile[] =>
  Object.entries(files).map(([path, data]) => ({ path, data: Buffer.from(data as string), isExecutable: false }));

/** By what is wrong with it, and with what is said of it. Two servers are no fault: one of them is taken. */
export function brokenPrograms(): Program[] {
  const server = readFileSync(join(root, 'reference', lab, 'variants', 'threads.py'));
  const zip = (entries: Parameters<typeof zipOf>[0]) => ({ 'work.zip': zipOf(entries) });
  const all: Record<string, [Record<string, string | Buffer>, Expected['outcome'], RegExp]> = {
    'does not build': [{ 'server.c': '#include <stdio.h>\nint main(void) { retur 0; }\n' }, 'not-built', /retur/],
    'make fails': [
      { Makefile: 'server: server.c\n\tfalse\n', 'server.c': 'int main(void) { return 0; }\n' },
      'not-built',
      /make/,
    ],
    'exits at once': [{ 'server.py': 'import socket, sys\nsys.exit(3)\n' }, 'not-started', /exit code 3/],
    traceback: [{ 'server.py': 'import socket\nprint("</td><script>")\nsocket.sokcet()\n' }, 'not-started', /exit code 1/],
    'never listens': [{ 'server.py': 'import socket\nsocket.socket().recv(1)\n' }, 'not-started', /exit code 1/],
    'nothing to run': [{ 'data.bin': '\0\x01\x02', 'notes.txt': 'later\n' }, 'not-read', /Found no program/],
    'wrong file type': [{ 'server.docx': 'PK\x03\x04 no program' }, 'not-read', /document|Found no program/],
    'a lone README': [{ 'README.md': '# My server\n' }, 'not-read', /Found no program/],
    'an empty zip': [zip([]), 'not-read', /holds no file to grade/],
    'a zip bomb': [zip([{ name: 'server.py', data: '0'.repeat(3_000_000) }]), 'not-read', /more than 100 times its own size/],
    'an unreadable archive': [{ 'work.zip': 'no zip at all' }, 'not-read', /first bytes are those of no archive/],
    'a cut archive': [{ 'work.zip': zipOf([{ name: 'server.py', data: server }]).subarray(0, 300) }, 'not-read', /work\.zip/],
    'an encrypted archive': [zip([{ name: 'server.py', data: server, flags: 1 }]), 'not-read', /encrypted/],
    'a rar archive': [{ 'work.rar': 'Rar!\x1a\x07\0 and more' }, 'not-read', /cannot be unpacked/],
    'an archive that leads out': [zip([{ name: '../../server.py', data: server }]), 'not-read', /leads out of its folder/],
    'two servers': [{ 'server.py': server, 'server2.py': server }, 'graded', /./],
  };
  return Object.entries(all).map(([name, [files, outcome, reason]]) => ({
    kind: 'broken',
    name,
    files: text(files),
    expected: outcome === 'graded' ? { outcome, fails: [] } : { outcome, reason },
  }));
}
