// The kernel's socket tables: what a row means, and that the sockets of this very process are found in them.
import dgram from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { listeningAmong, parseRow, rowsOfPorts } from './socketTable.ts';
import { hasIpv6, quietPort, until } from './testPrograms.test.support.ts';
import { descriptors } from './threads.ts';

const rest = '00:00000000 00000000  1000        0 4242 1 0000000000000000 100 0 0 10 0';

describe('a row', () => {
  test.each([
    ['0100007F:AFC8', '127.0.0.1', 45_000],
    ['00000000:0050', '0.0.0.0', 80],
    ['0101A8C0:FFFF', '192.168.1.1', 65_535],
    ['00000000000000000000000000000000:AFC8', '::', 45_000],
    ['00000000000000000000000001000000:AFC8', '::1', 45_000],
    ['0000000000000000FFFF00000100007F:0001', '::ffff:7f00:1', 1],
    ['000080FE00000000FF005450CE75A1FE:1F90', 'fe80::5054:ff:fea1:75ce', 8080],
    ['B80D01200000000000000100BBAA0000:0016', '2001:db8::1:0:0:aabb', 22],
  ])('of %s: %s, port %s', (written, address, port) => {
    const any = written.length > 20 ? '0'.repeat(32) : '00000000';
    expect(parseRow('tcp', `   0: ${written} ${any}:0000 0A 00000000:00000000 ${rest}`)).toEqual({
      protocol: 'tcp',
      address,
      port,
      remotePort: 0,
      state: 'listening',
      unsent: 0,
      unread: 0,
      inode: '4242',
    });
  });

  test.each([
    ['01', 'established'],
    ['02', 'closing'],
    ['03', 'closing'],
    ['04', 'closing'],
    ['05', 'closing'],
    ['06', 'timeWait'],
    ['07', 'closed'],
    ['08', 'closeWait'],
    ['09', 'closing'],
    ['0A', 'listening'],
    ['0B', 'closing'],
    ['0C', 'closing'],
  ])('in state %s: %s', (state, expected) => {
    expect(parseRow('tcp', `  12: 0100007F:AFC8 0100007F:C350 ${state} 00000010:0000ABCD ${rest}`)).toMatchObject({
      state: expected,
      remotePort: 50_000,
      unsent: 16,
      unread: 0xabcd,
    });
  });

  test('of UDP has its fields in the same places', () => {
    expect(
      parseRow('udp', ' 1234: 0100007F:AFC8 00000000:0000 07 00000000:00000300 00:00000000 00000000     0        0 77 2 0 0'),
    ).toEqual({
      protocol: 'udp',
      address: '127.0.0.1',
      port: 45_000,
      remotePort: 0,
      state: 'closed',
      unsent: 0,
      unread: 768,
      inode: '77',
    });
  });
});

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listener(host: string, { ipv6Only = false, onPort = 0 } = {}): Promise<{ server: Server; port: number }> {
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen({ host, port: onPort, ipv6Only });
  open.push(server);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function connected(port: number, server: Server): Promise<{ client: Socket; accepted: Socket }> {
  const accepting = once(server, 'connection') as Promise<[Socket]>;
  const client = net.connect(port, '127.0.0.1');
  const [accepted] = await accepting;
  for (const socket of [client, accepted]) {
    socket.on('error', () => {});
    open.push({ close: () => socket.destroy() });
  }
  return { client, accepted };
}

async function bound(type: 'udp4' | 'udp6', address: string): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type, ipv6Only: type === 'udp6' });
  socket.bind(0, address);
  await once(socket, 'listening');
  open.push(socket);
  return socket;
}

const mine = () => new Set(descriptors(process.pid).flatMap(({ target }) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));

