// Plans of small submissions, and whether what they say does start a server.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { build } from './build.ts';
import { NotBuilt, NotGradable, UsageError } from './errors.ts';
import { type Submission, takeIn } from './intake.ts';
import { inProcessGroup } from './processGroup.ts';
import { type Plan, planFor, takesNoPort } from './plan.ts';
import { type RuntimeName, findRuntime } from './runtimes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
  mkdirSync(join(folder, 'in'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PATH = process.env['PATH'] ?? '';

async function submissionOf(contents: Record<string, string>): Promise<Submission> {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, 'in', path)), { recursive: true });
    writeFileSync(join(folder, 'in', path), content, { mode: content.startsWith('#!') ? 0o755 : 0o644 });
  }
  return takeIn(join(folder, 'in'), mkdtempSync(join(folder, 'copy-')));
}
async function planOf(contents: Record<string, string>, options: { run?: string; build?: string } = {}): Promise<Plan> {
  return planFor(await submissionOf(contents), { lab: 'time-server', role: 'server', ...options });
}

/** What the server sends to the first who connects; it is started in the first of the plan's ways. */
async function greetingOf(submission: Submission, plan: Plan): Promise<string> {
  await build(plan, submission, { env: { PATH }, spawn: inProcessGroup });
  const port = await getPort();
  const [command, ...args] = plan.starts[0]!(port);
  const child = spawn(command!, args, {
    cwd: submission.root,
    env: { PATH, ...plan.env },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`ended with exit code ${child.exitCode}`);
      const socket = connect(port, '127.0.0.1');
      const connected = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      if (connected) return await text(socket);
      await sleep(20);
    }
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  }
}

const javaServer = (inside: string, className = 'Server') => `${inside}
import java.net.*;
public class ${className} {
  static class Helper { void main2() { } }
  public static void main(String[] args) throws Exception {
    ServerSocket s = new ServerSocket(Integer.parseInt(args[0]));
    Socket c = s.accept(); c.getOutputStream().write(Reply.text().getBytes("UTF-8")); c.close();
  }
}`;
const cServer = (reply: string) => `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>
${reply}
int main(int argc, char **argv) {
  struct sockaddr_in a; memset(&a, 0, sizeof a);
  a.sin_family = AF_INET; a.sin_port = htons(atoi(argv[1]));
  int s = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 5)) return 1;
  int c = accept(s, 0, 0); write(c, reply(), strlen(reply())); close(c); return 0;
}`;
const python3Server = `import socket, sys
s = socket.socket(); s.bind(('', int(sys.argv[1]))); s.listen(1)
c, a = s.accept(); c.sendall(b'hello'); c.close()`;

/** What this machine may lack, by language. */
const needed: Record<string, RuntimeName> = { python2: 'python2', java: 'javac', c: 'cc', 'c++': 'c++', make: 'make' };
const lacks = (language: string) => needed[language] !== undefined && findRuntime(needed[language]) === null;

