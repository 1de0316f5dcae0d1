// fails: nothing
import net from 'node:net';
import { Worker } from 'node:worker_threads';

const idle = [];

function newWorker() {
  return new Worker(new URL('./worker.mjs', import.meta.url));
}

for (let i = 0; i < 4; i++) idle.push(newWorker());

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const worker = idle.shift() ?? newWorker();
  let asked = false;
  const release = () => idle.push(worker);
  socket.once('data', (message) => {
    asked = true;
    worker.once('message', (answer) => {
      socket.end(answer);
      release();
    });
    worker.postMessage(message);
  });
  socket.on('end', () => {
    if (!asked) socket.end();
  });
  socket.on('error', (error) => console.error(error.message));
  socket.on('close', () => {
    if (!asked) release();
  });
});

server.listen(process.env.PORT ?? 8080);
