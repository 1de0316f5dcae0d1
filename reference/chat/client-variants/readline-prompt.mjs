// fails: nothing
import net from 'node:net';
import readline from 'node:readline';

const rl = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });

function start(name) {
  const socket = net.createConnection(Number(process.argv[3]), process.argv[2], () => {
    socket.write(`${name} says ${name}`);
    rl.setPrompt(`${name}> `);
    rl.prompt();
  });
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    process.stdout.write(text);
    if (text.includes('username sudah dipake')) process.exit(0);
    rl.prompt(true);
  });
  socket.on('end', () => {
    console.log('bye');
    process.exit(0);
  });
  socket.on('error', (error) => {
    console.log(String(error));
    process.exit(1);
  });
  rl.on('line', (line) => {
    socket.write(`${name} says ${line}\n`);
    rl.prompt();
  });
  rl.on('close', () => socket.end());
}

rl.question('command: ', (command) => {
  if (command !== 'login') process.exit(1);
  rl.question('name: ', (name) => {
    if (!/^\S+$/.test(name)) process.exit(1);
    start(name);
  });
});
