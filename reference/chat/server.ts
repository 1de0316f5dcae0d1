// The model answer to the chat: one room, and everybody in it has a name.
// The law here: who somebody is was settled when that connection logged in; nothing said later can change it.
import { createServer, type Socket } from 'node:net';

const longestLine = 8192;
/** Who leaves more than this unread is put out: the talk of the others must not fill our memory. */
const mostUnread = 1 << 20;

/** Everybody who is logged in, by name. */
const users = new Map<string, Socket>();

function tell(socket: Socket, text: string): void {
  if (socket.writableLength > mostUnread) socket.destroy();
  else socket.write(`\r${text}\n`, 'latin1');
}

function tellOthers(name: string, text: string): void {
  for (const [other, socket] of users) {
    if (other !== name) tell(socket, text);
  }
}

const wordsOf = (line: string): string[] => line.split(' ').filter((word) => word !== '');

const said = (name: string, words: string[]): string => `${name} says ${words.map((word) => `${word} `).join('')}`;

function obey(name: string, socket: Socket, command: string | undefined, words: string[]): void {
  if (command === 'list') {
    const online = [...users.keys()].map((user) => `\n${user} is online `);
    tell(socket, `list yang online${online.join('')}`);
  } else if (command === 'sendall') {
    tellOthers(name, said(name, words));
  } else if (command === 'sendto' && words.length > 0) {
    const [to, ...text] = words;
    const target = users.get(to!);
    if (target === undefined) tell(socket, `${to} tidak online`);
    else tell(target, said(name, text));
  } else {
    tell(socket, 'invalid command');
  }
}

function serve(socket: Socket): void {
  let name: string | undefined; // none, as long as nobody has logged in here
  let rest = '';

  function handle(line: string): void {
    const words = wordsOf(line.replace(/\r$/, ''));
    const [speaker, says, command, ...text] = words;
    if (speaker === undefined) return;
    if (name !== undefined && says === 'says') {
      obey(name, socket, command, text);
    } else if (name !== undefined || !isLogin(words)) {
      tell(socket, 'invalid command');
    } else if (users.has(speaker)) {
      tell(socket, 'username sudah dipake');
    } else {
      name = speaker;
      users.set(name, socket);
      tellOthers(name, `${name} sudah terhubung dengan system`);
    }
  }

  function leave(): void {
    if (name === undefined) return;
    const left = name;
    name = undefined;
    users.delete(left);
    tellOthers(left, `(${left}) off`);
  }

  socket.setEncoding('latin1'); // one character a byte: nothing a client sends can be a decoding error
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) handle(line);
    // A login may lack its newline. Should that still come, it ends an empty line, which is nothing.
    if (name === undefined && isLogin(wordsOf(rest))) {
      handle(rest);
      rest = '';
    }
    if (rest.length > longestLine) socket.destroy();
  });
  socket.on('end', leave);
  socket.on('close', leave);
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

function isLogin(words: string[]): boolean {
  return words.length === 3 && words[1] === 'says' && words[2] === words[0];
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 9009));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`chat on port ${port}`));
