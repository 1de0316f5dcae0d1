// Grading many submissions side by side, each kept apart from everything else.
export { Gradings } from './gradings.ts';
export { Slots } from './slots.ts';
