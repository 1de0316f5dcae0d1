// Every file of ours opens with a comment that says what it is for.
import { expect, test } from 'vitest';
import { read, typescriptIn } from './sources.ts';

/** A comment of at least four words, on the first line or right after `#!`. Directives to tools are no comment. */
function opensWithPurpose(text: string): boolean {
  const opening = text.replace(/^#!.*\n/, '');
  const comment = /^(?:\/\/|\/\*)[\s*]*(\S.*)/.exec(opening)?.[1] ?? '';
  return comment.split(/\s+/).length >= 4 && !/^(@ts-|oxlint-|eslint-)/.test(comment);
}

test.each([
  ['// Opens a port and says who holds it.\n', true],
  ['#!/usr/bin/env node\n// The command line of the lab.\n', true],
  ['/* The shape of a report. */\n', true],
  ['/**\n * The shape of a report.\n */\n', true],
  ["import 'node:fs';\n// The shape of a report.\n", false],
  ['\n// The shape of a report.\n', false],
  ['// Wire\n', false],
  ['// @ts-expect-error because of this and that\n', false],
  ['#!/usr/bin/env node\nrun();\n', false],
  ['', false],
])('%j', (text, expected) => {
  expect(opensWithPurpose(text)).toBe(expected);
});

test('every file in graders and scripts says what it is for', () => {
  const files = ['graders', 'scripts'].flatMap(typescriptIn);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !opensWithPurpose(read(file)))).toEqual([]);
});
