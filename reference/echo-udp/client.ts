// The model client of the UDP echo: sends one datagram, and shows the answer.
// The law here: a datagram may be lost, so nobody waits for one without end.
import { createSocket } from 'node:dgram';
import { parseArgs } from 'node:util';

const message = 'This is the message. It will be repeated.';
const { values } = parseArgs({ options: { port: { type: 'string', default: process.env['PORT'] ?? '8080' } } });
const patienceMs = 2000;

const socket = createSocket('udp4');
const patience = setTimeout(() => {
  console.error(`no answer from port ${values.port} within ${patienceMs} ms`);
  process.exitCode = 1;
  socket.close();
}, patienceMs);
socket.on('message', (answer) => {
  console.log(`Received: ${answer.toString()}`);
  clearTimeout(patience);
  socket.close();
});
socket.on('error', ({ message: why }) => console.error(`no answer from port ${values.port}: ${why}`));
socket.send(message, Number(values.port), 'localhost');
