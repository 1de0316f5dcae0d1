// A report to test with: every check of a small lab passed, unless a test says otherwise.
import type { CheckReport, Finding, Report } from '../engine/report.ts';

export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: 'lab-report/v1',
    lab: 'time-server',
    role: 'server',
    submission: {
      name: 'student',
      sha256: '0f',
      runtime: 'Python 3.11.7',
      command: ['/usr/bin/python3', 'server.py', '40123'],
      chosen: 'server.py, the only file that listens',
    },
    outcome: 'graded',
    reason: null,
    score: 100,
    maxScore: 100,
    seed: 7,
    durationMs: 64.2,
    environment: { isolation: 'namespaces', silence: 'proof', tool: 'wirelab 0.1.0', node: '20.20.2', platform: 'linux x64' },
    checks: [
      sampleCheck({ id: 'TIME-1', title: 'answers TIME with JAM hh:mm:ss and CR LF', maxPoints: 25 }),
      sampleCheck({ id: 'TIME-2/zone', title: 'tells the local time', maxPoints: 20 }),
      sampleCheck({ id: 'TIME-4', title: 'serves 8 clients at once', maxPoints: 50 }),
      sampleCheck({ id: 'TCP-3', title: 'goes on after nonsense', level: 'SHOULD', maxPoints: 5 }),
    ],
    server: { listening: [{ protocol: 'tcp', address: '0.0.0.0', port: 40123 }], exit: null, stdout: '', stderr: '' },
    ...changes,
  };
}

export function sampleCheck(changes: Partial<CheckReport>): CheckReport {
  const { id = 'TIME-1', maxPoints = 25, verdict = 'passed' } = changes;
  return {
    id,
    rule: id,
    level: 'MUST',
    title: 'a title',
    points: verdict === 'passed' ? maxPoints : 0,
    maxPoints,
    verdict,
    decidedBy: 'proof',
    durationMs: 2.5,
    blockedBy: null,
    finding: null,
    transcript: [],
    ...changes,
  };
}

/** The sample with some of its checks, by id, changed; the score is counted anew. */
export function sampleWith(byId: Record<string, Partial<CheckReport>>, changes: Partial<Report> = {}): Report {
  const checks = sampleReport()
    .checks.map((check) => sampleCheck({ ...check, points: 0, ...byId[check.id] }))
    .map(withPoints);
  return sampleReport({ checks, score: checks.reduce((sum, check) => sum + check.points, 0), ...changes });
}

const withPoints = (check: CheckReport): CheckReport => ({ ...check, points: check.verdict === 'passed' ? check.maxPoints : 0 });

/** A check of a client that failed, and how: with what was typed, sent and shown. */
export const clientReport = (changes: Partial<Report> = {}): Report =>
  sampleReport({
    lab: 'calculator',
    role: 'client',
    score: 60,
    environment: { ...sampleReport().environment, terminal: 'pty' },
    server: { listening: [], exit: null, stdout: '', stderr: '' },
    checks: [
      sampleCheck({
        id: 'CALC-C2',
        title: 'shows each answer',
        maxPoints: 40,
        verdict: 'failed',
        finding: sampleFinding({
          message: 'your client does not show "70417"',
          typed: '2 + 3',
          expected: '70417',
          received: '',
          standsAt: 'waits in recv for more',
        }),
        transcript: [
          { atMs: 1, client: 'A', event: 'accepts' },
          { atMs: 2, client: 'keyboard', event: 'types', bytes: '2 + 3\\n' },
          { atMs: 3, client: 'A', event: 'receives', bytes: '2 + 3' },
          { atMs: 4, client: 'A', event: 'sends', bytes: '70417' },
          { atMs: 5, client: 'screen', event: 'shows', bytes: '> ' },
          { atMs: 6, client: 'keyboard', event: 'endsInput' },
          { atMs: 7, client: 'A', event: 'ended' },
        ],
      }),
    ],
    ...changes,
  });

export function sampleFinding(changes: Partial<Finding>): Finding {
  return {
    message: 'Something is wrong.',
    sent: null,
    expected: null,
    received: null,
    offset: null,
    wanted: null,
    looksLike: null,
    standsAt: null,
    reproduce: null,
    ...changes,
  };
}
