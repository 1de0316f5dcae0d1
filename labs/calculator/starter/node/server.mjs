// Calculator: the skeleton you start from.
// It listens and reads what its clients send. It never answers: that is your part.
// Names such as CALC-1 are rules in the handout.
//
//     node server.mjs                 listens on port 5000
//     node server.mjs --port 6000     listens on port 6000 (so does PORT=6000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 5000;

// Node calls this once for each client that connects.
function serve(socket) {
  socket.on('data', (data) => {
    const request = data.toString('latin1');
    console.log('received', JSON.stringify(request));

    // START HERE (CALC-1): work out the request, such as '1 + 4', and send the result. socket.write() sends.
    //
    // And then: what does 8 / 2 give (CALC-2)? And -7 / 2 (CALC-6)? What if the request makes no sense (CALC-7)?
    // Look out for large numbers (CALC-5): a Number of JavaScript is exact only up to 2^53, a BigInt always.
  });

  // The client vanished: a pity, but no reason to stop (TCP-2). Without this listener Node would end the whole program.
  socket.on('error', (error) => console.log('lost a client:', error.message));
}

// The last argument (of `--port 6000`, or of `6000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

const server = createServer(serve);
server.listen(choosePort(), '0.0.0.0', () => console.log('listening on port', server.address().port));
