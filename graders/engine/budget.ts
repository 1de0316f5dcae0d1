// How long one submission may keep the grader waiting, over all its deadlines.
// The law here: a deadline is absolute, and only waiting that ended in one is charged: a slow program that answers
// costs nothing, one that hangs costs the whole budget once and not per check.

/** The longest wait for one event of a program that seems to work on it. */
const oneWaitMs = 4000;
/** What every wait is granted even when the budget is spent. */
const leastWaitMs = 250;

export class Budget {
  #leftMs: number;

  constructor(totalMs: number) {
    this.#leftMs = totalMs;
  }

  /** The deadline, as `performance.now()` counts, of a wait that begins now. */
  deadline(): number {
    return performance.now() + Math.max(leastWaitMs, Math.min(oneWaitMs, this.#leftMs));
  }

  spend(ms: number): void {
    this.#leftMs = Math.max(0, this.#leftMs - ms);
  }
}
