// `npm run soak [-- ROUNDS [LAB…]]`: grades the same programs again and again, alone and beside busy loops, and holds their
// verdicts against each other.
// The law here: one program, one verdict vector, always.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { $, type ProcessPromise } from 'zx';

import { Gradings } from '../graders/batch/index.ts';
import type { Report } from '../graders/engine/index.ts';
import { UsageError } from '../graders/subject/index.ts';
import { type ReferenceProgram, programsOf } from '../graders/verify/programs.ts';
import { labNamed, referenceOf, worker } from './course.ts';
import { report as tell } from './tell.ts';

const jobs = 8;
const busyLoops = 4;
/** Of a lab's programs these take part, with its reference: those that are likely to be shaken by load. */
const chosen: Record<string, string> = {
  calculator: 'threads-recv-32.py with-asyncio.py java-threads unflushed division-by-zero-kills-server half-open-for-ever',
  broadcast: 'queue-per-client.py java-callback poll.c blocking-send total-forgets-leavers serial-accept',
  chat: 'threads.py java-threads node-events.js off-twice names-used-for-ever reset-kills-server',
  'file-chat': 'threads.py store-and-forward.py poll.c mark-cut-missed copy-not-flushed slow-receiver-put-out',
  'time-server':
    'threads.py with-asyncio.py fork.c java-threads lf-only recv-is-message serial-accept time-at-connect quit-ignored',
  'echo-tcp': 'fork.c java-one-by-one with-asyncio.py never-closes waits-for-end reset-kills-server',
  'echo-udp': 'threads.py node-dgram.js recvfrom.c answers-twice icmp-kills-server long-kills-server',
  'echo-stream': 'fork.c java-pool node-drain.mjs lock-around-send utf8-split slow-reader-blocks-all',
  'echo-forking': 'fork.c with-multiprocessing.py node-cluster.mjs dual-stack.py zombies fork-parent-leaks',
  'echo-threading': 'threads.py java-pool pthreads.c node-workers thread-stays workers-die-of-resets',
};
const [, , times = '100', ...named] = process.argv;
const rounds = Number(times);
const labs = named.length > 0 ? named : Object.keys(chosen);

const vectorOf = ({ outcome, checks, reason }: Report): string =>
  outcome === 'graded' ? checks.map(({ id, verdict }) => `${id} ${verdict}`).join(', ') : `${outcome}: ${reason}`;

/** @throws UsageError */
function programsFor(id: string, into: string): ReferenceProgram[] {
  const names = chosen[id]?.split(' ');
  if (names === undefined)
    throw new UsageError(`scripts/soak.ts names no programs of ${id}: add a line to \`chosen\`, and npm run build`);
  const programs = programsOf(dirname(referenceOf(id)), into).filter(
    ({ name, kind }) => kind === 'reference' || names.includes(name),
  );
  const missing = names.filter((each) => !programs.some(({ name }) => name === each));
  if (missing.length > 0) throw new UsageError(`scripts/soak.ts: ${id} has no ${missing.join(', ')}`);
  return programs;
}

async function soak(id: string, into: string): Promise<boolean> {
  const { lab, grader } = await labNamed(id);
  const programs = programsFor(id, into);
  const vectors = new Map<string, Map<string, number>>();
  const queue = Array.from({ length: rounds }, () => programs)
    .flat()
    .values();
  const work = async () => {
    for (const { name, kind, path } of queue as Iterable<ReferenceProgram>) {
      const vector = vectorOf(await gradings.grade(lab, grader, path, { seed: 1 }));
      const seen = vectors.get(`${kind} ${name}`) ?? new Map<string, number>();
      vectors.set(`${kind} ${name}`, seen.set(vector, (seen.get(vector) ?? 0) + 1));
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  for (const [name, seen] of vectors) {
    console.log(
      `${seen.size === 1 ? '✓' : '✗'} ${id}: ${name}: ${seen.size} verdict vector${seen.size === 1 ? '' : 's'} in ${rounds} gradings`,
    );
    if (seen.size > 1) for (const [vector, count] of seen) console.log(`    ${count} ×  ${vector}`);
  }
  return [...vectors.values()].every((seen) => seen.size === 1) && vectors.size === programs.length;
}

await using gradings = new Gradings({ isolation: undefined, count: jobs, worker, notice: console.error });
const into = mkdtempSync(join(tmpdir(), 'lab-soak-'));
const loops = new Set<ProcessPromise>();
process.once('exit', () => {
  for (const { pid } of loops) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  rmSync(into, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** @returns whether each program had the same verdicts each time */
async function soakAll(): Promise<boolean> {
  if (!/^[1-9]\d*$/.test(times)) throw new UsageError(`${times} is no number of rounds: npm run soak -- ROUNDS LAB…`);
  for (const id of labs) {
    await labNamed(id);
    programsFor(id, join(into, `${id}-there`));
  }
  let steady = true;
  for (const load of [0, busyLoops]) {
    console.log(load === 0 ? 'alone' : `beside ${load} busy loops`);
    for (let i = 0; i < load; i += 1) loops.add($({ nothrow: true })`exec ${process.execPath} -e ${'for (;;);'}`);
    try {
      for (const lab of labs) steady = (await soak(lab, join(into, `${lab}-${load}`))) && steady;
    } finally {
      await Promise.all([...loops].map((loop) => loop.kill('SIGKILL')));
      loops.clear();
    }
  }
  return steady;
}

process.exitCode = await soakAll().then((steady) => (steady ? 0 : 1), tell);
