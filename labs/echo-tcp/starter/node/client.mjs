// The TCP echo's client: the skeleton you start from.
// It connects, and leaves again. It never shouts: that is your part.
// Names such as ECHO-C1 are rules in the handout.
//
//     node client.mjs                 connects to port 8080 of this machine
//     node client.mjs --port 5000     connects to port 5000 (so does PORT=5000 node client.mjs)
import { connect } from 'node:net';

const defaultPort = 8080;
const message = 'Test message. This will be echoed';

// The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

const socket = connect({ host: 'localhost', port: choosePort() });

// Nobody listens there, or the connection is lost: say so, and end with another status than 0 (CLI-2).
socket.on('error', (error) => {
  console.error('no connection:', error.message);
  process.exit(1);
});

socket.on('connect', () => {
  console.log('connected; the message has', message.length, 'bytes');

  // START HERE (ECHO-C1): send the message. socket.write() sends.
  socket.end(); // and this closes: it is in your way until all has come back (ECHO-C3)
});

// Node calls this for each piece that comes.
socket.on('data', (data) => {
  // And then: print each piece behind 'Received: ' (ECHO-C2). When are they all there?
});
