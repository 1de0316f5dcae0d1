// What one sees of a batch while it runs: a live line at a terminal, else a line a submission and a sign of life now and then.
// The law here: it tells, and decides nothing. Results go elsewhere.
import type { Done, Item } from '../../graders/batch/class.ts';
import { printable } from '../tell.ts';

const heartbeatMs = 30_000;
const redrawMs = 100;

export interface Progress {
  starts: (item: Item) => void;
  ends: (done: Done) => void;
  stop: () => void;
}

/** In words, of a submission that is done. */
function lineOf({ item, kept: { report, problem } }: Done): string {
  const what =
    report?.outcome === 'graded'
      ? `${report.score} of ${report.maxScore}`
      : (report?.outcome ?? `not graded: ${firstLine(problem)}`);
  return `${printable(item.entry)}: ${printable(what)}`;
}

const firstLine = (problem: string | null): string => problem?.split('\n', 1)[0] ?? '';

class Count {
  readonly #all: number;
  readonly #begun = performance.now();
  readonly #running = new Set<Item>();
  #done = 0;
  #graded = 0;
  #failed = 0;

  constructor(all: number) {
    this.#all = all;
  }

  starts(item: Item): void {
    this.#running.add(item);
  }

  ends({ item, kept, isOld }: Done): void {
    this.#running.delete(item);
    this.#done += 1;
    if (!isOld) this.#graded += 1;
    if (kept.report?.outcome !== 'graded') this.#failed += 1;
  }

  get line(): string {
    const elapsedS = (performance.now() - this.#begun) / 1000;
    const rate = this.#graded / elapsedS;
    const leftS = rate > 0 ? Math.round((this.#all - this.#done) / rate) : undefined;
    const left = leftS === undefined ? '' : `, ${duration(leftS)} left`;
    const failed = this.#failed > 0 ? `, ${this.#failed} not graded` : '';
    return `${this.#done} of ${this.#all} done, ${this.#running.size} running${failed}, ${rate.toFixed(1)} a second${left}`;
  }
}

const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

/** A line that is written over again. */
function live(all: number, stream: NodeJS.WriteStream): Progress {
  const count = new Count(all);
  const draw = () => stream.write(`\r\x1b[K${count.line.slice(0, (stream.columns ?? 80) - 1)}`);
  const timer = setInterval(draw, redrawMs);
  return {
    starts: (item) => count.starts(item),
    ends: (done) => count.ends(done),
    stop: () => {
      clearInterval(timer);
      draw();
      stream.write('\n');
    },
  };
}

function lines(all: number): Progress {
  const count = new Count(all);
  const timer = setInterval(() => console.error(count.line), heartbeatMs);
  return {
    starts: (item) => count.starts(item),
    ends: (done) => {
      count.ends(done);
      if (!done.isOld) console.error(lineOf(done));
    },
    stop: () => {
      clearInterval(timer);
      console.error(count.line);
    },
  };
}

/** A JSON object a line, on standard output. */
function json(all: number): Progress {
  const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`);
  say({ event: 'begins', submissions: all });
  return {
    starts: ({ name, entry }) => say({ event: 'starts', name, entry }),
    ends: ({ item: { name, entry }, kept: { report, problem }, isOld }) =>
      say({
        event: 'ends',
        name,
        entry,
        outcome: report?.outcome ?? null,
        score: report?.score ?? null,
        maxScore: report?.maxScore ?? null,
        problem,
        graded: isOld ? 'earlier' : 'now',
      }),
    stop: () => {},
  };
}

export function progressOf(all: number, asJson: boolean): Progress {
  if (asJson) return json(all);
  return process.stderr.isTTY ? live(all, process.stderr) : lines(all);
}
