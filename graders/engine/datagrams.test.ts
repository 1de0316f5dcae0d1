// Programs that answer by datagrams, and those that should and do not.
// The law here: who gets which datagram from whom is exact, and that none will come is proven.
import { expect, test } from 'vitest';

import { type StageOptions, failureOf, python, started } from './programs.test.support.ts';
import { exactly, integer, wire } from './wire.ts';

const udp: StageOptions = { protocol: 'udp' };

/** Each datagram is Python that is run with the socket and its sender; `later` runs it in a thread. */
const obeying = (host = '127.0.0.1') =>
  python(String.raw`
host = '${host}'
s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_DGRAM)
s.bind((host, int(sys.argv[1])))
def later(work, seconds):
    thread(lambda: (time.sleep(seconds), work()))
while True:
    data, who = s.recvfrom(70000)
    try: exec(data, globals(), {'s': s, 'who': who})
    except SyntaxError: s.sendto(data, who)
`);
const answers = (text: string) => `s.sendto(${text}, who)`;

test.each(['127.0.0.1', '0.0.0.0', '::', '::1'])('an answer is one datagram, whole: %s', async (host) => {
  await using stage = await started(obeying(host), udp);
  const trial = stage.trial();
  await using client = await stage.server(trial).datagrams();
  await client.sends(answers("b'hasil 42'"));
  expect(await client.receives(wire`hasil ${integer()}`)).toEqual(['42']);
  await client.receivesNothingMore();
  expect(trial.evidence).toBe('proof');
});

test('datagrams of every size and value come back, also to clients with addresses of their own', async () => {
  await using stage = await started(obeying(), udp);
  const server = stage.server();
  const clients = [];
  for (const from of await server.addresses(3)) clients.push(await server.datagrams({ from }));
  for (const size of [1, 2, 1024, 2047, 2048, 60_000]) {
    const data = clients.map((_, i) => Buffer.from(Array.from({ length: size }, (__, at) => (at * 7 + i + 0x80) & 255)));
    for (const [i, client] of clients.entries()) await client.sends(data[i]!);
    for (const [i, client] of clients.entries()) await client.receives(exactly(data[i]!));
  }
  await server.sendsNothingMoreTo(clients);
  expect(new Set(clients.map(({ address }) => address)).size).toBe(3);
});

test.each([
  ['other bytes', answers("b'oh'"), 'the answer is not what it should be', 'oh', 1, 'bytes'],
  ['fewer', answers("b'o'"), 'the answer is not what it should be', 'o', 1, 'bytes'],
  ['none in it', answers("b''"), 'the answer is not what it should be', '', 0, 'bytes'],
  ['more', answers("b'ok!'"), 'the answer is not what it should be', 'ok!', 2, 'bytes'],
  ['in two datagrams', `${answers("b'o'")}; ${answers("b'k'")}`, 'the answer is not what it should be', 'o', 1, 'bytes'],
  ['no datagram', '0', 'there is no answer', '', 0, 'proof'],
])('where the answer should be: %s', async (_, does, message, received, offset, evidence) => {
  await using stage = await started(obeying(), udp);
  const trial = stage.trial();
  await using client = await stage.server(trial).datagrams();
  await client.sends(does);
  const { finding } = await failureOf(client.receives(wire`ok`));
  expect(finding).toMatchObject({ message, expected: 'ok', received, offset });
  expect(finding.reproduce).toMatch(/\| nc -u -w1 127\.0\.0\.1 \d+$/);
  expect(trial.evidence).toBe(evidence);
});

test('of many bytes those around the first wrong one are shown', async () => {
  await using stage = await started(obeying(), udp);
  await using client = await stage.server().datagrams();
  await client.sends(answers("b'\\xff' * 1024"));
  const { finding } = await failureOf(client.receives(exactly(Buffer.alloc(2048, 0xff))));
  expect(finding.message).toBe(
    'the answer is not what it should be: 1024 of 2048 bytes are right (what is shown begins at byte 992)',
  );
  expect([finding.offset, finding.received]).toEqual([32, '\\xff'.repeat(32)]);
});

test('an answer from another port is none', async () => {
  await using stage = await started(obeying(), udp);
  const server = stage.server();
  await using client = await server.datagrams();
  await client.sends("t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.sendto(b'ok', who)");
  const { finding } = await failureOf(client.receives(wire`ok`));
  expect(finding.message).toMatch(
    /^an answer came from port \d+ of 127\.0\.0\.1, and not from where it was asked for, port \d+ of 127\.0\.0\.1$/,
  );
});

test('an answer that comes late is waited for, and one too many is found', async () => {
  await using stage = await started(obeying(), udp);
  await using client = await stage.server().datagrams();
  await client.sends(`later(lambda: ${answers("b'ok'")}, 0.1)`);
  await client.receives(wire`ok`);
  await client.sends(`${answers("b'ok'")}; time.sleep(0.02); ${answers("b'ok'")}`);
  await client.receives(wire`ok`);
  expect((await failureOf(client.receivesNothingMore())).finding).toMatchObject({ received: 'okok', offset: 2 });
  await client.sends(`${answers("b'a'")}; time.sleep(0.02); ${answers("b'b'")}`);
  expect((await client.settles()).map(String)).toEqual(['ok', 'a', 'b']);
});

test('that a program which does not read its socket will not answer is proven, too', async () => {
  await using stage = await started(
    python(String.raw`
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', int(sys.argv[1])))
s.recvfrom(100)
threading.Event().wait()
`),
    udp,
  );
  const trial = stage.trial();
  await using client = await stage.server(trial).datagrams();
  for (const text of ['one', 'two']) {
    await client.sends(text);
    expect((await failureOf(client.receives(wire`ok`))).finding.message).toBe('there is no answer');
  }
  expect(trial.evidence).toBe('proof');
});

test('a client that is gone when its answer comes makes the program hear of it', async () => {
  await using stage = await started(
    python(String.raw`
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, 11, 1) # IP_RECVERR: without it Linux tells only those who ask
s.bind(('127.0.0.1', int(sys.argv[1])))
while True:
    try:
        data, who = s.recvfrom(100)
        s.sendto(data, who)
    except ConnectionRefusedError: print('refused', flush=True)
`),
    udp,
  );
  const server = stage.server();
  while (!stage.printed.startsWith('refused')) await server.answersNobody('x'); // other tests' datagrams find nobody, too
  await using client = await server.datagrams();
  await client.sends('x');
  await client.receives(wire`x`);
});

test('a program that has ended is told', async () => {
  await using stage = await started(obeying(), udp);
  await using client = await stage.server().datagrams();
  await client.sends('os._exit(3)');
  const failure = await failureOf(client.receives(wire`ok`));
  expect(failure.finding.message).toBe('there is no answer: your program has ended');
  expect(failure.shortfall).toBe('refused');
});
