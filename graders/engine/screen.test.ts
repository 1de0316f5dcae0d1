// What is typed, and what is shown: of programs that read and write as students' programs do.
// The law here: what stands on the screen counts only where the program has put it there, and "does not show" is never said too soon.
import { describe, expect, test } from 'vitest';

import {
  type ClientOptions,
  type ClientStage,
  atTerminalHere,
  hasC,
  hasJava,
  pythonClient,
  startedClient,
} from './clients.test.support.ts';
import { type Source, c, failureOf, java, node } from './programs.test.support.ts';
import { printed } from '../subject/testPrograms.test.support.ts';
import { Silence } from './silence.ts';
import { exactly } from './wire.ts';

/** Sends each line, and shows "<answer>" for what comes back. */
const clients: [name: string, source: Source][] = [
  ['input() with a prompt', pythonClient(`
while True:
    s.sendall(input('line: ').encode())
    print('<' + s.recv(100).decode() + '>')
`)],
  ['a thread that reads, with its prompt in between', pythonClient(String.raw`
def reads():
    while data := s.recv(100): print('\n<' + data.decode() + '>\nyou: ', end='', flush=True)
    os._exit(0)
thread(reads)
print('you: ', end='', flush=True)
for line in sys.stdin: s.sendall(line.rstrip('\n').encode())
`)],
  ['a thread that takes its time', pythonClient(`
def reads():
    while data := s.recv(100):
        time.sleep(0.05)
        print('<' + data.decode() + '>')
thread(reads)
while True:
    line = input()
    time.sleep(0.05)
    s.sendall(line.encode())
`)],
  ['select on keyboard and socket', pythonClient(`
while True:
    for ready in select.select([sys.stdin, s], [], [])[0]:
        if ready is s: print('<' + s.recv(100).decode() + '>')
        else: s.sendall(sys.stdin.readline().strip().encode())
`)],
  ['GNU readline', pythonClient(`
import readline
while True:
    s.sendall(input('> ').encode())
    print('<' + s.recv(100).decode() + '>')
`)],
  ['getpass, which switches the echo off', pythonClient(`
import getpass
s.sendall(getpass.getpass('secret: ').encode())
print('<' + s.recv(100).decode() + '>')
while True:
    s.sendall(input().encode())
    print('<' + s.recv(100).decode() + '>')
`)],
  ['keys one by one, in raw mode, repeated by the program', pythonClient(String.raw`
import tty
tty.setraw(0)
def read_line():
    line = b''
    while (key := os.read(0, 1)) != b'\r':
        line += key; os.write(1, key)
    os.write(1, b'\r\n')
    return line
while True:
    s.sendall(read_line())
    os.write(1, b'<' + s.recv(100) + b'>\r\n')
`)],
  ["Node's readline", node(`
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
const socket = connect(Number(process.argv[3]), process.argv[2]);
const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
socket.on('connect', () => lines.prompt());
lines.on('line', (line) => socket.write(line));
socket.on('data', (data) => { console.log('<' + data + '>'); lines.prompt(); });
`)],
]; // prettier-ignore
if (hasC)
  clients.push(['C, with fgets', c(String.raw`
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &to.sin_addr);
  int s = socket(AF_INET, SOCK_STREAM, 0), n;
  connect(s, (void *)&to, sizeof to);
  char text[200];
  while (printf("? "), fflush(stdout), fgets(text, sizeof text, stdin)) {
    write(s, text, strcspn(text, "\n"));
    if ((n = read(s, text, sizeof text)) <= 0) return 1;
    printf("<%.*s>\n", n, text);
  }
}
`)]); // prettier-ignore
if (hasJava)
  clients.push(['System.console()', java(String.raw`
import java.net.Socket;
class Server {
  public static void main(String[] args) throws Exception {
    Socket socket = new Socket(args[0], Integer.parseInt(args[1]));
    byte[] bytes = new byte[200];
    for (String line; (line = System.console().readLine("? ")) != null; ) {
      socket.getOutputStream().write(line.getBytes());
      int n = socket.getInputStream().read(bytes);
      System.out.println("<" + new String(bytes, 0, n) + ">");
    }
  }
}
`)]); // prettier-ignore

/** Types it, and takes what the client sends for it. */
async function types(stage: ClientStage, line: string, peer: Peer): Promise<void> {
  await stage.keyboard.types(line);
  await peer.receives(exactly(line));
}
type Peer = Awaited<ReturnType<ClientStage['client']['connects']>>;

