// Finding runtimes, on PATHs and version managers made for the purpose, and on this machine.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { NotGradable } from './errors.ts';
import { findRuntime, needRuntime, runtimeNamed } from './runtimes.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'runtimes-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text = 'machine code'): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, 0o755);
  return full;
}
function link(target: string, path: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  symlinkSync(target, join(home, path));
}
const env = (...folders: string[]) => ({ HOME: home, PATH: folders.map((folder) => join(home, folder)).join(':') });
const shim = '#!/bin/sh\nexit 1\n';

test('takes the first on PATH, and reads its version off its name', () => {
  put('one/readme');
  put('two/python3.12');
  link('python3.12', 'two/python3');
  put('three/python3');
  expect(findRuntime('python3', env('none', 'one', 'two', 'three'))).toEqual({
    path: join(home, 'two/python3'),
    name: 'Python 3.12',
  });
  expect(findRuntime('python3', env('three'))?.name).toBe('Python 3');
});

test('a file that is no program, and a relative folder, are passed over', () => {
  writeFileSync(join(home, 'python3'), '');
  expect(findRuntime('python3', { HOME: home, PATH: `${home}:.:bin:` })).toBeNull();
});

test('reads what pyenv would start, without starting it', () => {
  put('.pyenv/shims/python3', shim);
  for (const version of ['3.9.18', '3.11.7', '3.12.1']) put(`.pyenv/versions/${version}/bin/python3`);
  writeFileSync(join(home, '.pyenv/version'), '2.7.18\n3.11.7\n3.12.1\n');
  const path = join(home, '.pyenv/versions/3.11.7/bin/python3');
  expect(findRuntime('python3', env('.pyenv/shims'))).toEqual({ path, name: 'Python 3.11.7' });
  expect(findRuntime('python3', { ...env('.pyenv/shims'), PYENV_VERSION: '3.9.18' })?.name).toBe('Python 3.9.18');
});

test('pyenv without a choice: the newest; with the system as its choice: the next on PATH', () => {
  put('.pyenv/shims/python3', shim);
  for (const version of ['3.9.18', '3.11.7', '3.8.2']) put(`.pyenv/versions/${version}/bin/python3`);
  expect(findRuntime('python3', env('.pyenv/shims'))?.name).toBe('Python 3.11.7');
  writeFileSync(join(home, '.pyenv/version'), 'system\n');
  put('bin/python3');
  expect(findRuntime('python3', env('.pyenv/shims', 'bin'))?.path).toBe(join(home, 'bin/python3'));
});

test('a virtual environment is used as it is', () => {
  put('.pyenv/versions/3.11.7/bin/python3.11');
  link(join(home, '.pyenv/versions/3.11.7/bin/python3.11'), 'venv/bin/python3');
  expect(findRuntime('python3', env('venv/bin'))).toEqual({ path: join(home, 'venv/bin/python3'), name: 'Python 3.11.7' });
});

test('another manager’s shim is asked, once', () => {
  const real = put('real/python3.10');
  put('asdf/shims/python3', `#!/bin/sh\necho asked >> '${home}/log'\necho '${real}'\n`);
  expect(findRuntime('python3', env('asdf/shims'))).toEqual({ path: real, name: 'Python 3.10' });
  rmSync(join(home, 'log'));
  expect(findRuntime('python3', env('asdf/shims'))?.path).toBe(real);
  expect(() => rmSync(join(home, 'log'))).toThrow(/ENOENT/);
});

test('a shim that knows no version is passed over', () => {
  put('a/python3', shim);
  put('b/python3');
  expect(findRuntime('python3', env('a', 'b'))?.path).toBe(join(home, 'b/python3'));
});

test('finds Python 2 where version managers keep it', () => {
  put('.pyenv/shims/python2.7', shim);
  put('.pyenv/versions/3.11.7/bin/python3');
  put('.pyenv/versions/2.7.18/bin/python2.7');
  writeFileSync(join(home, '.pyenv/version'), '3.11.7\n');
  expect(findRuntime('python2', env('.pyenv/shims'))?.name).toBe('Python 2.7.18');
  expect(findRuntime('python2', env())?.name).toBe('Python 2.7.18');
  rmSync(join(home, '.pyenv'), { recursive: true });
  put('.asdf/installs/python/2.7.17/bin/python2.7');
  expect(findRuntime('python2', env())?.name).toBe('Python 2.7.17');
});

test('a runtime that is missing is named, with what needs it and what to install', () => {
  expect(() => needRuntime('java', 'it starts with Server.java', env())).toThrow(NotGradable);
  expect(() => needRuntime('java', 'it starts with Server.java', env())).toThrow(
    'needs Java (it starts with Server.java), and this machine has none. Install it: apt install default-jdk-headless.',
  );
});

test('labels of compilers and of Java', () => {
  put('usr/x86_64-linux-gnu-gcc-12');
  link('x86_64-linux-gnu-gcc-12', 'usr/gcc');
  put('clang/clang-14');
  link('clang-14', 'clang/cc');
  put('jvm/java-17-openjdk-amd64/bin/java');
  link('../jvm/java-17-openjdk-amd64/bin/java', 'java/java');
  put('jdk1.8.0_402/bin/java');
  expect(findRuntime('cc', env('usr'))?.name).toBe('gcc 12');
  expect(findRuntime('cc', env('clang'))?.name).toBe('clang 14');
  expect(findRuntime('java', env('java'))?.name).toBe('Java 17');
  expect(findRuntime('java', env('jdk1.8.0_402/bin'))?.name).toBe('Java 8');
});

test('this machine’s own: no shim, and Node is this one', () => {
  expect(findRuntime('node')).toEqual({ path: process.execPath, name: `Node ${process.versions.node}` });
  expect(runtimeNamed('python')?.path).toBe(findRuntime('python3')?.path);
  expect(findRuntime('python3')?.path).not.toContain('/shims/');
  expect(runtimeNamed('constructor')).toBeNull();
});
