// A line at the bottom of a terminal that is written over again, below whatever else is said there.
// The law here: it is erased whole before anything else is written, also where a terminal made narrower has broken it into rows.
import { columns } from '../../graders/report/characters.ts';

const redrawMs = 100;
/** What stays free behind it: the cursor, and `^C`, which a terminal writes where the cursor is. */
const free = 3;

export type Terminal = Pick<NodeJS.WriteStream, 'columns' | 'write'>;

export class LiveLine {
  readonly #terminal: Terminal;
  readonly #timer: NodeJS.Timeout;
  /** How many columns the line takes that stands there. */
  #drawn = 0;

  /** @param line what it says now, in at most so many columns */
  constructor(terminal: Terminal, line: (room: number) => string) {
    this.#terminal = terminal;
    this.#timer = setInterval(() => {
      const text = line(this.#width - free);
      terminal.write(this.#erased + text);
      this.#drawn = columns(text);
    }, redrawMs);
  }

  /** Says something that stays. */
  says(text: string): void {
    this.#terminal.write(`${this.#erased}${text}\n`);
    this.#drawn = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Some terminals tell 0 where they do not know. */
  get #width(): number {
    return this.#terminal.columns || 80;
  }

  get #erased(): string {
    const above = Math.max(0, Math.ceil(this.#drawn / this.#width) - 1);
    return `\r\x1b[2K${'\x1b[A\x1b[2K'.repeat(above)}`; // row by row: to erase all below may scroll the screen
  }
}
