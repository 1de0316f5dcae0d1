// The model answer to the threading echo: a thread for each client that is connected, and its name in front of the answer.
// The law here: a thread has one client at a time. Node can hand a socket to no thread, so the main thread carries the bytes.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** No more threads than these stay when there is nothing to do. */
const spare = 2;

/** What a thread runs. It is handed over as text, so it can use nothing from outside itself. */
function thread(): void {
  const { parentPort, threadId } = process.getBuiltinModule('node:worker_threads');
  parentPort!.on('message', (message: Uint8Array) => {
    parentPort!.postMessage(Buffer.concat([Buffer.from(`Thread-${threadId}: `), message]));
  });
}

const free: Worker[] = [];
const newThread = () => new Worker(`(${thread.toString()})()`, { eval: true });

/** `null` when the client leaves without a word. */
function messageFrom(socket: Socket): Promise<Buffer | null> {
  return new Promise((resolve) => {
    socket.once('data', resolve);
    for (const leaving of ['end', 'close']) socket.once(leaving, () => resolve(null));
  });
}

async function serve(socket: Socket): Promise<void> {
  const worker = free.pop() ?? newThread();
  const message = await messageFrom(socket);
  if (message !== null) {
    worker.postMessage(message);
    const [answer] = (await once(worker, 'message')) as [Uint8Array];
    socket.write(answer);
  }
  socket.end();
  if (free.length < spare) free.push(worker);
  else await worker.terminate();
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8080));
// A client may end its side as soon as it has spoken; ours stays open until the thread has answered.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
  void serve(socket);
});
server.listen(port, '0.0.0.0', () => console.log(`echo server on port ${port}`));
