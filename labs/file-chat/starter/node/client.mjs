// The client of the chat with files: the skeleton you start from.
// It connects, and reads what the server sends. It does nothing with your lines: that is your part.
// Names such as FILE-C1 are rules in the handout.
//
//     node client.mjs                     connects to port 8081 of this machine
//     node client.mjs 127.0.0.1 5000      connects to port 5000 (so does HOST=127.0.0.1 PORT=5000 node client.mjs)
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

// The two arguments, else the environment's HOST and PORT, else the lab's own port on this machine.
const [host = process.env.HOST ?? '127.0.0.1', port = process.env.PORT ?? 8081] = process.argv.slice(2);

const socket = connect({ host, port: Number(port) });

// Nobody listens there, or the server vanished: say so, and end with another status than 0 (CLI-2).
socket.on('error', (error) => {
  console.error(`no connection to ${host}, port ${port}: ${error.message}`);
  process.exit(1);
});

// The server has closed: end, also while you wait for your user (CLI-3).
socket.on('close', () => process.exit());

socket.on('data', (data) => {
  console.log('received', data.length, 'bytes'); // worth watching: this is how TCP really cuts things up

  // SECOND STEP (FILE-C3, FILE-C4): show what others say. But what begins with SEND and a name is a file, and what follows
  // are its bytes, up to the mark. `data` is a Buffer: what if it holds the end of the file and half the mark (FILE-C5)?
});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  // START HERE (FILE-C1): send the line (it has no \n here), and show it with <You> in front. socket.write() sends.
  //
  // And then: a line SEND and a name sends that file, and the mark behind it (FILE-C2). What if there is no such file?
});
lines.on('close', () => socket.end()); // Ctrl-D
