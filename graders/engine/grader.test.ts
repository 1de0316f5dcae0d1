// How a grader is declared, and the mistakes in it that are told at once.
// The law here: what a check will need is known when it is declared, not when it runs.
import { describe, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { type CheckOptions, checksUnder, grader } from './grader.ts';
import { slip } from './failure.ts';
import { Parameters } from './parameters.ts';
import { wire } from './wire.ts';

const runs = async () => {};

test('checks stand in the order they are declared, each with its rule', () => {
  const options: CheckOptions = { after: ['A-1'], fresh: true, setting: { env: () => ({}) } };
  const { checks, ...rest } = grader('a-lab', {}, (check) => {
    check('A-1', 5, 'listens', runs);
    check('A-2/zone', 12, 'tells the time', options, runs);
    check('A-2/moves', 8, 'moves', { after: ['A-1'] }, runs);
  });
  expect(checks).toEqual([
    { id: 'A-1', rule: 'A-1', points: 5, title: 'listens', run: runs },
    { id: 'A-2/zone', rule: 'A-2', points: 12, title: 'tells the time', run: runs, ...options },
    { id: 'A-2/moves', rule: 'A-2', points: 8, title: 'moves', run: runs, after: ['A-1'] },
  ]);
  expect(checks[1]?.setting).toBe(options.setting);
  expect(rest).toEqual({ lab: 'a-lab', role: 'server', host: '', slips: [], setting: { env: expect.any(Function) as unknown } });
  expect(rest.setting.env('python3')).toEqual({});
});

test('what all checks share is kept', () => {
  const shared = {
    slips: [slip('lf-only', 'h', 'end')],
    setting: { env: (language: string) => ({ LANG: language }) },
    barrier: { request: 'TIME\r\n', answer: wire`OK` },
  };
  expect(grader('a-lab', shared, () => {})).toEqual({ lab: 'a-lab', role: 'server', host: '', checks: [], ...shared });
});

describe('a mistake is told', () => {
  test('an id declared twice', () => {
    const declares = () =>
      grader('a-lab', {}, (check) => {
        check('A-1', 5, 'listens', runs);
        check('A-1', 6, 'again', runs);
      });
    expect(declares).toThrow(new UsageError("grader('a-lab', …): check A-1 is declared twice (mend it, and npm run build)"));
  });

  test.each([
    ['a check that there is not', ['A-9']],
    ['itself', ['A-2']],
    ['one that is declared later', ['A-3']],
    ['a rule with several checks', ['A-1']],
    ['one of two', ['A-1/x', 'A-9']],
  ])('being after %s', (_, after) => {
    const declares = () =>
      grader('a-lab', {}, (check) => {
        check('A-1/x', 5, 'listens', runs);
        check('A-2', 5, 'goes on', { after }, runs);
        check('A-3', 5, 'ends', runs);
      });
    expect(declares).toThrow(
      new UsageError(
        `grader('a-lab', …): A-2 is after ${after.at(-1)}, which is not declared before it (mend it, and npm run build)`,
      ),
    );
  });
});

test('a check cannot come after one that runs later than it', () => {
  const declare = (options: CheckOptions) =>
    grader('a-lab', {}, (check) => {
      check('A-1', 5, 'alone', { fresh: true }, runs);
      check('A-2', 5, 'looks at it', { after: ['A-1'], ...options }, runs);
    });
  expect(() => declare({})).toThrow('A-2 is after A-1, which runs later because of its server');
  expect(declare({ fresh: true }).checks).toHaveLength(2);
});

test('some checks are there under some parameters alone', () => {
  const isLine = (parameters: Parameters) => parameters.text('framing') === 'line';
  const declared = grader('a-lab', {}, (check) => {
    check('A-1', 5, 'answers', runs);
    check('A-2', 5, 'takes lines', { when: isLine }, runs);
  });
  const idsUnder = (value: string) =>
    checksUnder(declared, new Parameters('lab.yaml', { framing: { value } })).map(({ id }) => id);
  expect(idsUnder('line')).toEqual(['A-1', 'A-2']);
  expect(idsUnder('lockstep')).toEqual(['A-1']);
});
