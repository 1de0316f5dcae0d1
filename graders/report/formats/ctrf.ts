// CTRF JSON, the common test report format (ctrf.io), specification 0.0.
// The law here: times are whole milliseconds; what the format does not know stands under `extra`, in keys that begin with `lab.`.
import { jsonText } from '../json.ts';
import type { Item, Suite } from './items.ts';

const statuses = { passed: 'passed', failed: 'failed', skipped: 'skipped', broken: 'other' } as const;

/** @param startedAtMs when grading began, in milliseconds since 1970: a report does not say */
export function renderCtrf(suites: readonly Suite[], startedAtMs: number): string {
  const items = suites.flatMap((suite) => suite.items);
  const having = (verdict: Item['verdict']) => items.filter((item) => item.verdict === verdict).length;
  const start = Math.round(startedAtMs);
  const duration = Math.round(suites.reduce((sum, { report }) => sum + (report?.durationMs ?? 0), 0));
  const [, version] = suites.flatMap(({ report }) => report?.environment.tool ?? [])[0]?.split(' ') ?? [];
  return jsonText({
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'lab',
    results: {
      tool: { name: 'lab', ...(version !== undefined && { version }) },
      summary: {
        tests: items.length,
        passed: having('passed'),
        failed: having('failed'),
        skipped: having('skipped'),
        pending: 0,
        other: having('broken'),
        suites: suites.length,
        start,
        stop: start + duration,
        duration,
      },
      tests: suites.flatMap((suite) => suite.items.map((item) => testOf(suite, item))),
    },
  });
}

function testOf({ lab, student, report }: Suite, { name, verdict, durationMs, message, body, score, maxScore, check }: Item) {
  return {
    name,
    status: statuses[verdict],
    duration: Math.round(durationMs),
    suite: [lab, student],
    rawStatus: verdict,
    ...(message !== '' && { message }),
    ...(body !== '' && { trace: body }),
    ...(check !== null && { tags: [check.level] }),
    extra: {
      'lab.points': score,
      'lab.maxPoints': maxScore,
      ...(report !== null && { 'lab.seed': report.seed, 'lab.outcome': report.outcome }),
      ...(check !== null && { 'lab.rule': check.rule, 'lab.decidedBy': check.decidedBy }),
    },
  };
}
