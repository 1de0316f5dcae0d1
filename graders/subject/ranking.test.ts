// Which file is the program: small submissions, and the order their files get.
import { expect, test } from 'vitest';

import type { SourceFile } from './intake.ts';
import { packageHints } from './planPackage.ts';
import { rank, roleIn } from './ranking.ts';

function files(contents: Record<string, string>): SourceFile[] {
  return Object.entries(contents).map(([path, text]) => ({ path, executable: false, read: () => text }));
}
const best = (contents: Record<string, string>) =>
  rank(files(contents), 'time-server', 'server', packageHints(files(contents)))[0]?.path;

const listens = "import socket\ns = socket.socket()\ns.bind(('', 45000))\ns.listen(1)\n";
const connects = "import socket\ns = socket.socket()\ns.connect(('localhost', 45000))\n";
const javaServer =
  'public class X { public static void main(String[] a) throws Exception { new ServerSocket(45000).accept(); } }';
const javaClient = 'public class Y { public static void main(String[] a) throws Exception { new Socket("localhost", 45000); } }';

test.each<[string, Record<string, string>, string]>([
  ['what listens goes before what connects', { 'client.py': connects, 'server.py': listens }, 'server.py'],
  ['whatever they are called', { 'server_test_tool.py': connects, 'tugas1.py': listens }, 'tugas1.py'],
  ['a name decides between two that listen', { 'chat.py': listens, 'server.py': listens }, 'server.py'],
  ['so does the name of the lab', { 'chat.py': listens, 'time_server.py': listens }, 'time_server.py'],
  [
    'the newest name loses to the plain one',
    { 'server2.py': listens, 'server_old.py': listens, 'server.py': listens },
    'server.py',
  ],
  [
    'a client that binds an event is no server',
    { 'gui.py': 'entry.bind("<Return>", send)\ns.connect(a)', 'udp.py': "s.bind(('', 5))" },
    'udp.py',
  ],
  ['a comment is not looked at', { 'a.py': '# s.listen(1) s.accept()\n', 'b.py': "s.bind(('', 1))" }, 'b.py'],
  [
    'main, which uses what listens',
    { 'main.py': 'from server import run\nrun()', 'server.py': `def run():\n  pass\n${listens}` },
    'main.py',
  ],
  [
    'server, which can be started too',
    { 'main.py': 'import server', 'server.py': `${listens}if __name__ == '__main__': run()` },
    'server.py',
  ],
  ['never a test', { 'test_server.py': `import server\n${listens}`, 'server.py': listens }, 'server.py'],
  [
    'a threaded server made of classes',
    { 'Server.py': 'import socketserver\nclass H(socketserver.BaseRequestHandler): pass', 'util.py': '' },
    'Server.py',
  ],
  ['JavaScript', { 'client.js': "net.connect(1, 'x')", 'index.js': 'net.createServer(f).listen(1)' }, 'index.js'],
  [
    'JavaScript with a library that listens',
    { 'index.js': "require('./lib/net')", 'lib/net.js': 'net.createServer(f)' },
    'index.js',
  ],
  [
    'what npm start starts',
    { 'package.json': '{"scripts":{"start":"node app/run.js"}}', 'app/run.js': '', 'server.js': '.listen(1)' },
    'app/run.js',
  ],
  [
    'no program beside it that is a package of its own',
    {
      'server.ts': 'createServer()',
      'more/package.json': '{"main":"app.js","scripts":{"start":"node app.js"}}',
      'more/app.js': '.listen(1)',
    },
    'server.ts',
  ],
  ['no index.js that npm init made up', { 'package.json': '{"main":"index.js"}', 'server.ts': 'createServer()' }, 'server.ts'],
  ['Java', { 'Client.java': javaClient, 'Server.java': javaServer }, 'Server.java'],
  [
    'Java, by its main',
    { 'ClientHandler.java': 'class ClientHandler { ServerSocket s; }', 'Start.java': `/* */ ${javaServer}` },
    'Start.java',
  ],
  ['C', { 'client.c': 'int main() { connect(1); }', 'server.c': 'int main() { listen(s, 1); accept(s); }' }, 'server.c'],
  [
    'C, by its main',
    { 'net.c': 'void up() { listen(s, 1); }', 'net.h': '', 'main.c': '#include "net.h"\nint main() { up(); }' },
    'main.c',
  ],
  ['source rather than what was made of it', { server: '\x7fELF', 'prog.c': 'int main() { return listen(1); }' }, 'prog.c'],
  ['a script without an extension', { start: '#!/usr/bin/env python3\ns.listen(1)', 'README.md': '' }, 'start'],
  ['a shell script that listens', { 'run.sh': 'socat TCP-LISTEN:45000,fork EXEC:./t.sh', 't.sh': 'date' }, 'run.sh'],
  [
    'a shell script called server that starts what listens',
    { 'server.sh': 'exec python3 lib/x.py', 'lib/x.py': listens },
    'server.sh',
  ],
  ['no other shell script', { 'run.sh': 'exec python3 server.py', 'server.py': listens }, 'server.py'],
  ['the one program there is', { 'tugas.py': 'from twisted.internet import reactor', 'notes.txt': '' }, 'tugas.py'],
])('%s', (_, contents, expected) => {
  expect(best(contents)).toBe(expected);
});

