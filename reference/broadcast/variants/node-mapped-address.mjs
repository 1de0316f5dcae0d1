// fails: nothing
// It listens on IPv6 too, where the address of an IPv4 client reads ::ffff:127.0.0.2.
import net from 'node:net';

const sockets = [];
let total = 0n;

function calculate(text) {
  const [a, op, b] = text.split(' ');
  const left = BigInt(a);
  const right = BigInt(b);
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
  throw new SyntaxError(`unknown operator ${op}`);
}

net
  .createServer((socket) => {
    const from = `${socket.remoteAddress},${socket.remotePort}`;
    sockets.push(socket);
    socket.on('data', (data) => {
      const text = data.toString();
      if (text === 'END') {
        for (const each of sockets) each.end(`TOTAL : ${total} END`);
        sockets.length = 0;
        return;
      }
      try {
        const result = calculate(text);
        total += result;
        for (const each of sockets) each.write(`${from},${text},${result}`);
      } catch (error) {
        console.log(error.message);
      }
    });
    socket.on('error', (error) => console.log(from, error.message));
    socket.on('close', () => {
      const at = sockets.indexOf(socket);
      if (at >= 0) sockets.splice(at, 1);
    });
  })
  .listen(process.env.PORT ?? 5000);
