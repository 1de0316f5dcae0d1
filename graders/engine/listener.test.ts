// Clients with addresses of their own, and programs that call them back there.
// The law here: whom a program takes its client for is what it sees, and what it says to nobody is proven for all at once.
import { beforeAll, expect, test } from 'vitest';

import { Addresses } from './addresses.ts';
import type { Client } from './client.ts';
import { type Stage, failureOf, freePort, python, started } from './programs.test.support.ts';
import { text, wire } from './wire.ts';

/**
 * Calls back to where `call` says, as it says; answers `who` with the client's address and port; tells all others what
 * `all` says.
 */
const calling = python(String.raw`
everyone = []
def serve(conn):
    everyone.append(conn)
    for line in lines_of(conn):
        word, _, rest = line.partition(' ')
        if word == 'who': conn.sendall('{} {}\n'.format(*conn.getpeername()).encode())
        if word == 'all':
            for each in everyone: each.sendall(rest.encode())
        if word == 'call':
            port, says = rest.split(' ', 1)
            back = socket.create_connection((conn.getpeername()[0], int(port)))
            exec(says, globals(), {'back': back})
            if not says.startswith('keep'): back.close()
    conn.close()
kept = []
def keep(back): kept.append(back)
each_in_a_thread(serve, listening())
`);

async function clients(stage: Stage, count: number): Promise<{ server: ReturnType<Stage['server']>; clients: Client[] }> {
  const trial = stage.trial();
  const server = stage.server(trial);
  const all: Client[] = [];
  for (const from of await server.addresses(count)) all.push(await server.connect({ from }));
  await server.settles(all); // the program has accepted them all
  return { server, clients: all };
}

test('each client has an address of its own, and the program sees it', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 3);
  const addresses = all.map(({ address }) => address);
  expect(new Set(addresses).size).toBe(3);
  for (const client of all) {
    expect(client.address).toMatch(/^127\.0\.\d+\.[234]$/);
    await client.sends('who\n');
    expect(await client.receives(wire`${text()}\n`)).toEqual([`${client.address} ${client.localPort}`]);
  }
  expect(addresses).not.toContain((await server.addresses(1))[0]);
});

test('two gradings never have the same addresses, and one that has ended leaves them to the next', async () => {
  await using stage = await started(calling);
  const take = (addresses: Addresses) => addresses.take(stage.program, 2, 0);
  await using first = new Addresses();
  const before = await take(first);
  expect(await take(first)).toEqual(before);
  const second = new Addresses();
  const others = await take(second);
  expect(before).not.toContain(others[0]);
  await second[Symbol.asyncDispose]();
  await using third = new Addresses();
  expect(await take(third)).toEqual(others);
});

test.each([
  ['::', 'dual', /^127\.0\.\d+\.2$/],
  ['::', 'v6only', /^::1$/],
  ['::1', 'v6only', /^::1$/],
])('where the program listens on %s (%s), clients come from where they can', async (host, kind, address) => {
  await using stage = await started(
    python(String.raw`
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, ${kind === 'dual' ? 0 : 1})
s.bind(('${host}', int(sys.argv[1])))
s.listen(64)
def serve(conn):
    for line in lines_of(conn): conn.sendall((conn.getpeername()[0] + '\n').encode())
    conn.close()
each_in_a_thread(serve, s)
`),
  );
  const { server, clients: all } = await clients(stage, 2);
  for (const client of all) {
    await client.sends('x\n');
    const [seen] = await client.receives(wire`${text()}\n`);
    expect(seen!.replace('::ffff:', '')).toBe(client.address);
  }
  expect(all[0]!.address).toMatch(address);
  await server.sendsNothingMoreTo(all);
});

let callbackPort: number;
beforeAll(async () => {
  callbackPort = await freePort();
});

