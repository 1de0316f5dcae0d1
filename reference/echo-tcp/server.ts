// The model answer to the TCP echo: one message comes, the same bytes go back, and the connection is closed.
// The law here: a message is bytes, and nothing is read out of them. What one client does ends that client alone.
import { createServer, type Socket } from 'node:net';

function serve(socket: Socket): void {
  socket.once('data', (message: Buffer) => socket.end(message));
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8080));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`echo server on port ${port}`));