test.for<[string, string, Record<string, string>]>([
  [
    'Python 3',
    'python3',
    { 'server.py': python3Server, 'client.py': 'import socket, sys\nsocket.socket().connect((sys.argv[1], int(sys.argv[2])))' },
  ],
  [
    'Python in a package',
    'python3',
    {
      'chat/server.py': `from .hello import hello\n${python3Server.replace("b'hello'", 'hello')}`,
      'chat/hello.py': "hello = b'hello'",
      'README.md': '',
    },
  ],
  ['Python 2', 'python2', { 'server.py': python3Server.replace('c.sendall', "print 'connected'; c.sendall") }],
  ['JavaScript', 'node', { '-server.js': "require('net').createServer((s) => s.end('hello')).listen(process.argv[2])" }],
  [
    'ES modules',
    'node',
    { 'server.mjs': "import { createServer } from 'net';\ncreateServer((s) => s.end('hello')).listen(process.argv[2]);" },
  ],
  [
    'TypeScript with an enum, a top-level await, an import of .js and one without extension',
    'typescript',
    {
      'server.ts': `import { createServer, type Socket } from 'node:net';
import { hello } from './src/greet.js';
import { port } from './port';
enum Mode { Quiet, Loud }
const mode: Mode = await Promise.resolve(Mode.Loud);
createServer((s: Socket) => s.end(hello(mode === Mode.Loud))).listen(port);`,
      'src/greet.ts': "export const hello = (loud: boolean): string => (loud ? 'hello' : '');",
      'port.ts': 'export const port = Number(process.argv[2]);',
    },
  ],
  [
    'Java',
    'java',
    {
      'Server.java': javaServer(''),
      'Reply.java': 'class Reply { static String text() { return "hello"; } }',
      'Client.java': 'broken',
    },
  ],
  [
    'Java in a package',
    'java',
    {
      'src/net/Server.java': javaServer('package net;'),
      'src/net/Reply.java': 'package net;\nclass Reply { static String text() { return "hello"; } }',
    },
  ],
  ['C', 'c', { 'server.c': cServer('char *reply() { return "hello"; }') }],
  [
    'C in several files, beside a client',
    'c',
    {
      'server.c': cServer('#include "inc/reply.h"'),
      'reply.c': '#include "inc/reply.h"\nchar *reply() { return "hello"; }',
      'inc/reply.h': 'char *reply();',
      'client.c': 'int main() { broken }',
    },
  ],
  [
    'C of before 1999',
    'c',
    {
      'server.c': cServer('char *reply();').replace('int main', 'main'),
      '@reply.c': 'char *reply() { undeclared: return strdup("hello"); }',
    },
  ],
  [
    'C++',
    'c++',
    { 'server.cpp': cServer('#include <string>\nconst char *reply() { static std::string s = "hello"; return s.c_str(); }') },
  ],
  [
    'C that includes C',
    'c',
    { 'server.c': cServer('#include "reply.c"'), 'reply.c': 'static char *reply() { return "hello"; } int shared = 1;' },
  ],
  [
    'a Makefile',
    'make',
    {
      'server.c': cServer('char *reply() { return GREETING; }'),
      Makefile:
        'CFLAGS = -DGREETING=\'"hello"\'\nall: bin/client bin/time-server\n' +
        'bin/%:\n\tmkdir -p bin\n\t$(CC) $(CFLAGS) -o $@ server.c\n',
    },
  ],
  [
    'a Makefile that would start it',
    'make',
    {
      'server.c': cServer('char *reply() { return "hello"; }'),
      Makefile: 'run: server\n\t./server 1\nserver: server.c\n\t$(CC) -o server server.c\n',
    },
  ],
  ['a shell script', 'shell', { 'server.sh': '#!/bin/sh\n# nc -l\nexec python3 program.txt "$1"', 'program.txt': python3Server }],
  [
    'a script in a language not known here',
    'executable',
    { server: '#!/usr/bin/awk -f\nBEGIN { s = "/inet/tcp/" ARGV[1] "/0/0" }' },
  ],
])('%s', async ([, language, contents], { skip }) => {
  skip(lacks(language), `needs ${needed[language]}`);
  const submission = await submissionOf(contents);
  const plan = await planFor(submission, { lab: 'time-server', role: 'server' });
  expect(plan.language).toBe(language);
  expect(plan.chosen).toMatch(/ was taken for the program .* add a file (?:run.yaml|package.json)/);
  if (language !== 'executable') expect(await greetingOf(submission, plan)).toBe('hello');
});

