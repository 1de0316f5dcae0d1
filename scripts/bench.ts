// `npm run bench`: how long lab takes, as ratios measured in one run, a JSON object a line.
// The law here: the two sides of a ratio take turns, so that a machine whose speed drifts slows both, and medians are shown.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';
import getPort from 'get-port';

import { graders } from '../graders/index.ts';
import { findRuntime } from '../graders/subject/index.ts';
import { bareGrading } from './bench/bare.ts';
import { root } from './course.ts';

const rounds = Number(process.env['ROUNDS'] ?? 11);
const lab = join(root, 'dist', 'scripts', 'lab.js');
const server = join(root, 'reference', 'time-server', 'variants', 'threads.py');
const python = findRuntime('python3')?.path ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'lab-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A whole command, in milliseconds. */
async function timed(command: string, args: string[]): Promise<number> {
  const begun = performance.now();
  await execa(command, args, { reject: false, stdin: 'ignore' });
  return performance.now() - begun;
}

const node = (...args: string[]): Promise<number> => timed(process.execPath, args);
const grade = (path: string, ...args: string[]): Promise<number> => node(lab, 'grade', 'time-server', path, '--quiet', ...args);

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
  const ms =
    name === 'ratio' ? { labMs: round(median(counted.map(([a]) => a))), bareMs: round(median(counted.map(([, b]) => b))) } : {};
  console.log(JSON.stringify({ what, [name]: round(result), target, ...ms, rounds }));
}

const ratio = (ours: number, bare: number): number => ours / bare;
const differenceMs = (ours: number, bare: number): number => ours - bare;

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const exitedAt = join(folder, 'exited-at');
const exits = program(
  'exits.py',
  `import time\nopen(${JSON.stringify(exitedAt)}, 'w').write(str(time.time()))\nraise SystemExit('no socket today')\n`,
);
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
const untimed = graders[0]!.checks.map(({ id }) => id).filter((id) => id !== 'TIME-2/moves');

await measure(
  'lab --help against node -e 0',
  'ratio <= 1.6',
  () => node(lab, '--help'),
  () => node('-e', '0'),
);
await measure(
  'lab grade of a correct Python server against node -e 0 and the same starts and exchanges, bare',
  'ratio <= 2.5',
  () => grade(server, '--only', ...untimed),
  async () => (await node('-e', '0')) + (await bareGrading([python, server], await getPort())),
);
await measure(
  'from the last statement of a program that exits at once to the end of lab grade',
  'differenceMs < 100',
  async () => {
    await grade(exits);
    return Date.now();
  },
  () => Promise.resolve(Number(readFileSync(exitedAt, 'utf8')) * 1000),
  differenceMs,
);
await measure(
  'lab grade of a server that never answers, all checks',
  'labMs < 1000',
  () => grade(silent),
  () => node('-e', '0'),
);
