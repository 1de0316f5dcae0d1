// What a batch has come to at a moment, in one line.
// The law here: a line is no wider than it may be; what matters least is left out first.
import type { Done, Item } from '../../graders/batch/class.ts';
import { columns, oneLine } from '../../graders/report/characters.ts';

/** A submission that is at work for longer is named. */
const longMs = 5000;
/** A name that is cut to fewer columns says nothing. */
const shortestName = 8;

export class BatchCount {
  readonly all: number;
  readonly #begunMs = performance.now();
  /** Since when. */
  readonly #running = new Map<Item, number>();
  #done = 0;
  #graded = 0;
  #failed = 0;
  /** How many pages there are, once they are begun. */
  #written: number | undefined;

  constructor(all: number) {
    this.all = all;
  }

  starts(item: Item): void {
    this.#running.set(item, performance.now());
  }

  ends({ item, kept, isOld }: Done): void {
    this.#running.delete(item);
    this.#done += 1;
    if (!isOld) this.#graded += 1;
    if (kept.report?.outcome !== 'graded') this.#failed += 1;
  }

  /** A page for each, of which so many are written. */
  writes(written: number): void {
    this.#written = written;
  }

  get done(): string {
    return `${this.#done} of ${this.all} done`;
  }

  /** Of how it stands. */
  line(room: number): string {
    if (this.#written !== undefined) return cut(`writing pages, ${this.#written} of ${this.all}`, room);
    const rate = this.#graded / this.#elapsedS;
    const left = this.all - this.#done;
    const parts = [
      this.done,
      `${this.#running.size} running`,
      this.#failed > 0 ? `${this.#failed} not graded` : '',
      rate >= 1 ? `${rounded(rate)} a second` : rate > 0 ? `${rounded(rate * 60)} a minute` : '',
      rate > 0 && left > 0 ? `${duration(left / rate)} left` : '',
    ];
    for (const dispensable of [3, 1, 2, 4]) {
      if (columns(joined(parts)) <= room) break;
      parts[dispensable] = '';
    }
    const line = joined(parts);
    return line + this.#longest(room - columns(line));
  }

  /** Of what has come of it. */
  get summary(): string {
    const old = this.#done - this.#graded;
    return joined([
      this.done,
      old > 0 ? `${old} of them earlier` : '',
      this.#failed > 0 ? `${this.#failed} not graded` : '',
      duration(this.#elapsedS),
    ]);
  }

  get #elapsedS(): number {
    return (performance.now() - this.#begunMs) / 1000;
  }

  #longest(room: number): string {
    const [item, sinceMs = 0] = this.#running.entries().next().value ?? []; // the first is the one that is longest at work
    const takenMs = performance.now() - sinceMs;
    if (item === undefined || takenMs < longMs) return '';
    const words = `; since ${duration(takenMs / 1000)}: `;
    const name = cut(oneLine(item.entry), room - words.length);
    return name === '' ? '' : words + name;
  }
}

const joined = (parts: string[]): string => parts.filter((part) => part !== '').join(', ');

function cut(text: string, room: number): string {
  if (columns(text) <= room) return text;
  if (room < shortestName) return '';
  let [shown, used] = ['', 1];
  for (const character of text) {
    used += columns(character);
    if (used > room) break;
    shown += character;
  }
  return `${shown}…`;
}

const rounded = (rate: number): string => rate.toFixed(rate < 10 ? 1 : 0);

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
