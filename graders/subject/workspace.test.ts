// The private folder of a grading: what lies in it, and that it is gone afterwards.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { TestPrograms } from './testPrograms.test.support.ts';
import { Workspace } from './workspace.ts';

test('has a folder for the submission and one for the program’s home, which nobody else may enter', async () => {
  await using workspace = new Workspace();
  const folder = dirname(workspace.submission);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(workspace.submission)).toEqual([]);
  expect([workspace.env['HOME'], workspace.env['TMPDIR']].map((path) => dirname(path!))).toEqual([folder, folder]);
  await using other = new Workspace();
  expect(other.submission).not.toBe(workspace.submission);
});

test('gives a program nothing of the user’s environment but the way to its runtimes', async () => {
  await using workspace = new Workspace();
  expect(Object.keys(workspace.env).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TMPDIR', 'USER']);
  expect(workspace.env['PATH']).toBe(process.env['PATH']);
});

test('is gone when it is disposed of, with all that was put there, and nothing that a link leads to', async () => {
  await using programs = new TestPrograms();
  const kept = programs.write('kept', 'kept');
  const listeners = process.listenerCount('exit');
  const workspace = new Workspace();
  mkdirSync(join(workspace.submission, 'a/b/c'), { recursive: true });
  writeFileSync(join(workspace.submission, 'a/b/c/file'), 'x');
  symlinkSync(programs.folder, join(workspace.submission, 'link'));
  await workspace[Symbol.asyncDispose]();
  expect(existsSync(dirname(workspace.submission))).toBe(false);
  expect(existsSync(kept)).toBe(true);
  expect(process.listenerCount('exit')).toBe(listeners);
  await workspace[Symbol.asyncDispose](); // gone already: no error
});

test('is swept of what a program has left, also beside its folder, and of nothing else', async () => {
  await using workspace = new Workspace();
  const { submission, files, env } = workspace;
  const paths = (name: string) =>
    [submission, env['HOME']!, env['TMPDIR']!, dirname(submission)].map((folder) => join(folder, name));
  for (const path of paths('before')) writeFileSync(path, 'x');
  const sweep = workspace.sweeper();
  for (const name of ['after', 'later']) {
    for (const path of paths(name)) writeFileSync(path, 'x');
    writeFileSync(join(files, name), 'x');
    sweep();
    expect(paths(name).filter((path) => existsSync(path))).toEqual([]);
    expect([...paths('before'), join(files, name)].every((path) => existsSync(path))).toBe(true);
  }
});

test('is gone although a program made a folder that may not be written to', async () => {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid!(65_534); // root may write everywhere
  try {
    const workspace = new Workspace();
    const locked = join(workspace.env['HOME']!, 'cache/locked');
    mkdirSync(locked, { recursive: true });
    writeFileSync(join(locked, 'file'), 'x');
    for (const folder of [locked, dirname(locked)]) chmodSync(folder, folder === locked ? 0o555 : 0o000);
    await workspace[Symbol.asyncDispose]();
    expect(existsSync(dirname(workspace.submission))).toBe(false);
  } finally {
    if (isRoot) process.seteuid!(0);
  }
});

test('lies in the folder for temporary files', async () => {
  await using workspace = new Workspace();
  expect(workspace.submission).toMatch(/\/lab-\w{6}\/submission$/);
  expect(readdirSync(tmpdir())).toContain(dirname(workspace.submission).split('/').at(-1));
});
