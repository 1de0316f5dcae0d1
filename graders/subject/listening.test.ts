// When a program counts as listening, and that finding out disturbs nobody: every kind of server, looked at from outside.
import { once } from 'node:events';
import net from 'node:net';

import { describe, expect, test } from 'vitest';

import { type Readiness, socketInodes, untilListening } from './listening.ts';
import { hasProc } from './processGroup.ts';
import type { Running } from './running.ts';
import { TestPrograms, hasC, hasIpv6, hasJava, printed } from './testPrograms.test.support.ts';

const ready = (running: Running, protocol: 'tcp' | 'udp' = 'tcp', withinMs = 20_000): Promise<Readiness> =>
  untilListening(running.tree!, running, protocol, performance.now() + withinMs);

async function listens(running: Running, protocol: 'tcp' | 'udp' = 'tcp'): Promise<{ address: string; port: number }> {
  const state = await ready(running, protocol);
  if (state.state !== 'listening') throw new Error(`${state.state}: ${running.stderr.text}`);
  expect(state.sockets).toHaveLength(1);
  return state.sockets[0]!;
}

/** What a server says to one line. */
async function answer(host: string, port: number): Promise<string> {
  const client = net.connect(port, host);
  client.write('hello\n');
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(client, 'end');
  return Buffer.concat(chunks).toString();
}

const listen = "import os, socket, threading, time\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\n";
const oneShot = `${listen}s.listen(1)
c, _ = s.accept()
s.close()
c.sendall(c.recv(100).upper())
c.close()
`;
const accepting = (text: string) => oneShot.replace('c, _ = s.accept()', text);
const asking = `s.setblocking(False)
while True:
    try: c, _ = s.accept(); break
    except BlockingIOError: time.sleep(0.02)
c.setblocking(True)`;
const indented = oneShot.trimEnd().replace(/^/gm, '    ');

describe.skipIf(!hasProc)('a server for one client only is not used up: its first real client is served', () => {
  test('in Python, 20 times', async () => {
    await using programs = new TestPrograms();
    const program = programs.python(oneShot);
    for (let start = 0; start < 20; start += 1) {
      const running = programs.start(program);
      const { port } = await listens(running);
      expect(await answer('127.0.0.1', port)).toBe('HELLO\n');
      expect(await running.exited).toEqual({ code: 0, signal: null });
    }
  });

  test.skipIf(!hasC)('in C, 20 times', async () => {
    await using programs = new TestPrograms();
    const program = programs.c(String.raw`
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
int main() {
  struct sockaddr_in any = { .sin_family = AF_INET };
  char line[100];
  int s = socket(AF_INET, SOCK_STREAM, 0), c;
  bind(s, (struct sockaddr *)&any, sizeof any);
  listen(s, 1);
  c = accept(s, 0, 0);
  write(c, line, read(c, line, 100));
}`);
    for (let start = 0; start < 20; start += 1) {
      const running = programs.start(program);
      const { address, port } = await listens(running);
      expect(address).toBe('0.0.0.0');
      expect(await answer('127.0.0.1', port)).toBe('hello\n');
      await running.exited;
    }
  });
});

