// The model client of the calculator: passes each line on, and shows the answer before it reads the next.
// The law here: one line is under way at a time, and whatever the server does, the client ends.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [host = process.env['HOST'] ?? '127.0.0.1', port = process.env['PORT'] ?? '5000'] = process.argv.slice(2);
const end = process.env['LAB_FRAMING'] === 'line' ? '\n' : '';
/** An answer has no end of its own: it is whole when nothing has followed for so long. */
const restMs = 50;

const socket = connect({ host, port: Number(port) });
socket.setEncoding('utf8');
socket.on('error', ({ message }) => console.error(`no answer from ${host}, port ${port}: ${message}`));
let isDone = false;
socket.on('close', () => process.exit(isDone ? 0 : 1));

let resting: NodeJS.Timeout | undefined;
let shown = () => {};
socket.on('data', (piece: string) => {
  process.stdout.write(piece);
  clearTimeout(resting);
  resting = setTimeout(() => {
    if (end === '') process.stdout.write('\n');
    shown();
  }, restMs);
});

async function passLines(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const isShown = new Promise<void>((resolve) => {
      shown = resolve;
    });
    socket.write(line + end);
    await isShown;
  }
  isDone = true;
  socket.end();
}
socket.on('connect', () => void passLines());
