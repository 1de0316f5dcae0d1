// What has to be undone when this process ends, whichever way it ends.
// The law here: it is undone at once, without waiting for anything: nothing asynchronous runs any more by then.

const pending = new Set<() => void>();
process.on('exit', () => {
  for (const undo of [...pending].toReversed()) undo(); // what was done last may stand on what was done first
});

/** Has `undo` run when this process ends. @returns forgets it again */
export function atExit(undo: () => void): () => void {
  pending.add(undo);
  return () => pending.delete(undo);
}
