// Grades one submission from its path to its report. Everything that grades goes through here.
// The law here: what the student's program does, or fails to do, ends in the report; what this machine or its user got
// wrong is thrown.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import {
  ClientLauncher,
  type Isolation,
  Launcher,
  NotBuilt,
  NotGradable,
  NotIsolated,
  NotStarted,
  type Plan,
  type Spawn,
  type Submission,
  type Terminal,
  Workspace,
  build,
  hasProc,
  hidesClock,
  limitedInProcessGroup,
  planFor,
  takeIn,
  takesNoPort,
} from '../subject/index.ts';
import { Addresses } from './addresses.ts';
import { beginsPortsAt } from './connection.ts';
import { type Grader, checksUnder } from './grader.ts';
import type { Lab } from './lab.ts';
import type { CheckReport, Report } from './report.ts';
import { Run, type RunReport } from './run.ts';
import { clientSide, serverSide } from './side.ts';

export interface GradeOptions {
  only?: string[];
  /** Command lines that replace what would be found out; `{port}` and `{host}` are filled in. */
  run?: string;
  build?: string;
  seed: number;
  /** What a client is started at; without it, a terminal where one can be had. */
  terminal?: Terminal | undefined;
  waitBudgetMs?: number;
  /** Tells a person why it takes longer. */
  notice?: (message: string) => void;
  place?: Place;
}

/** Where a submission is worked on, and how its programs are kept apart from everything else. */
interface Place {
  isolation: Isolation;
  /** Its work folder; without one, a new one is made. */
  folder?: string;
  spawn: Spawn;
  /** In a network of its own: whether closed connections occupy their port for a while. */
  lingers?: (isSo: boolean) => void;
  /** The same: whether the buffers of connections are as small as can be. */
  narrows?: (isSo: boolean) => void;
}

const here = ({ limits }: Lab): Place => ({ isolation: 'process-group', spawn: limitedInProcessGroup(limits) });

/** @throws UsageError for a path or an option that cannot be used */
export async function grade(lab: Lab, grader: Grader, path: string, options: GradeOptions): Promise<Report> {
  const begun = performance.now();
  const place = options.place ?? here(lab);
  await using workspace = new Workspace(place.folder);
  const submission = await takeIn(path, workspace.submission);
  const report = emptyReport(lab, grader, submission, options.seed, place);
  let launcher: Launcher | ClientLauncher | undefined;
  try {
    const plan = await planFor(submission, { lab: lab.id, role: grader.role, run: options.run, build: options.build });
    Object.assign(report.submission, { runtime: plan.runtime, chosen: plan.chosen });
    await build(plan, submission, { env: workspace.env, timeoutMs: lab.limits.build * 1000, spawn: place.spawn });
    report.submission.chosen = plan.chosen; // a build may have shown which program it makes
    await using _turn = await turnFor(plan, place);
    await using addresses = new Addresses();
    const nextPort = portsOf(submission.sha256, options.seed);
    if (place.isolation === 'namespaces') beginsPortsAt(nextPort());
    launcher = launcherFor(plan, { lab, grader, place, options, root: submission.root, env: workspace.env, nextPort });
    const folder = workspace.files;
    const side =
      launcher instanceof ClientLauncher
        ? clientSide(launcher, { ...whereToCome(lab, grader, place), folder, temporary: workspace.env['TMPDIR']! })
        : serverSide(launcher, { folder, temporary: workspace.env['TMPDIR']!, addresses });
    const provable = hasProc && !hidesClock(submission.files);
    report.environment.silence = provable ? 'proof' : 'deadline';
    const run = new Run({
      grader,
      side,
      lingers: place.lingers ?? (() => {}),
      narrows: place.narrows,
      sweep: workspace.sweeper(),
      parameters: lab.parameters,
      labPort: lab.port,
      provable,
      waitBudgetMs: options.waitBudgetMs ?? 10_000,
      only: options.only,
    });
    fill(report, lab, await run.all());
  } catch (error) {
    fallShort(report, error);
  }
  report.submission.command = launcher?.command ?? [];
  if (launcher instanceof ClientLauncher) report.environment.terminal = launcher.terminal;
  report.durationMs = Math.round(performance.now() - begun);
  return report;
}

interface Launching {
  lab: Lab;
  grader: Grader;
  place: Place;
  options: GradeOptions;
  root: string;
  env: Record<string, string>;
  nextPort: () => number;
}

