// `lab batch LAB SUBMISSIONS`: grades a class, keeps each result as it comes, and makes the gradebook and the pages of it.
// The law here: given again it goes on where it stopped. What is made of the results is made anew each time, of all of them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';

import {
  type HandedIn,
  type Item,
  type Listed,
  Results,
  Turn,
  claim,
  digestOf,
  fileNameOf,
  gathered,
  gradeClass,
  joinRoster,
  parseRoster,
  readClass,
  writeBatch,
} from '../../graders/batch/class.ts';
import { Gradings } from '../../graders/batch/index.ts';
import type { Lab, Report } from '../../graders/engine/index.ts';
import { type Isolation, NotIsolated, UsageError, withLimits } from '../../graders/subject/index.ts';
import { writePages } from '../batchPages.ts';
import type { Language } from '../../graders/report/pages/words.ts';
import { labNamed, root, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { progressOf } from './batchProgress.ts';
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
  iTrustThesePrograms?: true;
}

/** @returns the exit status: 0 where each submission has its result, 3 where some have none for want of something here */
export async function batch(id: string, path: string, options: BatchCommand): Promise<number> {
  const notice = (message: string) => console.error(`lab: ${printable(message)}`);
  const { lab: named, grader } = await labNamed(id, options.set);
  const lab = { ...named, limits: withLimits(named.limits, options.limit) };
  const only = options.only && checksNamed(options.only, grader, lab.parameters);
  const isolation = isolationFor(options);

  const out = resolve(options.out ?? `${lab.id}-graded`);
  mustBeApart(path, out);
  claim(out, lab.id);
  await using _turn = await Turn.take(out);
  const scratch = mkdtempSync(join(tmpdir(), 'lab-class-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

  const { listed, handedIn, layout, notes } = await classOf(path, scratch, options);
  for (const note of notes) notice(note);
  const entries = listed.filter(({ submission }) => submission !== null).length;
  notice(`${path}: ${entries} submissions, laid down as ${layout}`);
  writeBatch(out, { schema: 'lab-batch/v1', lab: lab.id, settings: options.set, layout, listed });

  const jobs = options.jobs ?? availableParallelism();
  await using gradings = new Gradings({ isolation, count: jobs, worker, notice });
  const common = commonKey(lab, { only, seed: options.seed });
  const items = [...handedIn].map(([name, one]): Item => {
    const grade = () =>
      gradings.grade(lab, grader, gathered(one, scratch), {
        seed: options.seed,
        notice: (message) => notice(`${one.entry}: ${message}`),
        ...(only && { only }),
      });
    return { name, entry: one.entry, key: () => digestOf([...one.paths], [common, ...one.names]), grade };
  });
  const results = new Results(out);
  results.prepare();
  const progress = progressOf(items.length, options.json ?? false);
  let isPassing = false;
  try {
    await gradeClass({
      items,
      results,
      jobs,
      again: ({ report }) => options.regrade === true || (options.failed === true && !hasAll(report)),
      onStart: (item) => progress.starts(item),
      onDone: (done) => {
        isPassing ||= done.kept.isPassing;
        progress.ends(done);
      },
    });
  } catch (error) {
    throw error instanceof NotIsolated ? new NotIsolated(`${error.message}; ${onTrust}`) : error;
  } finally {
    progress.stop();
  }
  for (const words of await writePages(out, lab, { language: options.language, captures: options.pcapng ?? false }))
    notice(words);
  if (isPassing)
    notice('some could not be graded, and that is not their fault: give the same command again to try them once more');
  return isPassing ? 3 : 0;
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
  const inside = relative(resolve(path), out);
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside)))
    throw new UsageError(`--out ${out}: lies among the submissions; name a folder beside them`);
}

interface Class {
  listed: Listed[];
  /** By the names of their results. */
  handedIn: Map<string, HandedIn>;
  layout: string;
  notes: string[];
}

/** @throws UsageError */
async function classOf(path: string, scratch: string, { layout: forced, roster }: BatchCommand): Promise<Class> {
  const into = join(scratch, 'class');
  mkdirSync(into);
  const read = await readClass(path, into, forced);
  const { layout, doubts, setAside } = read;
  const joined = roster === undefined ? { ...read, nothing: [], unlisted: [], doubts: [] } : joinRoster(readRoster(roster), read);
  const handedIn = new Map<string, HandedIn>();
  const listed: Listed[] = [];
  for (const one of joined.handedIn) {
    const { students, entry: submission, late } = one;
    const name = nameBeside(handedIn, students.map((student) => student.id).join('+'));
    handedIn.set(name, one);
    listed.push({ name, students, submission, late, problem: null });
  }
  for (const { students, entry, reason } of joined.problems)
    listed.push({
      name: null,
      students: students.length > 0 ? students : [unknown(entry)],
      submission: entry,
      late: false,
      problem: reason,
    });
  for (const student of joined.nothing)
    listed.push({ name: null, students: [student], submission: null, late: false, problem: null });
  const unlisted = joined.unlisted.map(({ id }) => `${id} handed in, and is not on the list`);
  const aside = setAside.map(({ entry, reason }) => `${entry}: set aside, ${reason}`);
  return { listed, handedIn, layout, notes: [...doubts, ...joined.doubts, ...unlisted, ...aside] };
}

/** @throws UsageError */
function readRoster(file: string) {
  try {
    return parseRoster(readFileSync(file), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UsageError(`--roster ${file}: cannot be read (${code})`);
  }
}

const unknown = (entry: string) => ({ id: entry, name: null, email: null, username: null });

function nameBeside(taken: ReadonlyMap<string, unknown>, id: string): string {
  const name = fileNameOf(id);
  let free = name;
  for (let i = 2; taken.has(free); i += 1) free = `${name}~${i}`;
  return free;
}

/** What all results of a batch hang on: the graders, the lab's own data, and what was asked for. */
function commonKey(lab: Lab, asked: object): string {
  const grading = digestOf([join(root, 'dist', 'graders'), join(lab.folder, 'lab.yaml')]);
  return JSON.stringify([grading, lab.parameters, lab.limits, asked]);
}

const hasAll = (report: Report | null): boolean => report?.outcome === 'graded' && report.score === report.maxScore;
