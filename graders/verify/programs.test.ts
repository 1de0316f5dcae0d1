// Which programs a reference folder holds, and that nothing in it is passed over.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { graders } from '../index.ts';
import { UsageError } from '../subject/index.ts';
import { Parameters, grader } from '../engine/index.ts';
import { smallLab } from './proofs.test.support.ts';
import { type ReferenceProgram, checkDeclarations, programsOf } from './programs.ts';

let folder: string;
let into: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reference-'));
  into = mkdtempSync(join(tmpdir(), 'programs-'));
  plant({ 'server.ts': 'serve();\n', 'mutants/.keep': '', 'variants/.keep': '' });
  for (const kind of ['mutants', 'variants']) rmSync(join(folder, kind, '.keep'));
});
afterEach(() => {
  for (const each of [folder, into]) rmSync(each, { recursive: true });
});

function plant(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** All files below a folder, with what is in them. */
function filesIn(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const pairs = files.map(({ parentPath, name }) => [
    join(parentPath, name).slice(path.length + 1),
    readFileSync(join(parentPath, name), 'utf8'),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

test('the reference comes first, then mutants, then variants, by name', () => {
  plant({
    'mutants/lf-only.py': '# fails: TIME-1\n# set: zones=[UTC]\n',
    'mutants/exact.c': '/* fails: TIME-6 TIME-7 */\n',
    'variants/threads.py': '#!/usr/bin/python3\n# fails: nothing\n',
    'variants/java/src/Main.java': '// fails: TCP-2\n',
    'variants/java/lib/Clock.java': 'class Clock {}\n',
  });
  const program = (
    kind: ReferenceProgram['kind'],
    name: string,
    path: string,
    file: string,
    fails: string[],
    settings: string[] = [],
  ) => ({
    kind,
    name,
    path: join(folder, path),
    file: join(folder, file),
    fails,
    settings,
  });
  expect(programsOf(folder, into)).toEqual([
    program('reference', 'server', 'server.ts', 'server.ts', []),
    program('mutant', 'exact', 'mutants/exact.c', 'mutants/exact.c', ['TIME-6', 'TIME-7']),
    program('mutant', 'lf-only', 'mutants/lf-only.py', 'mutants/lf-only.py', ['TIME-1'], ['zones=[UTC]']),
    program('variant', 'java', 'variants/java', 'variants/java/src/Main.java', ['TCP-2']),
    program('variant', 'threads.py', 'variants/threads.py', 'variants/threads.py', []),
  ]);
  expect(filesIn(into)).toEqual({});
});

test('those of clients stand apart from those of servers', () => {
  plant({
    'client.ts': 'connect();\n',
    'mutants/deaf.py': '# fails: TIME-1\n',
    'client-mutants/mute.diff': '# fails: CLI-1\n-connect();\n+sleep();\n',
    'client-mutants/spins.diff': '# fails: CLI-3\n# changes: client-variants/thread.py\n-rests()\n+spins()\n',
    'client-variants/thread.py': '# fails: nothing\nrests()\n',
  });
  const named = (role?: 'client') => programsOf(folder, into, role).map(({ kind, name, path }) => [kind, name, basename(path)]);
  expect(named()).toEqual([
    ['reference', 'server', 'server.ts'],
    ['mutant', 'deaf', 'deaf.py'],
  ]);
  expect(named('client')).toEqual([
    ['reference', 'client', 'client.ts'],
    ['mutant', 'mute', 'client.ts'],
    ['mutant', 'spins', 'thread.py'],
    ['variant', 'thread.py', 'thread.py'],
  ]);
  expect(filesIn(into)).toEqual({ 'mute/client.ts': 'sleep();\n', 'spins/thread.py': '# fails: nothing\nspins()\n' });
  rmSync(join(folder, 'client.ts'));
  expect(() => programsOf(folder, into, 'client')).toThrow('client.ts is missing');
});

test('an edited program is made whole in the private folder, and the one it was made of stays', () => {
  const java = { 'lib/Clock.java': 'class Clock {}\n', 'src/Main.java': '// fails: nothing\nok();\n' };
  plant({
    'variants/java/lib/Clock.java': java['lib/Clock.java'],
    'variants/java/src/Main.java': java['src/Main.java'],
    'variants/flat.py': '# fails: nothing\nok()\n',
    'mutants/reference-off.diff': '# fails: TIME-1\n-serve();\n+sleep();\n',
    'mutants/file-off.diff': '# fails: TIME-2\n# changes: variants/flat.py\n-ok()\n+ko()\n',
    'mutants/folder-off.diff': '# fails: TIME-3 TIME-4\n# changes: variants/java/src/Main.java\n-ok();\n+ko();\n',
  });
  const mutants = programsOf(folder, into).filter(({ kind }) => kind === 'mutant');
  const made = (name: string, path: string, ...fails: string[]) => {
    const file = join(folder, 'mutants', `${name}.diff`);
    return { kind: 'mutant', name, path: join(into, name, path), file, fails, settings: [] };
  };
  expect(mutants).toEqual([
    made('file-off', 'flat.py', 'TIME-2'),
    made('folder-off', 'java', 'TIME-3', 'TIME-4'),
    made('reference-off', 'server.ts', 'TIME-1'),
  ]);
  expect(filesIn(into)).toEqual({
    'file-off/flat.py': '# fails: nothing\nko()\n',
    'folder-off/java/lib/Clock.java': java['lib/Clock.java'],
    'folder-off/java/src/Main.java': '// fails: nothing\nko();\n',
    'reference-off/server.ts': 'sleep();\n',
  });
  expect(filesIn(join(folder, 'variants/java'))).toEqual(java);
});

test.each([
  ['a program that declares nothing', 'mutants/quiet.py', 'print()\n', 'no line "fails: …" stands at its top'],
  ['a file that is no program', 'variants/.DS_Store', '\0\0', 'no line "fails: …" stands at its top'],
  ['a folder without a declaration', 'variants/java/Main.java', 'class Main {}\n', 'no line "fails: …" stands at its top'],
  [
    'an edit that does not fit',
    'mutants/a.diff',
    '# fails: TIME-1\n-nowhere\n',
    'these lines stand 0 times in server.ts, not once (blanks count, and an empty line parts two hunks):\nnowhere',
  ],
  ['an edit without a header', 'mutants/a.diff', '-serve();\n', 'its first line must be "# fails: …"'],
  [
    'an edit of a file that there is not',
    'mutants/a.diff',
    '# fails: TIME-1\n# changes: variants/b.py\n-b\n',
    'there is no file variants/b.py in ',
  ],
  ['an edit of a folder', 'mutants/a.diff', '# fails: TIME-1\n# changes: variants\n-b\n', 'there is no file variants in '],
  [
    'a mutant that fails nothing',
    'mutants/a.py',
    '# fails: nothing\n',
    'it declares that it fails nothing: then it is a variant',
  ],
])('%s is an error that names the file', (_, name, text, message) => {
  plant({ [name]: text });
  const entry = name.split('/').slice(0, 2).join('/');
  expect(() => programsOf(folder, into)).toThrow(UsageError);
  expect(() => programsOf(folder, into)).toThrow(`${join(folder, entry)}: ${message}`);
});

test('a file that is none of them is told, and a reference that is not there', () => {
  plant({ 'notes.txt': '' });
  expect(() => programsOf(folder, into)).toThrow(
    new UsageError(`${join(folder, 'notes.txt')} belongs to no reference: remove it, or move it to mutants/ or variants/`),
  );
  rmSync(join(folder, 'server.ts'));
  expect(() => programsOf(folder, into)).toThrow(
    new UsageError(`${join(folder, 'server.ts')} is missing: it is the lab's model answer`),
  );
});

describe('what a program declares is there', () => {
  const lab = {
    ...smallLab,
    parameters: new Parameters('lab.yaml', { framing: { value: 'lockstep', choices: ['lockstep', 'line'] } }),
  };
  const isLine = (parameters: Parameters) => parameters.text('framing') === 'line';
  const small = grader('small', {}, (check) => {
    check('A-1', 60, 'answers', async () => {});
    check('L-1', 40, 'takes lines', { when: isLine }, async () => {});
  });
  const declared = (text: string) => {
    plant({ 'mutants/a.py': text });
    return checkDeclarations(programsOf(folder, into), lab, small);
  };

  test('a check, also one that is there under a setting alone', async () => {
    await declared('# fails: A-1\n');
    await declared('# fails: L-1\n# set: framing=line\n');
  });

  test.each([
    ['# fails: A-9\n', 'fails: there is no check A-9; there are: A-1'],
    ['# fails: A-1 L-1\n', 'fails: there is no check L-1; there are: A-1'],
    ['# fails: A-9\n# set: framing=line\n', 'fails: there is no check A-9 with framing=line; there are: A-1, L-1'],
    ['# fails: A-1\n# set: frame=line\n', 'set: frame=line: write name=value; there are: framing (lockstep or line)'],
  ])('%j is told, with the file', async (text, message) => {
    await expect(declared(text)).rejects.toThrow(new UsageError(`${join(folder, 'mutants/a.py')}: ${message}`));
  });
});

test.each(graders)('the programs of $lab can all be made, and fail only checks that there are', ({ lab, checks }) => {
  const programs = programsOf(fileURLToPath(new URL(`../../reference/${lab}`, import.meta.url)), into);
  const counts = Object.fromEntries(
    ['reference', 'mutant', 'variant'].map((kind) => [kind, programs.filter((one) => one.kind === kind).length]),
  );
  expect(counts).toEqual({
    reference: 1,
    mutant: expect.toSatisfy((count: number) => count > 20) as number,
    variant: expect.toSatisfy((count: number) => count > 10) as number,
  });
  const ids = checks.map(({ id }) => id);
  expect(programs.flatMap(({ name, fails }) => fails.filter((id) => !ids.includes(id)).map((id) => `${name}: ${id}`))).toEqual(
    [],
  );
  expect(programs.filter(({ kind, fails }) => kind === 'mutant' && fails.length === 0).map(({ name }) => name)).toEqual([]);
});
