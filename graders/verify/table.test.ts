// The outcome of a verification as it is printed.
import { describe, expect, test } from 'vitest';

import { graded, program, smallGrader, ungraded } from './proofs.test.support.ts';
import { killTable, proofLine, slipTable } from './table.ts';
import { prove } from './verdict.ts';

const missed = { verdict: 'failed', looksLike: 'lf-only' } as const;

describe('proofLine', () => {
  test.each([
    ['the reference', prove(program('reference', 'server'), graded()), '✓ reference server                     100 of 100'],
    [
      'a mutant, and what it looks like',
      prove(program('mutant', 'lf-only', 'A-1', 'T-1'), graded({ 'A-1': missed, 'T-1': missed })),
      '✓ mutant    lf-only                    fails A-1 T-1  looks like lf-only',
    ],
    [
      'a mutant that looks like nothing',
      prove(program('mutant', 'odd', 'A-1'), graded({ 'A-1': 'failed' })),
      '✓ mutant    odd                        fails A-1',
    ],
    [
      'a mutant that looks like several',
      prove(
        program('mutant', 'odd', 'A-1', 'T-1'),
        graded({ 'A-1': missed, 'T-1': { verdict: 'failed', looksLike: 'one-shot' } }),
      ),
      '✓ mutant    odd                        fails A-1 T-1  looks like lf-only, one-shot',
    ],
    [
      'a mutant that gets away',
      prove(program('mutant', 'odd', 'A-1'), graded()),
      '✗ mutant    odd                        fails nothing\n    does not fail A-1',
    ],
    [
      'a variant with all that is wrong about it',
      prove(program('variant', 'python'), graded({ 'A-1': missed })),
      '✗ variant   python                     40 of 100\n    fails A-1: A-1 went wrong\n    A-1 is failed',
    ],
    [
      'a program that does not start',
      prove(program('variant', 'python'), ungraded('not-started', 'it never listened')),
      '✗ variant   python                     0 of 100\n    not-started: it never listened',
    ],
    [
      'one that this machine cannot run',
      prove(program('mutant', 'old', 'A-1'), ungraded('not-gradable', 'no Python 2 here')),
      '– mutant    old                        not run: no Python 2 here',
    ],
  ])('%s', (_, proof, line) => {
    expect(proofLine(proof)).toBe(line);
  });
});

test('the kill table counts mutants that ran, and names those that one check alone catches', () => {
  const caught = (name: string, ...fails: string[]) =>
    prove(program('mutant', name, ...fails), graded(Object.fromEntries(fails.map((id) => [id, 'failed' as const]))));
  const proofs = [
    prove(program('reference', 'server'), graded()),
    prove(program('variant', 'typical', 'T-1'), graded({ 'T-1': 'failed' })),
    ...['a', 'b', 'c', 'd'].map((name) => caught(name, 'A-1')),
    caught('e', 'A-1', 'A-2/one'),
    ...['f', 'g', 'h'].map((name) => caught(name, 'T-1')),
    prove(program('mutant', 'old', 'A-2/two'), ungraded('not-gradable', 'no Python 2 here')),
  ];
  expect(killTable(smallGrader, proofs).split('\n')).toEqual([
    'check          kills  only it: by',
    'A-1              5    4  a, b, c, …',
    'A-2/one          1    0  ',
    'A-2/two          0    0  ',
    'T-1              3    3  f, g, h',
  ]);
});

test('the table of slips shows the mutants that are called otherwise than they are', () => {
  const shown = (name: string, looksLike?: string) =>
    prove(
      program('mutant', name, 'A-1'),
      graded({ 'A-1': looksLike === undefined ? 'failed' : { verdict: 'failed', looksLike } }),
    );
  const named = shown('lf-only', 'lf-only');
  expect(slipTable([named, shown('one-shot', 'one-shot')])).toBe('2 of 2 mutants are named as what they are');
  const old = prove(program('mutant', 'old', 'A-1'), ungraded('not-gradable', 'no Python 2 here'));
  const variant = prove(program('variant', 'python', 'A-1'), graded({ 'A-1': 'failed' }));
  expect(slipTable([named, shown('cr-only', 'lf-only'), shown('odd'), old, variant]).split('\n')).toEqual([
    'not itself                   looks like',
    'cr-only                      lf-only',
    'odd                          –',
    '1 of 3 mutants are named as what they are',
  ]);
});
