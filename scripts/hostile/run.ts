// Grades every hostile program of this folder, each beside an honest neighbour, and prints what came of it, a JSON object a
// line; the last line says what is left when all of it has ended. Made to run as the only process of a process namespace.
// The law here: baits are laid out first. What a program says about a breach is looked for in all that the grader reports.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Gradings } from '../../graders/batch/index.ts';
import type { Lab, Report } from '../../graders/engine/index.ts';
import { findRuntime, portState } from '../../graders/subject/index.ts';
import { labNamed, root, worker } from '../course.ts';

export interface Outcome {
  program: string;
  isHonest: boolean;
  outcome: string;
  score: number;
  maxScore: number;
  /** All that the report says of it. */
  said: string;
  /** The verdicts of the neighbour. */
  neighbour: string;
}

export interface Left {
  processes: string[];
  mounts: string[];
  files: string[];
}

const lanes = 2;
const folder = join(root, 'scripts', 'hostile');
const honest = join(root, 'reference', 'time-server', 'variants', 'threads.py');
const limits = { memory: 400, processes: 150, files: 512, file: 64, disk: 64, output: 16, cpu: 15, build: 15, time: 100 };

/** The header of a program stands on the first lines of its main file. */
function isHonest(name: string): boolean {
  const path = join(folder, name);
  const files = lstatSync(path).isFile() ? [path] : readdirSync(path).map((file) => join(path, file));
  const headers = files.filter((file) => lstatSync(file).isFile()).flatMap((file) => /^\W*honest: (yes|no)/m.exec(readFileSync(file, 'latin1').slice(0, 500))?.[1] ?? []);
  if (headers.length === 0) throw new Error(`${name} does not say whether it is honest`);
  return headers[0] === 'yes';
}

const everythingSaid = (report: Report): string => JSON.stringify([report.reason, report.server, report.checks.map(({ finding }) => finding)]);

async function layBaits(): Promise<() => Promise<void>> {
  process.env['LAB_BAIT_TOKEN'] = 'bait-7d2f';
  const other = join(tmpdir(), 'lab-neighbour', 'submission');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'server.py'), '# bait-7d2f: the work of somebody else\n');
  if (portState(45_000).state !== 'free') return () => Promise.resolve();
  const server = spawn(findRuntime('python3')!.path, [honest], { env: { PORT: '45000' }, stdio: 'ignore' });
  return async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
}

async function outcomeOf(gradings: Gradings, lab: Lab, name: string): Promise<Outcome> {
  const { grader } = await labNamed(lab.id);
  const [report, neighbour] = await Promise.all([
    gradings.grade(lab, grader, join(folder, name), {
      seed: 1,
      only: isHonest(name) ? ['TCP-1', 'TIME-1', 'TIME-3', 'TIME-5'] : ['TIME-1'],
      waitBudgetMs: 500,
    }),
    gradings.grade(lab, grader, honest, { seed: 1, only: ['TIME-1', 'TIME-4'] }),
  ]);
  return {
    program: name,
    isHonest: isHonest(name),
    outcome: report.outcome,
    score: report.score,
    maxScore: report.maxScore,
    said: everythingSaid(report),
    neighbour: neighbour.outcome === 'graded' ? neighbour.checks.map(({ id, verdict }) => `${id} ${verdict}`).join(', ') : neighbour.reason!,
  };
}

const mounts = (): string[] => readFileSync('/proc/self/mounts', 'latin1').trim().split('\n');

function left(mountsBefore: string[]): Left {
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'latin1') : 'State: Z'); // its process ends meanwhile
  const isAlive = (pid: string) => !/^State:\s+Z/m.test(textOf(`/proc/${pid}/status`)); // nobody reaps orphans here
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isAlive(name));
  return {
    processes: pids.map((pid) => `${pid} ${textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`),
    mounts: mounts().filter((mount) => !mountsBefore.includes(mount)),
    files: readdirSync(tmpdir()).filter((name) => name !== 'lab-neighbour'),
  };
}

const wanted = process.argv.slice(2);
const names = readdirSync(folder).filter((name) => !name.startsWith('run.') && (wanted.length === 0 || wanted.includes(name)));
const { lab } = await labNamed('time-server');
const mountsBefore = mounts();
const takeBaits = await layBaits();
{
  await using gradings = new Gradings({ isolation: 'namespaces', count: 2 * lanes, worker, notice: console.error });
  const queue = names.values();
  const work = async () => {
    for (const name of queue) {
      const outcome = await outcomeOf(gradings, { ...lab, limits, startTimeoutMs: 4000 }, name).catch((error: unknown) => ({
        program: name,
        error: String(error),
      }));
      console.log(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
}
await takeBaits();
for (const until = Date.now() + 2000; left(mountsBefore).processes.length > 0 && Date.now() < until; ) await sleep(50);
console.log(JSON.stringify(left(mountsBefore)));
