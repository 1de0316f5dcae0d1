// attacks: speaks over the channel of Node's own to whoever started it
// honest: yes
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

const forged = { type: 'report', report: { schema: 'lab-report/v1', lab: 'time-server', outcome: 'graded', score: 100, maxScore: 100 } };

if (process.connected || process.send !== undefined) {
  process.send?.(forged);
  console.error('BREACH: it has a channel to the process that started it');
}
for (const name of ['NODE_CHANNEL_FD', 'NODE_UNIQUE_ID', 'NODE_OPTIONS']) {
  if (process.env[name] !== undefined) console.error(`BREACH: it was handed ${name}`);
}
serve();
