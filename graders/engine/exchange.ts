// What one client has sent and received so far, and what is told of it when it falls short.
// The law here: a finding says what was sent, what was expected, what came, and from which byte they part; of many bytes
// it shows those around that one, and says which they are.
import { Failure, type Shortfall } from './failure.ts';
import { notation } from './notation.ts';
import type { Finding } from './report.ts';
import type { Opened, Trial } from './trial.ts';
import type { Pattern } from './wire.ts';

/** So much of what came is kept in a finding. */
const keptBytes = 64 * 1024;
/** Of many bytes that were expected, so many are shown on either side of the one that is wrong. */
const shownAround = 32;

/** More fixed bytes than these are shown only around the first that is wrong. */
const longExpectation = 1024;

/** Many fixed bytes that are expected; `undefined` where they are few, or not fixed. */
export const longBytes = ({ node }: Pattern): Buffer | undefined =>
  node.type === 'bytes' && node.bytes.length > longExpectation ? node.bytes : undefined;

/** What is said of a server, which answers, and of a client, which asks. */
const words = {
  server: {
    who: 'your program',
    wrong: 'the answer is not what it should be',
    short: 'the answer stops too soon',
    nothing: 'nothing comes',
    silent: 'there is no answer',
    noMore: 'there is no further answer',
    tooMuch: 'more came than was asked for',
  },
  client: {
    who: 'it',
    wrong: 'your client sends something else',
    short: 'your client stops too soon',
    nothing: 'your client sends nothing',
    silent: 'your client sends nothing more',
    noMore: 'your client sends nothing more',
    tooMuch: 'your client sends more than it should',
  },
};

/** How far what came was what was expected. */
export interface Progress {
  /** The expectation, as it was written; of many fixed bytes, these. */
  expected: string | Buffer;
  /** What came; of many fixed bytes, what came from `offset` on. */
  received: Buffer;
  offset: number;
  wanted: string;
  isWrong: boolean;
  /** Something has come, now or before. */
  hasHeard: boolean;
  /** How it ended, where it did; nothing more comes then. */
  ended: 'end' | 'reset' | 'gone' | undefined;
  inTime: boolean;
}

export class Exchange {
  /** The pieces sent so far. */
  readonly sent: Buffer[] = [];
  /** When the last piece was sent, and when the last expectation was met, as `Date.now()` counts. */
  sentAt = 0;
  receivedAt = 0;
  readonly #trial: Trial;
  readonly #who: Opened;
  /** The answer that was taken last, for what came behind it. */
  #answer: { expected: string | Buffer; taken: Buffer } = { expected: '', taken: Buffer.alloc(0) };
  /** How many pieces had been sent when the last expectation was met. */
  #answered = 0;

  constructor(trial: Trial, who: Opened) {
    this.#trial = trial;
    this.#who = who;
  }

  sends(piece: Buffer): void {
    this.sent.push(piece);
    this.sentAt = Date.now();
  }

  /** An expectation has been met: as it was written, or many fixed bytes. */
  met(expected: string | Buffer, taken: Buffer): void {
    this.#answer = { expected, taken };
    this.#answered = this.sent.length;
    this.receivedAt = Date.now();
  }

  /** Whatever came for what was sent so far has been taken: a later finding is not about it. */
  closesTurn(): void {
    this.#answered = this.sent.length;
  }

  failure(shortfall: Shortfall, finding: Pick<Finding, 'message'> & Partial<Finding>, received?: Buffer): Failure {
    const sent = this.#justSent();
    return new Failure(
      shortfall,
      {
        sent: sent && cut(sent),
        ...(this.#trial.role === 'client' && { typed: this.#trial.typed }),
        received: received === undefined ? null : cut(received),
        standsAt: this.#trial.standing(this.#who),
        reproduce: this.#trial.reproduce(this.#who),
        ...finding,
      },
      received,
      sent ?? undefined,
    );
  }

  /** More came than the last expectation and these bytes behind it. */
  tooMuch(bytes: Buffer): Failure {
    const { expected, taken } = this.#answer;
    const tail = typeof expected === 'string' ? taken : taken.subarray(-shownAround);
    const shown = typeof expected === 'string' ? expected : notation(tail);
    const found = { message: this.#words.tooMuch, expected: shown, offset: tail.length, wanted: 'the end' };
    const received = cut(Buffer.concat([tail, bytes]));
    return this.failure('bytes', { ...found, received }, whole(taken, bytes));
  }

  fellShort(progress: Progress): Failure {
    const { expected, received, offset, wanted, isWrong, ended } = progress;
    const shortfall = isWrong ? 'bytes' : ended === 'gone' ? 'refused' : (ended ?? 'silence');
    const message = this.#shortMessage(progress);
    if (typeof expected === 'string') return this.failure(shortfall, { message, expected, offset, wanted }, received);
    const from = Math.max(0, offset - shownAround);
    const right = expected.subarray(from, offset);
    const window = {
      message: `${message}: ${offset} of ${expected.length} bytes are right (what is shown begins at byte ${from})`,
      expected: notation(expected.subarray(from, offset + shownAround)),
      received: notation(Buffer.concat([right, received.subarray(0, shownAround)])),
      offset: right.length,
      wanted,
    };
    return this.failure(shortfall, window, whole(expected.subarray(0, offset), received));
  }

  get #words() {
    return words[this.#trial.role];
  }

  #shortMessage({ received, offset, isWrong, hasHeard, ended, inTime }: Progress): string {
    const { who, wrong, short } = this.#words;
    if (isWrong) return wrong;
    const missing = offset + received.length > 0 ? short : this.#missing(hasHeard);
    if (ended === undefined) return inTime ? missing : `${missing} in the time granted`;
    if (ended === 'gone') return `${missing}: your program has ended`;
    return `${missing}: ${who} ${ended === 'end' ? 'closes' : 'resets'} the connection instead`;
  }

  #missing(hasHeard: boolean): string {
    const { nothing, silent, noMore } = this.#words;
    if (this.sent.length === 0 && !hasHeard) return nothing;
    return hasHeard && this.#answered === this.sent.length ? noMore : silent;
  }

  /** What was sent since the last answer, or else what was sent last. */
  #justSent(): Buffer | null {
    const pieces = this.#answered < this.sent.length ? this.sent.slice(this.#answered) : this.sent.slice(-1);
    return pieces.length === 0 ? null : Buffer.concat(pieces);
  }
}

/** What came, for a look at what it is like; of very many bytes, only what came last. */
const whole = (before: Buffer, bytes: Buffer): Buffer =>
  before.length + bytes.length > keptBytes ? bytes : Buffer.concat([before, bytes]);

/** These bytes, written out; of very many the first, with the count of the others. */
export function cut(bytes: Buffer): string {
  const kept = bytes.subarray(0, keptBytes);
  return bytes.length > kept.length ? `${notation(kept)} (and ${bytes.length - kept.length} bytes more)` : notation(kept);
}
