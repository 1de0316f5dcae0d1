// fails: nothing
const net = require('net');

const args = process.argv.slice(2);
const port = args[0] === '--port' ? Number(args[1]) : 5000;
const pattern = /^\s*(-?\d+)\s+([+\-*\/])\s+(-?\d+)\s*$/;

function floorDivide(a, b) {
  const q = a / b;
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q;
}

net
  .createServer()
  .on('connection', function (socket) {
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', function (message) {
      const match = pattern.exec(message);
      if (!match || (match[2] === '/' && BigInt(match[3]) === 0n)) {
        socket.end();
        return;
      }
      const a = BigInt(match[1]);
      const b = BigInt(match[3]);
      let result;
      if (match[2] === '+') result = a + b;
      if (match[2] === '-') result = a - b;
      if (match[2] === '*') result = a * b;
      if (match[2] === '/') result = floorDivide(a, b);
      socket.write('' + result);
    });
    socket.on('error', function () {
      socket.destroy();
    });
  })
  .listen(port, '127.0.0.1', function () {
    console.log('Calculator listening on ' + port);
  });
