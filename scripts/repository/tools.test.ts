// Runs the tools that read all our code: the linter, the formatter, the search for what nobody uses, the compiler.
// The law here: a tool that looked at nothing has found nothing out, so every test counts the files, and every tool is shown to report a planted fault.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, typescriptIn } from './sources.ts';

const run = execa({ cwd: root, localDir: root, preferLocal: true, reject: false, env: { NO_COLOR: '1' } });
const ours = ['graders', 'scripts'].flatMap(typescriptIn);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repository-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes files into the temporary folder and gives their paths. */
function plant(files: Record<string, string>): Promise<string[]> {
  const write = async ([name, text]: [string, string]) => {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  };
  return Promise.all(Object.entries(files).map(write));
}

describe('oxlint', () => {
  interface Output {
    diagnostics: { message: string; code: string; filename: string; labels: { span: { line: number } }[] }[];
    number_of_files: number;
  }
  const lint = async (...files: string[]) => {
    const { stdout, exitCode } = await run`oxlint --config .oxlintrc.json --format json ${files}`;
    const { diagnostics, number_of_files: fileCount } = JSON.parse(stdout) as Output;
    return { diagnostics, fileCount, exitCode };
  };

  test('reports a promise nobody waits for, an import cycle, a lone test and one switched off', async () => {
    const [, ...files] = await plant({
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] } }',
      'start.ts':
        "import { stop } from './stop.ts';\nconst send = async () => {};\nexport const start = () => {\n  stop();\n  send();\n};\n",
      'stop.ts': "import { start } from './start.ts';\nexport const stop = () => start;\n",
      'some.test.ts':
        "import { expect, test } from 'vitest';\ntest.only('a', () => expect(1).toBe(1));\ntest.skip('b', () => expect(1).toBe(1));\ntest.todo('c');\n",
    });
    const { diagnostics, fileCount, exitCode } = await lint(...files);
    const rules = [
      'typescript(no-floating-promises)',
      'import(no-cycle)',
      'vitest(no-focused-tests)',
      'vitest(no-disabled-tests)',
      'vitest(warn-todo)',
    ];
    expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining(rules));
    expect({ fileCount, exitCode }).toEqual({ fileCount: 3, exitCode: 1 });
  });

  test('finds nothing in our code', async () => {
    const { diagnostics, fileCount, exitCode } = await lint();
    const faults = diagnostics.map(
      ({ filename, labels, message, code }) => `${filename}:${labels[0]?.span.line ?? 0} ${message} ${code}`,
    );
    expect(faults).toEqual([]);
    expect(exitCode).toBe(0);
    expect(fileCount).toBeGreaterThanOrEqual(ours.length);
  });
});

describe('oxfmt', () => {
  const check = async (...files: string[]) => {
    const { stdout, stderr, exitCode } = await run`oxfmt --config .oxfmtrc.json --check ${files}`;
    return { output: stdout + stderr, exitCode, fileCount: Number(/ on (\d+) files?/.exec(stdout + stderr)?.[1]) };
  };

  test('reports a file in another format', async () => {
    const files = await plant({ 'quotes.ts': 'export const quoted = "twice";\n' });
    const { output, exitCode, fileCount } = await check(...files);
    expect(output).toContain('quotes.ts');
    expect({ exitCode, fileCount }).toEqual({ exitCode: 1, fileCount: 1 });
  });

  test('finds our files in our format (`npm run format` puts them in it)', async () => {
    const { output, exitCode, fileCount } = await check();
    expect(exitCode, output).toBe(0);
    expect(fileCount).toBeGreaterThanOrEqual(ours.length);
  });
});

describe('knip', () => {
  // A reporter of our own, because none of knip's says how many files it read.
  const reporter = `import { relative } from 'node:path';
  export default ({ issues, counters, cwd }) => {
    const found = Object.values(issues).flatMap((files) => Object.values(files).flatMap((names) => Object.values(names)));
    const named = found.map(({ type, filePath, symbol }) => type + ': ' + symbol + ' in ' + relative(cwd, filePath));
    console.log(JSON.stringify({ found: named.sort(), fileCount: counters.processed }));
  };`;
  const search = async (directory: string) => {
    const [reporterFile] = await plant({ 'reporter.mjs': reporter });
    const { stdout, stderr, exitCode } = await run`knip --no-progress --directory ${directory} --reporter ${reporterFile!}`;
    expect(stdout, stderr).not.toBe('');
    return { ...(JSON.parse(stdout) as { found: string[]; fileCount: number }), exitCode };
  };

  test('reports a file, an export and a dependency that nobody uses', async () => {
    await plant({
      'package.json': '{ "name": "planted", "type": "module", "dependencies": { "zx": "8.8.5" } }',
      'scripts/lab.ts': "import { used } from './used.ts';\nused();\n",
      'scripts/used.ts': 'export const used = () => {};\nexport const forgotten = 1;\n',
      'scripts/alone.ts': 'export const alone = 1;\n',
    });
    await copyFile(join(root, 'knip.json'), join(folder, 'knip.json'));
    const { found, fileCount, exitCode } = await search(folder);
    expect(found).toEqual([
      'dependencies: zx in package.json',
      'exports: forgotten in scripts/used.ts',
      'files: scripts/alone.ts in scripts/alone.ts',
    ]);
    expect({ fileCount, exitCode }).toEqual({ fileCount: 3, exitCode: 1 });
  });

  test('finds nothing in our code', async () => {
    const { found, fileCount, exitCode } = await search(root);
    expect(found).toEqual([]);
    expect(exitCode).toBe(0);
    expect(fileCount).toBeGreaterThanOrEqual(ours.length);
  });
});
