// fails: nothing
import net from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });

const server = net.createServer();
server.on('connection', (socket) => {
  console.log(`${socket.remoteAddress}:${socket.remotePort} connected`);
  socket.on('data', (data) => {
    console.log(`received ${data.length} bytes`);
    socket.write(data, () => socket.destroy());
  });
  socket.on('error', (error) => console.log(error.message));
  socket.on('close', () => console.log('closed'));
});
server.listen(Number(values.port));
