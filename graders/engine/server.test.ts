// The program as a check sees it: its port, its descriptors, and whether it can be started again at once.
// The law here: a restart that fails is the program's failure, told in its own words.
import { expect, test } from 'vitest';

import { sha256 } from '../subject/index.ts';
import { type Source, answering, failureOf, freePort, python, started } from './programs.test.support.ts';
import { wire } from './wire.ts';

const closingFirst = (reuse: boolean): Source =>
  python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        conn.sendall(b'ok\n')
        break
    conn.close()
each_in_a_thread(serve, listening(reuse=${reuse ? 'True' : 'False'}))
`);

test.each([
  ['that closed first', closingFirst(true)],
  ['that leaves that to its clients', answering],
])('a program with SO_REUSEADDR is started again on the same port at once: one %s', async (_, source) => {
  for (let i = 0; i < 5; i += 1) {
    await using stage = await started(source);
    const server = stage.server();
    await using client = await server.connect();
    await client.sends('x\n');
    await client.receives(wire`ok\n`);
    expect(await server.restarts()).toBe(server.port);
  }
});

test('a program without it is not', async () => {
  await using stage = await started(closingFirst(false));
  const server = stage.server();
  await using client = await server.connect();
  await client.sends('x\n');
  await client.receives(wire`ok\n`);
  await client.ends();
  const { finding } = await failureOf(server.restarts());
  expect(finding.message).toBe(
    `stopped and started again at once, your program does not listen on port ${server.port}: it ended before it listened, with exit code 1`,
  );
  expect(finding.standsAt).toContain('Address already in use');
});

test('a program that listens on another port the next time says so', async () => {
  await using stage = await started(python('listener = socket.socket()\nlistener.listen()\nlistener.accept()'));
  const server = stage.server();
  expect(await server.restarts()).not.toBe(server.port);
});

test('a check sees the port that was given, the one it listens on, and the lab its own', async () => {
  const labPort = await freePort();
  await using stage = await started(python(`each_in_a_thread(lambda conn: None, listening(port=${labPort}))`), { labPort });
  const server = stage.server();
  expect([server.port, server.labPort, server.env]).toEqual([labPort, labPort, {}]);
  expect(server.givenPort).not.toBe(labPort);
});

test('descriptors are counted over all processes, once the program has done what it does', async () => {
  await using stage = await started(
    python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        if line == 'fork' and os.fork() == 0: time.sleep(60)
        busy(0.05)
        kept.append([os.dup(conn.fileno()) for _ in range(10)])
kept = []
each_in_a_thread(serve, listening())
`),
  );
  const server = stage.server();
  await using client = await server.connect();
  const few = (await server.census()).descriptors;
  await client.sends('x\n');
  expect((await server.census()).descriptors).toBe(few + 10);
  await client.sends('fork\n');
  expect((await server.census()).descriptors).toBe(2 * (few + 10) + 10);
});

test('files are seen where the program has written them, and nowhere else', async () => {
  await using stage = await started(
    python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        with open(line, 'wb') as file: file.write(b'abc')
        conn.sendall(b'ok\n')
each_in_a_thread(serve, listening())
`),
  );
  const server = stage.server();
  await using client = await server.connect();
  const outside = server.folderOutside();
  expect(server.folderOutside()).not.toBe(outside);
  for (const path of ['one', '../two', `${outside}/three`]) {
    expect(server.file(path)).toBeUndefined();
    await client.sends(`${path}\n`);
    await client.receives(wire`ok\n`);
    expect(server.file(path)).toEqual({ size: 3, sha256: sha256(Buffer.from('abc')) });
  }
  expect(server.files(outside)).toEqual(['three']);
});

test('a file that is still being written is waited for, but not one that never will be', async () => {
  await using stage = await started(
    python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        with open(line, 'wb', buffering=0) as file:
            for piece in b'abc', b'def':
                file.write(piece)
                time.sleep(0.2)
each_in_a_thread(serve, listening())
`),
  );
  const trial = stage.trial();
  const server = stage.server(trial);
  await using client = await server.connect();
  const before = server.files('.');
  await client.sends('one\n');
  const whole = { size: 6, sha256: sha256(Buffer.from('abcdef')) };
  expect(await server.keeps('one', (found) => found?.size === 6)).toEqual(whole);
  expect(await server.keeps('one', (found) => found?.size === 7)).toEqual(whole);
  expect(await server.keeps('two', (found) => found !== undefined)).toBeUndefined();
  expect(trial.evidence).toBe('proof');
  expect(server.files('.').filter((name) => !before.includes(name))).toEqual(['one']);
});
