// How long one submission may keep the grader waiting, over all its deadlines.
// The law here: a deadline is absolute, and only waiting that ended in one is charged: a slow program that answers
// costs nothing, one that hangs costs the whole budget once and not per check.

/** The longest wait for one event of a program that seems to work on it. */
const oneWaitMs = 4000;
/** What every wait is granted even when the budget is spent; and several times what the slowest answer so far took. */
const leastWaitMs = 250;
const timesSlowest = 4;

export class Budget {
  #leftMs: number;
  #slowestMs = 0;

  constructor(totalMs: number) {
    this.#leftMs = totalMs;
  }

  /** The deadline, as `performance.now()` counts, of a wait that begins now and on which points hang. */
  deadline(): number {
    return Math.max(this.shortDeadline(), performance.now() + Math.min(oneWaitMs, this.#leftMs));
  }

  /** The deadline of a wait that only puts things in order: it is not charged. */
  shortDeadline(): number {
    return performance.now() + leastWaitMs + timesSlowest * this.#slowestMs;
  }

  /** Something that was waited for came after so long. */
  waited(ms: number): void {
    this.#slowestMs = Math.max(this.#slowestMs, ms);
  }

  spend(ms: number): void {
    this.#leftMs = Math.max(0, this.#leftMs - ms);
  }
}
