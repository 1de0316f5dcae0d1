// fails: nothing
const net = require('net');

const callbackPort = 5001;
const clients = new Map();
let total = 0n;

const operators = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function deliver(ip, message) {
  return new Promise((resolve) => {
    const call = net.connect(callbackPort, ip);
    call.setTimeout(500, () => call.destroy());
    call.on('error', () => {});
    call.on('close', resolve);
    call.resume();
    call.end(message);
  });
}

function deliverToAll(message) {
  return Promise.all([...clients.values()].map((address) => deliver(address.ip, message)));
}

function onRequest(socket, address, request) {
  if (request === 'END') {
    const present = [...clients.keys()];
    deliverToAll('TOTAL : ' + total + ' END').then(() => present.forEach((each) => each.destroy()));
    return;
  }
  const match = /^(-?\d+) ([-+*\/]) (-?\d+)$/.exec(request);
  if (match === null || (match[2] === '/' && /^-?0+$/.test(match[3]))) return;
  const result = operators[match[2]](BigInt(match[1]), BigInt(match[3]));
  total += result;
  deliverToAll([address.ip, address.port, request, result].join(','));
}

const server = net.createServer((socket) => {
  const address = { ip: socket.remoteAddress, port: socket.remotePort };
  clients.set(socket, address);
  socket.setEncoding('latin1');
  socket.on('data', (request) => onRequest(socket, address, request));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clients.delete(socket));
});

const port = process.argv.length > 2 ? Number(process.argv[2]) : 5000;
server.listen(port, '0.0.0.0', () => console.log('listening on', port));
