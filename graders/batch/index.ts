// Grading submissions side by side, each kept apart from everything else. What a class needs besides stands in class.ts, so that
// the grading of one submission does not load it.
export { Gradings } from './gradings.ts';
export { Slots } from './slots.ts';
