// What the grading of one program says about its grader, and what is missing around all of them.
// The law here: each way of being wrong has a row of its own, in words that say what is wrong.
import { describe, expect, test } from 'vitest';

import { graded, program, smallGrader, smallLab, ungraded } from './proofs.test.support.ts';
import { gaps, prove, unshown } from './verdict.ts';

const reference = program('reference', 'server');
const mutant = program('mutant', 'off', 'A-1', 'T-1');
const variant = program('variant', 'python');
const oddVariant = program('variant', 'typical', 'T-1');
const neither = ungraded('not-started', 'it never listened');

describe('a grader is right about', () => {
  test.each([
    ['a reference with every point', reference, graded(), []],
    ['a mutant that fails what it declares', mutant, graded({ 'A-1': 'failed', 'T-1': 'failed' }), ['A-1', 'T-1']],
    [
      'one whose other rules could not be seen',
      mutant,
      graded({ 'A-1': 'failed', 'A-2/one': 'skipped', 'T-1': 'failed' }),
      ['A-1', 'T-1'],
    ],
    ['a variant with every point', variant, graded(), []],
    ['a variant that fails the SHOULD it declares', oddVariant, graded({ 'T-1': 'failed' }), ['T-1']],
  ])('%s', (_, program, report, failed) => {
    expect(prove(program, report)).toEqual({ program, report, failed, wrong: [], notRun: false });
  });
});

describe('a grader is wrong about', () => {
  test.each([
    ['a mutant that gets away', mutant, graded({ 'A-1': 'failed' }), ['does not fail T-1']],
    ['a mutant whose check could not be seen', mutant, graded({ 'A-1': 'failed', 'T-1': 'skipped' }), ['does not fail T-1']],
    [
      'a mutant that is punished twice',
      mutant,
      graded({ 'A-1': 'failed', 'A-2/two': 'failed', 'T-1': 'failed' }),
      ['fails A-2/two: A-2/two went wrong'],
    ],
    [
      'a mutant that breaks it',
      mutant,
      graded({ 'A-1': 'failed', 'A-2/one': 'broken', 'T-1': 'failed' }),
      ['breaks A-2/one: A-2/one went wrong'],
    ],
    ['a mutant of a check that there is not', program('mutant', 'off', 'Z-9'), graded(), ['does not fail Z-9']],
    ['a mutant that does not start', mutant, neither, ['not-started: it never listened']],
    ['a mutant that does not build', mutant, ungraded('not-built', 'no ;'), ['not-built: no ;']],
    [
      'a reference that lacks a point',
      reference,
      graded({ 'T-1': 'failed' }),
      ['fails T-1: T-1 went wrong', 'has 90 of 100 points'],
    ],
    ['a reference of which a SHOULD was not seen', reference, graded({ 'T-1': 'skipped' }), ['has 90 of 100 points']],
    ['a reference that does not start', reference, neither, ['not-started: it never listened']],
    [
      'a variant that lacks a MUST',
      variant,
      graded({ 'A-2/one': 'failed' }),
      ['fails A-2/one: A-2/one went wrong', 'A-2/one is failed'],
    ],
    ['a variant of which a MUST was not seen', variant, graded({ 'A-2/one': 'skipped' }), ['A-2/one is skipped']],
    ['a variant that breaks a MUST', variant, graded({ 'A-1': 'broken' }), ['breaks A-1: A-1 went wrong', 'A-1 is broken']],
    ['a variant that declares a MUST', program('variant', 'odd', 'A-1'), graded({ 'A-1': 'failed' }), ['A-1 is failed']],
    ['a variant that fails a SHOULD it does not declare', variant, graded({ 'T-1': 'failed' }), ['fails T-1: T-1 went wrong']],
    ['a variant that does better than it declares', oddVariant, graded(), ['does not fail T-1']],
    ['a program that cannot be graded here', variant, ungraded('not-gradable', 'needs Ruby'), ['not-gradable: needs Ruby']],
    ['a program in Python 2 that never listens', variant, ungraded('not-started', 'Python 2: no'), ['not-started: Python 2: no']],
  ])('%s', (_, program, report, wrong) => {
    expect(prove(program, report)).toMatchObject({ wrong, notRun: false });
  });
});

test('where there is no Python 2, nothing is said about a program in it', () => {
  const report = ungraded('not-gradable', 'it is written in Python 2, and there is none here');
  expect(prove(variant, report)).toEqual({ program: variant, report, failed: [], wrong: [], notRun: true });
});

const ids = ['A-1', 'A-2/one', 'A-2/two', 'T-1'];

describe('gaps', () => {
  const own = ids.map((id) => program('mutant', `not-${id}`, id));

  test('there are none when each check has a mutant of its own', () => {
    expect(gaps(smallLab, smallGrader, own)).toEqual([]);
    expect(gaps(smallLab, smallGrader, [reference, ...own, ...own])).toEqual([]);
  });

  test.each([
    ['no mutant', own.slice(1)],
    ['a mutant that fails more', [program('mutant', 'off', 'A-1', 'T-1'), ...own.slice(1)]],
    ['a variant', [program('variant', 'off', 'A-1'), ...own.slice(1)]],
  ])('%s is no mutant of its own', (_, programs) => {
    expect(gaps(smallLab, smallGrader, programs)).toEqual(['check A-1 has no mutant that declares to fail it alone']);
  });

  test('a rule that stands there twice', () => {
    const lab = { ...smallLab, rules: [...smallLab.rules, smallLab.rules[0]!] };
    expect(gaps(lab, smallGrader, own)).toEqual(['rule A-1 stands in the handout twice']);
  });

  test('a rule without a check', () => {
    const lab = { ...smallLab, rules: [...smallLab.rules, { id: 'T-2', level: 'SHOULD' as const, text: 'x' }] };
    expect(gaps(lab, smallGrader, own)).toEqual(['rule T-2 has no check']);
  });

  test('a check without a rule, whose points count nowhere', () => {
    const lab = { ...smallLab, rules: smallLab.rules.slice(0, 2) };
    expect(gaps(lab, smallGrader, own)).toEqual([
      'check T-1 enforces no rule of the handout',
      'the SHOULD checks have 0 points together, not 10',
    ]);
  });

  test('points that do not add up', () => {
    const dearer = { ...smallGrader, checks: smallGrader.checks.map((check) => ({ ...check, points: check.points + 1 })) };
    expect(gaps(smallLab, dearer, own)).toEqual([
      'the MUST checks have 93 points together, not 90',
      'the SHOULD checks have 11 points together, not 10',
    ]);
  });
});

describe('what no grading has shown', () => {
  const own = ids.map((id) => prove(program('mutant', `not-${id}`, id), graded({ [id]: 'failed' })));

  test('nothing, where a mutant of each check was caught by it alone', () => {
    expect(unshown(smallGrader, [prove(reference, graded()), ...own])).toEqual([]);
  });

  test.each([
    ['a mutant that gets away', prove(program('mutant', 'off', 'A-1'), graded())],
    ['a mutant that was not run', prove(program('mutant', 'off', 'A-1'), ungraded('not-gradable', 'Python 2'))],
    ['a mutant that fails more', prove(mutant, graded({ 'A-1': 'failed', 'T-1': 'failed' }))],
    ['a variant', prove(program('variant', 'off', 'A-1'), graded({ 'A-1': 'failed' }))],
  ])('%s shows nothing', (_, proof) => {
    expect(unshown(smallGrader, [proof, ...own.slice(1)])).toEqual(['check A-1 has no mutant that only it catches']);
  });
});
