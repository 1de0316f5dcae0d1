// How a program takes its port: a table of pieces of real-looking programs, and what is tried on them.
import { expect, test } from 'vitest';

import type { SourceKind } from './languages.ts';
import { portNumbers, readsPortVariable } from './portNumbers.ts';
import { type PortArguments, clientArguments, portArguments, withPort } from './ports.ts';

test.each<[SourceKind, string, string[]]>([
  ['python', "s.bind(('0.0.0.0', 45000))\ns.listen(1)", ['none']],
  ['python', "parser.add_argument('--port', type=int, default=45000)", ['--port N', 'none']],
  ['python', "parser.add_argument('-p', '--port', type=int)", ['--port N', 'none']],
  ['python', "parser.add_argument('--port-file')", ['none']],
  ['python', "parser.add_argument('-p', dest='port')", ['-p N', 'none']],
  ['python', "opts, args = getopt.getopt(sys.argv[1:], 'p:', ['port='])", ['--port N', 'none']],
  ['python', "opts, args = getopt.getopt(sys.argv[1:], 'hp:')", ['-p N', 'none']],
  ['python', "parser.add_argument('port', type=int)", ['N', 'none']],
  ['python', "parser.add_argument('host')\nparser.add_argument('port', type=int)", ['HOST N', 'none']],
  ['python', '@click.argument("port")', ['N', 'none']],
  ['python', 'port = int(sys.argv[1]) if len(sys.argv) > 1 else 45000', ['N', 'none']],
  ['python', 'from sys import argv\nPORT = int(argv[1])', ['N', 'none']],
  ['python', 'HOST = sys.argv[1]\nPORT = int(sys.argv[2])', ['HOST N', 'none']],
  ['python', 'HOST, PORT = sys.argv[1], int(sys.argv[2])', ['HOST N', 'none']],
  ['python', 'HOST, PORT = sys.argv[1:3]', ['HOST N', 'none']],
  ['python', 'port = int(sys.argv[1])\nhost = sys.argv[2]', ['N', 'N HOST', 'none']],
  ['python', 'port = int(sys.argv[1])\nbacklog = int(sys.argv[2])', ['N', 'none']],
  ['python', 'host = sys.argv[1] if len(sys.argv) > 1 else "localhost"', ['none']],
  ['python', '_, port = sys.argv', ['N', 'none']],
  ['python', 'serve(*sys.argv)', ['N', 'none']],
  ['node', 'net.createServer(f).listen(45000)', ['none']],
  ['node', 'const port = process.argv[2] || 45000;', ['N', 'none']],
  ['node', 'const port = Number(process.argv[3]);\nconst host = process.argv[2];', ['HOST N', 'none']],
  ['node', 'const args = process.argv.slice(2);\nserver.listen(+args[0]);', ['N', 'none']],
  ['node', 'const [host, port] = process.argv.slice(2);', ['HOST N', 'none']],
  ['node', 'const [port] = process.argv.slice(2);', ['N', 'none']],
  ['node', "const flag = process.argv.indexOf('--port');\nNumber(process.argv[flag + 1])", ['--port N', 'none']],
  ['node', "program.option('-p, --port <port>')", ['--port N', 'none']],
  ['node', "program.argument('<port>')", ['N', 'none']],
  ['typescript', "const { values } = parseArgs({ options: { port: { type: 'string', short: 'p' } } });", ['--port N', 'none']],
  ['node', "const argv = require('minimist')(process.argv.slice(2));\nlisten(argv.port)", ['--port N', 'none']],
  ['java', 'public static void main(String[] args) { new ServerSocket(45000); }', ['none']],
  ['java', 'public static void main(String[] args) { int port = Integer.parseInt(args[0]); }', ['N', 'none']],
  ['java', 'public static void main(String... a) { listen(a[0], Integer.parseInt(a[1])); }', ['HOST N', 'none']],
  ['java', 'static void main(final String argv[]) { for (String each : argv) use(each); }', ['N', 'none']],
  ['c', 'int main(int argc, char *argv[]) { listen(s, 5); }', ['none']],
  ['c', 'int main(void) { listen(s, 5); }', ['none']],
  ['c', 'int main(int argc, char **argv) { int port = atoi(argv[1]); }', ['N', 'none']],
  ['c', 'int main(int c, char *av[]) { addr.sin_port = htons(atoi(av[2])); inet_aton(av[1], &a); }', ['HOST N', 'none']],
  ['c', 'while ((opt = getopt(argc, argv, "hp:t:")) != -1) switch (opt) { case \'p\': }', ['-p N', 'none']],
  ['c', 'struct option o[] = {{"port", required_argument, 0, \'p\'}};', ['--port N', 'none']],
  ['c', 'int main(int argc, char **argv) { if (strcmp(argv[1], "--port") == 0) port = atoi(argv[2]); }', ['--port N', 'none']],
  ['shell', 'nc -lk "${1:-45000}"', ['N', 'none']],
  ['shell', 'nc -l "$2" -s "$1"', ['HOST N', 'N', 'none']],
  ['shell', 'nc -lk 45000', ['none']],
  ['executable', 'usage: server --port N', ['--port N', 'N', 'none']],
  ['executable', 'socket failed', ['N', 'none']],
])('%s: %s', (kind, text, forms) => {
  expect(portArguments(text, kind)).toEqual(forms);
});

