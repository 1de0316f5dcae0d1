// The screen of the student's client.
// The law here: what was shown is looked for in its order, and what was only repeated of what was typed has not been shown.
// At a pipe, where a language's library may hold output back until the end, it is looked for again when the client has ended.
import { type Caller, late } from './caller.ts';
import { notation } from './notation.ts';
import type { Trial } from './trial.ts';
import type { Tail } from '../subject/index.ts';

const nothing: Buffer = Buffer.alloc(0);

export class Screen {
  readonly #caller: Caller;
  readonly #trial: Trial;
  readonly #isTerminal: boolean;
  readonly #printed: Tail;
  /** What was shown before the line that was typed last, and has not been looked at. */
  #earlier = nothing;
  /** What is shown after that begins at this byte of all that was printed, behind the echo. */
  #from: number;
  /** What it says of the line that was typed last begins at this one. */
  #answersFrom = 0;
  /** What should have been shown by now, and may have been held back. */
  readonly #heldBack: string[] = [];

  constructor(trial: Trial, caller: Caller, isTerminal: boolean) {
    this.#trial = trial;
    this.#caller = caller;
    this.#isTerminal = isTerminal;
    this.#printed = trial.program.running.stdout;
    this.#from = this.#printed.count;
  }

  /** What it has shown since the last text that was waited for, without what was repeated of what was typed. */
  get text(): string {
    return this.#printed.readable(this.#unseen);
  }

  /** What it has said about the line that was typed last or, where none was, since it began, looked at or not. */
  get answer(): string {
    return this.#printed.readable(this.#printed.bytesSince(this.#answersFrom));
  }

  get #unseen(): Buffer {
    return Buffer.concat([this.#earlier, this.#printed.bytesSince(this.#from)]);
  }

  /**
   * From now on what is typed is repeated, if it is: by the terminal, or by a program that does so in its place.
   * @returns tells whether it has been; it is left out then
   */
  awaitsEcho(typed: string): () => boolean {
    const since = this.#printed.count;
    if (!this.#caller.hasEnded) this.#answersFrom = since; // else it can say no more
    return () => {
      const came = this.#printed.bytesSince(since);
      const at = came.indexOf(typed);
      if (at === -1) return false;
      const end = this.#printed.count - came.length + at + Buffer.byteLength(typed);
      const unseen = this.#unseen;
      this.#earlier = unseen.subarray(0, unseen.length - (came.length - at));
      this.#from = this.#answersFrom = end;
      return true;
    };
  }

  /** Waits until this text stands on the screen, behind what was waited for before. @throws Failure */
  async shows(text: string): Promise<void> {
    const isThere = () => this.#unseen.includes(text);
    const outcome = await this.#caller.until(isThere, () => (isThere() ? 'little' : 'verdict'));
    await this.#caller.isHeardOut();
    if (this.#take(text)) return;
    this.#caller.restsOn(outcome);
    if (!this.#isTerminal && !this.#caller.hasEnded) return void this.#heldBack.push(text);
    const named = JSON.stringify(text);
    const message = this.#caller.hasEnded
      ? `your client ends without showing ${named}`
      : late(`your client does not show ${named}`, outcome);
    throw await this.#missing(text, message);
  }

  /** Whether it is not known yet that all was shown that should have been. */
  get lacks(): boolean {
    return this.#heldBack.length > 0;
  }

  /** Once the client has ended: what it may have held back has been shown after all. @throws Failure */
  async hasShownAll(): Promise<void> {
    for (const text of this.#heldBack.splice(0))
      if (!this.#take(text)) throw await this.#missing(text, `your client never shows ${JSON.stringify(text)}`);
  }

  /** Passes over everything up to the end of this text. @returns whether it is there */
  #take(text: string): boolean {
    const unseen = this.#unseen;
    const at = unseen.indexOf(text);
    if (at === -1) return false;
    this.#earlier = unseen.subarray(at + Buffer.byteLength(text));
    this.#from = this.#printed.count;
    this.#trial.transcript.add('screen', 'shows', Buffer.from(text));
    return true;
  }

  #missing(text: string, message: string): Promise<Error> {
    const written = (shown: string) => notation(Buffer.from(shown));
    return this.#caller.failure('bytes', {
      message,
      expected: written(text),
      received: written(this.text),
    });
  }
}
