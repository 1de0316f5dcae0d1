// Threading echo: the skeleton you start from.
// It listens and reads what its clients send. It never answers: that is your part.
// Names such as THR-1 are rules in the handout.
//
//     node server.mjs                 listens on port 8080
//     node server.mjs --port 5000     listens on port 5000 (so does PORT=5000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 8080;

// Node calls this once for each client that connects.
function serve(socket) {
  socket.on('data', (data) => {
    console.log('received', data);

    // START HERE (THR-1): answer with a name, a colon, a blank, and what has come. `data` is a Buffer: bytes, and no need to make
    // text of them (THR-5). socket.end() sends, and closes.
    //
    // THEN (THR-2): all of this is one thread still. Look up Worker in node:worker_threads: give each client a worker of its own,
    // post `data` to it, and let it post the answer back, with its name in front. And how does a worker end (THR-4)?
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