test.each<[SourceKind, string, PortArguments]>([
  ['python', 's.connect((sys.argv[1], int(sys.argv[2])))', 'HOST N'],
  ['python', 'host = sys.argv[1]\nport = int(sys.argv[2])', 'HOST N'],
  ['python', 'port = int(sys.argv[1])\ns.connect(("localhost", port))', 'N'],
  ['python', 'port = int(sys.argv[1])\nhost = sys.argv[2]', 'N HOST'],
  ['python', "parser.add_argument('--port', type=int)", '--port N'],
  ['python', "parser.add_argument('--host')\nparser.add_argument('--port', type=int)", '--host HOST --port N'],
  ['python', "parser.add_argument('-p', type=int)", '-p N'],
  ['python', "s.connect(('192.168.38.60', 5000))", 'HOST N'], // whom it does no harm
  ['node', 'const [host, port] = process.argv.slice(2);', 'HOST N'],
  ['node', "parseArgs({ options: { port: { type: 'string' } } })", '--port N'],
  ['node', "parseArgs({ options: { host: { type: 'string' }, port: { type: 'string' } } })", '--host HOST --port N'],
  ['java', 'public static void main(String[] args) { new Socket(args[0], Integer.parseInt(args[1])); }', 'HOST N'],
  ['java', 'public static void main(String[] args) { int port = Integer.parseInt(args[0]); }', 'N'],
  ['c', 'int main(int argc, char **argv) { inet_aton(argv[1], &a); addr.sin_port = htons(atoi(argv[2])); }', 'HOST N'],
  ['c', 'int main(int argc, char **argv) { int port = atoi(argv[1]); }', 'N'],
  ['executable', 'no text at all', 'HOST N'],
])('a client, %s: %s', (kind, text, form) => {
  expect(clientArguments(text, kind)).toBe(form);
});

test('puts the port where the form has N, and the host where it has HOST', () => {
  expect(withPort('--host HOST --port N', 8000, '127.0.0.9')).toEqual(['--host', '127.0.0.9', '--port', '8000']);
  expect(withPort('none', 8000)).toEqual([]);
  expect(withPort('--port N', 8000)).toEqual(['--port', '8000']);
  expect(withPort('HOST N', 8000)).toEqual(['0.0.0.0', '8000']);
});

test.each<[SourceKind, string, boolean]>([
  ['python', "int(os.environ.get('PORT', 45000))", true],
  ['python', "int(os.environ['PORT'])", true],
  ['python', "os.getenv('PORT')", true],
  ['python', "PORT = 45000\nhome = os.environ['HOME']", false],
  ['node', "process.env['PORT'] ?? 45000", true],
  ['node', 'process.env.PORT || 45000', true],
  ['node', 'const { PORT = 45000 } = process.env;', true],
  ['node', 'const PORT = 45000; process.env.DEBUG', false],
  ['c', 'char *p = getenv("PORT");', true],
  ['java', 'System.getenv("PORT")', true],
  ['shell', 'nc -l ${PORT:-45000}', true],
])('%s: %s reads PORT: %s', (kind, text, reads) => {
  expect(readsPortVariable(text, kind)).toBe(reads);
});

test.each([
  ["server.bind(('0.0.0.0', 45000))\ndata = sock.recv(1024)", [45000]],
  ['#define PORT 8080\n#define BUFSIZE 4096\nlisten(fd, 10);', [8080]],
  ['ServerSocket s = new ServerSocket(55555);\nThread.sleep(1000);', [55555]],
  ["HOST = '127.0.0.1'\nPORT = 9009", [9009]],
  ['port = 99999', []],
])('%s: %j', (text, ports) => {
  expect(portNumbers(text)).toEqual(ports);
});

test('comes to an end soon on text made to slow it down', () => {
  const pieces = ['port', 'a', 'argv', ' ', '(', 'process.env', '{', '"-p', 'argv[1] ', 'host, ', 'getopt("', 'parseArgs('];
  for (const piece of [...pieces, 'minimist ', 'int(', '1 port ', 'host\n', 'main(String ']) {
    const text = piece.repeat(1_048_576 / piece.length);
    for (const kind of ['python', 'node', 'java', 'c', 'shell'] as const) portArguments(text, kind);
    readsPortVariable(text, 'python');
    portNumbers(text);
  }
});
