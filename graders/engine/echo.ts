// Programs that send back what they got: messages in which every slip shows, and what a slip makes of them.
// The law here: what became of a message is found out by comparing it with what was sent, never by the program's words.
import type { Client } from './client.ts';
import { Failure, type Slip, slip } from './failure.ts';
import type { Finding } from './report.ts';
import type { Server } from './server.ts';

/** All byte values, in no order that a program might expect. */
const mixed = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 3) & 255));

/**
 * Blanks at its ends, small letters, line ends of all kinds, an empty line, text of several bytes a character, then bytes of
 * all values, which are no text: 2048 in all.
 */
const [head, tail] = [Buffer.from(' Halo, dünia! €5\r\n\nsatu\tdua\r'), Buffer.from('é \r\n')];
const everything = Buffer.concat([head, mixed(2048 - head.length - tail.length), tail]);

/** Messages in an order in which a buffer that is not emptied shows. */
export const echoMessages: readonly Buffer[] = [
  everything,
  Buffer.from('halo'),
  Buffer.from('\n'),
  mixed(1024),
  Buffer.from('no newline at its end, %d %s {}'),
  Buffer.from([0]),
  mixed(2047),
  Buffer.from([0xff]),
  mixed(257),
];

const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

function stripped(data: Buffer): Buffer {
  const from = data.findIndex((byte) => !isBlank(byte));
  return from < 0 ? Buffer.alloc(0) : data.subarray(from, data.findLastIndex((byte) => !isBlank(byte)) + 1);
}

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;
const begins = (data: Buffer, start: Buffer): boolean => data.subarray(0, start.length).equals(start);
const textual = (data: Buffer, change: (text: string) => string): Buffer =>
  Buffer.from(change(data.toString('latin1')), 'latin1');

/** What comes before the first byte of this value and, with `count` 1, that byte too. */
const upTo = (data: Buffer, byte: number, count = 0): Buffer => data.subarray(0, data.indexOf(byte) + count);

type Effect = (sent: Buffer, got: Buffer) => boolean;

/** Each slip by what it makes of a message; the first that fits counts. */
const effects: [name: string, hint: string, effect: Effect][] = [
  ['echoes-twice', 'send back once what came once', (sent, got) => got.equals(Buffer.concat([sent, sent]))],
  ['one-byte-short', 'the last byte is missing: send as many bytes as came', (sent, got) => got.equals(sent.subarray(0, -1))],
  [
    'waits-for-newline',
    'only the first line comes back: take what recv gives you, whatever is in it',
    (sent, got) => sent.includes(10) && got.equals(upTo(sent, 10, 1)),
  ],
  [
    'nul-stops',
    'a byte 0 ends your answer: send as many bytes as came, and do not ask strlen',
    (sent, got) => sent.includes(0) && !got.includes(0) && begins(got, upTo(sent, 0)), // of a stream more may follow
  ],
  ['strips', 'blanks and line ends belong to the message: strip nothing', (sent, got) => got.equals(stripped(sent))],
  [
    'newline-translated',
    'a line end is bytes like all others: open nothing in text mode',
    (sent, got) => got.equals(textual(sent, (text) => text.replaceAll('\r\n', '\n'))),
  ],
  [
    'collapses-blank-lines',
    'an empty line is lost: send back the bytes, and do not split them into lines',
    (sent, got) => sent.includes('\n\n') && got.equals(textual(sent, (text) => text.replaceAll(/\n\n+/g, '\n'))),
  ],
  [
    'upper-case',
    'letters are to come back as they are',
    (sent, got) => got.equals(textual(sent, (text) => text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()))),
  ],
  [
    'invalid-replaced',
    'bytes that are no text are lost: send the bytes, without a decode',
    (sent, got) => got.includes('\ufffd') && !sent.includes('\ufffd'),
  ],
  [
    'ascii-only',
    'bytes of 128 and more become question marks: send the bytes, without a decode',
    (sent, got) => got.every((byte) => byte < 128) && begins(got, Buffer.concat([ascii(sent), Buffer.from('?')])),
  ],
  [
    'bytes-repr',
    'you send how Python prints bytes; send the bytes themselves',
    (_, got) => /^b['"]/.test(got.toString('latin1', 0, 2)),
  ],
  [
    'newline-added',
    'a line end is added: does your print function add its own?',
    (sent, got) => ['\n', '\r\n'].some((end) => got.equals(Buffer.concat([sent, Buffer.from(end)]))),
  ],
  [
    'cut-at-bufsize',
    'the message is cut: your buffer is too small for it',
    (sent, got) => got.length >= 16 && got.length % 8 === 0 && got.length < sent.length && begins(sent, got),
  ],
  [
    'sends-whole-buffer',
    'you send the whole buffer: send as many bytes as came',
    (sent, got) =>
      begins(got, sent) && got.length > sent.length && (isPowerOfTwo(got.length) || !got.subarray(sent.length).some(Boolean)),
  ],
  [
    'stale-tail',
    'more follows the message: does your buffer still hold an older one?',
    (sent, got) =>
      got.length > sent.length &&
      begins(got, sent) &&
      echoMessages.some((older) => begins(older.subarray(sent.length), got.subarray(sent.length))),
  ],
  ['farewell', 'after the message comes nothing more', (sent, got) => got.length > sent.length && begins(got, sent)],
  [
    'greeting',
    'the client speaks first: send nothing that was not sent to you',
    (sent, got) => got.length > sent.length && got.subarray(-sent.length).equals(sent) && got.at(-sent.length - 1) === 10,
  ],
  [
    'prefix-added',
    'send the message alone, with nothing in front',
    (sent, got) => got.length > sent.length && got.subarray(-sent.length).equals(sent),
  ],
];

