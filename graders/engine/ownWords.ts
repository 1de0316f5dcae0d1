// A program's last words without what is not its author's: the frames of a traceback that lie in a language's library.
// The law here: only whole frames go; what the program itself said stays, and a traceback without own frames stays whole.

/** Frames of Python (with the lines of code under them), Node and Java whose file does not lie in the submission. */
const foreignFrames = [
  /^ {2}File "(?:\/|<frozen)[^"]*", line \d+(?:, in .*)?\n(?: {4}.*\n)*/gm,
  /^ {4}at .*\(?node:.*\n/gm,
  /^[ \t]+at (?:java|jdk|sun)\..*\n/gm,
];

export function ownWords(printed: string): string {
  const text = `${printed.trimEnd()}\n`;
  const own = foreignFrames.reduce((rest, frame) => rest.replace(frame, ''), text);
  const hasOwnFrame = /^ {2}File "|^[ \t]+at /m.test(own);
  return (hasOwnFrame ? own : text).trimEnd();
}

/** Whether a program that lives complains of a failure of its own; what it merely logs is not worth a student's time. */
export const complains = (printed: string): boolean =>
  /Traceback|Error\b|Exception\b|panic|[Ss]egmentation fault|Assertion/.test(printed);
