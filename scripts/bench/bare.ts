// What the time server's checks ask of a program, done with bare sockets: no proof, no verdict, no report. By itself:
// `node bare.js PORT COMMAND…`.
// The law here: the same starts and the same exchanges as the checks have, but for the one that waits for the next second.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Starts the server and connects to it as soon as it listens. */
async function started(command: string[], port: number): Promise<ChildProcess> {
  const child = spawn(command[0]!, command.slice(1), { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
  for (;;) {
    const socket = await opened(port).catch(() => null);
    if (socket !== null) {
      socket.destroy();
      return child;
    }
    await sleep(1);
  }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

const closed = async (socket: Socket): Promise<void> => {
  socket.resume();
  await once(socket, 'close');
};

async function asks(socket: Socket, request = 'TIME\r\n'): Promise<void> {
  socket.write(request);
  await once(socket, 'data');
}

async function client(port: number, act: (socket: Socket) => Promise<unknown>): Promise<void> {
  const socket = await opened(port);
  socket.on('error', () => {});
  await act(socket);
  socket.end();
}

const repeated = async (times: number, act: () => Promise<unknown>): Promise<void> => {
  for (let i = 0; i < times; i += 1) await act();
};

/** @returns the milliseconds it took */
export async function bareGrading(command: string[], port: number): Promise<number> {
  const begun = performance.now();
  const ask = () => client(port, (socket) => asks(socket));
  const main = await started(command, port);
  await client(port, (socket) => repeated(2, () => asks(socket))); // TIME-1
  await client(port, (socket) => repeated(20, () => asks(socket))); // TIME-3
  const eight = await Promise.all(Array.from({ length: 8 }, () => opened(port))); // TIME-4
  for (const socket of eight) await asks(socket);
  for (const socket of eight) socket.end();
  for (const request of ['TIME\r\n', null]) {
    await client(port, async (socket) => {
      // TIME-5
      if (request !== null) await asks(socket, request);
      socket.write('QUIT\r\n');
      await closed(socket);
    });
  }
  await client(port, async (socket) => {
    // TIME-6
    for (const piece of ['TI', 'ME\r']) socket.write(piece);
    await asks(socket, '\n');
    await asks(socket);
  });
  await client(port, (socket) => asks(socket, 'TIME\r\nTIME\r\n')); // TIME-7
  await client(port, (socket) => asks(socket, 'WAKTU\r\n')); // TIME-8
  await ask();
  await client(port, async (socket) => {
    // TIME-9
    socket.write('QUIT\r\n');
    await closed(socket);
  });
  await repeated(2, ask);
  await client(port, async (socket) => {
    // TIME-10
    await asks(socket, 'TIME\r\nQUIT\r\n');
    await closed(socket);
  });
  await repeated(4, () => client(port, async () => {})); // TCP-2
  await repeated(2, ask);
  for (const nonsense of ['HELLO\r\n', '\r\n\n', 'X'.repeat(65_536), 'TI\0ME\0\r\n', 'TIME']) {
    // TCP-3
    await client(port, async (socket) => void socket.write(nonsense));
  }
  await ask();
  await repeated(200, ask); // TCP-5
  await ended(main);
  await withServer(command, port, ask); // TIME-2/zone
  await withServer(command, port, ask); // TCP-4
  await withServer(command, port, () => Promise.resolve());
  return performance.now() - begun;
}

async function withServer(command: string[], port: number, act: () => Promise<unknown>): Promise<void> {
  const server = await started(command, port);
  await act();
  await ended(server);
}

async function ended(server: ChildProcess): Promise<void> {
  const exit = once(server, 'exit');
  server.kill('SIGKILL');
  await exit;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bareGrading(process.argv.slice(3), Number(process.argv[2]));