describe.skipIf(!atTerminalHere)('at a terminal', () => {
  test.each(clients)(
    '%s: lines arrive, and answers are shown',
    async (_, source) => {
      await using stage = await startedClient(source);
      const { client, screen } = stage;
      await using peer = await client.connects();
      for (const line of ['ada', 'typed too']) {
        await types(stage, line, peer);
        expect(screen.text).not.toContain(line); // only repeated
        await peer.receivesNothingMore();
        await peer.sends('first');
        await screen.shows('<first>');
        await types(stage, 'again', peer);
        await peer.sends(line);
        await screen.shows(line); // as the answer holds it
      }
      const failure = await failureOf(screen.shows('ada'));
      expect(failure.finding).toMatchObject({ expected: 'ada', typed: 'again' });
      expect(failure.finding.message).toMatch(/^your client does not show "ada"/);
    },
    60_000,
  );

  test('what the program prints is its own, though the same was typed', async () => {
    await using stage = await startedClient(
      pythonClient(`
s.sendall(input().encode())
print('ada'); print('ada', end='')
input()
`),
    );
    await using peer = await stage.client.connects();
    await types(stage, 'ada', peer);
    await stage.screen.shows('ada');
    await stage.screen.shows('ada');
    await failureOf(stage.screen.shows('ada'));
  });

  test('also where the echo is off, and the program repeats the line by itself, first of all', async () => {
    await using stage = await startedClient(
      pythonClient(`
import termios
mode = termios.tcgetattr(0); mode[3] &= ~termios.ECHO; termios.tcsetattr(0, termios.TCSANOW, mode)
while True:
    line = input()
    print(line)
    s.sendall(line.encode())
`),
    );
    await using peer = await stage.client.connects();
    for (const line of ['ada', 'bob']) {
      await types(stage, line, peer);
      await stage.screen.shows(line);
    }
    expect(stage.screen.text.trim()).toBe('');
  });

  test('a line typed while the program does something else is repeated, and read later', async () => {
    await using stage = await startedClient(
      pythonClient(`
while True:
    s.sendall(input('> ').encode())
    print('<' + s.recv(100).decode() + '>')
`),
    );
    await using peer = await stage.client.connects();
    await types(stage, 'one', peer);
    await stage.keyboard.types('two');
    await peer.receivesNothingMore();
    expect(stage.screen.text.trim()).toBe('>');
    await peer.sends('answer');
    await stage.screen.shows('<answer>');
    await peer.receives(exactly('two'));
  });

  test('what is shown is looked for in its order, and text of more than one byte a character is text', async () => {
    await using stage = await startedClient(pythonClient(`print('één twee één drie'); input()`));
    const { screen } = stage;
    await screen.shows('één');
    await screen.shows('één');
    await stage.keyboard.types('über');
    expect(screen.text.trim()).toBe('drie');
    await screen.shows('drie');
    await failureOf(screen.shows('twee'));
  });

  test('Ctrl-D ends the input of whoever reads it', async () => {
    await using stage = await startedClient(pythonClient(`print('read', repr(sys.stdin.read()))`));
    await stage.keyboard.types('line');
    await stage.keyboard.ends();
    await stage.screen.shows(`read 'line\\n'`);
    expect(await stage.client.ends()).toBe(0);
  });

  test('of a program that has ended it is said so', async () => {
    await using stage = await startedClient(pythonClient(`raise ValueError('so it ends')`));
    const { finding } = await failureOf(stage.screen.shows('anything'));
    expect(finding.message).toBe('your client ends without showing "anything"');
    expect(finding.standsAt).toContain('ValueError: so it ends'); // at a terminal errors are shown, too
  });

  test('before it is said that nothing more is shown, the terminal is asked for what has been printed', async () => {
    const asked = pythonClient(`
signal.signal(signal.SIGWINCH, lambda *_: print('asked', flush=True))
print('ready', flush=True); threading.Event().wait()
`);
    await using stage = await startedClient(asked, atPipe);
    await stage.screen.shows('ready');
    const { running } = stage.program;
    const silence = new Silence({ ...stage.program, terminal: running.pid }, new Set(), stage.trial.budget, true);
    expect(
      await silence.until(
        () => false,
        silence.baseline(),
        [],
        () => 'verdict',
      ),
    ).toBe('proof');
    await printed(running, /asked/);
  });

  // The kernel hands what is printed over by a worker of its own, while every thread sleeps.
  test('nothing that was printed is missed, however often one looks', async () => {
    await using stage = await startedClient(
      pythonClient(`
def reads():
    while data := s.recv(1000): os.write(1, b'<' + data + b'>')
thread(reads)
input()
`),
    );
    await using peer = await stage.client.connects();
    for (let i = 0; i < 300; i += 1) {
      await peer.sends(`${i}`);
      await stage.screen.shows(`<${i}>`);
    }
  }, 60_000);
});

const answering = `
while line := sys.stdin.readline():
    s.sendall(line.strip().encode())
    print('<' + s.recv(100).decode() + '>')
print('<end>')
`;
/** As the library of a language does where it is not told otherwise. */
const holdsBack = pythonClient(`sys.stdout.reconfigure(line_buffering=False, write_through=False)\n${answering}`);
const atPipe: ClientOptions = { terminal: 'pipe' };

describe('at a pipe', () => {
  test.each([
    ['that is shown at once', pythonClient(`sys.stdout.reconfigure(line_buffering=True)\n${answering}`), ['<1>']],
    ['that is held back until the end', holdsBack, []],
  ])('an answer %s is shown', async (_, source, first) => {
    await using stage = await startedClient(source, atPipe);
    await using peer = await stage.client.connects();
    await types(stage, 'one', peer);
    await peer.sends('1');
    await stage.screen.shows('<1>');
    const shown = () => stage.trial.transcript.entries.filter(({ event }) => event === 'shows').map(({ bytes }) => bytes);
    expect(shown()).toEqual(first);
    await types(stage, 'two', peer);
    await peer.sends('2');
    await stage.screen.shows('<2>');
    await stage.concludes();
    expect(shown()).toEqual(['<1>', '<2>']);
  });

  test.each([
    ['never', ['<3>']],
    ['in another order', ['<end>', '<1>']],
  ])('what is shown %s is missed at the end', async (_, texts) => {
    await using stage = await startedClient(holdsBack, atPipe);
    await using peer = await stage.client.connects();
    await types(stage, 'one', peer);
    await peer.sends('1');
    for (const text of texts) await stage.screen.shows(text);
    const { finding } = await failureOf(stage.concludes());
    expect(finding.message).toBe(`your client never shows ${JSON.stringify(texts.at(-1))}`);
  });

  test('of a client that does not end nothing is said', async () => {
    await using stage = await startedClient(pythonClient(`sys.stdin.read(); time.sleep(1e6)`), atPipe);
    await using _peer = await stage.client.connects();
    await stage.screen.shows('anything');
    await stage.concludes();
  });
});
