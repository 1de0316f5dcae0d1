// fails: nothing
const fs = require('fs');
const net = require('net');
const path = require('path');
const readline = require('readline');

const MARK = '//AGUEL//TAMTAM//';
const rl = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
let file = null;
let rest = '';

function say(text) {
  readline.cursorTo(process.stdout, 0);
  console.log(text);
  rl.prompt(true);
}

const socket = net.createConnection(Number(process.argv[3]), process.argv[2], () => rl.prompt());
socket.setEncoding('latin1');
socket.on('data', (text) => {
  rest += text;
  while (rest) {
    if (file === null) {
      const command = /^SEND (.*)\n/.exec(rest);
      if (!command) {
        if (rest.startsWith('SEND ')) return;
        say(rest);
        rest = '';
        return;
      }
      file = fs.openSync('terima_' + path.basename(command[1]), 'w');
      rest = rest.slice(command[0].length);
    } else {
      const end = rest.indexOf(MARK);
      const count = end >= 0 ? end : Math.max(0, rest.length - MARK.length + 1);
      fs.writeSync(file, Buffer.from(rest.slice(0, count), 'latin1'));
      rest = rest.slice(end >= 0 ? end + MARK.length : count);
      if (end < 0) return;
      fs.closeSync(file);
      file = null;
      say('a file has come');
    }
  }
});
socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.on('close', () => process.exit());

rl.on('line', (line) => {
  if (line.startsWith('SEND ')) {
    try {
      const data = fs.readFileSync(line.slice(5));
      socket.write(line + '\n');
      socket.write(data);
      socket.write(MARK);
    } catch (error) {
      console.log(error.message);
    }
  } else {
    socket.write(line + '\n');
  }
  console.log('<You> ' + line);
  rl.prompt();
});
rl.on('close', () => socket.end());
