// Tells a person what went wrong, and says by the exit status whose doing it was.
// The law here: a mistake of the user's is one message without a stack; only a fault of our own shows where it happened.
import { notation } from '../graders/engine/notation.ts';

/** @returns the exit status */
export function report(error: unknown): number {
  if (!(error instanceof Error)) return fault(String(error));
  if (error.name === 'UsageError') return say(error.message, 2);
  if (['NotGradable', 'NotIsolated', 'NotStarted'].includes(error.name)) return say(error.message, 3);
  return fault(error.stack ?? error.message);
}

function say(message: string, status: number): number {
  console.error(`lab: ${printable(message)}`);
  return status;
}

function fault(details: string): number {
  console.error(
    `lab: this is a fault of lab itself, and says nothing about the submission. Please report it:\n${printable(details)}`,
  );
  return 3;
}

/** Names of files and processes may hold anything; a terminal gets no control character of theirs. */
export const printable = (text: string): string =>
  text
    .split('\n')
    .map((line) => notation(Buffer.from(line)).replaceAll('\\\\', '\\'))
    .join('\n');
