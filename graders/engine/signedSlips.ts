// What the message has become in an answer with a signature in front of it.
// The law here: only what stands behind the signature is looked at; the signature is its lab's business.
import { echoSlips } from './echo.ts';
import { type Failure, type Slip, slip } from './failure.ts';

/** The message in an answer that is signed as it should be; nothing where it is not. */
const afterSignature = (answer: Buffer): Buffer =>
  answer.includes(': ') ? answer.subarray(answer.indexOf(': ') + 2) : Buffer.alloc(0);

/** There was no answer at all. */
const cameNothing = (_sent: Buffer, got: Buffer, { shortfall }: Failure): boolean =>
  got.length === 0 && ['end', 'reset', 'silence'].includes(shortfall);

const begins = (whole: Buffer, start: Buffer): boolean => start.length > 0 && whole.subarray(0, start.length).equals(start);
const isPowerOfTwo = (count: number): boolean => count >= 64 && (count & (count - 1)) === 0;

/** Slips in what comes behind the signature. */
export const signedSlips = (answers: string, utf8Rule: string): Slip[] => [
  slip(
    'answer-cut-at-bufsize',
    'the answer is longer than the message: its buffer needs more room than 1024 bytes',
    (sent, got) => isPowerOfTwo(got.length) && got.includes(': ') && begins(sent, afterSignature(got)) && !got.equals(sent),
    [answers],
  ),
  ...echoSlips([answers], afterSignature),
  slip(
    'latin1-for-utf8',
    'you take each byte for a character: send the bytes, without a decode',
    (sent, got) => got.includes(Buffer.from(sent.toString('latin1')).subarray(0, 16)) && !got.includes(sent.subarray(0, 16)),
    [utf8Rule],
  ),
  slip(
    'only-printable',
    'you leave out the bytes of 128 and more: all of them belong to the message',
    (sent, got) => afterSignature(got).equals(sent.filter((byte) => byte < 128)),
    [utf8Rule],
  ),
  slip(
    'length-in-characters',
    'you count characters and send bytes: take the length of what is sent, in bytes',
    (sent, got) => begins(sent, afterSignature(got)) && afterSignature(got).length < sent.length,
    [utf8Rule],
  ),
  ...echoSlips([utf8Rule], afterSignature),
  slip('ascii-only', 'not all text is ASCII: send back the bytes, without a decode', cameNothing, [utf8Rule]),
  slip('never-answers', 'your program has read the message: now send the answer, and flush it', cameNothing, [answers]),
];
