// What is read as a rule in a handout, and what is not.
// The law here: a line that looks like a rule to a reader is one to the program, or the table says why not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readRules, rulesOf } from './handout.ts';

describe('a rule', () => {
  test.each([
    ['- **TIME-1** (MUST) It answers.', { id: 'TIME-1', level: 'MUST', text: 'It answers.' }],
    ['- **TCP-12** (SHOULD) It goes on.', { id: 'TCP-12', level: 'SHOULD', text: 'It goes on.' }],
    ['- **CALC-L1** (SHOULD) Lines are lines.', { id: 'CALC-L1', level: 'SHOULD', text: 'Lines are lines.' }],
    ['- **A-1** (MUST) **Bold** (MUST) and `code` – é.', { id: 'A-1', level: 'MUST', text: '**Bold** (MUST) and `code` – é.' }],
    ['- **A-1** (MUST) From an editor on Windows.\r', { id: 'A-1', level: 'MUST', text: 'From an editor on Windows.' }],
  ])('%j', (line, rule) => {
    expect(readRules(`# Title\n\n${line}\nafterwards\n`)).toEqual([rule]);
  });

  test.each([
    ['a level that is never graded', '- **TIME-1** (MAY) x'],
    ['no level', '- **TIME-1** x'],
    ['a level in small letters', '- **TIME-1** (must) x'],
    ['no words', '- **TIME-1** (MUST) '],
    ['an id without a number', '- **TIME** (MUST) x'],
    ['an id in small letters', '- **time-1** (MUST) x'],
    ['a check, which is no rule', '- **TIME-2/zone** (MUST) x'],
    ['no bold', '- TIME-1 (MUST) x'],
    ['another bullet', '* **TIME-1** (MUST) x'],
    ['an indented example', '    - **TIME-1** (MUST) x'],
    ['in the middle of a line', 'as in - **TIME-1** (MUST) x'],
    ['broken over two lines', '- **TIME-1** (MUST)\nx'],
  ])('is not: %s', (_, line) => {
    expect(readRules(`${line}\n`)).toEqual([]);
  });
});

test('rules come in the order of the handout, also two with one id', () => {
  const handout = '- **B-2** (MUST) b\n\ntext\n\n- **A-1** (SHOULD) a\n- **B-2** (MUST) again';
  expect(readRules(handout).map(({ id, text }) => `${id} ${text}`)).toEqual(['B-2 b', 'A-1 a', 'B-2 again']);
});

test('a handout is a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handout-'));
  try {
    writeFileSync(join(folder, 'handout.md'), '- **TIME-1** (MUST) Sampai é.\n');
    expect(rulesOf(join(folder, 'handout.md'))).toEqual([{ id: 'TIME-1', level: 'MUST', text: 'Sampai é.' }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
