// The model client of the broadcast calculator: passes on each line that is typed, and shows each message, until the total.
// The law here: what comes is shown when it comes, whoever has caused it; and on the total we end.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const [host = process.env['HOST'] ?? '127.0.0.1', port = process.env['PORT'] ?? '5000'] = process.argv.slice(2);
const end = process.env['LAB_FRAMING'] === 'line' ? '\n' : '';
const isCalledBack = process.env['LAB_DELIVERY'] === 'callback';
const callbackPort = Number(process.env['LAB_CALLBACK_PORT'] ?? 5001);

function giveUp({ message }: Error): never {
  console.error(`no calculator at ${host}, port ${port}: ${message}`);
  process.exit(1);
}

function hear(source: Socket): void {
  let latest = ''; // of what came: the total may come in pieces
  source.on('data', (bytes: Buffer) => {
    latest = (latest + bytes.toString('latin1')).slice(-100);
    console.log(bytes.toString().trimEnd());
    if (/TOTAL : -?\d+ END\n?$/.test(latest)) process.exit();
  });
}

const socket = connect({ host, port: Number(port) });
socket.on('error', giveUp);
await once(socket, 'connect');
socket.on('end', () => process.exit());
hear(socket);
if (isCalledBack) createServer(hear).on('error', giveUp).listen(callbackPort, socket.localAddress);

for await (const line of createInterface({ input: process.stdin })) socket.write(line + end);
socket.end();
