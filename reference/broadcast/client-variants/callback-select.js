// fails: nothing
const net = require('net');
const readline = require('readline');

const socket = net.connect(Number(process.argv[3]), process.argv[2]);
socket.on('error', (error) => {
  console.error('connection failed:', error.message);
  process.exit(1);
});
socket.on('end', () => process.exit(0)); // the server sends nothing here, but it closes

socket.on('connect', () => {
  const listener = net.createServer((call) => {
    let message = '';
    call.on('data', (data) => (message += data));
    call.on('end', () => {
      call.end();
      console.log(message);
      if (/^TOTAL : /.test(message)) process.exit(0);
    });
  });
  listener.listen(5001, socket.localAddress);

  const rl = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: '= ' });
  rl.prompt();
  rl.on('line', (line) => {
    socket.write(line);
    rl.prompt();
  });
  rl.on('close', () => socket.end());
});
