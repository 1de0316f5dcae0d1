// fails: nothing
const net = require('net');

const index = process.argv.indexOf('--port');
const port = index < 0 ? 8080 : Number(process.argv[index + 1]);
const message = 'Test message. This will be echoed';

const client = new net.Socket();
let received = '';
client.connect(port, 'localhost', () => {
  console.log('Connected');
  client.write(message);
});
client.on('data', (data) => {
  received += data;
  if (received.length >= message.length) {
    console.log('Received: ' + received);
    client.destroy();
  }
});
client.on('close', () => console.log('Connection closed'));
