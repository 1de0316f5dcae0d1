// One TCP connection from the engine's side: how it begins, how it is left, and what is left behind.
// The law here: nobody can tell from the program's side that the client is a grader, but for a reset that was asked for.
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { Client } from './client.ts';
import { Connection } from './connection.ts';
import { type Stage, answering, freePort, python, started } from './programs.test.support.ts';
import { wire } from './wire.ts';

test('where nobody listens, a connection is refused', async () => {
  await using stage = await started(answering);
  const port = await freePort();
  expect(await Connection.open({ ...stage.program, port }, performance.now() + 5000)).toBe('refused');
});

test('what this machine cannot do is not put down to the program', async () => {
  await using stage = await started(answering);
  await expect(Connection.open({ ...stage.program, host: '255.255.255.255' }, performance.now() + 5000)).rejects.toThrow(
    /^connect E/,
  );
});

test('where nobody accepts and the queue is full, the wait ends at its deadline and is taken off the budget', async () => {
  await using stage = await started(python('listener = listening(backlog=0)\nselect.select([], [], [])'), { waitBudgetMs: 800 });
  const trial = stage.trial();
  const waits: number[] = [];
  while (waits.length < 3) {
    const begun = performance.now();
    const client = await stage.connect(trial).catch((error: unknown) => error);
    if (client instanceof Client) continue;
    expect(client).toMatchObject({ message: 'your program accepts no new client' });
    waits.push(performance.now() - begun);
  }
  const [first, ...others] = waits;
  expect(first).toBeGreaterThanOrEqual(790);
  expect(Math.max(...others)).toBeLessThan(790);
  expect(trial.evidence).toBe('deadline');
});

/** When its client has left it says good-bye twice, and dies when the client is not there to hear it. */
const sayingGoodbye = python(String.raw`
def serve(conn):
    try:
        for line in lines_of(conn): conn.sendall(b'ok\n')
        for _ in range(2):
            conn.sendall(b'bye\n')
            time.sleep(0.02)
        conn.close()
        print('left in peace', flush=True)
    except OSError as error:
        print(error.strerror, flush=True)
        os._exit(3)
each_in_a_thread(serve, listening())
`);

test.each(['with an answer read', 'with an answer unread'])('leaving is polite: %s', async (how) => {
  await using stage = await started(sayingGoodbye);
  for (let i = 0; i < 10; i += 1) {
    const client = await stage.connect();
    await client.sends('x\n');
    if (how === 'with an answer read') await client.receives(wire`ok\n`);
    client.closes();
  }
  await expect.poll(() => stage.printed.split('\n')).toEqual(Array<string>(10).fill('left in peace'));
});

test('vanishing is not', async () => {
  await using stage = await started(sayingGoodbye);
  const client = await stage.connect();
  await client.sends('x\n');
  await client.receives(wire`ok\n`);
  client.resets();
  expect(await stage.program.running.exited).toEqual({ code: 3, signal: null });
  await expect.poll(() => stage.printed).toBe('Connection reset by peer');
});

test('a program that floods is read only so far, and all of it when it is taken', async () => {
  const size = 64 * 1024 * 1024;
  await using stage = await started(
    python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        conn.sendall(b'x' * ${size})
        conn.close()
        return
each_in_a_thread(serve, listening())
`),
  );
  const connection = (await Connection.open(stage.program, performance.now() + 5000)) as Connection;
  connection.send(Buffer.from('go\n'));
  let taken = 0;
  let most = 0;
  while (connection.ended === undefined || connection.received.length > 0) {
    await stage.silence.rests(20);
    most = Math.max(most, connection.received.length);
    taken += connection.take(connection.received.length).length;
  }
  expect(taken).toBe(size);
  expect(most).toBeLessThan(8 * 1024 * 1024);
  connection.reset();
});

/** As most students write it: its own port, and no SO_REUSEADDR. */
const fixed = (port: number, after: string) =>
  python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        conn.sendall(b'ok\n')
        ${after}
    conn.close()
each_in_a_thread(serve, listening(reuse=False, port=${port}))
`);

const leavings: Record<string, (stage: Stage) => Promise<void>> = {
  'waiting for the end': async (stage) => {
    const client = await stage.connect();
    await client.sends('x\n');
    await client.receives(wire`ok\n`);
    await client.ends();
  },
  'at once': async (stage) => {
    await using client = await stage.connect();
    await client.sends('x\n');
    await client.receives(wire`ok\n`);
  },
  'not at all': async (stage) => {
    const client = await stage.connect();
    await client.sends('x\n');
    await client.receives(wire`ok\n`);
  },
};

test.each(Object.entries(leavings))(
  'a program that closes first and wants one port can be started again and again: left %s',
  async (_, leaves) => {
    const labPort = await freePort();
    const source = fixed(labPort, 'break');
    for (let start = 0; start < 5; start += 1) {
      await using stage = await started(source, { labPort });
      expect(stage.program.port).toBe(labPort);
      for (let i = 0; i < 3; i += 1) await leaves(stage);
    }
  },
  20_000,
);

test('a program that takes its time to let go of a socket that it has shut is waited for', async () => {
  const labPort = await freePort();
  const source = fixed(labPort, 'conn.shutdown(socket.SHUT_RDWR); busy(0.05); break');
  for (let start = 0; start < 5; start += 1) {
    await using stage = await started(source, { labPort });
    expect(stage.program.port).toBe(labPort);
    for (const leaves of Object.values(leavings)) await leaves(stage);
  }
}, 20_000);

test('a program that serves one after the other hears of those who left before it has accepted them', async () => {
  const labPort = await freePort();
  const source = python(String.raw`
listener = listening(port=${labPort})
while True:
    conn, _ = listener.accept()
    for line in lines_of(conn): conn.sendall(b'ok\n')
    conn.close()
`);
  await using stage = await started(source, { labPort });
  const trial = stage.trial();
  const first = await stage.connect(trial);
  const impatient = await stage.connect(trial);
  await stage.silence.rests();
  impatient.closes();
  await sleep(20); // it leaves while it waits to be accepted
  first.closes();
  const last = await stage.connect(trial);
  await last.sends('x\n');
  await last.receives(wire`ok\n`);
});
