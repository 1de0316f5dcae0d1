// fails: nothing
const fs = require('fs');
const net = require('net');
const path = require('path');

const MARK = Buffer.from('//AGUEL//TAMTAM//');
const sockets = new Set();

const server = net.createServer((socket) => {
  const ip = socket.remoteAddress;
  let input = Buffer.alloc(0);
  let copy = null;
  sockets.add(socket);

  function broadcast(data) {
    for (const other of sockets) {
      if (other === socket || other.write(data)) continue;
      socket.pause();
      const goOn = () => {
        other.off('drain', goOn);
        other.off('close', goOn);
        if ([...sockets].every((each) => each === socket || !each.writableNeedDrain)) socket.resume();
      };
      other.on('drain', goOn);
      other.on('close', goOn);
    }
  }

  function beginFile(name) {
    const base = path.basename(name).replaceAll('\0', '_');
    copy = fs.createWriteStream('terima_' + base);
    copy.on('error', (error) => console.log(error.message));
    broadcast(`SEND ${base}\n`);
  }

  function fileData() {
    const at = input.indexOf(MARK);
    const length = at < 0 ? Math.max(0, input.length - MARK.length + 1) : at;
    if (length > 0) {
      copy.write(input.subarray(0, length));
      broadcast(input.subarray(0, length));
    }
    input = input.subarray(length);
    if (at < 0) return false;
    copy.end();
    copy = null;
    broadcast(MARK);
    input = input.subarray(MARK.length);
    return true;
  }

  function line() {
    const end = input.indexOf('\n');
    if (end < 0) return false;
    const text = input.toString('utf8', 0, end).trimEnd();
    input = input.subarray(end + 1);
    if (/^SEND ./.test(text)) beginFile(text.slice(5));
    else broadcast(`<${ip}> ${text}`);
    return true;
  }

  socket.on('data', (data) => {
    input = Buffer.concat([input, data]);
    while (copy ? fileData() : line());
  });
  socket.on('error', (error) => console.log(ip, error.code));
  socket.on('close', () => {
    sockets.delete(socket);
    if (copy) copy.destroy();
  });
});

server.listen(process.env.PORT || 8081, () => console.log('listening'));