describe.skipIf(!hasProc)('where sockets listen', () => {
  test('over TCP: all servers of a process, and neither its connections nor anybody else’s', async () => {
    const [some, other] = [await listener('127.0.0.1'), await listener('0.0.0.0')];
    await connected(some.port, some.server);
    const found = listeningAmong(mine(), 'tcp').map(({ address, port }) => `${address} ${port}`);
    expect(found.sort()).toEqual([`127.0.0.1 ${some.port}`, `0.0.0.0 ${other.port}`].sort());
    expect(listeningAmong(new Set(), 'tcp')).toEqual([]);
    expect(listeningAmong(new Set(['1']), 'tcp')).toEqual([]);
  });

  test.skipIf(!hasIpv6)('over TCP on IPv6', async () => {
    const [any, only, loopback] = [await listener('::'), await listener('::', { ipv6Only: true }), await listener('::1')];
    const expected = [any, only].map(({ port }) => ({ protocol: 'tcp', address: '::', port }));
    const found = listeningAmong(mine(), 'tcp');
    expect(found).toHaveLength(3);
    expect(found).toEqual(expect.arrayContaining([...expected, { protocol: 'tcp', address: '::1', port: loopback.port }]));
  });

  test('over UDP: what is bound, and not what is connected', async () => {
    const [server, client] = [await bound('udp4', '127.0.0.1'), await bound('udp4', '127.0.0.1')];
    client.connect(server.address().port, '127.0.0.1');
    await once(client, 'connect');
    expect(listeningAmong(mine(), 'udp')).toEqual([{ protocol: 'udp', address: '127.0.0.1', port: server.address().port }]);
    expect(listeningAmong(mine(), 'tcp')).toEqual([]);
  });

  test.skipIf(!hasIpv6)('over UDP on IPv6', async () => {
    const server = await bound('udp6', '::1');
    expect(listeningAmong(mine(), 'udp')).toEqual([{ protocol: 'udp', address: '::1', port: server.address().port }]);
  });

  test('does not stop before the last of very many', async () => {
    const servers = await Promise.all(Array.from({ length: 60 }, () => listener('127.0.0.1')));
    expect(new Set(listeningAmong(mine(), 'tcp').map(({ port }) => port))).toEqual(new Set(servers.map(({ port }) => port)));
  });
});

describe.skipIf(!hasProc)('the rows of a port', () => {
  test('are both ends of its connections and the listener, with what nobody has read', async () => {
    const { server, port } = await listener('127.0.0.1', { onPort: await quietPort() });
    const { client } = await connected(port, server);
    client.write('unread');
    await until('six bytes that nobody has read', () => rowsOfPorts([port]).some((row) => row.port === port && row.unread === 6));
    const rows = rowsOfPorts([port]).map((row) => [row.port, row.remotePort, row.state, row.unread]);
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        [port, 0, 'listening', 0],
        [port, client.localPort, 'established', 6],
        [client.localPort, port, 'established', 0],
      ]),
    );
    expect(rowsOfPorts([port], { version: 4 })).toHaveLength(3);
    expect(rowsOfPorts([port], { version: 6 })).toEqual([]);
  });

  test('tell who has ended a connection, and that one end waits for the last packets to die out', async () => {
    const { server, port } = await listener('127.0.0.1', { onPort: await quietPort() });
    const { client, accepted } = await connected(port, server);
    client.end();
    const states = () =>
      rowsOfPorts([port])
        .map((row) => `${row.port === port ? 'server' : 'client'} ${row.state}`)
        .sort();
    await until('a closed client', () => states().includes('server closeWait'));
    expect(states()).toEqual(['client closing', 'server closeWait', 'server listening']);
    accepted.resume();
    accepted.end();
    await until('TIME_WAIT', () => states().includes('client timeWait'));
    expect(rowsOfPorts([port]).find((row) => row.state === 'timeWait')?.inode).toBe('0');
  });

  test('are of this port alone, whatever its number is part of', async () => {
    const { port } = await listener('127.0.0.1', { onPort: await quietPort() });
    expect(rowsOfPorts([port]).every((row) => row.port === port || row.remotePort === port)).toBe(true);
    expect(rowsOfPorts([0x0a])).toEqual([]);
  });
});
