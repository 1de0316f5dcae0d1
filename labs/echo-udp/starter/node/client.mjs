// The UDP echo's client: the skeleton you start from.
// It sends a datagram. It never looks for the answer, and its letter is not the right one yet: that is your part.
// Names such as UDP-C1 are rules in the handout.
//
//     node client.mjs                 sends to port 8080 of this machine
//     node client.mjs --port 5000     sends to port 5000 (so does PORT=5000 node client.mjs)
import { createSocket } from 'node:dgram';

const defaultPort = 8080;

// The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

const client = createSocket('udp4');
const port = choosePort();

// Node calls this once for each datagram that comes.
client.on('message', (data, sender) => {
  // And then: print the answer behind 'Received: ' (UDP-C2). As long as the socket is open, the program goes on.
});

client.send('halo', port, 'localhost', () => {
  console.log('sent to port', port);

  // START HERE (UDP-C1): send the message of the handout, and look for the answer above. Then this close is in your way; but
  // what if no answer comes (UDP-C3)? setTimeout() calls you after a while.
  client.close();
});
