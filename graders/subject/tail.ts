// What a program prints: always read, so that it never blocks on a full pipe, and kept only in part.
// The law here: memory is bounded whatever the program prints, and what is left out is counted.
import type { Readable } from 'node:stream';

const keptBytes = 32 * 1024;

export class Tail {
  readonly ended: Promise<void>;
  /** Bytes that have come so far. */
  count = 0;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #leftOut = 0;

  readonly #hide: string;

  /** @param hide a path of ours that is nobody's business; it is left out of what is shown */
  constructor(stream: Readable, hide: string) {
    this.#hide = hide;
    stream.on('data', (chunk: Buffer) => this.#add(chunk));
    stream.on('error', () => {});
    this.ended = new Promise((resolve) => {
      stream.once('close', resolve);
    });
  }

  /** The beginning and the end of it, with the count of bytes left out between them. */
  get text(): string {
    const gap = this.#leftOut === 0 ? '' : `\n… ${this.#leftOut} bytes left out …\n`; // a character may lie where they meet
    return this.readable(Buffer.concat([this.#head, Buffer.from(gap), this.#tail]));
  }

  /** What came after the first `count` bytes, as far as it is still kept. */
  since(count: number): string {
    return this.readable(this.bytesSince(count));
  }

  /** The same, as it was printed. */
  bytesSince(count: number): Buffer {
    const fromEnd = Math.min(this.count - count, this.#tail.length + (this.#leftOut === 0 ? this.#head.length : 0));
    const kept = Buffer.concat([this.#head, this.#tail]);
    return kept.subarray(kept.length - fromEnd);
  }

  /** Bytes of it as text for a person. */
  readable(bytes: Buffer): string {
    return bytes.toString('utf8').replaceAll(this.#hide, '');
  }

  #add(chunk: Buffer): void {
    this.count += chunk.length;
    const room = keptBytes - this.#head.length;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const tail = Buffer.concat([this.#tail, chunk.subarray(Math.max(0, room))]);
    this.#tail = tail.subarray(Math.max(0, tail.length - keptBytes));
    this.#leftOut += tail.length - this.#tail.length;
  }
}
