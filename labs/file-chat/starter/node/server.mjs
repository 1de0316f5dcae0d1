// Chat with files: the skeleton you start from.
// It listens and reads what its clients send. It never answers: that is your part.
// Names such as FILE-1 are rules in the handout.
//
//     node server.mjs                 listens on port 8081
//     node server.mjs --port 5000     listens on port 5000 (so does PORT=5000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 8081;

/** The sockets of everybody in the room. */
const sockets = new Set();

// Node calls this once for each client that connects, and none of them waits for another.
// What you remember about one client (whether it is sending a file, say) belongs in here, not in a variable outside that all of them would share.
function serve(socket) {
  sockets.add(socket);
  socket.on('data', (data) => {
    console.log('received', JSON.stringify(data.toString('latin1'))); // worth watching: this is how TCP really cuts things up

    // START HERE (FILE-1): pass a line on to everyone else, with socket.remoteAddress in front. `data` is a Buffer: bytes,
    // not text. The write() of somebody's socket sends.
    //
    // And then: after a line SEND, what comes is no longer lines but a file, up to its mark (FILE-2). Keep a copy of it
    // (FILE-3). What if `data` holds the end of the file and half the mark (FILE-6)?
  });

  // The client has left, one way or the other.
  socket.on('close', () => sockets.delete(socket));

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
