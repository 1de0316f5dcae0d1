// The model answer to the UDP echo: every datagram goes back to where it came from.
// The law here: one datagram is one message. Nothing is remembered between two of them, and none can end the server.
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');
socket.on('message', (message, { port, address }) => {
  socket.send(message, port, address, () => {}); // an answer that cannot be sent is lost, as any datagram may be
});

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8080));
socket.bind(port, '0.0.0.0', () => console.log(`echo server on port ${port}`));
