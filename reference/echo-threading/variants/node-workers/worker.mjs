import { parentPort, threadId } from 'node:worker_threads';

parentPort.on('message', (message) => {
  const name = Buffer.from(`worker ${threadId}: `);
  parentPort.postMessage(Buffer.concat([name, message]));
});
