// `npm run bench`: how long lab takes, as ratios measured in one run, a JSON object a line.
// The law here: the two sides of a ratio take turns, so that a machine whose speed drifts slows both, and medians are shown.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';
import getPort from 'get-port';

import { Gradings } from '../graders/batch/index.ts';
import type { Report } from '../graders/engine/index.ts';
import { findRuntime } from '../graders/subject/index.ts';
import { bareGrading } from './bench/bare.ts';
import { labNamed, root, worker } from './course.ts';

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
const { lab: timeLab, grader } = await labNamed('time-server');
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

const batch = 8;

/** Submissions a second. */
async function rate(at: number, one: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const queue = Array.from({ length: batch }).values();
  const work = async () => {
    for (const _ of queue) await one();
  };
  await Promise.all(Array.from({ length: at }, work));
  return (1000 * batch) / (performance.now() - begun);
}

async function isolated(slots: number): Promise<number> {
  await using gradings = new Gradings({ isolation: 'namespaces', count: slots, worker, notice: console.error });
  const one = () => gradings.grade(timeLab, grader, server, { seed: 1, only: untimed });
  await Promise.all(Array.from({ length: slots }, one)); // a batch goes on for long: its start is not counted
  return await rate(slots, one);
}

const inNetwork = ['-n', ...(process.getuid?.() === 0 ? [] : ['-U', '-r']), 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh'];
const bareFile = join(root, 'dist', 'scripts', 'bench', 'bare.js');
const bareRate = (at: number) =>
  rate(at, () => execa('unshare', [...inNetwork, process.execPath, bareFile, '45000', python, server], { stdin: 'ignore' }));

await measure(
  'submissions a second, two at a time in slots, against the bare exchanges in new network namespaces',
  'ratio >= 0.7',
  () => isolated(2),
  () => bareRate(2),
);
for (const slots of [1, 4, 8]) {
  await measure(
    `submissions a second with ${slots} slot${slots === 1 ? '' : 's'}, against two`,
    'none',
    () => isolated(slots),
    () => isolated(2),
  );
}
