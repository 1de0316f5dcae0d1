// The model answer to the time server: tells the local time to whoever asks, and serves everybody at once.
// The law here: TCP is a stream. Bytes are kept until a line is whole, and every whole line is answered in turn.
import { createServer, type Socket } from 'node:net';

const longestLine = 8192;

function answer(line: string): string {
  if (!line.toUpperCase().startsWith('TIME')) return 'WARNING: Invalid Command!\r\n';
  const now = new Date();
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  return `JAM ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':')}\r\n`;
}

function serve(socket: Socket): void {
  let rest = '';
  socket.setEncoding('latin1'); // one character a byte: nothing a client sends can be a decoding error
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.trimEnd() === 'QUIT') {
        socket.end();
        return;
      }
      socket.write(answer(line));
    }
    if (rest.length > longestLine) socket.destroy();
  });
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 45000));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`time server on port ${port}`));
