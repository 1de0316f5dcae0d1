// Gradescope's results.json, as an autograder leaves it in /autograder/results.
// The law here: there is a score whatever the outcome, as Gradescope shows a student nothing without one; texts are plain text.
import { jsonText } from '../json.ts';
import { feedback } from './feedback.ts';
import { type Item, itemsOf } from './items.ts';
import type { Report } from '../../engine/report.ts';

export function renderGradescope(report: Report): string {
  return jsonText({
    score: report.score,
    execution_time: Math.round(report.durationMs / 1000),
    output: feedback(report),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    tests: itemsOf(report).map(testOf),
    extra_data: {
      lab: report.lab,
      outcome: report.outcome,
      seed: report.seed,
      sha256: report.submission.sha256,
      tool: report.environment.tool,
    },
  });
}

/** What the grader broke has no status: it has neither passed nor failed, and its points are neither lost nor won. */
function testOf({ name, verdict, score, maxScore, message, body, check }: Item) {
  return {
    name,
    ...(verdict !== 'broken' && { score, max_score: maxScore, status: verdict === 'passed' ? 'passed' : 'failed' }),
    output: body === '' ? message : body,
    tags: check === null ? [] : [check.level],
    visibility: 'visible',
  };
}
