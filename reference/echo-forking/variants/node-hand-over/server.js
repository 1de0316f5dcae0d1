// fails: nothing
const { fork } = require('child_process');
const net = require('net');
const path = require('path');

const script = path.join(__dirname, 'lib', 'child.js');
const children = Array.from({ length: 5 }, () => fork(script));
let turn = 0;

const server = net.createServer({ pauseOnConnect: true }, (socket) => {
  children[turn++ % children.length].send('socket', socket);
});
server.listen(process.argv[2] || 8080, () => console.log('parent', process.pid, 'listens on', server.address().port));
