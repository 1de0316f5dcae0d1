// The model answer to the forking echo: a process for each client that is connected, and its number in front of the answer.
// The law here: a child has one client at a time. The parent only lets clients in, and hands each to a child that is free.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';

/** Started ahead of time; and no more than so many stay when there is nothing to do. */
const spare = 2;

/** What a child runs. It is handed over as text, so it can use nothing from outside itself. */
function child(): void {
  const isFree = () => process.send!('free');
  process.on('message', (_: 'client', socket: Socket | undefined) => {
    if (socket === undefined) {
      isFree(); // the client had left before it was handed over
      return;
    }
    socket.once('data', (message: Buffer) => socket.end(Buffer.concat([Buffer.from(`${process.pid}: `), message])));
    socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
    socket.on('close', isFree);
  });
  process.on('disconnect', () => process.exit()); // the parent has ended, or needs no more spare children
}

const free: ChildProcess[] = [];

/** Not `fork`: that would start this file again, and not every Node reads TypeScript. */
function newChild(): ChildProcess {
  const one = spawn(process.execPath, ['--eval', `(${child.toString()})()`], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  one.on('message', () => (free.length < spare ? free.push(one) : one.disconnect()));
  one.on('exit', () => {
    const place = free.indexOf(one);
    if (place >= 0) free.splice(place, 1);
  });
  return one;
}

function serve(socket: Socket): void {
  const one = free.pop() ?? newChild();
  one.send('client', socket, (error) => {
    if (error !== null) socket.destroy();
  });
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8080));
for (let i = 0; i < spare; i += 1) free.push(newChild());
const server = createServer({ pauseOnConnect: true }, serve); // not a byte is read here
server.listen(port, '0.0.0.0', () => console.log(`echo server on port ${port}`));
