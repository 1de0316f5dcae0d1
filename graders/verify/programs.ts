// The programs a lab's grader is proven with: the reference, its mutants and its variants.
// The law here: what a program must fail stands in it, and nothing lies beside them that is not one of them.
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

import { applyEdit, declaredFailures, declaredSettings, readEdit } from './edits.ts';

export interface ReferenceProgram {
  kind: 'reference' | 'mutant' | 'variant';
  /** The slip it is named by; of a variant, the name of its file or folder. */
  name: string;
  /** What is graded. */
  path: string;
  /** The checks it must fail, and no others. */
  fails: string[];
  /** The parameters it is graded with, where they are not as lab.yaml has them: each as `name=value`. */
  settings: string[];
}

/**
 * @param folder reference/<lab>
 * @param into a private folder, in which edited programs are made
 * @throws Error that names the file that is no program, or declares nothing
 */
export function programsOf(folder: string, into: string): ReferenceProgram[] {
  const there = readdirSync(folder);
  const stray = there.find((entry) => !['server.ts', 'client.ts', 'mutants', 'variants'].includes(entry));
  if (stray !== undefined)
    throw new Error(`${join(folder, stray)} belongs to no reference: remove it, or move it to mutants/ or variants/`);
  const list = (kind: 'mutant' | 'variant') =>
    there.includes(`${kind}s`)
      ? readdirSync(join(folder, `${kind}s`))
          .sort()
          .map((entry) => read(kind, folder, entry, into))
      : [];
  return [
    { kind: 'reference', name: 'server', path: join(folder, 'server.ts'), fails: [], settings: [] },
    ...list('mutant'),
    ...list('variant'),
  ];
}

function read(kind: 'mutant' | 'variant', folder: string, entry: string, into: string): ReferenceProgram {
  const path = join(folder, `${kind}s`, entry);
  const name = kind === 'mutant' ? entry.replace(/\.[^.]+$/, '') : entry;
  try {
    if (entry.endsWith('.diff')) return { kind, name, ...edited(folder, readFileSync(path, 'utf8'), join(into, name)) };
    const texts = filesOf(path).map((file) => readFileSync(file, 'utf8'));
    const declaring = texts.find((text) => declaredFailures(text) !== undefined);
    if (declaring === undefined) throw new Error('no line "fails: …" stands at its top');
    return { kind, name, path, fails: declaredFailures(declaring)!, settings: declaredSettings(declaring) };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** The program that is changed, whole: a single file, or a folder of variants/. */
function edited(folder: string, text: string, target: string): Pick<ReferenceProgram, 'path' | 'fails' | 'settings'> {
  const edit = readEdit(text);
  const [top, program = '', ...inside] = edit.changes.split('/');
  const base = join(top!, program);
  const path = join(target, basename(base));
  mkdirSync(target, { recursive: true });
  cpSync(join(folder, base), path, { recursive: true });
  const file = join(path, ...inside);
  writeFileSync(file, applyEdit(edit, readFileSync(file, 'utf8')));
  return { path, fails: edit.fails, settings: edit.settings };
}

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => path + sep + name)
        .filter((file) => statSync(file).isFile())
    : [path];
