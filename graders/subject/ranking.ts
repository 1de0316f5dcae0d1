// Decides which file of a submission is the program that is looked for, the server's or the client's, by its name and its text.
// The law here: what a file does counts more than what it is called, and the reasons that decided can be told.
import { basename, extname } from 'node:path/posix';

import { type Source, programs } from './imports.ts';
import type { SourceFile } from './intake.ts';
import { kindOf, traits } from './languages.ts';
import type { Role } from './planShape.ts';
import { withoutComments } from './sourceText.ts';

/** A file that may be the program. */
export interface Candidate extends Source {
  points: number;
  /** What speaks for it: "it listens", "its name says server". */
  reasons: string[];
  /** The files it is made of; itself first. */
  parts: Source[];
}

/** What something else says about a file: package.json, say. */
export interface Hint {
  path: string;
  points: number;
  reason: string;
}

/** More source files than this are no student's work; the deepest are not looked at. */
const maxSources = 300;

const depth = (path: string) => path.split('/').length - 1;
const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');

/** The best first. */
export function rank(files: SourceFile[], lab: string, role: Role, hints: Hint[] = []): Candidate[] {
  const sources: Source[] = [];
  for (const file of files.toSorted((a, b) => depth(a.path) - depth(b.path))) {
    const kind = sources.length < maxSources ? kindOf(file) : null;
    if (kind !== null) sources.push({ path: file.path, kind, text: withoutComments(file.read(), kind) });
  }
  const made = programs(sources);
  // a shell script that starts a program does not make that a mere part of itself
  const used = new Set(
    [...made].flatMap(([source, parts]) => (source.kind === 'shell' ? [] : parts.filter((part) => part !== source))),
  );
  const candidates = sources.map((source): Candidate => {
    const parts = made.get(source) ?? [source];
    const marks = [
      ...marksOfText(source, parts, used.has(source), role),
      ...marksOfName(source, lab, role),
      ...hints.filter(({ path }) => path === source.path).map(({ points, reason }): Mark => [points, reason]),
    ];
    const reasons = marks.filter(([points]) => points > 0).map(([, reason]) => reason);
    return { ...source, parts, reasons, points: marks.reduce((sum, [points]) => sum + points, 0) };
  });
  return candidates.toSorted((a, b) => b.points - a.points);
}

/** Which of the two programs these are, where nobody says it: the server's where there is one. */
export function roleIn(files: SourceFile[], lab: string, hints: Hint[] = []): Role {
  const [best] = rank(files, lab, 'server', hints);
  const asClient = rank(files, lab, 'client', hints).find(({ path }) => path === best?.path);
  return best !== undefined && asClient !== undefined && asClient.points > best.points ? 'client' : 'server';
}

type Mark = [points: number, reason: string];

const says: Record<Role, RegExp> = { server: /server|srv/, client: /client|klien/ };

function marksOfText({ kind, text }: Source, parts: Source[], isUsed: boolean, role: Role): Mark[] {
  const { listens, entry, entryNeeded } = traits[kind];
  const marks: Mark[] = [];
  const some = (trait: 'listens' | 'binds' | 'connects') => parts.some((part) => traits[part.kind][trait].test(part.text));
  if (role === 'client') {
    if (some('connects')) marks.push([60, 'it connects']);
    // a client may listen as well, to be called back
    if (some('listens')) marks.push([some('connects') ? -20 : -60, 'it listens']);
  } else if (listens.test(text)) marks.push([100, 'it listens']);
  else if (some('listens')) marks.push([70, 'it listens, by way of a file it uses']);
  else if (some('binds')) marks.push([60, 'it binds a socket']);
  else if (some('connects')) marks.push([-60, 'it only connects']);

  if (entry.test(text)) marks.push([15, 'it is made to be started']);
  else if (isUsed) marks.push([-70, 'another file uses it']);
  else if (entryNeeded) marks.push([-50, 'it has no main']);
  if (kind === 'executable') marks.push([-10, 'its source, if there is one, is to be preferred']);
  return marks;
}

function marksOfName({ path }: Source, lab: string, role: Role): Mark[] {
  const stem = basename(path, extname(path));
  const word = letters(stem);
  const marks: Mark[] = [[-10 * depth(path), 'it lies in a folder']];
  const other = role === 'server' ? 'client' : 'server';
  if (word === role) marks.push([30, `it is called ${role}`]);
  else if (word === letters(lab)) marks.push([28, 'it is called as the lab']);
  else if (says[role].test(word)) marks.push([20, `its name says ${role}`]);
  else if (/^(?:main|app|index|run|start)$/.test(word)) marks.push([10, `it is called ${word}`]);
  if (says[other].test(word) && (role === 'server' || !says.client.test(word))) marks.push([-60, `its name says ${other}`]);
  if (/(?:^|[_.-])tests?(?:[_.-]|$)|Tests?$|^Test[A-Z]|\.spec$/.test(stem) || /(?:^|\/)(?:tests?|__tests__|spec)\//.test(path)) {
    marks.push([-80, 'it is a test']);
  }
  if (/old|copy|salin|backup|bak|\d\)?$/i.test(stem)) marks.push([-10, 'its name says that there is another version']);
  return marks;
}
