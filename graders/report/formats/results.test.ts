// The formats that are JSON, each against its schema: CTRF's own, and those of Gradescope and Classroom 50 as they are documented.
import { validate } from 'ctrf';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { UsageError } from '../../subject/errors.ts';
import { sampleCheck, sampleReport } from '../sample.test.support.ts';
import { broken, everyOutcome, failing, notGradable, options, sampleClass } from './class.test.support.ts';
import { classFormats, reportFormats } from './index.ts';
import type { Report } from '../../engine/report.ts';

const environment = {
  CLASSROOM: 'networks',
  ASSIGNMENT: 'time',
  SUBMISSION_TAG: 'submit/2026-03-01T09-59-00Z-a1b2c3d',
  USERNAME: 'ann',
  COMMIT_URL: 'https://example.org/commit/1',
  RELEASE_URL: 'https://example.org/release/1',
};
const { startedAtMs } = options();
const rendered = (format: keyof typeof reportFormats, report: Report): unknown =>
  JSON.parse(reportFormats[format]({ environment, startedAtMs })(report));

const words = v.pipe(v.string(), v.nonEmpty());
const points = v.pipe(v.number(), v.minValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const textFormat = v.picklist(['text', 'html', 'simple_format', 'md', 'ansi']);
const visibility = v.picklist(['hidden', 'after_due_date', 'after_published', 'visible']);

const gradescope = v.strictObject({
  score: points,
  execution_time: v.optional(points),
  output: v.optional(v.string()),
  output_format: v.optional(textFormat),
  test_output_format: v.optional(textFormat),
  test_name_format: v.optional(textFormat),
  visibility: v.optional(visibility),
  stdout_visibility: v.optional(visibility),
  extra_data: v.optional(v.record(v.string(), v.unknown())),
  tests: v.array(
    v.strictObject({
      score: v.optional(points),
      max_score: v.optional(points),
      status: v.optional(v.picklist(['passed', 'failed'])),
      name: words,
      output: v.optional(v.string()),
      tags: v.optional(v.array(v.string())),
      visibility: v.optional(visibility),
    }),
  ),
});

const time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u));
const classroom50 = v.pipe(
  v.strictObject({
    schema: v.literal('classroom50/result/v1'),
    classroom: words,
    assignment: words,
    assignment_type: v.picklist(['individual', 'group', 'team']),
    owner: words,
    submission: v.pipe(v.string(), v.startsWith('submit/')),
    commit: words,
    release: words,
    review: words,
    datetime: time,
    graded_at: v.optional(time),
    score: whole,
    'max-score': whole,
    tests: v.array(v.looseObject({ 'test-name': words, passed: v.boolean(), score: whole, 'max-score': whole })),
  }),
  v.check((result) => result.score <= result['max-score']),
  v.check((result) => result.score === result.tests.reduce((sum, test) => sum + test.score, 0)),
  v.check((result) => result['max-score'] === result.tests.reduce((sum, test) => sum + test['max-score'], 0)),
);

test.each(everyOutcome)('%s: every format keeps to its schema', (_, report) => {
  expect(v.safeParse(gradescope, rendered('gradescope', report)).issues).toBeUndefined();
  expect(v.safeParse(classroom50, rendered('classroom50', report)).issues).toBeUndefined();
  expect(validate(rendered('ctrf', report))).toMatchObject({ valid: true });
});

test('the schema of CTRF refuses what is none', () => {
  const report = rendered('ctrf', failing) as { results: Record<string, unknown> };
  expect(validate({ ...report, results: { ...report.results, more: 1 } })).toMatchObject({ valid: false });
});

