// Executables: whether this machine can run one, and which one a build has made.
// The law here: a file is what its first bytes say (ELF: System V ABI, "ELF Header"), whatever its name and mode.
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

import { readHead } from './intakeFiles.ts';
import type { Role } from './planShape.ts';

/** ELF's e_machine for what Node calls `process.arch`. */
const machines: Record<string, number> = {
  ia32: 3,
  arm: 40,
  x64: 62,
  arm64: 183,
  s390x: 22,
  ppc64: 21,
  riscv64: 243,
  loong64: 258,
};

export const thisMachine = 'this machine';

/** What a file of machine code is made for, in words; `null` for anything else, and for objects and libraries. */
export function madeFor(path: string): string | null {
  const head = readHead(path, 64);
  const magic = head.toString('latin1', 0, 4);
  if (magic.startsWith('MZ')) return 'Windows';
  if (magic === '\xcf\xfa\xed\xfe') return 'macOS';
  if (magic !== '\x7fELF' || head.length < 20) return null;
  const read16 = (offset: number) => (head[5] === 2 ? head.readUInt16BE(offset) : head.readUInt16LE(offset));
  const isLibrary = /\.so(?:\.|$)/.test(basename(path)); // by its type it may be a position-independent program as well
  if (![2, 3].includes(read16(16)) || isLibrary) return null;
  const machine = read16(18);
  if (machine === machines[process.arch] && process.platform === 'linux') return thisMachine;
  const name = Object.keys(machines).find((each) => machines[each] === machine) ?? `machine ${machine}`;
  return `Linux on ${name}`;
}

/** What lay there before a build: paths with the marks by which a change shows. */
export type Snapshot = Map<string, string>;

interface Found {
  path: string;
  mark: string;
  changedAt: number;
}

/** A build may leave any number of files behind; more than this are not looked through. */
const maxEntries = 20_000;

export function snapshot(root: string): Snapshot {
  return new Map(executablesIn(root).map(({ path, mark }) => [path, mark]));
}

/** The executable for this machine that a build has made or, if it made none, found there: by its name, then the newest. */
export function madeSince(before: Snapshot, root: string, lab: string, role: Role): string | null {
  const found = executablesIn(root);
  const points = ({ path, mark }: Found) => (before.get(path) === mark ? 0 : 100) + pointsOfName(path, lab, role);
  return found.toSorted((a, b) => points(b) - points(a) || b.changedAt - a.changedAt)[0]?.path ?? null;
}

function pointsOfName(path: string, lab: string, role: Role): number {
  const name = basename(path, extname(path)).toLowerCase();
  if (name.includes('test')) return -20;
  if (/client|klien/.test(name)) return role === 'client' ? 20 : -20;
  if (role === 'client') return name.includes('server') ? -20 : 0;
  return name.includes('server') || name.replaceAll(/[^a-z]/g, '') === lab.replaceAll(/[^a-z]/g, '') ? 20 : 0;
}

function executablesIn(root: string): Found[] {
  let left = maxEntries;
  const walk = (folder: string): Found[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      left-- > 0 ? look(folder + entry.name, entry) : [],
    );
  const look = (path: string, entry: Dirent): Found[] => {
    if (entry.isDirectory()) return walk(`${path}/`);
    if (!entry.isFile()) return [];
    const { mode, mtimeMs, ctimeMs, size, ino } = lstatSync(join(root, path));
    if ((mode & 0o111) === 0 || madeFor(join(root, path)) !== thisMachine) return [];
    return [{ path, mark: `${mtimeMs} ${ctimeMs} ${size} ${ino}`, changedAt: mtimeMs }];
  };
  return walk('');
}