test('a plan of Python says everything there is to say', async () => {
  const plan = await planOf({
    'server.py': python3Server.replace('int(sys.argv[1])', '45000'),
    'client.py': 'import socket\ns.connect(("", 1))',
  });
  const python3 = findRuntime('python3')!;
  expect(plan).toMatchObject({
    runtime: python3.name,
    program: 'server.py',
    build: null,
    env: { PYTHONUNBUFFERED: '1' },
    ports: [45000],
    readsPort: false,
    chosen:
      'server.py was taken for the program (it listens, it is called server). ' +
      'If that is wrong, add a file run.yaml with the line  run: [python3, server.py, "{port}"]',
  });
  expect(plan.starts.map((start) => start(8000))).toEqual([[python3.path, 'server.py']]);
  expect(takesNoPort(plan)).toBe(true);
});

test('the ways to hand over the port, in the order to try', async () => {
  const plan = await planOf({ 'server.py': python3Server });
  expect(plan.starts.map((start) => start(8000).slice(1))).toEqual([['server.py', '8000'], ['server.py']]);
  expect(takesNoPort(plan)).toBe(false);
});

test('run.yaml goes before what would be found out, and the options before run.yaml', async () => {
  const contents = {
    'server.py': python3Server,
    'run.yaml': 'build: [sh, -c, "echo built > log"]\nrun: [python3, server.py, "{port}", x]',
  };
  const submission = await submissionOf(contents);
  const plan = await planFor(submission, { lab: 'echo', role: 'server' });
  expect(plan).toMatchObject({ language: 'custom', runtime: findRuntime('python3')!.name, readsPort: true });
  expect(plan.starts.map((start) => start(8000).slice(1))).toEqual([['server.py', '8000', 'x']]);
  expect(await greetingOf(submission, plan)).toBe('hello');
  expect(existsSync(join(submission.root, 'log'))).toBe(true);

  const other = await planFor(submission, {
    lab: 'echo',
    role: 'server',
    run: 'python3 server.py {port} y',
    build: 'true && true',
  });
  expect(other.starts.map((start) => start(8000).slice(1))).toEqual([['server.py', '8000', 'y']]);
  expect(other.build?.commands[0]?.slice(1)).toEqual(['-c', 'true && true']);
  expect((await planFor(submission, { lab: 'echo', role: 'server', run: './fixed' })).readsPort).toBe(false);
});

test('--build alone is for programs that are not built otherwise', async () => {
  expect((await planOf({ 'server.js': 'net.createServer()' }, { build: 'npm ci' })).build?.commands[0]?.slice(1)).toEqual(['ci']);
  rmSync(join(folder, 'in/server.js'));
  await expect(planOf({ 'server.c': 'int main() { listen(1, 1); }' }, { build: 'cc server.c' })).rejects.toThrow(/add --run/);
  await expect(planOf({}, { run: ' ' })).rejects.toThrow('--run is empty');
});

test('a package.json above the copy does not decide what .js means', async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const submission = await submissionOf({
    'server.js': "require('net').createServer((s) => s.end('hello')).listen(process.argv[2])",
  });
  expect(await greetingOf(submission, await planFor(submission, { lab: 'echo', role: 'server' }))).toBe('hello');
});

test('TypeScript is cached in the copy and nowhere else', async () => {
  const shared = join(folder, 'tmp');
  mkdirSync(shared);
  const submission = await submissionOf({
    'src/server.ts': "import net = require('node:net');\nnet.createServer((s) => s.end('hello')).listen(process.argv[2]);",
    README: '',
  });
  const plan = await planFor(submission, { lab: 'echo', role: 'server' });
  plan.env['TMPDIR'] = shared;
  expect(await greetingOf(submission, plan)).toBe('hello');
  expect(readdirSync(shared)).toEqual([]);
  expect(readdirSync(join(submission.root, 'node_modules/.cache/jiti'))).toHaveLength(1);
});