test('CTRF', () => {
  expect(rendered('ctrf', failing)).toMatchObject({
    reportFormat: 'CTRF',
    results: {
      tool: { name: 'lab', version: '0.1.0' },
      summary: { tests: 4, passed: 2, failed: 1, skipped: 1, other: 0, start: startedAtMs, stop: startedAtMs + 64, duration: 64 },
      tests: [
        {
          name: 'TIME-1 answers TIME with JAM hh:mm:ss and CR LF',
          status: 'failed',
          duration: 3,
          suite: ['time-server', 'student'],
          message: 'the answer is not what it should be',
          trace: expect.stringContaining('^ byte 12 is \\n, should be \\r') as string,
          tags: ['MUST'],
          extra: { 'lab.points': 0, 'lab.maxPoints': 25, 'lab.rule': 'TIME-1', 'lab.decidedBy': 'proof' },
        },
        { status: 'passed' },
        { status: 'passed' },
        { status: 'skipped', message: 'blocked by TIME-1' },
      ],
    },
  });
  expect(rendered('ctrf', broken)).toMatchObject({
    results: { summary: { other: 1 }, tests: [{}, {}, { status: 'other', rawStatus: 'broken' }, {}] },
  });
});

test('CTRF of a class', () => {
  const report: unknown = JSON.parse(classFormats['ctrf']!.render(sampleClass, options()).text);
  expect(validate(report)).toMatchObject({ valid: true });
  expect(report).toMatchObject({
    results: { summary: { tests: 11, passed: 6, failed: 1, skipped: 2, other: 2, suites: 5, duration: 193 } },
  });
});

test('Gradescope', () => {
  expect(rendered('gradescope', failing)).toMatchObject({
    score: 70,
    output: expect.stringMatching(/^70 of 100 points\nTIME-1 /u) as string,
    tests: [
      { name: 'TIME-1 answers TIME with JAM hh:mm:ss and CR LF', score: 0, max_score: 25, status: 'failed', tags: ['MUST'] },
      { score: 20, max_score: 20, status: 'passed', output: '' },
      { score: 50 },
      { score: 0, max_score: 5, status: 'failed', output: 'blocked by TIME-1' },
    ],
  });
});

test('Gradescope: what the grader broke has neither status nor points', () => {
  const { tests } = rendered('gradescope', broken) as { tests: object[] };
  expect(tests.map((one) => 'status' in one || 'score' in one)).toEqual([true, true, false, true]);
  expect(rendered('gradescope', notGradable)).toMatchObject({
    score: 0,
    output: "not graded, and that is not the program's fault: it costs no points\nthis machine has no Python 2",
  });
});

test('Classroom 50', () => {
  expect(rendered('classroom50', failing)).toMatchObject({
    classroom: 'networks',
    assignment: 'time',
    assignment_type: 'individual',
    owner: 'ann',
    review: 'https://example.org/commit/1',
    datetime: '2026-03-01T10:00:00Z',
    score: 70,
    'max-score': 100,
    tests: [{ passed: false, score: 0, 'max-score': 25 }, { passed: true, score: 20, 'max-score': 20 }, {}, {}],
  });
});

test('Classroom 50: fractions of points become whole ones that still add up', () => {
  const checks = ['A', 'B', 'C'].map((id) => sampleCheck({ id, points: 2.5, maxPoints: 2.5 }));
  const report = sampleReport({ checks, score: 7.5, maxScore: 7.5 });
  expect(v.safeParse(classroom50, rendered('classroom50', report)).issues).toBeUndefined();
});

test.each([
  [{ CLASSROOM: '' }, 'CLASSROOM. The runner'],
  [{ CLASSROOM: undefined, USERNAME: undefined }, 'CLASSROOM, OWNER. '],
  [{ SUBMISSION_TAG: 'v1' }, 'SUBMISSION_TAG is v1, and should begin with submit/'],
  [{ ASSIGNMENT_TYPE: 'exam' }, 'ASSIGNMENT_TYPE is exam; there are: individual, group'],
])('Classroom 50 with %j: refused before anything is graded', (changes, message) => {
  const prepare = () => reportFormats.classroom50({ environment: { ...environment, ...changes }, startedAtMs });
  expect(prepare).toThrow(UsageError);
  expect(prepare).toThrow(message);
});
