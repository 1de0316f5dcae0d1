// A small lab to test with, its grader, and reports of its programs: every check passed, unless a test says otherwise.
import { defaultLimits } from '../subject/index.ts';
import {
  type CheckReport,
  type Finding,
  type Grader,
  type Lab,
  Parameters,
  type Report,
  type Verdict,
  grader,
} from '../engine/index.ts';
import type { ReferenceProgram } from './programs.ts';

export const smallLab: Lab = {
  id: 'small',
  title: 'Small',
  transport: 'tcp',
  port: 45_000,
  roles: ['server'],
  weights: { server: 1, client: 1 },
  startTimeoutMs: 10_000,
  limits: defaultLimits,
  parameters: new Parameters('lab.yaml'),
  rules: [
    { id: 'A-1', level: 'MUST', text: 'It answers.' },
    { id: 'A-2', level: 'MUST', text: 'It goes on.' },
    { id: 'T-1', level: 'SHOULD', text: 'It is sound.' },
  ],
  folder: 'labs/small',
};

const runs = async (): Promise<void> => {};

export const smallGrader: Grader = grader('small', {}, (check) => {
  check('A-1', 60, 'answers', runs);
  check('A-2/one', 20, 'goes on', runs);
  check('A-2/two', 10, 'goes on twice', runs);
  check('T-1', 10, 'is sound', runs);
});

export function program(kind: ReferenceProgram['kind'], name: string, ...fails: string[]): ReferenceProgram {
  const path = `reference/small/${kind}s/${name}`;
  return { kind, name, path, file: path, fails, settings: [] };
}

const finding = (message: string, looksLike: string | undefined): Finding => ({
  message,
  sent: null,
  expected: null,
  received: null,
  offset: null,
  wanted: null,
  looksLike: looksLike === undefined ? null : { name: looksLike, hint: 'A hint.' },
  standsAt: null,
  reproduce: null,
});

type Ending = Verdict | { verdict: Verdict; looksLike: string };

/** @param endings what did not pass, by the check's id */
export function graded(endings: Record<string, Ending> = {}): Report {
  const checks = smallGrader.checks.map(({ id, rule, title, points }): CheckReport => {
    const ending = endings[id] ?? 'passed';
    const { verdict, looksLike } = typeof ending === 'string' ? { verdict: ending, looksLike: undefined } : ending;
    return {
      id,
      rule,
      level: rule === 'T-1' ? 'SHOULD' : 'MUST',
      title,
      points: verdict === 'passed' ? points : 0,
      maxPoints: points,
      verdict,
      decidedBy: 'bytes',
      durationMs: 1,
      blockedBy: verdict === 'skipped' ? 'A-1' : null,
      finding: verdict === 'failed' || verdict === 'broken' ? finding(`${id} went wrong`, looksLike) : null,
      transcript: [],
    };
  });
  const score = checks.reduce((sum, { points }) => sum + points, 0);
  return { ...ungraded('graded', null), checks, score };
}

export function ungraded(outcome: Report['outcome'], reason: string | null): Report {
  return {
    schema: 'lab-report/v1',
    lab: 'small',
    role: 'server',
    submission: { name: 'server', sha256: '0f', runtime: null, command: [], chosen: null },
    outcome,
    reason,
    score: 0,
    maxScore: 100,
    seed: 1,
    durationMs: 1,
    environment: { isolation: 'process-group', silence: 'proof', tool: 'wirelab 0.1.0', node: 'v20.20.2', platform: 'linux x64' },
    checks: [],
    server: { listening: [], exit: null, stdout: '', stderr: '' },
  };
}
