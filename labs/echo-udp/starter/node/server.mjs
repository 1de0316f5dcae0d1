// UDP echo: the skeleton you start from.
// It receives datagrams from everybody. It never answers: that is your part.
// Names such as UDP-1 are rules in the handout.
//
//     node server.mjs                 receives on port 8080
//     node server.mjs --port 5000     receives on port 5000 (so does PORT=5000 node server.mjs)
import { createSocket } from 'node:dgram';

const defaultPort = 8080;

const server = createSocket('udp4');

// Node calls this once for each datagram, whoever has sent it.
server.on('message', (data, sender) => {
  console.log('received', data, 'from', sender);

  // START HERE (UDP-1): send back what has come. `data` is a Buffer: bytes, not text. `sender` has the address and the port
  // they came from, and server.send() wants all three.
});

// The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

server.bind(choosePort(), '0.0.0.0', () => console.log('receiving on port', server.address().port));
