// The table of the import reader: every form of import there is, and some texts that only look like one.
import { expect, test } from 'vitest';
import { clocksIn, importsOf, typescriptIn } from './sources.ts';

const imports = (text: string) => importsOf('some.ts', text).map(({ specifier, kind }) => `${kind} ${specifier}`);

test.each([
  ["import a from 'x';", ['static x']],
  ["import 'x';", ['static x']],
  ["import * as a from './x.ts';", ['static ./x.ts']],
  ["import {\n  a,\n  b as c,\n} from 'x';", ['static x']],
  ["import a, { type B } from 'x';", ['static x']],
  ["import { type A } from 'x';", ['static x']], // what is left of it after compiling is `import {} from 'x'`, which loads x
  ["import type { A } from 'x';", ['type x']],
  ["import type A from 'x';", ['type x']],
  ["import data from './x.json' with { type: 'json' };", ['static ./x.json']],
  ["let a: import('x').A;", ['type x']],
  ["export * from 'x';", ['static x']],
  ["export * as a from 'x';", ['static x']],
  ["export { a } from 'x';", ['static x']],
  ["export type { A } from 'x';", ['type x']],
  ["export type * from 'x';", ['type x']],
  ["const { a } = await import('x');", ['lazy x']],
  ['const a = await import(`x`);', ['lazy x']],
  ["import a from 'x'; const b = () => import('y'); export * from 'z';", ['static x', 'lazy y', 'static z']],
  ['const a = await import(path);', []],
  ['const a = await import(`./${name}.ts`);', []],
  ["// import a from 'x'\n/* export * from 'y' */", []],
  ['const a = "import b from \'x\'";', []],
  ['const a = `\nimport b from "x";\n`;', []],
  ["const a = /import b from 'x'/;", []],
  ['export const from = 1; export { from as a };', []],
])('%s', (text, expected) => {
  expect(imports(text)).toEqual(expected);
});

test('a file that does not parse is an error', () => {
  expect(() => imports('import {')).toThrow('some.ts: ');
});

test.each([
  ['setTimeout(f, 10);', ['setTimeout']],
  ['const later = globalThis.setInterval;', ['setInterval']],
  ["import { setTimeout as sleep } from 'node:timers/promises';", ['setTimeout']],
  ['const start = Date.now();', ['Date.now']],
  ['// setTimeout would hide the fault\nconst a = "Date.now";', []],
  ['const day = new Date(2026, 1, 1);', []],
])('clocks in: %s', (text, expected) => {
  expect(clocksIn('some.ts', text)).toEqual(expected);
});

test('lists files below a folder, and throws where there is none', () => {
  expect(typescriptIn('scripts')).toContain('scripts/repository/sources.test.ts');
  expect(() => typescriptIn('no-such-folder')).toThrow('ENOENT');
});
