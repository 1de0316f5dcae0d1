// Broadcast calculator: the skeleton you start from.
// It listens and reads what its clients send. It tells nobody anything: that is your part.
// Names such as BC-1 are rules in the handout.
//
//     node server.mjs                 listens on port 5000
//     node server.mjs --port 6000     listens on port 6000 (so does PORT=6000 node server.mjs)
import { createServer } from 'node:net';

const defaultPort = 5000;

const clients = new Set(); // the sockets of everybody who is connected

// Node calls this once for each client that connects.
function serve(socket) {
  const { remoteAddress: ip, remotePort: port } = socket; // ask now: once the client has left, nobody knows any more
  clients.add(socket);

  socket.on('data', (data) => {
    const request = data.toString('latin1');
    console.log('received', JSON.stringify(request), 'from', ip, port);

    // START HERE (BC-1): work out the request, and send this client the notice: ip,port,request,result
    // socket.write() sends.
    //
    // And then: send it to all `clients` (BC-2). What about END (BC-5)? What if the request makes no sense (BC-10)?
  });

  // The client vanished: a pity, but no reason to stop (TCP-2). Without this listener Node would end the whole program.
  socket.on('error', (error) => console.log('lost a client:', error.message));
  socket.on('close', () => clients.delete(socket)); // it left, in whichever way (BC-9)
}

// The last argument (of `--port 6000`, or of `6000` alone), else the environment's PORT, else the lab's own port.
function choosePort() {
  const programArguments = process.argv.slice(2); // before them stand node itself and this file
  return Number(programArguments.at(-1) ?? process.env.PORT ?? defaultPort);
}

const server = createServer(serve);
server.listen(choosePort(), '0.0.0.0', () => console.log('listening on port', server.address().port));
