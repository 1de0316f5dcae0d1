// fails: nothing
import net from 'node:net';

const operations = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (a - (((a % b) + b) % b)) / b, // down to the next lower number that can be divided, then divide
};

function calculate(request) {
  const [a, operator, b] = request.split(' ');
  return operations[operator](BigInt(a), BigInt(b)).toString();
}

const server = net.createServer((socket) => {
  console.log(`${socket.remoteAddress} connected`);
  socket.on('data', (data) => {
    try {
      socket.write(calculate(data.toString()));
    } catch (error) {
      socket.write(error.name);
    }
  });
  socket.on('error', (error) => console.log(error.message));
  socket.on('close', () => console.log('disconnected'));
});

server.listen(process.env.PORT ?? 5000);
