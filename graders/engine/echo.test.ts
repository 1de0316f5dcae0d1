// What a program made of a message it should have sent back, and by which slip.
// The law here: each of the messages comes back from a right program without a slip, and each slip shows in one of them.
import { describe, expect, test } from 'vitest';

import type { Client } from './client.ts';
import { echoMessages, echoSlips, explained } from './echo.ts';
import { Failure } from './failure.ts';
import { looksLike } from './looksLike.ts';
import { type Stage, failureOf, python, started } from './programs.test.support.ts';
import { exactly } from './wire.ts';

const slips = echoSlips(['ECHO-1']);
const slipIn = (sent: Buffer, got: Buffer): string | undefined =>
  looksLike(new Failure('bytes', { message: 'wrong' }, got, sent), slips)?.name;

const text = (change: (text: string) => string) => (message: Buffer) => Buffer.from(change(message.toString('latin1')), 'latin1');
const behind = (more: string) => (message: Buffer) => Buffer.concat([message, Buffer.from(more)]);

/** What each slip makes of a message that comes after another. */
const programs: [slip: string, becomes: (message: Buffer, before: Buffer) => Buffer][] = [
  ['echoes-twice', (message) => Buffer.concat([message, message])],
  ['one-byte-short', (message) => message.subarray(0, -1)],
  ['waits-for-newline', text((all) => /^[^\n]*\n/.exec(all)?.[0] ?? '')],
  ['nul-stops', text((all) => all.replace(/\0[^]*/, ''))],
  ['strips', text((all) => all.replaceAll(/^[\t-\r ]+|[\t-\r ]+$/g, ''))],
  ['newline-translated', text((all) => all.replaceAll('\r\n', '\n'))],
  ['upper-case', text((all) => all.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase()))],
  ['invalid-replaced', (message) => Buffer.from(message.toString('utf8'))],
  ['ascii-only', text((all) => all.replaceAll(/[\x80-\xff]/g, '?'))],
  ['bytes-repr', text((all) => `b'${JSON.stringify(all).slice(1, -1)}'`)],
  ['newline-added', behind('\n')],
  ['newline-added', behind('\r\n')],
  ['cut-at-bufsize', (message) => message.subarray(0, 1024)],
  ['sends-whole-buffer', (message) => Buffer.concat([message, Buffer.alloc(4096)]).subarray(0, 4096)],
  ['sends-whole-buffer', (message, before) => Buffer.concat([message, before.subarray(message.length)])],
  ['farewell', behind('bye\n')],
  ['greeting', (message) => Buffer.concat([Buffer.from('Welcome!\n'), message])],
  ['prefix-added', (message) => Buffer.concat([Buffer.from('Echo: '), message])],
];

test.each(programs)('%s is seen in the first message that is not right', (name, becomes) => {
  const wrong = echoMessages
    .map((sent, i) => ({ sent, got: becomes(sent, echoMessages[i - 1] ?? Buffer.alloc(0)) }))
    .find(({ sent, got }) => !got.equals(sent));
  expect(slipIn(wrong!.sent, wrong!.got)).toBe(name);
});

test('a buffer that is not emptied is seen in a shorter message', () => {
  const [first, second] = echoMessages as [Buffer, Buffer];
  expect(slipIn(second, Buffer.concat([second, first.subarray(second.length, 31)]))).toBe('stale-tail');
});

test('what is quite another thing has no name', () => {
  expect(slipIn(echoMessages[0]!, Buffer.from('Error: no such command'))).toBeUndefined();
});

test('the messages hold every byte value, and are of every length that matters', () => {
  const [first] = echoMessages;
  expect([first!.length, new Set(first).size]).toEqual([2048, 256]);
  expect(echoMessages.map(({ length }) => length)).toEqual(expect.arrayContaining([1, 257, 1024, 2047]));
});

/** Serves one client after the other, with Python that has the connection. */
const serving = (does: string) =>
  python(String.raw`
listener = listening()
while True:
    conn, _ = listener.accept()
    ${does}
    conn.close()
`);

describe('why a message was not answered', () => {
  async function why(stage: Stage): Promise<unknown> {
    const trial = stage.trial();
    const client: Client = await stage.connect(trial);
    await client.sends(echoMessages[0]!);
    const failure = await failureOf(client.receives(exactly(echoMessages[0]!)));
    const told = (await explained(failure, client, () => stage.connect(trial))) as Failure;
    expect(told).toMatchObject({ shortfall: failure.shortfall, message: failure.message });
    return told.finding.looksLike?.name;
  }

  test.each([
    ['never-answers', 'conn.recv(4096); conn.recv(4096)'],
    ['never-answers', 'conn.recv(4096)'],
    [
      'exact-multiple-hangs',
      "data = part = conn.recv(1024)\n    while len(part) == 1024: part = conn.recv(1024)\n    conn.sendall(b'x')",
    ],
    ['waits-for-end', "while conn.recv(4096): pass\n    conn.sendall(b'x')"],
    ['wait-for-full-buffer', 'conn.sendall(conn.recv(4096, socket.MSG_WAITALL)[:9])'],
    ['utf8-kills-server', 'conn.sendall(conn.recv(4096).decode().encode())'],
  ])('%s: %j', async (name, does) => {
    await using stage = await started(serving(does));
    expect(await why(stage)).toBe(name);
  });

  test('something that came is not explained', async () => {
    await using stage = await started(serving("conn.recv(4096); conn.sendall(b'no')"));
    expect(await why(stage)).toBeUndefined();
  });
});
