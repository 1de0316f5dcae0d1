// Chat: the skeleton of the client.
// It connects, and waits for its user and for the server at once. It says nothing: that is your part.
// Names such as CHAT-C1 are rules in the handout.
//
//     node client.mjs                     connects to port 9009 of this machine
//     node client.mjs 127.0.0.1 5000      connects to port 5000
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const defaultPort = 9009;

// Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine.
const [host = process.env.HOST ?? '127.0.0.1', port = process.env.PORT ?? defaultPort] = process.argv.slice(2);

// One line of input after the other: `await lines.next()` gives { value: 'the line' }, without its newline.
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// START HERE (CHAT-C1): read the first line, which should be `login` (CHAT-C2), and then the name. All of that comes before
// the connection.

const socket = connect({ host, port: Number(port) }, () => {
  // Now log in: socket.write() sends.
});

socket.on('data', (data) => {
  console.log('received', data.length, 'bytes');
  // CHAT-C4: your user should see what came, as it is: process.stdout.write() adds nothing. And what if the name was taken (CHAT-C5)?
});

// The server has closed. CHAT-C5: what should become of this program?
socket.on('end', () => {});

// Nobody listens there, or the server has vanished. CLI-2: what should the user, and the exit status, be told?
socket.on('error', () => {});

// This loop ends at the end of the input, which is Ctrl-D at a terminal (CLI-4).
for await (const line of lines) {
  console.log('typed', JSON.stringify(line)); // CHAT-C3: and what goes out?
}
