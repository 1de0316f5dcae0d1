// A class: reading what it has handed in, grading it, and keeping the results.
export { type Listed, type Outcome, claim, notGradedYet, outcomesOf, readBatch, writeBatch } from './batchFolder.ts';
export { digestOf } from './digest.ts';
export { gathered } from './gathered.ts';
export { type Done, type Item, gradeClass } from './gradeClass.ts';
export { Results, fileNameOf, makeFolder, writeDurably } from './kept.ts';
export { readClass } from './layouts.ts';
export type { HandedIn } from './layouts/layout.ts';
export { parseRoster } from './roster.ts';
export { joinRoster } from './rosterJoin.ts';
export { asHandedIn, scratchFolder } from './scratch.ts';
export { Turn } from './turn.ts';
