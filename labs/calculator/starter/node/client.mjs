// The calculator's client: the skeleton you start from.
// It connects, and reads what its user types, line after line. It never asks the server: that is your part.
// Names such as CALC-C1 are rules in the handout.
//
//     node client.mjs                    connects to port 5000 of this machine
//     node client.mjs 192.0.2.7 6000     connects to port 6000 of 192.0.2.7
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const programArguments = process.argv.slice(2); // before them stand node itself and this file
const host = programArguments[0] ?? '127.0.0.1';
const port = Number(programArguments[1] ?? 5000);

const socket = connect({ host, port });

// Nobody listens there, or the connection is lost: say so, and end with another status than 0 (CLI-2).
socket.on('error', (error) => {
  console.error('no connection to port', port, 'of', host, error.message);
  process.exit(1);
});

socket.on('connect', () => {
  const lines = createInterface({ input: process.stdin });

  // Node calls this once for each line, without its newline.
  lines.on('line', (line) => {
    console.log('read', line);

    // START HERE (CALC-C1): send the line. socket.write() sends. The next line must wait until the answer has come: how will
    // you remember that one is under way?
  });

  // The end of the input, which at a terminal is Ctrl-D (CLI-4).
  lines.on('close', () => socket.end());
});

// Node calls this for each piece that comes.
socket.on('data', (data) => {
  // And then: print the answer (CALC-C2), also where it comes in two pieces (CALC-C3).
});

// And what when the server closes while you wait (CLI-3)? Listen for 'close'.
