// That the program has accepted its clients and read what they sent before the next thing is done.
// The law here: what a program was given alone, it reads alone, however slowly it works and whether it ever rests.
import { expect, test } from 'vitest';

import { type Source, python, started } from './programs.test.support.ts';
import { wire } from './wire.ts';

const size = 3 << 20;

/** At the end of a line each tells how many bytes came in all, and how many of them in its last read. */
const readers: Record<string, Source> = {
  'reads at its leisure': python(String.raw`
def serve(conn):
    count = 0
    while data := conn.recv(1 << 20):
        busy(0.02)
        count += len(data)
        if data.endswith(b'\n'): conn.sendall(b'%d, %d\n' % (count, len(data)))
each_in_a_thread(serve, listening())
`),
  'never rests': python(String.raw`
listener = listening()
listener.setblocking(False)
conns = {}
while True:
    for ready in select.select([listener, *conns], [], [], 0)[0]:
        if ready is listener:
            conns[listener.accept()[0]] = 0
            continue
        data = ready.recv(1 << 20)
        conns[ready] += len(data)
        if data.endswith(b'\n'): ready.sendall(b'%d, %d\n' % (conns[ready], len(data)))
        if not data: del conns[ready]
`),
};

test.each(Object.entries(readers))('what is sent after much comes alone to a program that %s', async (_, source) => {
  await using stage = await started(source);
  const trial = stage.trial();
  const server = stage.server(trial);
  await using client = await stage.connect(trial);
  await client.sends(Buffer.alloc(size, 'x'));
  await server.catchesUp([client]);
  await client.sends('end\n');
  await client.receives(wire`${size + 4}, 4\n`);
});

test('clients have been accepted, also by a program that is slow to do so and busy all the time', async () => {
  await using stage = await started(
    python(String.raw`
accepted = []
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'%d\n' % len(accepted))
listener = listening()
while True:
    conn, _ = listener.accept()
    accepted.append(conn)
    thread(serve, conn)
    busy(0.3)
`),
  );
  const trial = stage.trial();
  const clients = [await stage.connect(trial), await stage.connect(trial), await stage.connect(trial)] as const;
  await stage.server(trial).catchesUp(clients);
  await clients[0].sends('how many?\n');
  await clients[0].receives(wire`3\n`);
});

test.each([
  ['reads nothing', 'threading.Event().wait()', ''],
  ['does, but has a thread that sleeps', 'conn.recv(10)', 'thread(time.sleep, 600)'],
])('a program that %s is not waited for in vain', async (_, serves, before) => {
  await using stage = await started(
    python(`
def serve(conn):
    while True: ${serves}
${before}
each_in_a_thread(serve, listening())
`),
  );
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends('x');
  await stage.server(trial).catchesUp([client]);
  expect(trial.evidence).toBe('proof');
});
