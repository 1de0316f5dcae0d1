// The result.json of Classroom 50, which an autograder leaves in the folder it was started in.
// The law here: points are whole numbers, and those of the tests add up to the score, as its reader wants them.
import { UsageError } from '../../subject/errors.ts';
import { jsonText } from '../json.ts';
import { type Item, itemsOf } from './items.ts';
import type { Report } from '../../engine/report.ts';

/** What the runner of Classroom 50 tells an autograder about the submission. */
export interface Classroom50Submission {
  classroom: string;
  assignment: string;
  assignment_type: string;
  owner: string;
  submission: string;
  commit: string;
  release: string;
  review: string;
}

const kinds = ['individual', 'group', 'team'];

/** @throws UsageError that names the variables that are missing or wrong */
export function classroom50Submission(environment: Readonly<Record<string, string | undefined>>): Classroom50Submission {
  const missing = new Set<string>();
  const told = (...names: [string, ...string[]]): string => {
    const value = names.map((name) => environment[name]).find((one) => one !== undefined && one !== '');
    if (value === undefined) missing.add(names[0]);
    return value ?? '';
  };
  const commit = told('COMMIT_URL');
  const submission: Classroom50Submission = {
    classroom: told('CLASSROOM'),
    assignment: told('ASSIGNMENT'),
    assignment_type: environment['ASSIGNMENT_TYPE'] ?? 'individual',
    owner: told('OWNER', 'USERNAME'),
    submission: told('SUBMISSION_TAG'),
    commit,
    release: told('RELEASE_URL'),
    review: environment['REVIEW_URL'] || commit,
  };
  const advice = 'The runner of Classroom 50 sets them: call lab from an autograder';
  if (missing.size > 0) throw new UsageError(`classroom50: not in the environment: ${[...missing].join(', ')}. ${advice}.`);
  if (!submission.submission.startsWith('submit/'))
    throw new UsageError(`classroom50: SUBMISSION_TAG is ${submission.submission}, and should begin with submit/. ${advice}.`);
  if (!kinds.includes(submission.assignment_type))
    throw new UsageError(`classroom50: ASSIGNMENT_TYPE is ${submission.assignment_type}; there are: ${kinds.join(', ')}`);
  return submission;
}

/** @param gradedAtMs milliseconds since 1970; the runner puts the time of the commit in the place of `datetime` */
export function renderClassroom50(report: Report, submission: Classroom50Submission, gradedAtMs: number): string {
  const tests = itemsOf(report).map(testOf);
  const sum = (key: 'score' | 'max-score') => tests.reduce((total, test) => total + test[key], 0);
  const datetime = `${new Date(gradedAtMs).toISOString().slice(0, 19)}Z`;
  return jsonText({
    schema: 'classroom50/result/v1',
    ...submission,
    datetime,
    graded_at: datetime,
    score: sum('score'),
    'max-score': sum('max-score'),
    tests,
  });
}

function testOf({ name, verdict, score, maxScore, message, body }: Item) {
  return {
    'test-name': name,
    passed: verdict === 'passed',
    score: Math.round(score),
    'max-score': Math.round(maxScore),
    verdict,
    ...(message !== '' && { message }),
    ...(body !== '' && { output: body }),
  };
}
