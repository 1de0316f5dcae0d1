// Grades as a coordinator does, in a process of its own and so as any user; tells of each job in a line of JSON.
// The law here: what it is to do stands in its one argument, and nothing is left of it when it has ended.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readLab } from '../engine/index.ts';
import { type Limits, defaultLimits } from '../subject/index.ts';
import { Slots } from './slots.ts';

export interface Work {
  lab: string;
  paths: string[];
  /** How many at a time. */
  count: number;
  only?: string[];
  limits?: Partial<Limits>;
}

export interface Done {
  path: string;
  report?: Awaited<ReturnType<Slots['grade']>>;
  error?: { name: string; message: string };
  /** The slots there are afterwards, by their process ids. */
  slots: number[];
}

const { lab: id, paths, count, only, limits } = JSON.parse(process.argv[2]!) as Work;
const lab = await readLab(fileURLToPath(new URL('../../../', import.meta.url)), id);
lab.limits = { ...defaultLimits, ...limits };

const slotsNow = () =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '')
    .map(Number);

await using slots = new Slots({ count, worker: fileURLToPath(new URL('worker.js', import.meta.url)) });
await Promise.all(
  paths.map(async (path) => {
    let done: Pick<Done, 'report' | 'error'>;
    try {
      done = { report: await slots.grade({ role: 'server', lab, path, options: { seed: 1, ...(only && { only }) } }) };
    } catch (error) {
      const { name, message } = error as Error;
      done = { error: { name, message } };
    }
    console.log(JSON.stringify({ path, ...done, slots: slotsNow() } satisfies Done));
  }),
);
