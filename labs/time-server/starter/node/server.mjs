// Time server: the skeleton you start from.
// It listens and reads what its clients send. It never answers: that is your part.
// Names such as TIME-1 are rules in the handout.
//
//     node server.mjs                 listens on port 45000
//     node server.mjs --port 5000     listens on port 5000 (so does PORT=5000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 45000;

// Node calls this once for each client that connects, and none of them waits for another (TIME-4).
// So whatever you remember about a client belongs in here, not in a variable outside that all of them would share.
function serve(socket) {
  socket.on('data', (data) => {
    console.log('received', JSON.stringify(data.toString('latin1'))); // worth watching: this is how TCP really cuts things up

    // START HERE (TIME-1): answer a TIME request with the local time. `data` is a Buffer: bytes, not text.
    // socket.write() sends.
    //
    // And then: what if `data` holds half a request (TIME-6), or two of them (TIME-7)? What about QUIT (TIME-5)?
  });

  // The client vanished: a pity, but no reason to stop (TCP-2). Without this listener Node would end the whole program.
  socket.on('error', (error) => console.log('lost a client:', error.message));
}

// The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

const server = createServer(serve);
server.listen(choosePort(), '0.0.0.0', () => console.log('listening on port', server.address().port));
