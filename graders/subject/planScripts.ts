// The plans of programs that an interpreter runs as they are: Python, JavaScript, TypeScript, shell.
// The law here: every interpreter is named by its absolute path, so that no shim and no folder of the submission comes before it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';

import type { SourceFile, Submission } from './intake.ts';
import { interpreterOf } from './languages.ts';
import { type PlanLanguage, asArgument } from './planShape.ts';
import { needsPython2 } from './pythonVersion.ts';
import type { Candidate } from './ranking.ts';
import { findRuntime, needRuntime } from './runtimes.ts';

export const planPython: PlanLanguage = (candidate, { files, root }) => {
  const python3 = findRuntime('python3');
  const why = needsPython2(partsOf(candidate, files), root, python3?.path ?? null);
  const runtime = why === null ? needRuntime('python3', `it starts with ${candidate.path}`) : needRuntime('python2', why);
  // only a module's own imports are resolved, and a __main__.py is made to be run as one
  const asModule = candidate.path.includes('/') && isModule(candidate);
  return {
    runtime: runtime.name,
    language: why === null ? 'python3' : 'python2',
    command: (program) => [runtime.path, ...(asModule ? ['-m', moduleName(program)] : [asArgument(program)])],
    env: { PYTHONUNBUFFERED: '1' }, // what it printed last must not be lost in a buffer when it is killed
  };
};

const isModule = ({ path, text }: Candidate): boolean => path.endsWith('/__main__.py') || /^[ \t]*from[ \t]+\./m.test(text);

const moduleName = (path: string) => path.replace(/\.py$/, '').replaceAll('/', '.');

function partsOf({ parts }: Candidate, files: SourceFile[]): SourceFile[] {
  return parts.flatMap(({ path }) => files.filter((file) => file.path === path));
}

export const planNode: PlanLanguage = (_, submission) => {
  const { path, name } = needRuntime('node', '');
  closeOff(submission);
  return { runtime: name, language: 'node', command: (program) => [path, asArgument(program)] };
};

/** Node looks in all folders above for a package.json that says what `.js` means; none but the submission's own may. */
function closeOff({ files, root }: Submission): void {
  if (!files.some((file) => file.path === 'package.json')) writeFileSync(join(root, 'package.json'), '{}\n');
}

/** What Node cannot strip but has to transform. */
const transformed = [
  /\b(?:enum|namespace)\s+\w+\s*\{/,
  /\bconstructor\s*\([^)]{0,200}\b(?:private|public|protected|readonly)\s/,
  /\bimport\s+\w+\s*=|^[ \t]*@\w+/m,
];

/** Or it imports as only a loader resolves it: without an extension, or by the name a compiler would give the file. */
function needsLoader(text: string): boolean {
  const imported = [...text.matchAll(/\b(?:from|import)\s*["'](\.[^"'\n]*)["']/g)].map((match) => extname(match[1]!));
  return (
    transformed.some((pattern) => pattern.test(text)) || imported.some((extension) => extension === '' || extension === '.js')
  );
}

/** What has to be there for programs in TypeScript, besides the submission. */
export const loaderFolder = (): string => dirname(createRequire(import.meta.url).resolve('jiti/package.json'));

/**
 * Node runs it by itself where it can. Else jiti does: its command line, which transforms in the same thread, starts
 * twice as fast as its loader. It caches what it has transformed in `node_modules/.cache` where there is such a folder,
 * and elsewhere in a folder that everybody shares and could poison; no option or variable names another.
 */
export const planTypeScript: PlanLanguage = ({ parts }, submission) => {
  const { path, name } = needRuntime('node', '');
  closeOff(submission);
  const strips = 'typescript' in process.features && process.features.typescript !== false;
  if (strips && !parts.some(({ text }) => needsLoader(text))) {
    return { runtime: `TypeScript (${name})`, language: 'typescript', command: (program) => [path, asArgument(program)] };
  }
  mkdirSync(join(submission.root, 'node_modules'), { recursive: true });
  const loader = join(loaderFolder(), 'lib/jiti-cli.mjs');
  return {
    runtime: `TypeScript (${name}, jiti)`,
    language: 'typescript',
    command: (program) => [path, loader, `./${program}`],
    env: { NODE_DISABLE_COMPILE_CACHE: '1' }, // that cache is shared as well
  };
};

export const planShell: PlanLanguage = ({ path, text }) => {
  const interpreter = interpreterOf(text); // none is named: then its author ran it in a shell of today
  const shell = interpreter === 'sh' || interpreter === 'dash' || findRuntime('bash') === null ? 'sh' : 'bash';
  const runtime = needRuntime(shell, `it starts with ${path}`);
  return {
    runtime: runtime.name,
    language: 'shell',
    command: (program) => [runtime.path, asArgument(program)],
    env: { PYTHONUNBUFFERED: '1' },
  };
};
