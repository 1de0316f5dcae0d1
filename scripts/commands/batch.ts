// `lab batch LAB SUBMISSIONS`: grades a class, keeps each result as it comes, and makes the gradebook and the pages of it.
// The law here: given again it goes on where it stopped. What is made of the results is made anew each time, of all of them.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

import {
  type Item,
  Results,
  Turn,
  asHandedIn,
  claim,
  digestOf,
  gathered,
  gradeClass,
  scratchFolder,
  writeBatch,
} from '../../graders/batch/class.ts';
import { Gradings } from '../../graders/batch/index.ts';
import type { Lab, Report } from '../../graders/engine/index.ts';
import { type Isolation, NotIsolated, type Role, UsageError, withLimits } from '../../graders/subject/index.ts';
import { writePages } from '../batchPages.ts';
import type { Language } from '../../graders/report/pages/words.ts';
import { labNamed, root, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { BatchCount } from './batchCount.ts';
import { progressOf } from './batchProgress.ts';
import { classOf } from './batchClass.ts';
import { checksNamed } from './checksNamed.ts';

export interface BatchCommand {
  out?: string;
  jobs?: number;
  layout?: string;
  roster?: string;
  only?: string[];
  set: string[];
  limit: string[];
  seed: number;
  language: Language;
  regrade?: true;
  failed?: true;
  pcapng?: true;
  json?: true;
  isolation?: Isolation;
  role?: Role;
  iTrustThesePrograms?: true;
}

/** @returns the exit status: 0 where each submission has its result, 3 where some have none for want of something here */
export async function batch(id: string, path: string, options: BatchCommand): Promise<number> {
  let says = (line: string): void => console.error(line);
  const notice = (message: string) => says(`lab: ${printable(message)}`);
  const role = options.role ?? 'server';
  const { lab: named, grader } = await labNamed(id, options.set, role);
  const lab = { ...named, limits: withLimits(named.limits, options.limit) };
  const only = options.only && checksNamed(options.only, grader, lab.parameters);
  const isolation = isolationFor(options);

  const out = resolve(options.out ?? `${lab.id}${role === 'client' ? '-client' : ''}-graded`);
  mustBeApart(path, out);
  claim(out, lab.id, role);
  await using _turn = await Turn.take(out);
  const scratch = scratchFolder();

  const { listed, handedIn, layout, notes } = await classOf(path, scratch, options);
  for (const note of notes) notice(note);
  const entries = listed.filter(({ submission }) => submission !== null).length;
  notice(`${path}: ${entries} submissions, laid down as ${layout}`);
  writeBatch(out, { schema: 'lab-batch/v1', lab: lab.id, role, settings: options.set, layout, listed });

  const jobs = options.jobs ?? availableParallelism();
  await using gradings = new Gradings({ isolation, count: jobs, worker, notice });
  const common = commonKey(lab, { only, seed: options.seed, ...(role === 'client' && { role }) });
  const shown = asHandedIn(path, scratch);
  const items = [...handedIn].map(([name, one]): Item => {
    const grade = () =>
      gradings.grade(lab, grader, gathered(one, scratch), {
        seed: options.seed,
        notice: (message) => notice(`${one.entry}: ${message}`),
        ...(only && { only }),
      });
    const key = () => digestOf([...one.paths], [common, ...one.names]);
    return { name, entry: one.entry, key, grade, shown };
  });
  const results = new Results(out);
  results.prepare();
  const count = new BatchCount(items.length);
  const progress = progressOf(count, options.json ?? false);
  says = progress.says;
  whenEnded(() => notice(`ended with ${count.done}: what is graded is kept; the same command goes on from there`));
  let isPassing = false;
  let words: string[];
  try {
    await gradeClass({
      items,
      results,
      jobs,
      again: ({ report }) => options.regrade === true || (options.failed === true && !hasAll(report)),
      onStart(item) {
        count.starts(item);
        progress.starts(item);
      },
      onDone(done) {
        isPassing ||= done.kept.isPassing;
        count.ends(done);
        progress.ends(done);
      },
    });
    count.writes(0);
    progress.writes();
    const onPage = (written: number) => count.writes(written);
    words = await writePages(out, lab, { language: options.language, captures: options.pcapng ?? false, onPage });
  } catch (error) {
    throw error instanceof NotIsolated ? new NotIsolated(`${error.message}; ${onTrust}`) : error;
  } finally {
    progress.stop();
  }
  for (const word of words) notice(word);
  notice(`the class is shown in ${join(options.out ?? basename(out), 'class.html')}`);
  if (isPassing)
    notice('some could not be graded, and that is not their fault: give the same command again to try them once more');
  return isPassing ? 3 : 0;
}

/** By a signal; whoever listened for it before ends this process then. */
function whenEnded(tell: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.prependOnceListener(signal, tell);
}

const onTrust = '--i-trust-these-programs grades them all the same, with your rights';

/** @throws UsageError */
function isolationFor({ isolation, iTrustThesePrograms }: BatchCommand): Isolation | undefined {
  if (isolation === 'process-group' && !iTrustThesePrograms)
    throw new UsageError(`--isolation process-group: many strangers' programs would run with your rights; ${onTrust}`);
  return isolation ?? (iTrustThesePrograms ? undefined : 'namespaces');
}

/** @throws UsageError */
function mustBeApart(path: string, out: string): void {
  const inside = relative(realPath(path), realPath(out));
  if (!/^\.\.(?:\/|$)/.test(inside) && !isAbsolute(inside))
    throw new UsageError(`--out ${out}: lies among the submissions; name a folder beside them`);
}

/** Whatever of it is there already. */
function realPath(path: string): string {
  const whole = resolve(path);
  return existsSync(whole) ? realpathSync(whole) : join(realPath(dirname(whole)), basename(whole));
}

/** Which of the folders of graders/ show results, and decide none. */
const ofShowing = ['report', 'verify'];

/** What all results of a batch hang on: the graders, the lab's own data, and what was asked for. */
function commonKey(lab: Lab, asked: object): string {
  const graders = join(root, 'dist', 'graders');
  const deciding = readdirSync(graders).filter((name) => !ofShowing.includes(name));
  const grading = digestOf([...deciding.toSorted().map((name) => join(graders, name)), join(lab.folder, 'lab.yaml')]);
  return JSON.stringify([grading, lab.parameters, lab.limits, asked]);
}

const hasAll = (report: Report | null): boolean => report?.outcome === 'graded' && report.score === report.maxScore;
