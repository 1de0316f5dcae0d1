// The model client of the TCP echo: sends one message, and shows each piece of it that comes back.
// The law here: what comes back is complete when it is as long as what was sent, however it is cut.
import { connect } from 'node:net';
import { parseArgs } from 'node:util';

const message = Buffer.from('Test message. This will be echoed');
const { values } = parseArgs({ options: { port: { type: 'string', default: process.env['PORT'] ?? '8080' } } });

let count = 0;
const socket = connect({ host: 'localhost', port: Number(values.port) }, () => socket.write(message));
socket.on('data', (piece) => {
  count += piece.length;
  console.log(`Received: ${piece.toString()}`);
  if (count >= message.length) socket.end();
});
socket.on('close', () => {
  if (count >= message.length) return;
  console.error(`the server has closed after ${count} of ${message.length} bytes`);
  process.exitCode = 1;
});
socket.on('error', ({ message: why }) => console.error(`no answer from port ${values.port}: ${why}`));
