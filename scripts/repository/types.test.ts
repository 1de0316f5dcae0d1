// The compiler's word on every TypeScript file: ours by tsconfig.json, and with milder options those that the build leaves out.
// The law here: every file handed to the compiler is counted, so that no folder drops out unseen.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { root, typescriptIn } from './sources.ts';

const run = execa({ cwd: root, localDir: root, preferLocal: true, reject: false });

const ours = [...['graders', 'scripts'].flatMap(typescriptIn), 'vitest.config.ts'];
/** Starters, mutants and variants: each file a program of its own. */
const programs = ['labs', 'reference'].flatMap(typescriptIn).filter((file) => !/^reference\/[^/]+\/[^/]+$/.test(file));
const checks = '--ignoreConfig --noEmit --strict --skipLibCheck --allowImportingTsExtensions --moduleDetection force';
const milder = `${checks} --module nodenext --target es2022 --lib es2023,esnext.disposable --types node`.split(' ');

async function compile(...args: string[]): Promise<{ faults: string[]; files: string[] }> {
  const { stdout, stderr } = await run`tsc --pretty false --listFiles ${args}`;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const files = lines.filter((line) => /^\/.*\.[mc]?tsx?$/.test(line));
  return { faults: lines.filter((line) => !files.includes(line)), files };
}

const missing = (wanted: string[], files: string[]) => wanted.filter((file) => !files.includes(join(root, file)));

test('reports a planted fault', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'types-'));
  try {
    const file = join(folder, 'planted.ts');
    await writeFile(file, "export const port: number = 'none';\n");
    const { faults, files } = await compile(...milder, file);
    expect(faults.join()).toContain("planted.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.");
    expect(files).toContain(file);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('finds nothing in our code', async () => {
  const { faults, files } = await compile('--noEmit');
  expect(faults).toEqual([]);
  expect(missing(ours, files)).toEqual([]);
});

test('finds nothing in starters, mutants and variants', async () => {
  expect(programs.length).toBeGreaterThan(0);
  const { faults, files } = await compile(...milder, ...programs);
  expect(faults).toEqual([]);
  expect(missing(programs, files)).toEqual([]);
});
