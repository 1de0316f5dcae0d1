// fails: nothing
import net from 'node:net';
import readline from 'node:readline';

const [, , host = 'localhost', port = 5000] = process.argv;
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
const client = net.createConnection({ host, port: Number(port) }, () => ask());

function ask() {
  rl.question('Operasi? ', (line) => client.write(line));
}

client.on('data', (data) => {
  console.log(data.toString());
  ask();
});
client.on('end', () => {
  console.log('disconnected');
  process.exit();
});
client.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
rl.on('close', () => client.end());
