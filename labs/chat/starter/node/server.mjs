// Chat: the skeleton you start from.
// It listens and reads what its clients send. It never answers: that is your part.
// Names such as CHAT-1 are rules in the handout.
//
//     node server.mjs                 listens on port 9009
//     node server.mjs --port 5000     listens on port 5000 (so does PORT=5000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 9009;

/** Everybody who is logged in: the socket of each, by name. */
const users = new Map();

// Node calls this once for each client that connects, and none of them waits for another.
// What you remember about one client (its name, say) belongs in here, not in a variable outside that all of them would share.
function serve(socket) {
  socket.on('data', (data) => {
    console.log('received', JSON.stringify(data.toString('latin1'))); // worth watching: this is how TCP really cuts things up

    // START HERE (CHAT-1): is this a login, such as `saja says saja`? Then enter the name in users and tell the others.
    // `data` is a Buffer: bytes, not text. The write() of somebody's socket sends.
    //
    // And then: what if the name is taken (CHAT-2)? Which commands are there (CHAT-3 to CHAT-6)? What if `data` holds
    // half a line, or three of them (CHAT-12)?
  });

  // CHAT-7: the client has left, one way or the other. Who should hear of it?
  socket.on('close', () => console.log('a client has left,', users.size, 'are logged in'));

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
