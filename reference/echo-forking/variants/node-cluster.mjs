// fails: nothing
import cluster from 'node:cluster';
import net from 'node:net';

const port = Number(process.env.PORT || 8080);

if (cluster.isPrimary) {
  for (let i = 0; i < 4; i++) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  net
    .createServer((socket) => {
      socket.once('data', (data) => {
        socket.write(`${process.pid}: `);
        socket.end(data);
      });
      socket.on('error', () => {});
    })
    .listen(port);
}
