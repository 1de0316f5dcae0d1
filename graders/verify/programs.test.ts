// Which programs a reference folder holds, and that nothing in it is passed over.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { graders } from '../index.ts';
import { programsOf } from './programs.ts';

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
  expect(programsOf(folder, into)).toEqual([
    { kind: 'reference', name: 'server', path: join(folder, 'server.ts'), fails: [], settings: [] },
    { kind: 'mutant', name: 'exact', path: join(folder, 'mutants/exact.c'), fails: ['TIME-6', 'TIME-7'], settings: [] },
    { kind: 'mutant', name: 'lf-only', path: join(folder, 'mutants/lf-only.py'), fails: ['TIME-1'], settings: ['zones=[UTC]'] },
    { kind: 'variant', name: 'java', path: join(folder, 'variants/java'), fails: ['TCP-2'], settings: [] },
    { kind: 'variant', name: 'threads.py', path: join(folder, 'variants/threads.py'), fails: [], settings: [] },
  ]);
  expect(filesIn(into)).toEqual({});
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
  expect(mutants).toEqual([
    { kind: 'mutant', name: 'file-off', path: join(into, 'file-off/flat.py'), fails: ['TIME-2'], settings: [] },
    { kind: 'mutant', name: 'folder-off', path: join(into, 'folder-off/java'), fails: ['TIME-3', 'TIME-4'], settings: [] },
    { kind: 'mutant', name: 'reference-off', path: join(into, 'reference-off/server.ts'), fails: ['TIME-1'], settings: [] },
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
    'these lines stand 0 times in server.ts, not once:\nnowhere',
  ],
  ['an edit without a header', 'mutants/a.diff', '-serve();\n', 'its first line must be "# fails: …"'],
  ['an edit of a file that there is not', 'mutants/a.diff', '# fails: TIME-1\n# changes: variants/b.py\n-b\n', 'ENOENT'],
])('%s is an error that names the file', (_, name, text, message) => {
  plant({ [name]: text });
  const entry = name.split('/').slice(0, 2).join('/');
  expect(() => programsOf(folder, into)).toThrow(`${join(folder, entry)}: ${message}`);
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
