// Grades what a class has handed in, several at a time, and keeps each result as it comes.
// The law here: one submission can lose itself and nothing else; what is kept under the same key is not graded again.
import type { Report } from '../engine/index.ts';
import { NotGradable, NotIsolated, UsageError } from '../subject/index.ts';
import type { Kept, Results } from './kept.ts';

export interface Item {
  /** The name of its result. */
  name: string;
  /** As the class's folder or archive names it. */
  entry: string;
  /** What tells whether a result that is kept is still this one's. */
  key: () => string;
  /** @throws UsageError, NotGradable, and anything else where it is a fault of ours */
  grade: () => Promise<Report>;
  /** A message as people are to see it, the same wherever the submission lies. */
  shown: (message: string) => string;
}

export interface Done {
  item: Item;
  kept: Kept;
  /** It was graded earlier, and that holds. */
  isOld: boolean;
}

export interface GradeClass {
  items: readonly Item[];
  results: Results;
  /** How many at a time. */
  jobs: number;
  /** Whether one that has a result is graded again all the same. */
  again: (kept: Kept) => boolean;
  onStart: (item: Item) => void;
  onDone: (done: Done) => void;
}

/** @throws NotGradable where nothing can be graded or kept any more; what was kept by then stays */
export async function gradeClass({ items, results, jobs, again, onStart, onDone }: GradeClass): Promise<void> {
  const queue = items.values();
  const stopped: Error[] = [];
  const work = async () => {
    for (const item of queue) {
      if (stopped.length > 0) return;
      try {
        const key = item.key();
        const before = results.read(item.name);
        const isOld = before?.key === key && !before.isPassing && !again(before);
        if (!isOld) onStart(item);
        const kept = isOld ? before : await resultOf(item, key);
        if (!isOld) results.keep(item.name, kept);
        onDone({ item, kept, isOld });
      } catch (error) {
        stopped.push(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  if (stopped[0] !== undefined) throw stopped[0];
}

async function resultOf(item: Item, key: string): Promise<Kept> {
  const schema = 'lab-result/v1';
  try {
    const report = await item.grade();
    const isPassing = report.outcome === 'not-gradable' || report.checks.some(({ verdict }) => verdict === 'broken');
    return { schema, key, report, problem: report.reason, isPassing };
  } catch (error) {
    if (error instanceof NotIsolated) throw error; // that holds for all
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    if (error instanceof UsageError) return { schema, key, report: null, problem: item.shown(message), isPassing: false };
    const problem = error instanceof NotGradable ? item.shown(message) : `a fault of lab itself, not of the submission: ${stack}`;
    return { schema, key, report: null, problem, isPassing: true };
  }
}
