// What the engine says of answers: right ones, wrong ones, none, and what comes beyond them.
// The law here: what is said is what came, byte by byte, and how the program's side ended.
import { expect, test } from 'vitest';

import type { Failure } from './failure.ts';
import { type StageOptions, answering, failureOf, python, started } from './programs.test.support.ts';
import type { Evidence } from './report.ts';
import type { Barrier } from './trial.ts';
import { anyOf, bytes, integer, text, wire } from './wire.ts';

/** Each line is Python that is run with the client's connection. */
const obeying = python(String.raw`
def serve(conn):
    try:
        for line in lines_of(conn): exec(line, globals(), {'conn': conn})
        conn.close()
    except OSError: pass
each_in_a_thread(serve, listening())
`);
const rst = "conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); conn.close()";
const ok = "conn.sendall(b'ok\\n')";

test('an answer is taken, and what its holes held is given', async () => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends("conn.sendall('hasil 42: àß\\n'.encode() + bytes([255]) + b'next')\n");
  expect(await client.receives(wire`hasil ${integer()}: ${text()}\n${bytes(255)}`)).toEqual(['42', 'àß', '\ufffd']);
  expect(await client.receives(wire`next`)).toEqual([]);
  expect(trial.evidence).toBe('bytes');
});

test('an answer whose end is open is taken whole, also when it comes in two segments', async () => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  for (let i = 0; i < 20; i += 1) {
    const between = i % 2 === 0 ? 'time.sleep(0.005)' : '0'; // without a pause the kernel holds the second one back
    await client.sends(`conn.send(b'1'); ${between}; conn.send(b'7')\n`);
    expect(await client.receives(wire`${integer()}`)).toEqual(['17']);
  }
  expect(trial.evidence).toBe('proof');
});

test.each<[what: string, does: string, message: string, received: string, offset: number, evidence: Evidence]>([
  ['other bytes', "conn.sendall(b'oh\\xff\\r\\n')", 'the answer is not what it should be', 'oh\\xff\\r\\n', 1, 'bytes'],
  ['no bytes', '0', 'there is no answer', '', 0, 'proof'],
  ['too few bytes', "conn.sendall(b'ok')", 'the answer stops too soon', 'ok', 2, 'proof'],
  ['an end', 'conn.close()', 'there is no answer: your program closes the connection instead', '', 0, 'end'],
  ['a reset', rst, 'there is no answer: your program resets the connection instead', '', 0, 'end'],
  ['an exception', '1/0', 'there is no answer', '', 0, 'proof'],
])('where the answer should be: %s', async (_, does, message, received, offset, evidence) => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`${does}\n`);
  const { finding } = await failureOf(client.receives(wire`ok\n`));
  expect(finding).toMatchObject({ message, expected: 'ok\\n', received, offset });
  expect(finding.sent).toContain(does.slice(0, 4));
  expect(trial.evidence).toBe(evidence);
});

test('a wrong answer is shown with its rest, and what should have stood there', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  await client.sends("conn.sendall(b'JAM 9'); busy(0.002); conn.sendall(b':15\\n')\n");
  const { finding } = await failureOf(client.receives(wire`JAM ${anyOf('09', '10')}\n`));
  expect(finding).toMatchObject({ received: 'JAM 9:15\\n', offset: 4, wanted: "'0' or '1'" });
});

test('the first answer was right and there is no second', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  await client.sends(`${ok}\n`);
  await client.receives(wire`ok\n`);
  const { finding } = await failureOf(client.receives(wire`ok\n`));
  expect(finding).toMatchObject({ message: 'there is no further answer', received: '', sent: `${ok.replace('\\', '\\\\')}\\n` });
});

test('where nothing ever came, the answer that is missing is no further one', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  await client.sends('0\n');
  expect(await client.settles()).toBe('');
  expect((await failureOf(client.receives(wire`ok\n`))).finding.message).toBe('there is no answer');
});

