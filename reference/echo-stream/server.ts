// The model answer to the echo stream: each connection is a pipe whose two ends are the same client.
// The law here: what a client has not read back yet makes it wait, and nobody else; its end is passed on behind its last byte.
import { createServer, type Socket } from 'node:net';

function serve(socket: Socket): void {
  socket.pipe(socket); // reads no faster than it can write, and ends its side when the client has ended its own
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8889));
const server = createServer({ allowHalfOpen: true }, serve);
server.listen(port, '0.0.0.0', () => console.log(`echo server on port ${port}`));
