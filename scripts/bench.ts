// `npm run bench`: how long lab takes, as ratios measured in one run, a JSON object a line.
// The law here: the two sides of a ratio take turns, so that a machine whose speed drifts slows both, and medians are shown.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';
import getPort from 'get-port';

import type { Report } from '../graders/engine/index.ts';
import { findRuntime } from '../graders/subject/index.ts';
import { bareGrading } from './bench/bare.ts';
import { labNamed, root } from './course.ts';

const rounds = Number(process.env['ROUNDS'] ?? 11);
const lab = join(root, 'dist', 'scripts', 'lab.js');
const server = join(root, 'reference', 'time-server', 'variants', 'threads.py');
const python = findRuntime('python3')?.path ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'lab-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A whole run of Node, in milliseconds. It throws where that ends otherwise than it should: it would count for nothing. */
async function node(args: string[], exitCode = 0): Promise<number> {
  const begun = performance.now();
  const result = await execa(process.execPath, args, { reject: false, stdin: 'ignore' });
  if (result.exitCode !== exitCode)
    throw new Error(`${result.command}: exit ${result.exitCode}, not ${exitCode}: ${result.stderr}`);
  return performance.now() - begun;
}

const correct = (...args: string[]): Promise<number> => node([lab, 'grade', 'time-server', server, '--quiet', ...args]);

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Both sides in turn; prints the medians and, pair by pair, the median of what `compare` makes of them. */
async function measure(
  what: string,
  target: string,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
  compare = ratio,
): Promise<void> {
  const pairs: [number, number][] = [];
  for (let i = 0; i < rounds + 1; i += 1) pairs.push([await ours(), await bare()]);
  const counted = pairs.slice(1); // the first pair warms the caches
  const round = (value: number) => Math.round(value * 100) / 100;
  const [name, result] = [compare.name, median(counted.map(([a, b]) => compare(a, b)))];
  const sides = { lab: round(median(counted.map(([a]) => a))), bare: round(median(counted.map(([, b]) => b))) };
  const ms = name === 'ratio' ? sides : {};
  console.log(JSON.stringify({ what, [name]: round(result), target, ...ms, rounds }));
}

const ratio = (ours: number, bare: number): number => ours / bare;
const differenceMs = (ours: number, bare: number): number => ours - bare;

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const exits = program('exits.py', 'import time\nraise SystemExit(time.time())\n');
const silent = program(
  'silent.py',
  `import os, socket, threading
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', int(os.environ['PORT'])))
s.listen()
def serve(c):
    while c.recv(1024):
        pass
while True:
    threading.Thread(target=serve, args=(s.accept()[0],)).start()
`,
);
const { grader } = await labNamed('time-server');
const untimed = grader.checks.map(({ id }) => id).filter((id) => id !== 'TIME-2/moves');

await measure(
  'lab --help against node -e 0',
  'ratio <= 1.6',
  () => node([lab, '--help']),
  () => node(['-e', '0']),
);
await measure(
  'lab grade of a correct Python server against node -e 0 and the same starts and exchanges, bare',
  'ratio <= 2.5',
  () => correct('--only', ...untimed, '--isolation', 'process-group'),
  async () => (await node(['-e', '0'])) + (await bareGrading([python, server], await getPort())),
);
let exitedAt = 0;
await measure(
  'from the last statement of a program that exits at once to the end of lab grade',
  'differenceMs < 100',
  async () => {
    const { stdout } = await execa(process.execPath, [lab, 'grade', 'time-server', exits, '--json'], { reject: false });
    exitedAt = 1000 * Number((JSON.parse(stdout) as Report).server.stderr);
    return Date.now();
  },
  () => Promise.resolve(exitedAt),
  differenceMs,
);
await measure(
  'lab grade of the same server in namespaces, against a process group',
  'ratio <= 1.6',
  () => correct('--only', ...untimed),
  () => correct('--only', ...untimed, '--isolation', 'process-group'),
);
await measure(
  'lab grade of a server that never answers, all checks',
  'lab < 1000',
  () => node([lab, 'grade', 'time-server', silent, '--quiet'], 1),
  () => node(['-e', '0']),
);

const students = 16;
const submissions = join(folder, 'class');
mkdirSync(submissions);
for (let i = 0; i < students; i += 1) cpSync(server, join(submissions, `${i}.py`));

const pagesMs: number[] = [];

/** Submissions a second of `lab batch`, until all results are on the disk. The first of each slot, its start, is not counted: a class is large. */
async function batchRate(slots: number): Promise<number> {
  const out = mkdtempSync(join(folder, 'graded-'));
  const words = [lab, 'batch', 'time-server', submissions, '--out', out, '--jobs', String(slots), '--json', '--only', ...untimed];
  let [done, begunMs, gradedMs] = [0, 0, 0];
  for await (const line of execa(process.execPath, words, { stdin: 'ignore' })) {
    const { event, score, maxScore } = JSON.parse(line) as { event: string; score?: number; maxScore?: number };
    if (event === 'writes') gradedMs = performance.now();
    if (event !== 'ends') continue;
    if (score === null || score !== maxScore) throw new Error(`a correct program has ${score} of ${maxScore} points`);
    done += 1;
    if (done === slots) begunMs = performance.now();
  }
  pagesMs.push(performance.now() - gradedMs);
  return (1000 * (done - slots)) / (gradedMs - begunMs);
}

const inNetwork = ['-n', ...(process.getuid?.() === 0 ? [] : ['-U', '-r']), 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh'];
const bareFile = join(root, 'dist', 'scripts', 'bench', 'bare.js');
// The kernel gives no client the port 8080: one of bare.js that tries whether the server listens yet would meet itself.
const bareWords = [...inNetwork, process.execPath, bareFile, '8080', python, server];

/** The same, two at a time. */
async function bareRate(): Promise<number> {
  const begun = performance.now();
  const queue = Array.from({ length: students }).values();
  const work = async () => {
    for (const _ of queue) await execa('unshare', bareWords, { stdin: 'ignore' });
  };
  await Promise.all([work(), work()]);
  return (1000 * students) / (performance.now() - begun);
}

for (const slots of [1, 2, 4, 8]) {
  await measure(
    `submissions a second of lab batch, ${slots} at a time, results on the disk, against the bare exchanges in new network namespaces, 2 at a time`,
    slots === 2 ? 'ratio >= 0.7' : 'none',
    () => batchRate(slots),
    bareRate,
  );
}
console.log(
  JSON.stringify({ what: `from the last result to the end, with ${students} pages, in ms`, lab: Math.round(median(pagesMs)) }),
);
