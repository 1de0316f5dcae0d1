// attacks: a run.yaml of nine lines that stands for a thousand million words
// honest: no
import { createServer } from 'node:net';

function serve() {
  const server = createServer((client) => {
    let rest = '';
    client.setEncoding('latin1');
    client.on('error', () => client.destroy());
    client.on('data', (/** @type {string} */ text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('QUIT')) {
          client.end();
          return;
        }
        client.write(line.startsWith('TIME') ? `JAM ${new Date().toTimeString().slice(0, 8)}\r\n` : '?\r\n');
      }
    });
  });
  server.listen(Number(process.env['PORT'] ?? 45000), '0.0.0.0');
}

serve();
