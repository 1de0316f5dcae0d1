// fails: nothing
const dgram = require('dgram');

const at = process.argv.indexOf('--port');
const port = at > 0 ? parseInt(process.argv[at + 1]) : 8080;
const client = dgram.createSocket('udp4');

client.on('message', (msg, rinfo) => {
  console.log(`Received: ${msg} from ${rinfo.address}:${rinfo.port}`);
  client.close();
});
client.send('This is the message. It will be repeated.', port, 'localhost', (err) => {
  if (err) console.error(err);
  setTimeout(() => {
    console.log('No answer, giving up');
    process.exit(1);
  }, 2000).unref();
});
