// The model client of the chat: logs in with the name that is typed, passes on each further line, and shows what comes.
// The law here: what comes is shown as it came, and when the server has nothing more to say, or will not have us, we end.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [host = process.env['HOST'] ?? '127.0.0.1', port = process.env['PORT'] ?? '9009'] = process.argv.slice(2);
const refusal = '\rusername sudah dipake\n';

const lines: AsyncIterableIterator<string, undefined> = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function ask(question: string): Promise<string> {
  console.log(question);
  const { value = '' } = await lines.next();
  return value;
}

function giveUp(why: string): never {
  console.error(why);
  process.exit(1);
}

if ((await ask('To come in, say: login')) !== 'login') giveUp('that is not "login"');
const name = await ask('Your name:');
if (!/^\S+$/.test(name)) giveUp('a name is one word');

const socket = connect({ host, port: Number(port) });
socket.on('error', ({ message }) => giveUp(`no chat with ${host}, port ${port}: ${message}`));
await once(socket, 'connect');
socket.write(`${name} says ${name}\n`);

let latest = ''; // of what came: the refusal may come in pieces
socket.on('data', (bytes: Buffer) => {
  process.stdout.write(bytes);
  latest = (latest + bytes.toString('latin1')).slice(-refusal.length);
  if (latest === refusal) process.exit();
});
socket.on('end', () => process.exit());

for await (const line of lines) socket.write(`${name} says ${line}\n`);
socket.end();
