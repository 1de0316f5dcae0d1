// What is said of a file, and of what is none.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { fileFacts, sha256 } from './fileFacts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([0, 1, 1 << 20, (3 << 20) + 1])('a file of %i bytes', (size) => {
  const data = Buffer.from(Array.from({ length: size }, (_, i) => i & 255));
  const file = join(folder, `of-${size}`);
  writeFileSync(file, data);
  expect(fileFacts(file)).toEqual({ size, sha256: sha256(data) });
});

test('the hash is the one that sha256sum tells', () => {
  const told = execFileSync('sha256sum', { input: 'abc', encoding: 'utf8' });
  expect(told.startsWith(sha256(Buffer.from('abc')))).toBe(true);
});

test('what is no file, or not there, is none', () => {
  const file = join(folder, 'real');
  writeFileSync(file, 'x');
  symlinkSync(file, join(folder, 'link'));
  mkdirSync(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const name of ['link', 'folder', 'pipe', 'nothing', 'real/x']) expect(fileFacts(join(folder, name))).toBeUndefined();
  expect(fileFacts('/dev/zero')).toBeUndefined();
});