describe.skipIf(!hasProc)('is listening:', () => {
  test.each([
    ['one that takes its time before', `import time\ntime.sleep(0.5)\n${oneShot}`],
    ['one that takes its time between bind and listen', oneShot.replace('s.listen(1)', 'time.sleep(0.5); s.listen(1)')],
    ['one that asks again and again whether there is a client', accepting(asking)],
    ['one that waits with a time-out', accepting('s.settimeout(60); c, _ = s.accept()')],
    ['one that accepts only after something else', accepting('time.sleep(0.3); c, _ = s.accept()')],
    ['one that listens in a thread', `import threading\ndef serve():\n${indented}\nthreading.Thread(target=serve).start()\n`],
    ['a daemon that left its parent', `import os\nif os.fork(): os._exit(0)\nos.setsid()\nif os.fork(): os._exit(0)\n${oneShot}`],
  ])('%s', async (_, text) => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python(text));
    const { address, port } = await listens(running);
    expect(address).toBe('127.0.0.1');
    expect(await answer(address, port)).toBe('HELLO\n');
  });

  type Address = [name: string, host: string, expected: string];
  test.each<Address>([
    ...(hasIpv6 ? [['any address of IPv6', "'::'", '::'] satisfies Address] : []),
    ['any address of IPv4', "'0.0.0.0'", '0.0.0.0'],
    ['an address of one machine', "'127.0.0.1'", '127.0.0.1'],
  ])('a server in Node, on %s', async (_, host, expected) => {
    await using programs = new TestPrograms();
    const text = `import net from 'node:net';\nnet.createServer((c) => c.once('data', (d) => c.end(d))).listen(0, ${host});\n`;
    const { address, port } = await listens(programs.start(programs.node(text)));
    expect(address).toBe(expected);
    expect(await answer(address === '::' ? '::1' : '127.0.0.1', port)).toBe('hello\n');
  });

  test.skipIf(!hasJava)('a server in Java', async () => {
    await using programs = new TestPrograms();
    const program = programs.java(
      'Once',
      `import java.net.*;
public class Once {
  public static void main(String[] words) throws Exception {
    try (Socket client = new ServerSocket(0).accept()) {
      client.getOutputStream().write(client.getInputStream().readNBytes(6));
    }
  }
}`,
    );
    const { address, port } = await listens(programs.start(program));
    expect(await answer(address === '::' ? '::1' : '127.0.0.1', port)).toBe('hello\n');
  });

  test.skipIf(!hasC)('a server whose first thread has ended, as pthread_exit in main has it', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.c(String.raw`
#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>
static void *serve(void *nothing) {
  char buffer[100];
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  bind(listener, (struct sockaddr *)&any, sizeof any);
  listen(listener, 5);
  int client = accept(listener, 0, 0);
  write(client, buffer, read(client, buffer, sizeof buffer));
  close(client);
  for (;;) pause();
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, serve, 0);
  pthread_exit(0);
}
`),
    );
    const { address, port } = await listens(running);
    expect(await answer(address, port)).toBe('hello\n');
    expect(running.tree!.alive()).toEqual([running.pid]);
    await running.kill();
    expect(running.tree!.alive()).toEqual([]);
  });

  test('a server over UDP, which is not listening over TCP', async () => {
    await using programs = new TestPrograms();
    const program = programs.python(
      "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 0))\nprint(s.getsockname()[1])\ns.recvfrom(100)\n",
    );
    const running = programs.start(program);
    const { port } = await listens(running, 'udp');
    expect(String(port)).toBe(await printed(running, /\d+/));
    expect(await ready(programs.start(program))).toMatchObject({ state: 'asleep', in: [{ wait: { call: 'recvfrom' } }] });
  });
});

describe.skipIf(!hasProc)('is not listening:', () => {
  test('one that ends', async () => {
    await using programs = new TestPrograms();
    expect(await ready(programs.start(programs.shell('exit 3\n')))).toEqual({ state: 'exited' });
  });

  test('one that ends when its child has ended', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell('(sleep 0.3; echo last) &\n'));
    expect(await ready(running)).toEqual({ state: 'exited' });
    expect(await printed(running, /last/)).toBe('last');
  });

  test.each([
    ['waits for input', 'input()', 'read'],
    ['waits for a child that waits for input', 'os.fork() or input(); os.wait()', 'read'],
    ['has bound a port and never listens', 's.detach(); threading.Event().wait()', 'futex'],
    ['has connected sockets only', 'a, b = socket.socketpair(); a.recv(1)', 'recvfrom'],
  ])('one that %s is told at once', async (_, text, call) => {
    await using programs = new TestPrograms();
    const state = await ready(programs.start(programs.python(`${listen}${text}\n`)));
    if (state.state !== 'asleep') throw new Error(state.state);
    expect(state.in.map(({ wait }) => wait?.call)).toContain(call);
  });

  test.each(['time.sleep(60)', 'while True: pass'])('one that does something else until its time is up: %s', async (text) => {
    await using programs = new TestPrograms();
    const begun = performance.now();
    expect(await ready(programs.start(programs.python(`${listen}${text}\n`)), 'tcp', 200)).toEqual({ state: 'deadline' });
    expect(performance.now() - begun).toBeGreaterThan(199);
  });
});

test.skipIf(!hasProc)('the sockets of a program are those of all its processes', async () => {
  await using programs = new TestPrograms();
  const running = programs.start(
    programs.python(`${listen}if os.fork() == 0: t = socket.socket()\nprint('ready', flush=True)\nthreading.Event().wait()\n`),
  );
  await printed(running, /ready[^]*ready/);
  expect(socketInodes(running.tree!).size).toBeGreaterThanOrEqual(2);
});

test.skipIf(!hasProc)('a program may listen with what was its standard input', async () => {
  await using programs = new TestPrograms();
  const text = 'import os, socket\nos.close(0)\ns = socket.create_server(("127.0.0.1", 0))\nassert s.fileno() == 0\ns.accept()\n';
  expect(await ready(programs.start(programs.python(text)))).toMatchObject({ state: 'listening' });
});
