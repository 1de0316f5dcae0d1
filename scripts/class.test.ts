// A class of every layout, of correct, faulty, broken and hostile programs with hostile names: each has its right row everywhere.
// The law here: what must come of a submission stands in it. The results are held against that, and every file against the results.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { oneLine } from '../graders/report/characters.ts';
import { isUnreadable } from './classNames.test.support.ts';
import {
  type ClassLayout,
  type HandedIn,
  type Person,
  classLayouts,
  handedInBy,
  layOut,
  rosterOf,
  worksheetOf,
} from './classOf.test.support.ts';
import {
  type Cells,
  type Got,
  type Suite,
  canvasIn,
  classPageIn,
  ctrfIn,
  having,
  junitIn,
  keyOf,
  moodleGradebookIn,
  resultsIn,
  summaryIn,
  undefused,
  worksheetIn,
} from './classOutputs.test.support.ts';
import { type Kind, type Program, brokenPrograms, hostilePrograms, referencePrograms } from './classPrograms.test.support.ts';
import { exportGrades } from './commands/export.ts';
import { labNamed, root } from './course.ts';

const lab = join(root, 'dist', 'scripts', 'lab.js');
const title = 'Time server';
/** What these say is said soon, and none of them needs another. */
const only = ['TCP-1', 'TIME-1', 'TIME-3', 'TIME-4', 'TIME-5'];
/** Compiled, or waiting for a clock: correct all the same, and slow. */
const slow = /java|cplusplus|typescript|\.ts$|slow|timeout|sleeps|makefile|shell|processes|epoch/;
/** Those that are over soon: how each of them is contained stands in hostile.test.ts. */
const quickHostile =
  'abstract-sockets.py build-escapes build-kills closes-streams.c daemonises.py deep-folders.py dumps-core.c escapes-printed.py escapes-sent.py false-command-line.py fork-bomb.sh forges-report.c greets-unasked.py ignores-signals.py kills-all.c late-child.py memory-shared-mapping.py never-accepts.py package-scripts regex-bait.py resets-on-accept.py rewrites-itself.py shadow-modules stderr-line.c stdout-flood.py all-descriptors.c strange-names.sh thread-bomb.c yaml-bomb zombies.c'.split(
    ' ',
  );

const isQuick = ({ kind, name, expected }: Program): boolean =>
  kind === 'hostile' ? quickHostile.includes(name) : kind === 'broken' || (!slow.test(name) && isDecidedBy(only, expected));

const isDecidedBy = (checks: string[], expected: Program['expected']): boolean =>
  expected?.outcome === 'graded' && expected.fails.every((id) => checks.includes(id));

const programs = [...referencePrograms(), ...brokenPrograms(), ...hostilePrograms()].filter(isQuick);
const kinds: Kind[] = ['correct', 'mutant', 'broken', 'hostile'];
const endless = (kind: Kind): (() => Program) => {
  const all = programs.filter((program) => program.kind === kind);
  let next = 0;
  return () => all[next++ % all.length]!;
};
const nextOf = kinds.map(endless);

let names = 0;
const classes = Object.entries(classLayouts).map(([name, layout], index) => {
  const rounds = index < 4 ? 3 : 2;
  const some = Array.from({ length: rounds }, () => nextOf.map((next) => next())).flat();
  const handedIn = handedInBy(layout, some, names);
  names += some.length;
  return { name, layout, handedIn };
});

