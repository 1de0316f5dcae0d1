// A lab whose folder is there and whose grader is not, as its author left it: each is told what to do.
// The law here: no mistake of an author looks like a fault of lab.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { UsageError } from '../graders/subject/index.ts';
import { graderMissing, handoutOf, labNamed, needsBuilt } from './course.ts';

let course: string;
beforeEach(() => {
  course = mkdtempSync(join(tmpdir(), 'course-'));
  plant('graders/index.ts', "import { echo } from './echo.ts';\n");
  mkdirSync(join(course, 'labs', 'echo'), { recursive: true });
});
afterEach(() => rmSync(course, { recursive: true }));

function plant(name: string, text = '', atS?: number): void {
  const file = join(course, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (atS !== undefined) utimesSync(file, atS, atS);
}

test('a grader is written, registered, called by its name, and built', () => {
  const missing = 'labs/day has no grader';
  const told = (...labs: string[]) =>
    graderMissing(
      course,
      'day',
      labs.map((lab) => ({ lab })),
    );
  expect(told('echo')).toBe(`${missing}: write graders/day.ts (README.md: Adding a lab)`);
  plant('graders/day.ts');
  expect(told('echo')).toContain(`${missing}: register graders/day.ts in graders/index.ts`);
  plant('graders/index.ts', "import { day } from './day.ts';\n");
  expect(told('echo')).toContain(`${missing} yet: npm run build`);
  expect(told('echo', 'days')).toContain(`${missing}: one is called "days", which is no folder of labs/: in graders/day.ts`);
});

test('a grader that was changed after it was built is told', () => {
  const stale = new UsageError('graders/echo.ts was changed after it was built: npm run build');
  expect(() => needsBuilt(course, 'echo')).not.toThrow(); // an installation has no source
  plant('graders/echo.ts', '', 1000);
  expect(() => needsBuilt(course, 'echo')).toThrow(stale);
  plant('dist/graders/echo.js', '', 1001);
  expect(() => needsBuilt(course, 'echo')).not.toThrow();
  plant('graders/echo.ts', '', 1002);
  expect(() => needsBuilt(course, 'echo')).toThrow(stale);
});

test('a handout that there is not in a language is told', async () => {
  const { lab } = await labNamed('echo-tcp');
  const message = `${join(course, 'handout.id.md')} is missing: it holds the rules of the lab`;
  expect(() => handoutOf({ ...lab, folder: course }, 'id')).toThrow(new UsageError(message));
});
