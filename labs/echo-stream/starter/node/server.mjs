// Echo stream: the skeleton you start from.
// It listens and reads what its clients send. It never sends: that is your part.
// Names such as STREAM-1 are rules in the handout.
//
//     node server.mjs                 listens on port 8889
//     node server.mjs --port 5000     listens on port 5000 (so does PORT=5000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 8889;

// Node calls this once for each client that connects, and none of them waits for another (STREAM-2).
function serve(socket) {
  socket.on('data', (data) => {
    console.log('received', data); // worth watching: this is how TCP really cuts things up

    // START HERE (STREAM-1): send back what has come. `data` is a Buffer: bytes, not text. socket.write() sends bytes.
    //
    // And then: socket.write() keeps what the client has not read yet. How much of that do you want to keep (STREAM-5)?
  });

  // The client has ended its side, and Node answers in kind: it ends ours behind the last byte we have written (STREAM-3).
  socket.on('end', () => console.log('a client is done'));

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
