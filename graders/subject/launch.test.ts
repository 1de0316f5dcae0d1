// Starting programs as a grading does: which start counts, what is said of those that never listen, and how soon.
import { once } from 'node:events';
import net from 'node:net';

import { describe, expect, test, vi } from 'vitest';

import { NotGradable, NotStarted } from './errors.ts';
import { type LaunchOptions, Launcher, type Program, reachable } from './launch.ts';
import { hasProc } from './processGroup.ts';
import { Unreadable } from './procfs.ts';
import { TestPrograms, hasIpv6, hasJava, isAlive, quietPort } from './testPrograms.test.support.ts';

/** A launcher for a program that is given the port behind these words, or for several ways to start one. */
async function launcher(programs: TestPrograms, starts: LaunchOptions['plan']['starts'], changes: Partial<LaunchOptions> = {}) {
  return new Launcher({
    plan: { starts, env: {}, ports: [] },
    root: programs.folder,
    env: { PATH: process.env['PATH'] ?? '' },
    protocol: 'tcp',
    defaultPort: await quietPort(),
    startTimeoutMs: 20_000,
    spawn: programs.spawn,
    notice: () => {},
    ...changes,
  });
}

async function answer({ host, port }: Program): Promise<string> {
  const client = net.connect(port, host);
  client.write('hello\n');
  let said = '';
  client.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(client, 'end');
  return said;
}

/** The error of a start that fails. */
async function failed<T extends Error>(launcher: Launcher, kind: new (...words: never[]) => T): Promise<T> {
  const error: unknown = await launcher.start().catch((reason: unknown) => reason);
  if (error instanceof kind) return error;
  throw new Error(`no ${kind.name}`, { cause: error });
}

const python = (address: string, port: string, family = 'AF_INET') => `
import os, socket, sys
s = socket.create_server((${address}, ${port}), family=socket.${family})
c, _ = s.accept()
c.sendall(c.recv(100).upper())
`;

