// fails: nothing
import * as net from 'node:net';

const formatter = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

async function* linesOf(socket: net.Socket): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    rest += chunk.toString('latin1');
    const lines: string[] = rest.split('\r\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function serve(socket: net.Socket): Promise<void> {
  for await (const line of linesOf(socket)) {
    if (line === 'QUIT') break;
    if (line.startsWith('TIME')) socket.write(`JAM ${formatter.format(new Date())}\r\n`);
    else socket.write('unknown request\r\n');
  }
  socket.end();
}

const server: net.Server = net.createServer((socket) => {
  socket.on('error', () => socket.destroy());
  serve(socket).catch((error: Error) => console.error(error.message));
});
server.listen(Number(process.env['PORT'] ?? 45000), '0.0.0.0');
