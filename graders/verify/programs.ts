// The programs a lab's grader is proven with: the reference, its mutants and its variants.
// The law here: what a program must fail stands in it, and nothing lies beside them that is not one of them.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

import { type Grader, type Lab, checksUnder } from '../engine/index.ts';
import { type Role, UsageError } from '../subject/index.ts';
import { applyEdit, declaredFailures, declaredSettings, readEdit } from './edits.ts';

export interface ReferenceProgram {
  kind: 'reference' | 'mutant' | 'variant';
  /** The slip it is named by; of a variant, the name of its file or folder. */
  name: string;
  /** What is graded. */
  path: string;
  /** The file in which it is declared what it fails. */
  file: string;
  /** The checks it must fail, and no others. */
  fails: string[];
  /** The parameters it is graded with, where they are not as lab.yaml has them: each as `name=value`. */
  settings: string[];
}

const known = ['server.ts', 'client.ts', 'mutants', 'variants', 'client-mutants', 'client-variants'];

/**
 * @param folder reference/<lab>
 * @param into a private folder, in which edited programs are made
 * @throws UsageError that names the file that is not there, is no program, or declares nothing
 */
export function programsOf(folder: string, into: string, role: Role = 'server'): ReferenceProgram[] {
  const reference = join(folder, `${role}.ts`);
  if (!existsSync(reference)) throw new UsageError(`${reference} is missing: it is the lab's model answer`);
  const there = readdirSync(folder);
  const stray = there.find((entry) => !known.includes(entry));
  if (stray !== undefined)
    throw new UsageError(`${join(folder, stray)} belongs to no reference: remove it, or move it to mutants/ or variants/`);
  const list = (kind: 'mutant' | 'variant') =>
    there.includes(folderOf(kind, role))
      ? readdirSync(join(folder, folderOf(kind, role)))
          .sort()
          .map((entry) => read(kind, { folder, role, into }, entry))
      : [];
  return [
    { kind: 'reference', name: role, path: reference, file: reference, fails: [], settings: [] },
    ...list('mutant'),
    ...list('variant'),
  ];
}

const folderOf = (kind: 'mutant' | 'variant', role: Role): string => (role === 'server' ? `${kind}s` : `${role}-${kind}s`);

interface Place {
  folder: string;
  role: Role;
  into: string;
}

function read(kind: 'mutant' | 'variant', place: Place, entry: string): ReferenceProgram {
  const path = join(place.folder, folderOf(kind, place.role), entry);
  const name = kind === 'mutant' ? entry.replace(/\.[^.]+$/, '') : entry;
  try {
    const program = { kind, name, ...(entry.endsWith('.diff') ? edited(place, path, name) : asItIs(path)) };
    if (kind === 'mutant' && program.fails.length === 0)
      throw new UsageError('it declares that it fails nothing: then it is a variant, and belongs into variants/');
    return program;
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

type Declared = Pick<ReferenceProgram, 'path' | 'file' | 'fails' | 'settings'>;

function asItIs(path: string): Declared {
  for (const file of filesOf(path)) {
    const text = readFileSync(file, 'utf8');
    const fails = declaredFailures(text);
    if (fails !== undefined) return { path, file, fails, settings: declaredSettings(text) };
  }
  throw new UsageError('no line "fails: …" stands at its top: write "fails: nothing", or the checks that it fails, in a comment');
}

/** The program that is changed, whole: a single file, or a folder of variants/. */
function edited({ folder, role, into }: Place, diff: string, name: string): Declared {
  const target = join(into, name);
  const edit = readEdit(readFileSync(diff, 'utf8'), `${role}.ts`);
  if (!statSync(join(folder, edit.changes), { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`there is no file ${edit.changes} in ${folder} for it to change ("# changes: variants/…" names one)`);
  const [top, program = '', ...inside] = edit.changes.split('/');
  const base = join(top!, program);
  const path = join(target, basename(base));
  mkdirSync(target, { recursive: true });
  cpSync(join(folder, base), path, { recursive: true });
  const file = join(path, ...inside);
  writeFileSync(file, applyEdit(edit, readFileSync(file, 'utf8')));
  return { path, file: diff, fails: edit.fails, settings: edit.settings };
}

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => path + sep + name)
        .filter((file) => statSync(file).isFile())
    : [path];

/** @throws UsageError that names the program that declares a check or a parameter that there is not */
export async function checkDeclarations(programs: ReferenceProgram[], lab: Lab, grader: Grader): Promise<void> {
  for (const { file, fails, settings } of programs) {
    const parameters = await lab.parameters.with(settings).catch((error: unknown) => {
      throw error instanceof UsageError ? new UsageError(`${file}: ${error.message.replace(/^--set /, 'set: ')}`) : error;
    });
    const ids = checksUnder(grader, parameters).map(({ id }) => id);
    const unknown = fails.find((id) => !ids.includes(id));
    if (unknown === undefined) continue;
    const under = settings.length === 0 ? '' : ` with ${settings.join(' ')}`;
    throw new UsageError(`${file}: fails: there is no check ${unknown}${under}; there are: ${ids.join(', ')}`);
  }
}
