// fails: nothing
const { once } = require('events');
const net = require('net');

async function answer(socket) {
  try {
    const [message] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [null])]);
    if (message) socket.write(message);
  } catch (error) {
    console.error('lost a client:', error.code);
  }
  socket.end();
}

net
  .createServer((socket) => {
    socket.on('error', () => {});
    answer(socket);
  })
  .listen(process.env.PORT || 8080, '127.0.0.1', function () {
    console.log('ready', this.address());
  });
