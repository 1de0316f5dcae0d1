// fails: nothing
import net from 'node:net';

const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    if (!socket.write(data)) socket.pause();
  });
  socket.on('drain', () => socket.resume());
  socket.on('error', (error) => console.error('client lost:', error.code));
});

server.listen(process.argv[2] ?? 8889, () => console.log('listening on', server.address()));
