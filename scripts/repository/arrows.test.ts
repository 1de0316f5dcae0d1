// Keeps the import arrows: scripts → batch, report, verify → the registry → graders → engine → subject; and what the command line loads at its start.
// The law here: each test first shows, on a table of its own, that it can fail.
import { describe, expect, test } from 'vitest';
import { complaint, isGrader, loadedWith } from './arrows.ts';
import { clocksIn, importsOf, read, typescriptIn, type Import } from './sources.ts';

const files = ['graders', 'scripts'].flatMap(typescriptIn);
const graders = files.filter(isGrader);
const references = typescriptIn('reference').filter((file) => !file.includes('variants/'));
const heavy = ['execa', 'jiti', 'preact', 'preact-render-to-string', 'valibot', 'yaml', 'zx'];

describe('the table of arrows', () => {
  test.each([
    ['scripts/commands/grade.ts', '../../graders/report/text.ts'],
    ['scripts/commands/grade.ts', '../../graders/subject/errors.ts'],
    ['scripts/lab.ts', './commands/grade.ts'],
    ['scripts/lab.ts', 'commander'],
    ['scripts/soak.ts', 'zx'],
    ['graders/report/html.ts', '../engine/report.ts'],
    ['graders/batch/journal.ts', './slots.ts'],
    ['graders/verify/mutants.ts', '../index.ts'],
    ['graders/index.ts', './time-server.ts'],
    ['graders/time-server.ts', './engine/index.ts'],
    ['graders/time-server.test.ts', './index.ts'],
    ['graders/time-server.test.ts', './engine/run.ts'],
    ['graders/index.test.ts', './index.ts'],
    ['graders/engine/wire.ts', './holes/clock.ts'],
    ['graders/engine/check.ts', '../subject/index.ts'],
    ['graders/engine/wire.test.ts', 'fast-check'],
    ['graders/report/pages/browser.test.support.ts', 'playwright-core'],
    ['graders/report/pages/document.tsx', 'preact-render-to-string'],
    ['graders/subject/ports.ts', 'get-port'],
    ['graders/subject/ports.ts', 'node:net'],
    ['reference/time-server/server.ts', 'node:net'],
  ])('%s may import %s', (file, specifier) => {
    expect(complaint(file, specifier)).toBeNull();
  });

  test.each([
    ['graders/report/html.ts', '../../scripts/lab.ts', 'batch, report and verify may not import from scripts'],
    ['graders/report/html.ts', '../batch/journal.ts', 'may not import from batch, report and verify'],
    ['graders/index.ts', './report/text.ts', 'the registry may not import from batch, report and verify'],
    ['graders/engine/run.ts', '../index.ts', 'the engine may not import from the registry'],
    ['graders/engine/run.ts', '../time-server.ts', 'the engine may not import from a grader'],
    ['graders/engine/run.ts', 'execa', 'the engine may not use the package execa'],
    ['graders/engine/run.test.ts', '../report/text.ts', 'may not import from batch, report and verify'],
    ['graders/subject/start.ts', '../engine/report.ts', 'the subject may not import from the engine'],
    ['graders/subject/start.ts', 'zx/globals', 'the subject may not use the package zx'],
    ['graders/subject/start.ts', 'net', 'the subject may not use the package net'],
    ['graders/subject/start.ts', '@scope/name/part', 'the subject may not use the package @scope/name'],
    ['graders/time-server.ts', './echo-server.ts', 'imports ./engine/index.ts and nothing else'],
    ['graders/time-server.ts', './engine/wire.ts', 'imports ./engine/index.ts and nothing else'],
    ['graders/time-server.ts', 'node:net', 'imports ./engine/index.ts and nothing else'],
    ['graders/engine/run.ts', '../../reference/time-server/server.ts', 'never imported'],
    ['scripts/lab.ts', '../labs/time-server/starter/server.ts', 'never imported'],
    ['scripts/lab.ts', '../package.json', 'package.json is in no layer'],
    ['graders/new/file.ts', 'node:net', 'graders/new/file.ts is in no layer'],
    ['reference/time-server/server.ts', 'execa', 'node: builtins only'],
    ['reference/time-server/mutants/lf-only.ts', '../server.ts', 'node: builtins only'],
  ])('%s may not import %s', (file, specifier, reason) => {
    expect(complaint(file, specifier)).toContain(reason);
  });
});

test('every import in the repository follows the arrows', () => {
  const checked = [...files, ...references].flatMap((file) =>
    importsOf(file, read(file)).map(({ specifier }) => ({ file, specifier })),
  );
  expect(graders.length).toBeGreaterThan(0);
  expect(references.length).toBeGreaterThan(0);
  expect(checked.length).toBeGreaterThan(files.length);
  const wrong = checked.flatMap(({ file, specifier }) => {
    const reason = complaint(file, specifier);
    return reason === null ? [] : [`${file} imports ${specifier}: ${reason}`];
  });
  expect(wrong).toEqual([]);
});

describe('what the command line loads at its start', () => {
  test('follows static imports, and neither lazy ones nor types', () => {
    const graph: Record<string, Import[]> = {
      'scripts/lab.ts': [
        { specifier: './commands/grade.ts', kind: 'static' },
        { specifier: './commands/batch.ts', kind: 'lazy' },
        { specifier: 'commander', kind: 'static' },
      ],
      'scripts/commands/grade.ts': [
        { specifier: '../lab.ts', kind: 'static' },
        { specifier: '../../graders/subject/start.ts', kind: 'static' },
        { specifier: 'valibot', kind: 'type' },
      ],
      'graders/subject/start.ts': [{ specifier: 'execa', kind: 'static' }],
    };
    const { files: loaded, packages } = loadedWith('scripts/lab.ts', (file) => graph[file]!);
    expect([...loaded]).toEqual(Object.keys(graph));
    expect(Object.fromEntries(packages)).toEqual({
      commander: ['scripts/lab.ts'],
      execa: ['scripts/lab.ts', 'scripts/commands/grade.ts', 'graders/subject/start.ts'],
    });
  });

  test('holds no heavy package', () => {
    const { files: loaded, packages } = loadedWith('scripts/lab.ts', (file) => importsOf(file, read(file)));
    expect(loaded.size).toBeGreaterThan(1);
    expect([...packages.keys()]).toContain('commander');
    expect(heavy.flatMap((name) => (packages.has(name) ? [`${name}, by ${packages.get(name)!.join(' → ')}`] : []))).toEqual([]);
  });
});

test('no grader reads a clock or sleeps', () => {
  expect(graders.length).toBeGreaterThan(0);
  expect(graders.flatMap((file) => clocksIn(file, read(file)).map((name) => `${file} uses ${name}`))).toEqual([]);
});
