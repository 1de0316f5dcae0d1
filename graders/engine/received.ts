// The bytes that came over a connection and have not been taken yet.
// The law here: what was handed out is never written to again, and however many pieces there are, no byte is copied more
// than a few times.

const none: Buffer = Buffer.alloc(0);

export class Received {
  #store = none;
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** All of them, or those from `from` on. */
  bytes(from = 0): Buffer {
    return this.#store.subarray(this.#start + from, this.#end);
  }

  add(chunk: Buffer): void {
    if (this.length === 0) {
      [this.#store, this.#start, this.#end] = [chunk, 0, chunk.length];
      return;
    }
    if (this.#end + chunk.length > this.#store.length) {
      const larger = Buffer.allocUnsafe(2 * (this.length + chunk.length));
      this.#end = this.bytes().copy(larger);
      [this.#store, this.#start] = [larger, 0];
    }
    chunk.copy(this.#store, this.#end);
    this.#end += chunk.length;
  }

  /** Takes what `count` bytes came first. */
  take(count: number): Buffer {
    const taken = this.bytes().subarray(0, count);
    this.#start += taken.length;
    return taken;
  }

  clear(): void {
    [this.#store, this.#start, this.#end] = [none, 0, 0];
  }
}