const barrier: Barrier = { request: `${ok}\n`, answer: wire`ok\n` };
const strays: [what: string, does: string][] = [
  ['in the same segment', "conn.sendall(b'ok\\nx')"],
  ['in a second segment', `${ok}; conn.sendall(b'x')`],
  ['after 10 ms of sleep', `${ok}; time.sleep(0.01); conn.sendall(b'x')`],
  ['after 10 ms of work', `${ok}; busy(0.01); conn.sendall(b'x')`],
  ['as the same answer again', `${ok}; ${ok}`],
  ['as the same answer again, 10 ms later', `${ok}; time.sleep(0.01); ${ok}`],
];

for (const [kind, used] of [
  ['with a barrier', barrier],
  ['without a barrier', undefined],
] as const) {
  test.each(strays)(`a stray byte is found, ${kind}: %s`, async (_, does) => {
    await using stage = await started(obeying);
    for (let i = 0; i < 10; i += 1) {
      await using client = await stage.connect(stage.trial(used));
      await client.sends(`${does}\n`);
      await client.receives(wire`ok\n`);
      const { finding } = await failureOf(client.receivesNothingMore());
      expect(finding).toMatchObject({ message: 'more came than was asked for', expected: 'ok\\n', offset: 3, wanted: 'the end' });
      expect(finding.received).toMatch(/^ok\\n(x|ok)/);
    }
  });

  test.each(["conn.sendall(b'x')", ok])(`what the kernel holds back is found, ${kind}: %s`, async (stray) => {
    await using stage = await started(obeying);
    for (let i = 0; i < 10; i += 1) {
      await using client = await stage.connect(stage.trial(used));
      for (let exchange = 0; exchange < 8; exchange += 1) {
        await client.sends(`${ok}\n`);
        await client.receives(wire`ok\n`);
      }
      await client.sends(`${ok}; ${stray}\n`);
      await client.receives(wire`ok\n`);
      expect((await failureOf(client.receivesNothingMore())).finding.received).toMatch(/^ok\\n(x|ok)/);
    }
  });

  test(`an exact answer is called exact, ${kind}`, async () => {
    await using stage = await started(obeying);
    for (let i = 0; i < 20; i += 1) {
      const trial = stage.trial(used);
      await using client = await stage.connect(trial);
      await client.sends(`${ok}\n`);
      await client.receives(wire`ok\n`);
      await client.receivesNothingMore();
      expect(trial.evidence).toBe(used === undefined ? 'proof' : 'barrier');
    }
  });
}

test('what the kernel holds back is found behind an answer that came in several pieces', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  for (let exchange = 0; exchange < 8; exchange += 1) {
    await client.sends(`${ok}\n`);
    await client.receives(wire`ok\n`);
  }
  for (let i = 0; i < 5; i += 1) {
    await client.sends(`${ok}; time.sleep(0.06); conn.send(b'a'); conn.send(b'b')\n`); // the first piece is acknowledged by then
    await client.receives(wire`ok\n`);
    await client.receives(wire`a`);
    expect((await failureOf(client.receivesNothingMore())).finding.received).toBe('ab');
    await client.receives(wire`b`);
  }
});

test('an answer and the end of the stream are nothing more', async () => {
  await using stage = await started(obeying);
  const trial = stage.trial(barrier);
  await using client = await stage.connect(trial);
  await client.sends(`${ok}; conn.close()\n`);
  await client.receives(wire`ok\n`);
  await client.receivesNothingMore();
  expect(trial.evidence).toBe('end');
});

test.each([
  ['FIN', "conn.sendall(b'bye'); time.sleep(0.02); conn.close()", 'bye'],
  ['RST', rst, ''],
])('the end of a connection is seen: %s', async (_, does, said) => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`${does}\n`);
  expect(await client.ends()).toBe(said);
  expect(trial.evidence).toBe('end');
});