/** What comes before the first byte that is not of ASCII. */
function ascii(data: Buffer): Buffer {
  const end = data.findIndex((byte) => byte > 127);
  return end < 0 ? data : data.subarray(0, end);
}

/**
 * Slips that show in the checks of these rules.
 * @param message the part of an answer that should be the message
 */
export const echoSlips = (of: string[], message: (answer: Buffer) => Buffer = (answer) => answer): Slip[] =>
  effects.map(([name, hint, effect]) => {
    const shows = (sent: Buffer, got: Buffer) => sent.length > 0 && got.length > 0 && !got.equals(sent) && effect(sent, got);
    return slip(name, hint, (sent, answer) => shows(sent, message(answer)), of);
  });

/** A client, if there can be another; where a rule says that there can, this is its business. */
export async function nextClient(server: Server): Promise<Client | undefined> {
  await server.rests();
  try {
    return await server.connect();
  } catch (error) {
    if (error instanceof Failure && error.shortfall === 'refused') return undefined;
    throw error;
  }
}

/** What a program may wait for that does not answer at once, and how that is found out. */
const waits: [name: string, hint: string, tries: (client: Client) => Promise<void>][] = [
  [
    'exact-multiple-hangs',
    'what recv gives you may fill your buffer to its last byte: wait for no more',
    (client) => client.sends('halo'),
  ],
  ['waits-for-newline', 'a message has no line end: take what recv gives you', (client) => client.sends('halo\n')],
  [
    'wait-for-full-buffer',
    'a message may be shorter than your buffer: take what recv gives you',
    (client) => client.sends(Buffer.alloc(65_536, 'x')),
  ],
  [
    'waits-for-end',
    'answer while the client is connected: recv gives nothing only when it has left',
    async (client) => {
      await client.sends('halo');
      client.endsSending();
    },
  ],
];
const neverAnswers = { name: 'never-answers', hint: 'your program has read the message: now send it back' };
const killedByBytes = { name: 'utf8-kills-server', hint: 'not all bytes are text: send back bytes, without a decode' };

/**
 * Why a message was not answered at all: it is tried on further clients.
 * @param client the one that has no answer; it leaves
 */
export async function explained(failure: unknown, client: Client, connect: () => Promise<Client>): Promise<unknown> {
  if (!(failure instanceof Failure) || failure.received.length > 0) return failure;
  client.closes();
  const { finding, shortfall, received, sent } = failure;
  const looksLike = shortfall === 'silence' ? await whatItWaitsFor(connect) : await whatItDislikes(connect);
  return new Failure(shortfall, { ...finding, looksLike }, received, sent);
}

async function whatItWaitsFor(connect: () => Promise<Client>): Promise<Finding['looksLike']> {
  for (const [name, hint, tries] of waits) if (await isAnswered(connect, tries)) return { name, hint };
  return neverAnswers;
}

/** It closes the connection, or ends: at any message, or at this one. */
const whatItDislikes = async (connect: () => Promise<Client>): Promise<Finding['looksLike']> =>
  (await isAnswered(connect, (client) => client.sends('halo'))) === false ? neverAnswers : killedByBytes;

/** `undefined` where there is no further client. */
async function isAnswered(
  connect: () => Promise<Client>,
  tries: (client: Client) => Promise<void>,
): Promise<boolean | undefined> {
  try {
    await using client = await connect();
    await tries(client);
    return (await client.settles()) !== '';
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