test.each<[string, Record<string, string>, string, 'server' | 'client']>([
  ['what connects', { 'server.py': listens, 'client.py': connects }, 'client.py', 'server'],
  ['what connects, whatever it is called', { 'server.py': listens, 'tugas.py': connects }, 'tugas.py', 'server'],
  ['a client alone', { 'client.py': connects }, 'client.py', 'client'],
  ['a client that is called back, and so listens', { 'client.py': connects + listens }, 'client.py', 'client'],
  [
    'which is not the server that calls back',
    { 'a.py': listens + connects, 'client.py': connects + listens },
    'client.py',
    'server',
  ],
  ['a client by its Indonesian name', { 'klien.py': connects, 'lain.py': connects, 's.py': listens }, 'klien.py', 'server'],
  ['a client of Java', { 'S.java': javaServer, 'C.java': javaClient }, 'C.java', 'server'],
  ['a client called main', { 'main.py': connects }, 'main.py', 'client'],
  ['the one program there is, though it listens', { 'server.py': listens }, 'server.py', 'server'],
])('of clients: %s', (_, contents, expected, role) => {
  expect(rank(files(contents), 'chat', 'client')[0]?.path).toBe(expected);
  expect(roleIn(files(contents), 'chat')).toBe(role);
});

test('a submission without a program has no candidates', () => {
  expect(roleIn([], 'chat')).toBe('server');
  expect(rank(files({ 'report.pdf': '%PDF', 'a.h': 'int x;', 'types.d.ts': 'x', 'notes.md': '#!' }), 'echo', 'server')).toEqual(
    [],
  );
});

test('tells what decided, and what the program is made of', () => {
  const [first] = rank(
    files({ 'server.py': `from lib.clock import now\n${listens}`, 'lib/clock.py': 'import time', 'client.py': connects }),
    'time-server',
    'server',
  );
  expect(first?.reasons).toEqual(['it listens', 'it is called server']);
  expect(first?.parts.map(({ path }) => path)).toEqual(['server.py', 'lib/clock.py']);
});

test('comes to an end soon on many files made to slow it down', () => {
  const pieces = ['"\\', '/*', "'''", '`', 'import a ', 'class A ', '\n', ' ', 'bind( ', 'static ', 'nc ', 'a', '/', "from './"];
  for (const piece of pieces) {
    for (const extension of ['py', 'js', 'java', 'c', 'sh']) {
      rank(files({ [`a.${extension}`]: piece.repeat(262_144 / piece.length) }), 'echo', 'server');
    }
  }
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`m${index}.py`, `import m${index + 1}\n`]));
  expect(rank(files(many), 'echo', 'server')).toHaveLength(300);
}, 20_000);
