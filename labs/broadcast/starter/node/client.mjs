// Broadcast calculator: the skeleton of the client.
// It connects, and waits for its user and for the server at once. It passes nothing on: that is your part.
// Names such as BC-C1 are rules in the handout.
//
//     node client.mjs                     connects to port 5000 of this machine
//     node client.mjs 127.0.0.1 6000      connects to port 6000
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const defaultPort = 5000;

// Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine.
const [host = process.env.HOST ?? '127.0.0.1', port = process.env.PORT ?? defaultPort] = process.argv.slice(2);

const socket = connect({ host, port: Number(port) });

socket.on('data', (data) => {
  console.log('received', data.length, 'bytes');
  // BC-C2: your user should see what came. And what if it is the total (BC-C3)?
});

// The server has closed. CLI-3: what should become of this program?
socket.on('end', () => {});

// Nobody listens there, or the server has vanished. CLI-2: what should the user, and the exit status, be told?
socket.on('error', () => {});

// This loop ends at the end of the input, which is Ctrl-D at a terminal (CLI-4).
for await (const line of createInterface({ input: process.stdin })) {
  console.log('typed', JSON.stringify(line)); // its newline is gone already

  // START HERE (BC-C1): send the line. socket.write() sends.
}