test.skipIf(lacks('java'))(
  'Java stands still when its program does: no thread of the machine wakes up by the clock',
  async () => {
    const submission = await submissionOf({ 'Server.java': javaServer('').replace('Reply.text()', '"hello"') });
    const plan = await planFor(submission, { lab: 'echo', role: 'server' });
    await build(plan, submission, { env: { PATH }, spawn: inProcessGroup });
    const [command, ...args] = plan.starts[0]!(await getPort());
    const child = spawn(command!, args, { cwd: submission.root, stdio: 'ignore' });
    try {
      const wakes = () =>
        execFileSync('sh', ['-c', `cat /proc/${child.pid}/task/*/status | grep -E '^(Name|voluntary)'`], { encoding: 'utf8' });
      // its slowest clock ticks each second; until the machine has started all of its threads run
      let [before, now, looks] = ['', wakes(), 0];
      for (; now !== before && looks < 20; looks += 1) {
        before = now;
        await sleep(1500);
        now = wakes();
      }
      expect(now).toBe(before);
    } finally {
      child.kill('SIGKILL');
    }
  },
);

test('a program of machine code runs, when it was made for this machine', async () => {
  copyFileSync('/bin/sleep', join(folder, 'in/server'));
  chmodSync(join(folder, 'in/server'), 0o755);
  const plan = await planOf({ 'notes.txt': '' });
  expect(plan).toMatchObject({ language: 'executable', program: 'server', readsPort: false });
  expect(plan.starts.map((start) => start(8000))).toEqual([['./server', '8000'], ['./server']]);
});

test.each([
  [
    'an ELF for another machine',
    '7f454c460201010000000000000000000200f300',
    'server was made for Linux on riscv64, and this is linux on',
  ],
  ['one for Windows', '4d5a90', 'server was made for Windows'],
  ['one for macOS', 'cffaedfe0c000001', 'server was made for macOS'],
])('%s is not gradable here', async (_, hex, message) => {
  writeFileSync(join(folder, 'in/server'), Buffer.from(hex, 'hex'), { mode: 0o755 });
  const refused = planOf({});
  await expect(refused).rejects.toBeInstanceOf(NotGradable);
  await expect(refused).rejects.toThrow(message);
});

test('nothing to run: says what is there and what to do', async () => {
  const refused = planOf({ 'report.pdf': '%PDF', 'server.go': 'package main', 'work.zip': 'PK' });
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(
    'Found no program in in: it holds report.pdf, server.go, work.zip. Unpack the archive first. ' +
      'Give the folder with the source, or add a file run.yaml',
  );
});

test('a missing interpreter is this machine’s lack', async () => {
  const refused = planOf({ server: '#!/usr/bin/env no-such-language\n' });
  await expect(refused).rejects.toBeInstanceOf(NotGradable);
  await expect(refused).rejects.toThrow('server needs "no-such-language" (its first line says so), and this machine has none.');
});

test.skipIf(lacks('make')).each([
  ['server', 'all: server client\n'],
  ['client', 'all: server client\n'],
  ['server', ''],
  ['client', ''], // whose first goal is the server
] as const)('a Makefile of a server and a client, of which the %s is graded: %j', async (role, all) => {
  const rules = ['server', 'client'].map((name) => `${name}: ${name}.c\n\t$(CC) -o ${name} ${name}.c\n`);
  const submission = await submissionOf({
    'server.c': 'int listen(int, int); int main() { return listen(1, 1); }',
    'client.c': 'int connect(int, void *, int); int main() { return connect(1, 0, 0); }',
    Makefile: all + rules.join(''),
  });
  const plan = await planFor(submission, { lab: 'echo', role });
  await build(plan, submission, { env: { PATH }, spawn: inProcessGroup });
  expect(plan.program).toBe(role);
});

test.skipIf(lacks('make'))('a Makefile that makes no program', async () => {
  const submission = await submissionOf({ 'server.c': 'int main() { listen(1, 1); }', Makefile: 'all:\n\ttouch server.o\n' });
  const plan = await planFor(submission, { lab: 'echo', role: 'server' });
  const refused = build(plan, submission, { env: { PATH }, spawn: inProcessGroup });
  await expect(refused).rejects.toBeInstanceOf(NotBuilt);
  await expect(refused).rejects.toThrow('"make" ended well, but made no program for this machine.');
});
