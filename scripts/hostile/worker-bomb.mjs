// attacks: starts worker threads that start worker threads, up to 60 in all
// honest: no
import { createServer } from 'node:net';
import { Worker, isMainThread, workerData } from 'node:worker_threads';

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

/** @param {number} depth */
function bomb(depth) {
  if (depth === 0) return;
  for (let i = 0; i < 3; i += 1) {
    const worker = new Worker(new URL(import.meta.url), { workerData: depth - 1 });
    worker.on('error', () => {});
  }
}

const deepest = 3; // 3 + 9 + 27 workers
setTimeout(() => process.exit(), 20_000);
if (isMainThread) {
  bomb(deepest);
  serve();
} else {
  bomb(Number(workerData));
}
