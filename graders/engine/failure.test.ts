// What ends a check early carries the blame in its type, and its facts in full.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { Blocked, Failure, weaker } from './failure.ts';
import type { Evidence } from './report.ts';

test('a failure of one sentence leaves the other facts open', () => {
  const failure = new Failure('silence', { message: 'there is no answer' });
  expect(failure).toBeInstanceOf(Error);
  expect([failure.name, failure.message, failure.shortfall, failure.received.length]).toEqual([
    'Failure',
    'there is no answer',
    'silence',
    0,
  ]);
  expect(failure.finding).toEqual({
    message: 'there is no answer',
    sent: null,
    expected: null,
    received: null,
    offset: null,
    wanted: null,
    looksLike: null,
    standsAt: null,
    reproduce: null,
  });
});

test('facts that are given stay as they are, also those that are empty', () => {
  const finding = {
    message: 'm',
    sent: '',
    expected: 'OK\\n',
    received: '',
    offset: 0,
    wanted: "'O'",
    looksLike: { name: 'lf-only', hint: 'h' },
    standsAt: '',
    reproduce: 'nc',
  };
  const failure = new Failure('bytes', finding, Buffer.from('ON'));
  expect(failure.finding).toEqual(finding);
  expect(Buffer.from(failure.received).toString()).toBe('ON');
});

test('what is blocked is no failure', () => {
  const blocked = new Blocked('TIME-1');
  expect(blocked).not.toBeInstanceOf(Failure);
  expect([blocked.name, blocked.by, blocked.message]).toEqual(['Blocked', 'TIME-1', 'blocked by TIME-1']);
});

const strongestFirst: Evidence[] = ['bytes', 'end', 'barrier', 'proof', 'deadline'];

test('of two kinds of evidence the one further down is the weaker', () => {
  fc.assert(
    fc.property(fc.constantFrom(...strongestFirst), fc.constantFrom(...strongestFirst), (a, b) => {
      expect(strongestFirst.indexOf(weaker(a, b))).toBe(Math.max(strongestFirst.indexOf(a), strongestFirst.indexOf(b)));
    }),
  );
});