describe.skipIf(!hasProc)('a program that listens', () => {
  type Kind = [name: string, address: string, port: string, family: string];
  test.each<Kind>([
    ['on the port in its environment', "'127.0.0.1'", "int(os.environ['PORT'])", 'AF_INET'],
    ['on the port in its arguments', "''", 'int(sys.argv[1])', 'AF_INET'],
    ['on localhost', "'localhost'", 'int(sys.argv[1])', 'AF_INET'],
    ...(hasIpv6 ? [['on IPv6', "'::'", 'int(sys.argv[1])', 'AF_INET6'] satisfies Kind] : []),
  ])('%s', async (_, address, port, family) => {
    await using programs = new TestPrograms();
    const command = programs.python(python(address, port, family));
    const started = await (await launcher(programs, [(given) => [...command, String(given)]])).start();
    expect(started.port).toBe(started.givenPort);
    expect(started.command).toEqual([...command, String(started.givenPort)]);
    expect(started.listening).toHaveLength(1);
    expect(await answer(started)).toBe('HELLO\n');
  });

  test('on a port of its own, wherever that is', async () => {
    await using programs = new TestPrograms();
    const port = await quietPort();
    const command = programs.python(python("'127.0.0.1'", String(port)));
    const started = await (await launcher(programs, [() => command])).start();
    expect([started.port, started.host]).toEqual([port, '127.0.0.1']);
    expect(started.givenPort).not.toBe(port);
    expect(await answer(started)).toBe('HELLO\n');
  });

  test('on the first of the ports it is to have that is free, and in none of its sources', async () => {
    await using programs = new TestPrograms();
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const [inUse, fixed, labs, free] = [
      (taken.address() as net.AddressInfo).port,
      await quietPort(),
      await quietPort(),
      await quietPort(),
    ];
    const ports = [inUse, fixed, labs, free].values();
    const command = programs.python(python("''", 'int(sys.argv[1])'));
    const started = await (
      await launcher(programs, [], {
        plan: { starts: [(given) => [...command, String(given)]], env: {}, ports: [fixed] },
        defaultPort: labs,
        nextPort: () => ports.next().value!,
      })
    ).start();
    expect(started.port).toBe(free);
    expect(await answer(started)).toBe('HELLO\n');
    taken.close();
  });

  test('on several ports: the one it was given counts', async () => {
    await using programs = new TestPrograms();
    const command = programs.python(`
import os, socket
sockets = [socket.socket() for _ in range(9)]
for n, s in enumerate(sockets): s.bind(('127.0.0.1', 0 if n > 0 else int(os.environ['PORT'])))
for s in sockets: s.listen()
c, _ = sockets[0].accept()
c.sendall(c.recv(100).upper())
`);
    const started = await (await launcher(programs, [() => command])).start();
    expect(started.port).toBe(started.givenPort);
    expect(await answer(started)).toBe('HELLO\n');
  });

  test('over UDP', async () => {
    await using programs = new TestPrograms();
    const command = programs.python(
      "import os, socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', int(os.environ['PORT'])))\ns.recv(9)\n",
    );
    const started = await (await launcher(programs, [() => command], { protocol: 'udp' })).start();
    expect(started.listening).toEqual([{ protocol: 'udp', address: '0.0.0.0', port: started.givenPort }]);
  });

  test.skipIf(!hasJava)('in Java, on all addresses of both kinds', async () => {
    await using programs = new TestPrograms();
    const command = programs.java(
      'Server',
      `public class Server {
  public static void main(String[] words) throws Exception {
    try (var client = new java.net.ServerSocket(Integer.parseInt(words[0])).accept()) {
      client.getOutputStream().write(client.getInputStream().readNBytes(6));
    }
  }
}`,
    );
    const started = await (await launcher(programs, [(port) => [...command, String(port)]])).start();
    expect(await answer(started)).toBe('hello\n');
  });

  test('is given the environment of the lab, of its language and of the check, in that order', async () => {
    await using programs = new TestPrograms();
    const command = programs.python(
      `import os\nassert os.environ['A'] + os.environ['B'] + os.environ['C'] == '123'\n${python("''", "int(os.environ['PORT'])")}`,
    );
    const env = { PATH: process.env['PATH'] ?? '', A: '1', B: '1', C: '1' };
    const plan = { starts: [() => command], env: { B: '2', C: '2' }, ports: [] };
    const started = await (await launcher(programs, [], { env, plan })).start(() => ({ C: '3' }));
    expect(started.env).toEqual({ C: '3' });
  });

  test('takes the second way if the first does not work, and that one alone from then on', async () => {
    await using programs = new TestPrograms();
    const command = programs.python(
      `import sys\nif len(sys.argv) > 1: sys.exit('usage: server')\n${python("''", "int(os.environ['PORT'])")}`,
    );
    const starts: LaunchOptions['plan']['starts'] = [
      (port) => [...command, '--port', String(port)],
      () => command,
      () => ['/bin/false'],
    ];
    const launch = await launcher(programs, starts);
    expect((await launch.start()).command).toEqual(command);
    expect(programs.started).toHaveLength(2);
    expect((await launch.start()).command).toEqual(command);
    expect(programs.started).toHaveLength(3);
    expect(launch.command).toEqual(command);
  });
});