test.each<[string, StageOptions, string, Evidence]>([
  ['that it never comes is proven', {}, 'your program does not close the connection', 'proof'],
  [
    'where nothing can be proven, it has not come in time',
    { provable: false, waitBudgetMs: 300 },
    'your program has not closed the connection in time',
    'deadline',
  ],
])('the end of a connection: %s', async (_, options, message, evidence) => {
  await using stage = await started(obeying, options);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends("conn.sendall(b'stay')\n");
  const { finding } = await failureOf(client.ends());
  expect(finding).toMatchObject({ message, expected: 'the end of the stream', received: 'stay' });
  expect(trial.evidence).toBe(evidence);
});

test('what has come is taken without a wait, and a later finding is not about it', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  await client.sends(`${ok}\n`);
  await client.receives(wire`o`);
  expect(client.takes()).toBe('k\n');
  expect(client.takes()).toBe('');
  await client.sends('0\n');
  expect(await client.settles()).toBe('');
  await client.sends('1\n');
  const { finding } = await failureOf(client.receives(wire`ok\n`));
  expect(finding).toMatchObject({ message: 'there is no answer', sent: '1\\n' });
});

test('what a program says before it rests is settled', async () => {
  await using stage = await started(obeying);
  await using client = await stage.connect();
  await client.sends("time.sleep(0.05); conn.sendall(b'a'); time.sleep(0.05); conn.sendall(b'b')\n");
  expect(await client.settles()).toBe('ab');
  await client.sends('0\n');
  expect(await client.settles()).toBe('');
});

test('a client is refused where nobody listens any more', async () => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends('os._exit(3)\n');
  await client.ends();
  await stage.program.running.exited; // the system may close its connections before it closes the socket that listens
  const { finding, sent } = await failureOf(stage.connect(trial));
  expect(finding.message).toBe('a new client is refused: your program listens no more');
  expect(sent.toString()).toBe('os._exit(3)\n');
  expect(trial.transcript.entries.map(({ client: name, event }) => `${name} ${event}`)).toEqual([
    'A connects',
    'A sends',
    'A ended',
    'B refused',
  ]);
});

test('what one client hears can be told as what another has brought about', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using speaker = await stage.connect(trial);
  await using listener = await stage.connect(trial);
  await speaker.sends('hello\n');
  const heard = await failureOf(listener.receives(wire`hello`));
  expect(heard.finding).toMatchObject({ sent: null, message: 'nothing comes' });
  const told = speaker.brings(heard) as Failure;
  expect([told.shortfall, told.sent.toString(), told.finding.sent]).toEqual(['silence', 'hello\n', 'hello\\n']);
  expect(told.finding).toMatchObject({ message: 'another client hears nothing', expected: 'hello', received: '' });
  expect(told.finding.standsAt).toMatch(/^has read all 6 bytes and /);
  expect(told.finding.reproduce).toContain("printf 'hello\\n'");
  await speaker.receives(wire`ok`);
  const wrong = speaker.brings(await failureOf(speaker.receives(wire`?`))) as Failure;
  expect(wrong.finding.message).toBe('what another client hears is not what it should be');
  const other = new Error('other');
  expect(speaker.brings(other)).toBe(other);
});

test.each([
  ['closes', 'drops what it is sent', ['sent', 'sent', 'sent']],
  ['leaves', 'refuses what it is sent', ['sent', 'BrokenPipeError', 'BrokenPipeError']],
] as const)('a client that %s %s', async (how, _, outcomes) => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  await using one = await stage.connect(trial);
  await one.sends("globals()['kept'] = conn.dup(); conn.sendall(b'ok')\n");
  await one.receives(wire`ok`);
  one[how]();
  await using other = await stage.connect(trial);
  const tries = String.raw`try:\n kept.sendall(b'x'); said = 'sent'\nexcept OSError as e: said = type(e).__name__\nconn.sendall(said.encode())`;
  for (const outcome of outcomes) {
    await stage.server(trial).rests();
    await other.sends(`exec("${tries}", globals(), {'conn': conn})\n`);
    expect(await other.settles()).toBe(outcome);
  }
});
