// Ports that a program cannot have when it is started: whose they are, and what becomes of the start.
import { once } from 'node:events';
import net, { type Server, type Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { NotGradable, NotStarted } from './errors.ts';
import { type LaunchOptions, Launcher } from './launch.ts';
import { portState } from './portOwner.ts';
import { hasProc } from './processGroup.ts';
import { TestPrograms, hasC, isAlive, quietPort, until } from './testPrograms.test.support.ts';

const launcher = (programs: TestPrograms, command: string[], changes: Partial<LaunchOptions> & { defaultPort: number }) =>
  new Launcher({
    plan: { starts: [() => command], env: {}, ports: [] },
    root: programs.folder,
    env: { PATH: process.env['PATH'] ?? '' },
    protocol: 'tcp',
    startTimeoutMs: 20_000,
    spawn: programs.spawn,
    notice: () => {},
    ...changes,
  });

async function holding(): Promise<{ server: Server; port: number } & AsyncDisposable> {
  const port = await quietPort();
  const server = net.createServer({ allowHalfOpen: true }).listen(port);
  await once(server, 'listening');
  return { server, port, [Symbol.asyncDispose]: async () => void server.close() };
}

const binds = (port: string, otherwise = 'raise') => `
import os, socket, sys
s = socket.socket()
try: s.bind(('', ${port}))
except OSError: ${otherwise}
s.listen()
s.accept()
`;
const me = new RegExp(`taken by ".+" \\(process ${process.pid}\\), and this program wants it: `);

describe.skipIf(!hasProc)('a port that another process holds costs no points, and its owner is named:', () => {
  test.each([
    ['a program that says so', 'raise'],
    ['a program that says nothing', 'sys.exit(1)'],
    ['a program that says something of its own', "sys.exit('bind failed')"],
    ['a program that then listens elsewhere', "s.bind(('', 0))"],
  ])('%s', async (_, otherwise) => {
    await using programs = new TestPrograms();
    await using held = await holding();
    const command = programs.python(binds(String(held.port), otherwise));
    const plan = { starts: [() => command], env: {}, ports: [held.port] };
    const launch = launcher(programs, command, { plan, defaultPort: held.port });
    await expect(launch.start()).rejects.toThrow(NotGradable);
    await expect(launch.start()).rejects.toThrow(me);
    expect(programs.started.map(({ pid }) => isAlive(pid))).toEqual([false, false]);
  });

  test.skipIf(!hasC)('a program in C with a port in its source', async () => {
    await using programs = new TestPrograms();
    await using held = await holding();
    const command = programs.c(`
#include <netinet/in.h>
#include <stdio.h>
int main() {
  struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(${held.port}) };
  if (bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&any, sizeof any) < 0) { perror("bind"); return 1; }
}`);
    const plan = { starts: [() => command], env: {}, ports: [held.port] };
    await expect(launcher(programs, command, { plan, defaultPort: await quietPort() }).start()).rejects.toThrow(me);
  });
});

describe.skipIf(!hasProc)('a port that another process holds does not matter', () => {
  test('when the program listens on the port it was given', async () => {
    await using programs = new TestPrograms();
    await using held = await holding();
    const started = await launcher(programs, programs.python(binds("int(os.environ['PORT'])")), {
      defaultPort: held.port,
    }).start();
    expect(started.port).toBe(started.givenPort);
  });

  test.each([
    ['ends for another reason', "raise SystemExit('no such table')", 'it ended before it listened, with exit code 1'],
    ['is no program', '', 'it cannot be started'],
  ])('when the program %s', async (_, text, message) => {
    await using programs = new TestPrograms();
    await using held = await holding();
    const command = text === '' ? ['/no/such/program'] : programs.python(text);
    const start = launcher(programs, command, { defaultPort: held.port }).start();
    await expect(start).rejects.toThrow(NotStarted);
    await expect(start).rejects.toThrow(message);
  });
});

test.skipIf(!hasProc)('a port that somebody takes before the program can have it is replaced by another', async () => {
  await using programs = new TestPrograms();
  const taken: Server[] = [];
  const spawn: LaunchOptions['spawn'] = (argv, options) => {
    if (taken.length < 2) taken.push(net.createServer().listen(Number(options.env['PORT'])));
    return programs.spawn(argv, options);
  };
  const command = programs.python(binds("int(os.environ['PORT'])", "sys.exit('no luck')"));
  const started = await launcher(programs, command, { spawn, defaultPort: await quietPort() }).start();
  expect(programs.started).toHaveLength(3);
  expect(started.port).toBe(started.givenPort);
  for (const server of taken) server.close();
});

test.skipIf(!hasProc)('a port that it must have is not replaced, and not waited for: the failure is its own', async () => {
  await using programs = new TestPrograms();
  await using held = await holding();
  const launch = launcher(programs, programs.python(binds("int(os.environ['PORT'])")), { defaultPort: held.port });
  const start = launch.start(() => ({}), held.port);
  await expect(start).rejects.toThrow(NotStarted);
  await expect(start).rejects.toMatchObject({
    printed: { exit: 'with exit code 1', stderr: expect.stringContaining('in use') as string },
  });
  expect(programs.started).toHaveLength(1);
});

test.skipIf(!hasProc)(
  'a port still occupied by a connection that has just ended is waited for, and somebody is told',
  async () => {
    await using programs = new TestPrograms();
    const { server, port } = await holding();
    const accepting = once(server, 'connection') as Promise<[Socket]>;
    const client = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const [accepted] = await accepting;
    accepted.on('error', () => {});
    server.close();
    accepted.end(); // as TIME_WAIT does, FIN_WAIT_2 keeps the port from others; but the other end can end it when it likes
    await until('an occupied port', () => portState(port).state === 'closing');
    const notices: string[] = [];
    const notice = (message: string) => {
      notices.push(message);
      client.resetAndDestroy();
    };
    const started = await launcher(programs, programs.python(binds(String(port))), { defaultPort: port, notice }).start();
    expect(started.port).toBe(port);
    expect(notices).toEqual([
      `port ${port} is still occupied by connections that have just ended; waiting up to a minute for it`,
    ]);
    expect(programs.started).toHaveLength(2);
  },
);
