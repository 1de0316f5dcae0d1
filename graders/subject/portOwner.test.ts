// Who holds a port: this very process, another's, or connections that have just ended.
import dgram from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { portState } from './portOwner.ts';
import { hasProc } from './processGroup.ts';
import { rowsOfPorts } from './socketTable.ts';
import { TestPrograms, hasIpv6, printed, quietPort, until } from './testPrograms.test.support.ts';

function ownerOf(port: number): string {
  const state = portState(port);
  return state.state === 'held' ? state.owner : state.state;
}

describe.skipIf(!hasProc)('a port', () => {
  test('that nobody has is free', async () => {
    expect(portState(await quietPort())).toEqual({ state: 'free' });
  });

  test.each(['0.0.0.0', '127.0.0.1', ...(hasIpv6 ? ['::'] : [])])(
    'on which this process listens (%s) is held, by its name',
    async (host) => {
      const server = net.createServer().listen(await quietPort(), host);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(ownerOf(port)).toMatch(new RegExp(`^".+" \\(process ${process.pid}\\)$`));
      server.close();
      await once(server, 'close');
      expect(portState(port)).toEqual({ state: 'free' });
    },
  );

  test('to which a socket for datagrams is bound is held for UDP, and free for TCP', async () => {
    const socket = dgram.createSocket('udp4').bind(await quietPort(), '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    const udp = portState(port, 'udp');
    expect(udp.state === 'held' && udp.owner).toMatch(new RegExp(`^".+" \\(process ${process.pid}\\)$`));
    expect(portState(port)).toEqual({ state: 'free' });
    socket.close();
    await once(socket, 'close');
    expect(portState(port, 'udp')).toEqual({ state: 'free' });
  });

  test('that a student left a program on names its command line', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python("import socket\ns = socket.create_server(('', 0))\nprint('port', s.getsockname()[1])\ns.accept()\n"),
    );
    const port = Number(await printed(running, /port (\d+)/));
    expect(ownerOf(port)).toMatch(/^"\S*python3\S* -u /);
    expect(ownerOf(port)).toContain(` ${programs.folder}/program1.py" (process ${running.pid})`);
  });

  test('to which somebody is connected, with nobody listening there, is about to close', async () => {
    const server = net.createServer({ allowHalfOpen: true }).listen(await quietPort(), '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const accepting = once(server, 'connection') as Promise<[Socket]>;
    const client = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const [accepted] = await accepting;
    accepted.on('error', () => {});
    expect(portState(client.localPort!)).toEqual({ state: 'closing' });
    server.close();
    accepted.end(); // the side that closes first is the one that lingers
    await until('a port about to close', () => portState(port).state === 'closing');
    client.resetAndDestroy();
    await until('a free port', () => portState(port).state === 'free');
  });

  test('from which connections have ended is free when it is the other end that lingers', async () => {
    const server = net.createServer((socket) => socket.resume()).listen(await quietPort(), '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = net.connect(port, '127.0.0.1');
    await once(client, 'connect');
    const { localPort } = client;
    client.end();
    client.resume();
    await once(client, 'close');
    server.close();
    await until('a free port', () => portState(port).state === 'free');
    expect(rowsOfPorts([port]).map((row) => [row.port, row.remotePort, row.state])).toEqual([[localPort, port, 'timeWait']]);
    expect(portState(localPort!)).toEqual({ state: 'closing' });
  });
});
