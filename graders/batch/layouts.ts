// Finds out how the submissions of a class are laid down, and reads them: each with whose it is and where it lies.
// The law here: a layout is taken when it fits most of what is there; where that is not plain to see, names are taken as they are, and that is said.
import { UsageError } from '../subject/index.ts';
import { canvas, isCanvas } from './layouts/canvas.ts';
import { classroom, isCheckout } from './layouts/classroom.ts';
import { openClass, visible } from './layouts/entries.ts';
import { gradescope, isGradescope } from './layouts/gradescope.ts';
import type { ClassFolder, Entry, Layout, Reading } from './layouts/layout.ts';
import { isMoodle, moodle } from './layouts/moodle.ts';
import { plain } from './layouts/plain.ts';
import { isDocument } from './layouts/submission.ts';

export interface ReadClass extends Reading {
  layout: string;
  /** What a person should look at before they believe the rest. */
  doubts: string[];
}

const layouts: readonly Layout[] = [moodle, canvas, gradescope, classroom, plain];
export const layoutNames: readonly string[] = layouts.map(({ name }) => name);

/**
 * @param path a folder or an archive with the submissions of a class
 * @param into an empty folder of the caller's, for what an archive unpacks to
 * @param forced the layout's name; else it is found out
 * @throws UsageError
 */
export async function readClass(path: string, into: string, forced?: string): Promise<ReadClass> {
  const given = layouts.find(({ name }) => name === forced);
  if (forced !== undefined && given === undefined) {
    throw new UsageError(`${forced} is no layout that is known. Give one of ${layoutNames.join(', ')}, or none.`);
  }
  const folder = await openClass(path, into, isSubmission);
  if (folder.entries.length === 0 && folder.astray.length === 0) {
    throw new UsageError(`${path} holds no submissions. Give the folder or the archive in which they lie side by side.`);
  }
  const doubts: string[] = [];
  if (folder.entered !== null) doubts.push(`the submissions are taken from the folder ${folder.entered}, which is all there is`);
  const layout = given ?? recognised(folder, doubts);
  const reading = await layout.read(folder);
  return { layout: layout.name, doubts, ...reading, problems: [...reading.problems, ...folder.astray] };
}

function recognised(folder: ClassFolder, doubts: string[]): Layout {
  const { entries } = folder;
  const programs = entries.filter((entry) => entry.isFolder || !isDocument(entry.name)).length;
  const fitting = layouts
    .map((layout) => ({ layout, count: layout.fits(folder) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const [best, second] = fitting;
  if (best !== undefined && 2 * best.count > Math.max(programs, best.count) && best.count !== second?.count) return best.layout;
  for (const { layout, count } of fitting) doubts.push(doubt(layout, count, entries.length));
  for (const layout of layouts) {
    const count = fitting.length > 0 ? 0 : (layout.mayFit?.(folder) ?? 0);
    if (2 * count > entries.length) doubts.push(doubt(layout, count, entries.length));
  }
  return plain;
}

const doubt = ({ name }: Layout, count: number, all: number): string =>
  `${count} of ${all} names could be ${name}'s, and all are taken as they are: if that is wrong, give --layout ${name}`;

const aProgramsOwn =
  /^(?:makefile|cmakelists\.txt|run\.ya?ml|package\.json|pom\.xml|src|(?:readme|server|client|main)(?:\..*)?)$/i;

/** A folder that lies alone: is it one submission, or does it hold them? */
function isSubmission(entry: Entry): boolean {
  if (isMoodle(entry) || isCanvas(entry) || isGradescope(entry) || isCheckout(entry)) return true;
  return entry.isFolder && entry.path !== '' && visible(entry.path).some(({ name }) => aProgramsOwn.test(name));
}
