// fails: nothing
const net = require('net');
const { answer } = require('./answer');

const clients = new Set();

function onConnection(socket) {
  let received = '';
  clients.add(socket);
  socket.setEncoding('utf8');
  socket.on('data', function (text) {
    const lines = (received + text).split('\n');
    received = lines.pop();
    for (const line of lines) {
      const reply = answer(line.trim());
      if (reply === null) return socket.end();
      socket.write(reply);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', function () {
    clients.delete(socket);
    console.log('%d clients left', clients.size);
  });
}

net.createServer(onConnection).listen(process.env.PORT || 45000);
