// fails: nothing
const dgram = require('dgram');

const port = process.argv[2] ? parseInt(process.argv[2]) : 8080;
const server = dgram.createSocket('udp4');

server.on('error', (err) => {
  console.log(`server error:\n${err.stack}`);
});

server.on('message', (msg, rinfo) => {
  console.log(`server got: ${msg} from ${rinfo.address}:${rinfo.port}`);
  server.send(msg, 0, msg.length, rinfo.port, rinfo.address, (err) => {
    if (err) console.log('not sent:', err.message);
  });
});

server.on('listening', () => {
  const address = server.address();
  console.log(`server listening ${address.address}:${address.port}`);
});

server.bind(port);
