// Mutants written as edits: what is read from one, where it fits, and what is wrong with one that does not.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { applyEdit, declaredFailures, declaredSettings, readEdit } from './edits.ts';

describe('declaredFailures', () => {
  test.each([
    ['# fails: TIME-1', ['TIME-1']],
    ['# fails: TIME-6 TIME-7/slug  TCP-2 ', ['TIME-6', 'TIME-7/slug', 'TCP-2']],
    ['# fails: TIME-6, TIME-7,', ['TIME-6', 'TIME-7']],
    ['// fails: TIME-1\r\nx', ['TIME-1']],
    ['/* fails: TIME-6 TIME-7 */', ['TIME-6', 'TIME-7']],
    ['/* fails: TIME-6*/', ['TIME-6']],
    [';; fails: TIME-1', ['TIME-1']],
    ['fails: TIME-1', ['TIME-1']],
    ['# fails: nothing', []],
    ['#!/usr/bin/env python3\n# fails: TCP-4\nimport os', ['TCP-4']],
    ['import os\n\n# fails: TIME-1', undefined],
    ['# fails:', undefined],
    ['# fails:  \n# changes: server.ts', undefined],
    ['# it fails: TIME-1', undefined],
    ['print("it")', undefined],
    ['', undefined],
  ])('%j declares %j', (text, fails) => {
    expect(declaredFailures(text)).toEqual(fails);
  });
});

test.each([
  ['# fails: A-1\n# set: framing=line\n', ['framing=line']],
  ['# fails: A-1\n# changes: variants/a.py\n# set: division=open\n# set: reply="no, no"\n', ['division=open', 'reply="no, no"']],
  ['/* fails: A-1 */\n/* set: framing=line */\n', ['framing=line']],
  ['# fails: A-1\n', []],
  ['# fails: A-1\n\n\n\n# set: framing=line\n', []],
  ['# fails: A-1\n# set: framing\n', []],
])('%j is graded with %j', (text, settings) => {
  expect(declaredSettings(text)).toEqual(settings);
});

describe('readEdit', () => {
  test('reads what fails, which file changes, and the lines', () => {
    const text = '# fails: TIME-1 TIME-3\n# changes: variants/threads.py\n-  a\n-b\n+  c\n\n-d\n-\n+#e\n+\n+-f\n';
    expect(readEdit(text)).toEqual({
      fails: ['TIME-1', 'TIME-3'],
      settings: [],
      changes: 'variants/threads.py',
      hunks: [
        { old: '  a\nb', new: '  c' },
        { old: 'd\n', new: '#e\n\n-f' },
      ],
    });
  });

  test('changes the reference where it says nothing else, and may take lines away', () => {
    expect(readEdit('# fails: TIME-5\n-gone\n')).toEqual({
      fails: ['TIME-5'],
      settings: [],
      changes: 'server.ts',
      hunks: [{ old: 'gone', new: '' }],
    });
  });

  test('is not bothered by remarks and blank lines', () => {
    expect(readEdit('# fails: TIME-1\n# A remark.\n\n\n-a\n+b\n\n\n').hunks).toEqual([{ old: 'a', new: 'b' }]);
  });

  test.each([
    ['no header', '-a\n+b\n', 'its first line must be "# fails: …", with the checks that it fails'],
    ['a header that names nothing', '# fails:\n-a\n+b\n', 'its first line must be "# fails: …", with the checks that it fails'],
    ['no lines', '# fails: TIME-1\n', 'every hunk needs at least one line that begins with "-"'],
    ['lines that are only new', '# fails: TIME-1\n+b\n', 'every hunk needs at least one line that begins with "-"'],
    ['a hunk of which that is so', '# fails: TIME-1\n-a\n+b\n\n+c\n', 'every hunk needs at least one line that begins with "-"'],
    [
      'a line with no sign',
      '# fails: TIME-1\n-a\n b\n+c\n',
      'this line begins with none of "-", "+" and "#" (lines that stay are left out):  b',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readEdit(text)).toThrow(new UsageError(message));
  });
});

describe('applyEdit', () => {
  const applied = (base: string, ...hunks: [old: string, changed: string][]): string =>
    applyEdit({ fails: [], settings: [], changes: 'a.py', hunks: hunks.map(([old, changed]) => ({ old, new: changed })) }, base);

  test.each([
    ['a line in the middle', 'a\nb\nc\n', ['b', 'x'], 'a\nx\nc\n'],
    ['the first line', 'a\nb\n', ['a', 'x\ny'], 'x\ny\nb\n'],
    ['the last line', 'a\nb\n', ['b', 'x'], 'a\nx\n'],
    ['several lines', 'a\nb\n\nc\n', ['b\n\nc', 'x'], 'a\nx\n'],
    ['a line that goes', 'a\nb\nc\n', ['b', ''], 'a\nc\n'],
    ['the only line', 'a\n', ['a', ''], ''],
    ['a whole line, not part of one', 'ab\na\nba\n', ['a', 'x'], 'ab\nx\nba\n'],
    ['what looks like a replacement', 'a\n', ['a', "$& $1 $' $$"], "$& $1 $' $$\n"],
    ['what looks like an expression', 'a.c\nabc\n', ['a.c', 'x'], 'x\nabc\n'],
  ] as [string, string, [string, string], string][])('changes %s', (_, base, hunk, changed) => {
    expect(applied(base, hunk)).toBe(changed);
  });

  test('changes one place after the other', () => {
    expect(applied('a\nb\nc\n', ['c', 'z'], ['a', 'x'])).toBe('x\nb\nz\n');
  });

  test.each([
    ['b', 'a\nc\n', 0, 'blanks count, and an empty line parts two hunks'],
    ['a ', 'a\n', 0, 'blanks count, and an empty line parts two hunks'],
    ['a', 'a\nb\na\n', 2, 'take in a line beside them, as old and as new'],
    ['a', 'a\na\n', 2, 'take in a line beside them, as old and as new'],
    ['a\na', 'a\na\na\n', 2, 'take in a line beside them, as old and as new'],
  ])('%j in %j is refused: it stands there %i times', (old, base, count, advice) => {
    const message = `these lines stand ${count} times in a.py, not once (${advice}):\n${old}`;
    expect(() => applied(base, [old, 'x'])).toThrow(new UsageError(message));
  });
});

describe('every mutant that is an edit fits', () => {
  const references = fileURLToPath(new URL('../../reference', import.meta.url));
  const edits = readdirSync(references).flatMap((lab) =>
    readdirSync(join(references, lab, 'mutants'))
      .filter((name) => name.endsWith('.diff'))
      .map((name) => ({ lab, name })),
  );

  test('there are some', () => expect(edits.length).toBeGreaterThan(20));

  test.each(edits)('$lab: $name', ({ lab, name }) => {
    const edit = readEdit(readFileSync(join(references, lab, 'mutants', name), 'utf8'));
    const base = readFileSync(join(references, lab, edit.changes), 'utf8');
    expect(applyEdit(edit, base)).not.toBe(base);
    expect(edit.fails).not.toEqual([]);
  });
});