function launcherFor(plan: Plan, { lab, grader, place, options, root, env, nextPort }: Launching): Launcher | ClientLauncher {
  const shared = { plan, root, env: { ...env, ...lab.parameters.env() }, protocol: lab.transport, spawn: place.spawn };
  if (grader.role === 'client') return new ClientLauncher({ ...shared, terminal: options.terminal });
  return new Launcher({
    ...shared,
    defaultPort: lab.port,
    startTimeoutMs: lab.startTimeoutMs,
    lingers: place.lingers === undefined,
    ...(place.isolation === 'namespaces' && { nextPort }),
    notice: options.notice ?? (() => {}),
  });
}

/** Where clients come to. */
const whereToCome = (lab: Lab, { host }: Grader, { isolation }: Place) => ({
  protocol: lab.transport,
  host,
  labPort: lab.port,
  isWide: isolation === 'namespaces',
});

/** The same each time it is graded, and others for another program: nobody can write one into the source. */
function portsOf(sha256: string, seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    const hash = createHash('sha256').update(`${sha256} ${seed} ${count}`).digest();
    return firstPort + (hash.readUInt32BE() % portCount);
  };
}

/** Above those of our clients, and below those that the kernel gives to others in a slot. */
const firstPort = 32_000;
const portCount = 28_000;

let lastTurn = Promise.resolve();

/** Programs whose port is fixed take turns: two of them cannot run side by side in one network. */
async function turnFor(plan: Plan, { isolation }: Place): Promise<AsyncDisposable> {
  if (isolation === 'namespaces' || !takesNoPort(plan)) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const before = lastTurn;
  let done: () => void;
  lastTurn = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  return { [Symbol.asyncDispose]: () => Promise.resolve(done()) };
}

/** The report of a submission that could not be taken in, or of a grading that broke off. */
export function notGradable(lab: Lab, grader: Grader, name: string, seed: number, reason: string): Report {
  return { ...emptyReport(lab, grader, { name, sha256: '' }, seed, here(lab)), outcome: 'not-gradable', reason };
}

type Named = Pick<Submission, 'name' | 'sha256'>;

function emptyReport(lab: Lab, grader: Grader, { name, sha256 }: Named, seed: number, { isolation }: Place): Report {
  return {
    schema: 'lab-report/v1',
    lab: lab.id,
    role: grader.role,
    submission: { name, sha256, runtime: null, command: [], chosen: null },
    outcome: 'graded',
    reason: null,
    score: 0,
    maxScore: checksUnder(grader, lab.parameters).reduce((sum, { points }) => sum + points, 0),
    seed,
    durationMs: 0,
    environment: {
      isolation,
      silence: 'proof',
      tool: `wirelab ${toolVersion}`,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    checks: [],
    server: { listening: [], exit: null, stdout: '', stderr: '' },
  };
}

function fill(report: Report, lab: Lab, { results, listening, printed }: RunReport): void {
  const levels = new Map(lab.rules.map(({ id, level }) => [id, level]));
  report.checks = results.map((result): CheckReport => {
    const { id, rule, ...rest } = result;
    return { id, rule, level: levels.get(rule) ?? 'MUST', ...rest };
  });
  const place = new Map(lab.rules.map(({ id }, i) => [id, i]));
  report.checks.sort((a, b) => (place.get(a.rule) ?? 0) - (place.get(b.rule) ?? 0)); // as the student reads them in the handout
  report.score = report.checks.reduce((sum, { points }) => sum + points, 0);
  report.maxScore = report.checks.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  report.server = { listening, ...printed };
}

/** The submission was not graded: whose fault that is stands in the outcome. */
function fallShort(report: Report, error: unknown): void {
  if (error instanceof NotBuilt) report.outcome = 'not-built';
  else if (error instanceof NotStarted) {
    report.outcome = 'not-started';
    report.server = { listening: [], ...error.printed };
  } else if (error instanceof NotGradable && !(error instanceof NotIsolated)) report.outcome = 'not-gradable';
  else throw error;
  report.reason = error.message;
}

const toolVersion = (() => {
  const file = [new URL('../../package.json', import.meta.url), new URL('../../../package.json', import.meta.url)];
  for (const url of file) {
    try {
      return (JSON.parse(readFileSync(url, 'utf8')) as { version: string }).version;
    } catch {
      // this file runs both from its source and from dist/
    }
  }
  return 'unknown';
})();
