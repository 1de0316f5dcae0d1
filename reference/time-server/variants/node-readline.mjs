// fails: TCP-2
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const server = createServer((socket) => {
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    if (line === 'QUIT') {
      lines.close();
      socket.destroySoon();
    } else if (line.startsWith('TIME')) {
      socket.write(`JAM ${new Date().toTimeString().slice(0, 8)}\r\n`);
    }
  });
});

server.listen(process.env.PORT ?? 45000);
