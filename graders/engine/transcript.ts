// What went over the wire during one check, both ways, with times.
// The law here: nothing is left out without its count, and memory stays bounded however much a program sends.
import { notation } from './notation.ts';
import type { TranscriptEntry } from './report.ts';

/** Of one piece of data so much is kept, and so many entries in all. */
const keptBytes = 2048;
const keptEntries = 500;

export class Transcript {
  readonly #start = performance.now();
  readonly #entries: TranscriptEntry[] = [];
  #clients = 0;
  #omitted = 0;

  /** A name for the next client: A, B, …, Z, A2, … */
  nextName(): string {
    const round = Math.floor(this.#clients / 26);
    const letter = String.fromCharCode(65 + (this.#clients % 26));
    this.#clients += 1;
    return round === 0 ? letter : `${letter}${round + 1}`;
  }

  add(client: string, event: TranscriptEntry['event'], data?: Uint8Array): void {
    if (this.#entries.length >= keptEntries) {
      this.#omitted += 1;
      return;
    }
    const entry: TranscriptEntry = { atMs: Math.round((performance.now() - this.#start) * 100) / 100, client, event };
    if (data !== undefined) entry.bytes = notation(data.subarray(0, keptBytes));
    if (data !== undefined && data.length > keptBytes) entry.byteCount = data.length;
    this.#entries.push(entry);
  }

  get entries(): TranscriptEntry[] {
    if (this.#omitted === 0) return this.#entries;
    const atMs = this.#entries.at(-1)!.atMs;
    return [...this.#entries, { atMs, client: '', event: 'omitted', count: this.#omitted }];
  }
}