test('there are thirty of each kind', () => {
  const all = classes.flatMap(({ handedIn }) => handedIn.map(({ program: { kind } }) => kind));
  expect(kinds.map((kind) => [kind, all.filter((each) => each === kind).length])).toEqual(kinds.map((kind) => [kind, 30]));
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-class-test-'));
  vi.spyOn(console, 'error').mockImplementation(() => {}); // the notes of an export
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ status: number | null; stderr: string }> {
  const child = spawn(process.execPath, [lab, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const stderr = await text(child.stderr);
  const [status] = (await exited) as [number | null];
  return { status, stderr };
}

/** A name that cannot be shown spoils what it is the name of, whatever that holds. */
const expectedOf = ({ namesFiles }: ClassLayout, { people, program }: HandedIn): Program['expected'] =>
  namesFiles && people.some(({ name }) => isUnreadable(name))
    ? { outcome: 'not-read', reason: /control characters/ }
    : program.expected;

const { grader } = await labNamed('time-server');
const worth = new Map(grader.checks.map(({ id, points }) => [id, points]));
const sum = (ids: readonly string[]): number => ids.reduce((total, id) => total + worth.get(id)!, 0);

/** What is wrong with what came of it. */
function complaints(got: Got | undefined, expected: Program['expected']): string[] {
  if (got === undefined) return ['it has no result'];
  if (expected === null) return [];
  if (got.outcome !== expected.outcome) return [`${got.outcome}: ${got.problem}`];
  if (expected.outcome !== 'graded') return expected.reason.test(got.problem) ? [] : [`says ${got.problem}`];
  const [failed, passed] = [having(got, 'failed').toSorted().join(' '), having(got, 'passed')];
  if (failed !== expected.fails.toSorted().join(' ')) return [`fails ${failed}, and not ${expected.fails.join(' ')}`];
  return got.score === sum(expected.fails.length === 0 ? only : passed) ? [] : [`has ${got.score} points`];
}

async function graded(layout: ClassLayout, handedIn: readonly HandedIn[], absent: Person): Promise<string> {
  const given = layOut(layout, handedIn, join(folder, 'class'));
  const [out, roster] = [join(folder, 'out'), join(folder, 'roster.csv')];
  writeFileSync(roster, rosterOf(handedIn, absent));
  const limits = ['time=60', 'memory=400', 'processes=150', 'disk=64', 'output=16'].flatMap((limit) => ['--limit', limit]);
  const args = ['batch', 'time-server', given, '--out', out, '--only', ...only, ...limits];
  const { status, stderr } = await run(...args, ...(layout.hasRoster ? ['--roster', roster] : []));
  expect([0, 3], stderr).toContain(status); // 3 where nothing can be said of a hostile one
  expect(stderr).toContain(`laid down as ${layout.layout}`);
  return out;
}

async function exported(out: string, format: string, file: string, exportedFile?: string): Promise<string> {
  await exportGrades(format, out, { column: [], ...(exportedFile !== undefined && { exported: exportedFile }) });
  return join(out, file);
}

test.each(classes)('$name', { timeout: 120_000 }, async ({ layout, handedIn }) => {
  const absent = layout.person(999);
  const out = await graded(layout, handedIn, absent);
  const everybody = [...handedIn.flatMap(({ people }) => [...people]), ...(layout.hasRoster ? [absent] : [])];
  const results = resultsIn(out);
  const of = (person: Person): Got => [...results].find(([key]) => key.split(' + ').includes(person.id))![1];

  const wrong = handedIn.flatMap((one) =>
    complaints(results.get(keyOf(one.people)), expectedOf(layout, one)).map(
      (what) => `${one.program.name}, of ${keyOf(one.people)}: ${what}`,
    ),
  );
  expect(wrong).toEqual([]);
  expect(results.size).toBe(handedIn.length + (layout.hasRoster ? 1 : 0));
  if (layout.tellsLate) expect(handedIn.map(({ people }) => of(people[0]).late)).toEqual(handedIn.map(({ late }) => late));

  // The tables: a row for each of them, with the points of the result.
  const scores = (people: readonly Person[], key: keyof Person) =>
    Object.fromEntries(people.map((person) => [person[key], of(person).score]));
  const inFile = (cells: readonly Cells[]) => {
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    return Object.fromEntries(cells.map(({ id, score }) => [id, score]));
  };
  const summary = summaryIn(join(out, 'summary.csv'));
  expect(inFile(summary)).toEqual(scores(everybody, 'id'));
  for (const { id, row } of summary) {
    const got = of(everybody.find((person) => person.id === id)!);
    expect([row['outcome'], undefused(row['problem']!)]).toEqual([got.outcome, oneLine(got.problem)]);
    for (const cells of Object.values(row)) expect(cells).not.toMatch(/^[=+@\t\r]|^-\D/);
  }
  expect(inFile(canvasIn(await exported(out, 'canvas', 'canvas-gradebook.csv'), title))).toEqual(scores(everybody, 'id'));
  const listed = layout.hasRoster ? everybody : [];
  const gradebook = await exported(out, 'moodle-gradebook', 'moodle-gradebook.csv');
  expect(inFile(moodleGradebookIn(gradebook, title))).toEqual(scores(listed, 'username'));
  if (layout.layout === 'moodle') {
    const asExported = join(folder, 'worksheet.csv');
    writeFileSync(asExported, worksheetOf(handedIn, 2 * sum(only)));
    const worksheet = await exported(out, 'moodle-worksheet', 'moodle-worksheet.csv', asExported);
    const halved = worksheetIn(worksheet).map((cells) => ({ ...cells, score: cells.score && cells.score / 2 }));
    expect(inFile(halved)).toEqual(
      scores(
        everybody.filter((person) => person !== absent),
        'id',
      ),
    );
  }

  // The suites: one for each submission, with as many tests of each kind.
  const expected = [...results.values()].map(suiteOf);
  for (const [format, file, read] of [
    ['junit', 'junit.xml', junitIn],
    ['ctrf', 'ctrf.json', ctrfIn],
  ] as const) {
    const suites = read(await exported(out, format, file));
    expect(suites.map((suite) => ({ ...suite, student: '' }))).toEqual(expected.map((counts) => ({ ...counts, student: '' })));
    const ids = [...results.keys()].map((key) => key.split(' + ').map(oneLine));
    expect(suites.filter(({ student }, i) => ids[i]!.some((id) => !student.includes(id)))).toEqual([]);
  }

  // The page of the class, and those of its students.
  const rows = classPageIn(join(out, 'class.html'));
  expect(rows.map(({ verdicts }) => verdicts)).toEqual(
    [...results.values()].map(({ checks }) => checks.map(({ verdict }) => verdict)),
  );
  expect(rows.map(({ link }) => link)).toEqual([...results.values()].map(({ file }) => file && `students/${file}.html`));
  for (const [i, key] of [...results.keys()].entries())
    for (const id of key.split(' + ')) expect(rows[i]!.text).toContain(oneLine(id));
  for (const { link } of rows) if (link !== null) expect(existsSync(join(out, link))).toBe(true);
});

/** What JUnit and CTRF have no word for: a program that was not graded is one test that failed. */
function suiteOf(got: Got): Omit<Suite, 'student'> {
  const none = { passed: 0, failed: 0, skipped: 0, other: 0 };
  switch (got.outcome) {
    case 'graded':
      return {
        passed: having(got, 'passed').length,
        failed: having(got, 'failed').length,
        skipped: having(got, 'skipped').length,
        other: having(got, 'broken').length,
      };
    case 'not-handed-in':
      return { ...none, skipped: 1 };
    case 'not-built':
    case 'not-started':
      return { ...none, failed: 1 };
    default:
      return { ...none, other: 1 };
  }
}
