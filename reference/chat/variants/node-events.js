// fails: nothing
const net = require('net');
const { EventEmitter } = require('events');

const room = new EventEmitter();
room.setMaxListeners(0);
const names = new Set();

class User {
  constructor(socket) {
    this.socket = socket;
    this.buffer = '';
    this.onMessage = (from, text) => from !== this.name && this.reply(text);
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('end', () => this.leave());
    socket.on('close', () => this.leave());
    socket.on('error', (error) => console.log(error.code));
  }

  reply(text) {
    this.socket.write(`\r${text}\n`);
  }

  receive(chunk) {
    this.buffer += chunk;
    if (!this.name && /^\s*(\S+) says \1\s*$/.test(this.buffer)) this.buffer = this.buffer.trim() + '\n';
    for (;;) {
      const end = this.buffer.indexOf('\n');
      if (end < 0) return;
      const line = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 1);
      if (line.trim()) this.handle(line.trim().split(/\s+/));
    }
  }

  handle([name, says, command, ...words]) {
    if (!this.name) {
      if (says !== 'says' || name !== command) return this.reply('invalid command');
      if (names.has(name)) return this.reply('username sudah dipake');
      this.name = name;
      names.add(name);
      room.emit('all', name, `${name} sudah terhubung dengan system`);
      room.on('all', this.onMessage);
      room.on(`to ${name}`, this.onMessage);
      return;
    }
    const said = (list) => `${this.name} says ${list.join(' ')} `;
    switch (says === 'says' ? command : undefined) {
      case 'list':
        return this.reply(['list yang online', ...Array.from(names, (each) => `${each} is online `)].join('\n'));
      case 'sendall':
        return room.emit('all', this.name, said(words));
      case 'sendto':
        return room.emit(`to ${words[0]}`, this.name, said(words.slice(1)));
      default:
        this.reply('invalid command');
    }
  }

  leave() {
    if (!this.name || !names.delete(this.name)) return;
    room.off('all', this.onMessage);
    room.off(`to ${this.name}`, this.onMessage);
    room.emit('all', this.name, `(${this.name}) off`);
  }
}

net.createServer((socket) => new User(socket)).listen(process.env.PORT || 9009);