describe.skipIf(!hasProc)('a program that does not listen', () => {
  test('because it ends: its words and how it ended are told, and soon', async () => {
    await using programs = new TestPrograms();
    const command = programs.python(
      "import sys, time\nprint('no config')\nprint(time.monotonic_ns(), file=sys.stderr)\nsys.exit(3)\n",
    );
    const error = await failed(await launcher(programs, [() => command]), NotStarted);
    const sinceItsEndMs = Number(process.hrtime.bigint() - BigInt(error.printed.stderr.trim())) / 1e6;
    expect(error.message).toBe('it ended before it listened, with exit code 3');
    expect(error.printed).toMatchObject({ exit: 'with exit code 3', stdout: 'no config\n' });
    expect(sinceItsEndMs).toBeLessThan(3000); // of the 20 s that it had
  });

  test('because a signal ends it', async () => {
    await using programs = new TestPrograms();
    const error = await failed(await launcher(programs, [() => programs.shell('echo before >&2; kill -SEGV $$\n')]), NotStarted);
    expect(error.message).toBe('it ended before it listened, killed by SIGSEGV');
    expect(error.printed).toEqual({ exit: 'killed by SIGSEGV', stdout: '', stderr: 'before\n' });
  });

  test('with every way to start it: the first is told of', async () => {
    await using programs = new TestPrograms();
    const ways = [4, 5].map((code) => () => programs.shell(`echo way ${code}; exit ${code}\n`));
    const error = await failed(await launcher(programs, ways), NotStarted);
    expect(error.printed).toEqual({ exit: 'with exit code 4', stdout: 'way 4\n', stderr: '' });
    expect(programs.started).toHaveLength(2);
  });

  test('because it does something else: the time is given once, not for every way to start it', async () => {
    await using programs = new TestPrograms();
    const ways = [1, 2].map(() => () => programs.shell('echo busy; exec sleep 60\n'));
    const error = await failed(await launcher(programs, ways, { startTimeoutMs: 300 }), NotStarted);
    expect(error.message).toBe('it listened on no port within 0.3 s');
    expect(error.printed).toEqual({ exit: null, stdout: 'busy\n', stderr: '' }); // that we killed it is none of its business
    expect(programs.started).toHaveLength(1);
    expect(isAlive(programs.started[0]!.pid)).toBe(false);
  });

  test('because it asks something: told at once, in words', async () => {
    await using programs = new TestPrograms();
    const command = programs.python("port = input('Port? ')\n");
    const error = await failed(await launcher(programs, [() => command]), NotStarted);
    expect(error.message).toBe('it listens on no port and never will: it waits for a line on its standard input');
    expect(error.printed).toEqual({ exit: null, stdout: 'Port? ', stderr: '' });
  });

  test.each([
    ['is not there', 'no-such-program', 'ENOENT'],
    ['lies in what is no folder', 'file/program', 'ENOTDIR'],
  ])('because it %s', async (_, name, code) => {
    await using programs = new TestPrograms();
    programs.write('file', '');
    const error = await failed(await launcher(programs, [() => [`${programs.folder}/${name}`]]), NotStarted);
    expect(error.message).toMatch(new RegExp(`^it cannot be started: spawn .*${code}`));
  });

  test('because nobody knows how to start it', async () => {
    await using programs = new TestPrograms();
    expect((await failed(await launcher(programs, []), NotGradable)).message).toContain('run.yaml');
  });
});

describe.skipIf(!hasProc)('costs no points, and leaves nothing running, when', () => {
  test('the program cannot be looked at', async () => {
    await using programs = new TestPrograms();
    const command = programs.shell('exec sleep 60\n');
    const spawn: LaunchOptions['spawn'] = (argv, options) => {
      const running = programs.spawn(argv, options);
      vi.spyOn(running.tree!, 'pids').mockImplementation(() => {
        throw new Unreadable(`cannot read /proc/${running.pid}/fd: EACCES`);
      });
      vi.spyOn(running.tree!, 'killAll').mockReturnValue(true); // its group is killed all the same
      return running;
    };
    expect((await failed(await launcher(programs, [() => command], { spawn }), NotGradable)).message).toContain('/fd: EACCES');
    expect(isAlive(programs.started[0]!.pid)).toBe(false);
  });

  test.each(['EAGAIN', 'EMFILE', 'ENOMEM'])('the machine cannot start one program more: %s', async (code) => {
    await using programs = new TestPrograms();
    const spawn: LaunchOptions['spawn'] = (_argv, options) => {
      const running = programs.spawn(['/no/such/program'], options);
      return { ...running, exited: Promise.reject(Object.assign(new Error(`spawn ${code}`), { code })) };
    };
    expect((await failed(await launcher(programs, [() => ['server']], { spawn }), NotGradable)).message).toContain(code);
  });
});

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['192.168.1.1', '192.168.1.1'],
  ['::1', '::1'],
])('what is bound to %s is reached at %s', (address, host) => {
  expect(reachable(address)).toBe(host);
});
