// attacks: takes 600 MiB outside the heap of JavaScript
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

/** @type {Buffer[]} */
const blocks = [];

setTimeout(() => process.exit(), 20_000);
for (let i = 0; i < 37; i += 1) blocks.push(Buffer.alloc(16 << 20, 'x'));
serve();
