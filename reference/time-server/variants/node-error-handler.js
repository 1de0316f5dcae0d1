// fails: nothing
import net from 'node:net';

const port = Number(process.env.PORT) || 45000;

function jam() {
  const pad = (n) => n.toString().padStart(2, '0');
  const now = new Date();
  return `JAM ${pad(now.getHours())}:${pad(now.getMinutes())}:${pad(now.getSeconds())}\r\n`;
}

const server = net.createServer((socket) => {
  let buffer = '';

  socket.on('error', (error) => console.error('client lost:', error.code));
  socket.on('data', (data) => {
    buffer += data.toString();
    let end;
    while ((end = buffer.indexOf('\r\n')) !== -1) {
      const request = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      if (request === 'TIME') {
        socket.write(jam());
      } else if (request === 'QUIT') {
        socket.end();
        return;
      } else {
        socket.write('WARNING: Invalid Command!\r\n');
      }
    }
  });
});

server.listen(port, '0.0.0.0', () => console.log('listening on', server.address()));