test('a client that is called back gets each message on a connection of its own', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 2);
  const [a, b] = all as [Client, Client];
  const [hearsA, hearsB] = [await server.listensFor(a, callbackPort), await server.listensFor(b, callbackPort)];
  await a.sends(`call ${callbackPort} back.sendall(b'one')\ncall ${callbackPort} back.sendall(b'two')\n`);
  expect(await server.sendsToOneOf([a, b, hearsB, hearsA])).toBe(hearsA);
  await hearsA.receives(wire`one`);
  await hearsA.receives(wire`two`);
  await server.sendsNothingMoreTo([a, b, hearsA, hearsB]);
  await b.sends(`call ${callbackPort} back.sendall(b'x')\n`);
  expect((await failureOf(server.sendsNothingMoreTo([a, b, hearsA, hearsB]))).finding).toMatchObject({
    message: 'more came than was asked for',
    received: 'x',
  });
});

test.each([
  ['something else', "back.sendall(b'two')", 'the answer is not what it should be'],
  ['more', "back.sendall(b'one!')", 'more came than was asked for'],
  ['nothing', '0', 'nothing comes: your program closes the connection instead'],
])('a call that brings %s is told', async (_, says, message) => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 1);
  const [client] = all as [Client];
  const hears = await server.listensFor(client, callbackPort);
  await client.sends(`call ${callbackPort} ${says}\n`);
  expect((await failureOf(hears.receives(wire`one`))).finding.message).toBe(message);
});

test('a call need not end', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 1);
  const [client] = all as [Client];
  const hears = await server.listensFor(client, callbackPort);
  await client.sends(`call ${callbackPort} keep(back); back.sendall(b'one')\n`);
  await hears.receives(wire`one`);
});

test('that nobody is called back, or told anything, is proven', async () => {
  await using stage = await started(calling);
  const trial = stage.trial();
  const server = stage.server(trial);
  const [from] = await server.addresses(1);
  await using client = await server.connect({ from: from! });
  await using hears = await server.listensFor(client, callbackPort);
  await client.sends('nothing\n');
  expect((await failureOf(hears.receives(wire`one`))).finding.message).toMatch(
    /^your program does not connect to client A on port \d+ of 127\.0\.\d+\.2$/,
  );
  expect((await failureOf(server.sendsToOneOf([client, hears]))).finding.message).toBe('there is no answer');
  expect(trial.evidence).toBe('proof');
});

test('two cannot listen at one place', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 1);
  const [client] = all as [Client];
  await server.listensFor(client, callbackPort);
  await expect(server.listensFor(client, callbackPort)).rejects.toThrow(/^nothing can listen on port \d+ of 127/);
});

test('that nobody else heard anything is proven once for all, also when it comes late', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 8);
  const [a, ...others] = all as [Client, ...Client[]];
  await a.sends('who\n');
  await a.receives(wire`${text()}\n`);
  await server.sendsNothingMoreTo(all);
  await a.sends('all hey\n');
  const { finding } = await failureOf(server.sendsNothingMoreTo(others));
  expect(finding).toMatchObject({ message: 'more came than was asked for', received: 'hey', offset: 0 });
  await server.settles(all);
  expect(all.filter(({ hasMore }) => hasMore)).toHaveLength(8);
  for (const each of all) await each.receives(wire`hey`);
});

test('a second small message that the kernel may hold back is heard by those who only listen', async () => {
  await using stage = await started(calling);
  const { server, clients: all } = await clients(stage, 3);
  const [a, ...others] = all as [Client, ...Client[]];
  for (let i = 0; i < 5; i += 1) {
    for (let exchange = 0; exchange < 8; exchange += 1) {
      await a.sends('all hey\n');
      for (const each of all) await each.receives(wire`hey`);
    }
    await server.sendsNothingMoreTo(all);
    await a.sends('all hey\nall !\n');
    for (const each of all) await each.receives(wire`hey`);
    expect((await failureOf(server.sendsNothingMoreTo(others))).finding.received).toBe('hey!');
    for (const each of all) await each.receives(wire`!`);
  }
});
