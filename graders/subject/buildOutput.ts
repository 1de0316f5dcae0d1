// What a compiler said, cut down to what a student needs to see.
// The law here: the first error is shown, for the others often follow from it; what is left out is counted; paths are the
// student's own, without the folder in which the work was done.
const maxLines = 40;
const maxLineLength = 400;

/** Ready to be put after a sentence: empty, or lines that begin on a new one. */
export function compilersWords(output: string, root: string): string {
  const lines = output.replaceAll(`${root}/`, '').replaceAll(root, '.').trimEnd().split(/\r?\n/).map(shortened);
  if (lines.length === 1 && lines[0] === '') return '';
  const firstError = lines.findIndex((line) => /\b(?:error|Error|ERROR)\b|undefined reference/.test(line));
  const tail = Math.max(0, lines.length - maxLines);
  // the lines right before an error name the function, or what included the file
  const from = firstError < 0 ? tail : Math.min(Math.max(0, firstError - 2), tail);
  const after = lines.length - from - maxLines;
  const before = from > 0 ? [`… ${from} lines before this left out …`] : [];
  return [
    '',
    ...before,
    ...lines.slice(from, from + maxLines),
    ...(after > 0 ? [`… ${after} lines after this left out …`] : []),
  ].join('\n');
}

function shortened(line: string): string {
  const extra = line.length - maxLineLength;
  return extra <= 0 ? line : `${line.slice(0, maxLineLength)} … ${extra} characters left out …`;
}
