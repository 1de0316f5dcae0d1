// Where clients come to: the port they are told, the lab's own, every address of a name, by TCP and by UDP.
// The law here: who comes is heard wherever it comes to, and where nobody is to listen nobody does.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

import { expect, test } from 'vitest';

import { hasIpv6 } from '../subject/testPrograms.test.support.ts';
import { type ClientOptions, pythonClient, startedClient } from './clients.test.support.ts';
import { Hall } from './hall.ts';
import { failureOf, freePort, python } from './programs.test.support.ts';
import { exactly } from './wire.ts';

const atPipe: ClientOptions = { terminal: 'pipe' };
const udp = (text: string) => python(`s = socket.socket(type=socket.SOCK_DGRAM)\nto = (sys.argv[1], int(sys.argv[2]))\n${text}`);

test.each([
  ['127.0.0.9', '127.0.0.9', 4],
  ['localhost', '127.0.0.1', 4],
  ['localhost', '::1', 6],
])('told %s, it may come to %s', async (host, address, version) => {
  if (version === 6 && !hasIpv6) return;
  const source = python(`s = socket.create_connection(('${address}', int(sys.argv[2]))); s.sendall(b'here'); s.recv(1)`);
  await using stage = await startedClient(source, { ...atPipe, host });
  await using peer = await stage.client.connects();
  await peer.receives(exactly('here'));
  expect([peer.address, peer.localPort]).toEqual([address, stage.client.told.port]);
});

test('one that goes to the port of the lab, whatever it is told, is heard there', async () => {
  const labPort = await freePort();
  const source = python(`s = socket.create_connection((sys.argv[1], ${labPort})); s.sendall(b'here'); s.recv(1)`);
  await using stage = await startedClient(source, { ...atPipe, labPort });
  await using peer = await stage.client.connects();
  await peer.receives(exactly('here'));
  expect(peer.localPort).toBe(labPort);
  expect(stage.client.told.port).not.toBe(labPort);
});

test('where nobody is to listen it is refused, at the lab’s port too', async () => {
  const labPort = await freePort();
  const source = python(`
for port in (int(sys.argv[2]), ${labPort}):
    try: socket.create_connection((sys.argv[1], port))
    except ConnectionRefusedError: print('refused')
`);
  await using stage = await startedClient(source, { ...atPipe, labPort, setting: { env: () => ({}), isDeserted: true } });
  await stage.client.ends();
  expect(stage.screen.text).toBe('refused\nrefused\n');
});

test('where somebody else has the port of the lab at one address, nothing of ours stays at another', async () => {
  if (!hasIpv6) return;
  const labPort = await freePort();
  const held = createServer().listen(labPort, '127.0.0.1');
  await once(held, 'listening');
  const hall = await Hall.open({ protocol: 'tcp', host: 'localhost', labPort, isWide: false, isOpen: true });
  try {
    const socket = connect({ host: '::1', port: labPort });
    const reached = await new Promise((tell) => socket.once('connect', () => tell(true)).once('error', () => tell(false)));
    socket.destroy();
    expect(reached).toBe(false);
    expect(hall.sockets.map(({ localPort }) => localPort)).toEqual([hall.told.port]);
  } finally {
    hall.close();
    held.close();
  }
});

test('whoever comes before the check looks is not lost, nor what it said', async () => {
  await using stage = await startedClient(pythonClient(`s.sendall(b'early'); s.close()`), { ...atPipe, isLate: true });
  await using peer = await stage.client.connects();
  await peer.receives(exactly('early'));
  await peer.ends();
});

test('the same of datagrams', async () => {
  await using stage = await startedClient(udp(`s.sendto(b'early', to)`), { ...atPipe, protocol: 'udp', isLate: true });
  await (await stage.client.speaks()).receives(exactly('early'));
});

test('datagrams: each sender is heard apart, and answered', async () => {
  const two = udp(`
t = socket.socket(type=socket.SOCK_DGRAM)
s.sendto(b'one', to); print(s.recv(100).decode())
t.sendto(b'two', to); s.sendto(b'three', to)
print(t.recv(100).decode(), s.recv(100).decode())
`);
  await using stage = await startedClient(two, { ...atPipe, protocol: 'udp' });
  const first = await stage.client.speaks();
  await first.receives(exactly('one'));
  await first.receivesNothingMore();
  await first.sends('eins');
  const second = await stage.client.speaks();
  await second.receives(exactly('two'));
  await first.receives(exactly('three'));
  await second.sends('zwei');
  await first.sends('drei');
  expect(await stage.client.ends()).toBe(0);
  expect(stage.screen.text).toBe('eins\nzwei drei\n');
});

test('a client without a datagram is found out; one that waits for an answer is not said to be about to send', async () => {
  await using silent = await startedClient(udp('sys.stdin.read()'), { ...atPipe, protocol: 'udp' });
  expect((await failureOf(silent.client.speaks())).finding.message).toBe('your client sends no datagram');
  await using asks = await startedClient(udp(`s.sendto(b'one', to); s.recv(100)`), { ...atPipe, protocol: 'udp' });
  const peer = await asks.client.speaks();
  await peer.receives(exactly('one'));
  await peer.receivesNothingMore();
  const { finding } = await failureOf(asks.client.ends());
  expect(finding).toMatchObject({
    message: 'your client does not end',
    standsAt: expect.stringContaining('waits in recv') as unknown,
  });
});
