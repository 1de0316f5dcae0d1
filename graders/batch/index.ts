// Grading many submissions side by side, each kept apart from everything else.
export { type Listed, type Outcome, claim, outcomesOf, readBatch, writeBatch } from './batchFolder.ts';
export { digestOf } from './digest.ts';
export { gathered } from './gathered.ts';
export { type Done, type Item, gradeClass } from './gradeClass.ts';
export { Gradings } from './gradings.ts';
export { Results, fileNameOf, writeDurably } from './kept.ts';
export { readClass } from './layouts.ts';
export type { HandedIn } from './layouts/layout.ts';
export { parseRoster } from './roster.ts';
export { joinRoster } from './rosterJoin.ts';
export { Slots } from './slots.ts';
export { Turn } from './turn.ts';
