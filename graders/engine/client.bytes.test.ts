// Much data, in both directions: exact to the byte, whatever the bytes, and told in few words where it is wrong.
// The law here: neither side waits for the other for ever, and a program that reads and writes as it can is never hindered.
import { expect, test } from 'vitest';

import { failureOf, python, started } from './programs.test.support.ts';
import { exactly, wire } from './wire.ts';

/** Sends everything back as it comes, and ends when its client does. */
const echo = python(String.raw`
def serve(conn):
    try:
        while True:
            data = conn.recv(65536)
            if not data: break
            conn.sendall(data)
    except OSError: pass
    conn.close()
each_in_a_thread(serve, listening())
`);

/** Sends the count of bytes that a line asks for, the byte at the given place a wrong one; may stop, or close. */
const sending = python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        count, wrong, then = line.split()
        data = bytearray(bytes(range(251)) * (int(count) // 251 + 1))[:int(count)]
        if int(wrong) >= 0: data[int(wrong)] ^= 1
        conn.sendall(data)
        if then == 'close': break
    conn.close()
each_in_a_thread(serve, listening())
`);
const data = (count: number) => Buffer.from(Array.from({ length: count }, (_, i) => i % 251));

test('32 MiB come back while they are being sent', async () => {
  const all = Buffer.alloc(32 << 20, data(1_000_003));
  await using stage = await started(echo);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(all);
  await client.receives(exactly(all));
  client.endsSending();
  await client.receivesEnd();
  expect(trial.evidence).toBe('end');
}, 60_000);

test('small messages of all byte values are exact, many times', async () => {
  await using stage = await started(echo);
  await using client = await stage.connect();
  const message = data(2048);
  for (let i = 0; i < 50; i += 1) {
    await client.sends(message);
    await client.receives(exactly(message));
  }
  await client.sends('x');
  await client.receives(wire`x`);
});

const size = 1 << 20;

test.each([0, 31, 32, 65_536, size - 1])('a wrong byte among a million is shown with a few around it: byte %i', async (at) => {
  await using stage = await started(sending);
  await using client = await stage.connect();
  await client.sends(`${size} ${at} stay\n`);
  const { finding } = await failureOf(client.receives(exactly(data(size))));
  const from = Math.max(0, at - 32);
  expect(finding.message).toBe(
    `the answer is not what it should be: ${at} of ${size} bytes are right (what is shown begins at byte ${from})`,
  );
  expect(finding.offset).toBe(at - from);
  expect(finding.expected!.length).toBeLessThan(300);
  expect(finding.received!.length).toBeLessThan(300);
  expect(finding.received).not.toBe(finding.expected);
});

test.each([
  ['stay', 'the answer stops too soon', 'proof'],
  ['close', 'the answer stops too soon: your program closes the connection instead', 'end'],
])('of a million bytes some are missing: %s', async (then, message, evidence) => {
  await using stage = await started(sending);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`700000 -1 ${then}\n`);
  const { finding } = await failureOf(client.receives(exactly(data(size))));
  expect(finding.message).toBe(`${message}: 700000 of ${size} bytes are right (what is shown begins at byte 699968)`);
  expect([finding.offset, finding.received]).toEqual([32, finding.expected!.slice(0, finding.received!.length)]);
  expect(trial.evidence).toBe(evidence);
});

test('what comes beyond many bytes is told', async () => {
  await using stage = await started(sending);
  await using client = await stage.connect();
  await client.sends(`${size} -1 close\n`);
  await client.receives(exactly(data(size - 3)));
  const { finding } = await failureOf(client.receivesEnd());
  expect(finding).toMatchObject({ message: 'more came than was asked for', offset: 32, wanted: 'the end' });
});

test('a client that stops reading holds the program up, and gets everything when it reads on', async () => {
  const all = Buffer.alloc(16 << 20, data(100_003));
  await using stage = await started(echo);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends('ab');
  await client.receives(wire`a`);
  await stage.silence.rests();
  client.pauses();
  await client.receives(wire`b`); // it had come before
  await client.sends(all);
  await using other = await stage.connect(trial);
  await other.sends('x');
  await other.receives(wire`x`);
  expect(client.hasMore).toBe(false);
  expect(client.unacknowledged).toBeGreaterThan(1 << 16);
  client.resumes();
  await client.receives(exactly(all));
  expect(client.unacknowledged).toBe(0);
  expect(trial.transcript.entries.map(({ event }) => event)).toEqual(expect.arrayContaining(['pauses', 'resumes']));
}, 60_000);

test('one of many in a row is sent as any other, and that there is no answer to it is proven', async () => {
  await using stage = await started(echo);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  for (let i = 0; i < 50; i += 1) {
    await client.sends('x', { isAgain: i > 0 });
    await client.receives(wire`x`);
  }
  await client.sends('y', { isAgain: true });
  await client.receives(wire`y`);
  const { finding } = await failureOf(client.receives(wire`z`));
  expect(finding.message).toBe('there is no further answer');
  expect(trial.evidence).toBe('proof');
});

test('half a close is heard, and what comes then is received', async () => {
  await using stage = await started(
    python(String.raw`
def serve(conn):
    got = b''
    while True:
        data = conn.recv(1000)
        if not data: break
        got += data
    conn.sendall(b'all ' + got)
    conn.close()
each_in_a_thread(serve, listening())
`),
  );
  await using client = await stage.connect();
  await client.sends('hello');
  client.endsSending();
  await client.receives(wire`all hello`);
  await client.receivesEnd();
});

test('an end that does not come, or not at once, is told', async () => {
  await using stage = await started(sending);
  await using client = await stage.connect();
  await client.sends('3 -1 stay\n');
  expect((await failureOf(client.receivesEnd())).finding.message).toBe('more came than was asked for');
  await client.receives(exactly(data(3)));
  expect((await failureOf(client.receivesEnd())).finding.message).toBe('your program does not close the connection');
});

test('what comes is read without being taken as far as there is room for it', async () => {
  await using stage = await started(sending);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`${size} -1 stay\n`);
  await stage.server(trial).settles([client]);
  expect(client.receivedInAll).toBeLessThan(size);
  client.makesRoomFor(size);
  await stage.server(trial).catchesUp([client]);
  expect(client.receivedInAll).toBe(size);
  await client.receives(exactly(data(size)));
});

test('a client that stalls reads nothing until its time is up', async () => {
  const all = Buffer.alloc(16 << 20, data(100_003));
  await using stage = await started(echo);
  await using client = await stage.connect();
  const begun = performance.now();
  const stalled = client.stalls(300);
  let during: number | undefined;
  void stalled.then(() => (during = client.receivedInAll));
  await client.sends(all);
  await stalled;
  expect(performance.now() - begun).toBeGreaterThanOrEqual(300);
  expect(during).toBe(0);
  await client.receives(exactly(all));
}, 60_000);
