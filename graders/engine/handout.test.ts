// What is read as a rule in a handout, and what is not.
// The law here: a line that looks like a rule to a reader is one to the program, or the table says why not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { checkTranslations, readRules, rulesOf } from './handout.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handout-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function handout(text: string, name = 'handout.md'): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

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
    ['neither bold nor a level that is graded', '- TIME-1 (may) x'],
    ['another bullet', '* **TIME-1** (MUST) x'],
    ['broken over two lines', '- **TIME-1** (MUST)\nx'],
    ['an editor on Windows, and no level', '- **TIME-1** x\r'],
  ])('is told where it cannot be read: %s', (_, line) => {
    expect(readRules(`${line}\n`)).toEqual([]);
    const file = handout(`# Title\n- **A-1** (MUST) a\n${line}\n`);
    const [first] = line.trimEnd().split('\n');
    expect(() => rulesOf(file)).toThrow(UsageError);
    expect(() => rulesOf(file)).toThrow(
      `${file}:3: this rule cannot be read: ${first}\nWrite it in one line: - **DAY-1** (MUST) `,
    );
  });

  test.each([
    ['an indented example', '    - **TIME-1** (MUST) x'],
    ['in the middle of a line', 'as in - **TIME-1** (MUST) x'],
    ['a heading in bold', '- **"It works once."** There is no loop around `accept`.'],
    ['words about a rule', '- what becomes of TIME-1 when the clock is set (nobody grades that)'],
  ])('is not: %s', (_, line) => {
    expect(rulesOf(handout(`${line}\n`))).toEqual([]);
  });
});

test('rules come in the order of the handout, also two with one id', () => {
  const handout = '- **B-2** (MUST) b\n\ntext\n\n- **A-1** (SHOULD) a\n- **B-2** (MUST) again';
  expect(readRules(handout).map(({ id, text }) => `${id} ${text}`)).toEqual(['B-2 b', 'A-1 a', 'B-2 again']);
});

test('a handout is a file', () => {
  expect(rulesOf(handout('- **TIME-1** (MUST) Sampai é.\n'))).toEqual([{ id: 'TIME-1', level: 'MUST', text: 'Sampai é.' }]);
  const nowhere = join(folder, 'handout.id.md');
  expect(() => rulesOf(nowhere)).toThrow(new UsageError(`${nowhere} is missing: it holds the rules of the lab`));
});

describe('a handout in another language', () => {
  const rules = readRules('- **A-1** (MUST) a\n- **A-2** (SHOULD) b\n');

  test('has the same rules', () => {
    handout('- **A-1** (MUST) satu\n- **A-2** (SHOULD) dua\n', 'handout.id.md');
    handout('no rules', 'handout.txt');
    expect(() => checkTranslations(folder, rules)).not.toThrow();
  });

  test.each([
    ['no rule', '', 'rule 1 is not there, and in handout.md A-1 (MUST)'],
    ['one rule fewer', '- **A-1** (MUST) a\n', 'rule 2 is not there, and in handout.md A-2 (SHOULD)'],
    [
      'one more',
      '- **A-1** (MUST) a\n- **A-2** (SHOULD) b\n- **A-3** (MUST) c\n',
      'rule 3 is A-3 (MUST), and in handout.md not there',
    ],
    ['another level', '- **A-1** (SHOULD) a\n- **A-2** (SHOULD) b\n', 'rule 1 is A-1 (SHOULD), and in handout.md A-1 (MUST)'],
    ['another order', '- **A-2** (SHOULD) b\n- **A-1** (MUST) a\n', 'rule 1 is A-2 (SHOULD), and in handout.md A-1 (MUST)'],
    ['one that cannot be read', '- **A-1** (MAY) a\n', 'handout.id.md:1: this rule cannot be read'],
  ])('that has %s is told', (_, text, words) => {
    const file = handout(text, 'handout.id.md');
    expect(() => checkTranslations(folder, rules)).toThrow(UsageError);
    expect(() => checkTranslations(folder, rules)).toThrow(words.startsWith('rule') ? `${file}: ${words}` : words);
  });
});
