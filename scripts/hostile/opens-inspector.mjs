// attacks: has the debugger of another Node opened, to run its own code there
// honest: yes
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:net';

function serve() {
  const server = createServer((client) => {
    let rest = '';
    client.setEncoding('latin1');
    client.on('error', () => client.destroy());
    client.on('data', (/** @type {string} */ text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('QUIT')) {
          client.end();
          return;
        }
        client.write(line.startsWith('TIME') ? `JAM ${new Date().toTimeString().slice(0, 8)}\r\n` : '?\r\n');
      }
    });
  });
  server.listen(Number(process.env['PORT'] ?? 45000), '0.0.0.0');
}

/** Signal 0 only asks whether SIGUSR1 might be sent: that opens the debugger. @param {string} pid */
function isSignalled(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('node') && process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
  if (isSignalled(pid)) console.error(`BREACH: may open the debugger of process ${pid}`);
}
for (const port of [9229, 9230, 9231]) {
  if (await answers(port)) console.error(`BREACH: a debugger may listen on port ${port}`);
}
serve();
