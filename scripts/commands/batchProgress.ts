// What one sees of a batch while it runs: a live line at a terminal, else a line a submission and a sign of life now and then.
// The law here: it tells, and decides nothing. Results go elsewhere.
import type { Done, Item } from '../../graders/batch/class.ts';
import { printable } from '../tell.ts';
import type { BatchCount } from './batchCount.ts';
import { LiveLine, type Terminal } from './liveLine.ts';

const heartbeatMs = 30_000;

export interface Progress {
  starts: (item: Item) => void;
  ends: (done: Done) => void;
  /** All are done, and the pages are begun; from here on the count tells of them. */
  writes: () => void;
  /** Says something in a line of its own. */
  says: (line: string) => void;
  stop: () => void;
}

/** In words, of a submission that is done. */
function lineOf({ item, kept: { report, problem } }: Done): string {
  const [why = ''] = (problem ?? '').split('\n', 1);
  const what =
    report?.outcome === 'graded' ? `${report.score} of ${report.maxScore}` : `${report?.outcome ?? 'not graded'}: ${why}`;
  return `${printable(item.entry)}: ${printable(what)}`;
}

/** @param count of the same batch; somebody else keeps it */
export function live(count: BatchCount, terminal: Terminal): Progress {
  const line = new LiveLine(terminal, (room) => count.line(room));
  return {
    starts: () => {},
    ends: (done) => {
      if (!done.isOld && done.kept.isPassing) line.says(lineOf(done));
    },
    writes: () => {},
    says: (text) => line.says(text),
    stop: () => {
      line.stop();
      line.says(count.summary);
    },
  };
}

const says = (line: string): void => console.error(line);

function lines(count: BatchCount): Progress {
  const timer = setInterval(() => says(count.line(Infinity)), heartbeatMs);
  return {
    starts: () => {},
    ends: (done) => {
      if (!done.isOld) says(lineOf(done));
    },
    writes: () => says(count.line(Infinity)),
    says,
    stop: () => {
      clearInterval(timer);
      says(count.summary);
    },
  };
}

/** A JSON object a line, on standard output. */
function json({ all }: BatchCount): Progress {
  const tell = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`);
  tell({ event: 'begins', submissions: all });
  return {
    starts: ({ name, entry }) => tell({ event: 'starts', name, entry }),
    ends: ({ item: { name, entry }, kept: { report, problem }, isOld }) =>
      tell({
        event: 'ends',
        name,
        entry,
        outcome: report?.outcome ?? null,
        score: report?.score ?? null,
        maxScore: report?.maxScore ?? null,
        problem,
        graded: isOld ? 'earlier' : 'now',
      }),
    writes: () => tell({ event: 'writes' }),
    says,
    stop: () => {},
  };
}

export function progressOf(count: BatchCount, asJson: boolean): Progress {
  if (asJson) return json(count);
  const isTerminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  return isTerminal ? live(count, process.stderr) : lines(count);
}
