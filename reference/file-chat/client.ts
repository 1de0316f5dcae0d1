// The model answer to the client of the chat with files: passes lines and files on, shows what is said and stores what is sent.
// The law here: a file is never in memory as a whole, in neither direction; and it is nothing but bytes.
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

const [host = process.env['HOST'] ?? '127.0.0.1', port = process.env['PORT'] ?? '8081'] = process.argv.slice(2);
const endMark = Buffer.from(process.env['LAB_END_MARK'] ?? '//AGUEL//TAMTAM//');
const prefix = process.env['LAB_PREFIX'] ?? 'terima_';
const command = 'SEND ';

/** What has come and has not been looked at yet. */
let input: Buffer = Buffer.alloc(0);
/** The file that comes now; `null` while it is a chat, 'none' for one that cannot be stored. */
let copy: number | 'none' | null = null;

/** @param name without a folder: that of a sender may point anywhere */
function beginCopy(name: string): number | 'none' {
  const path = Buffer.from(prefix + name, 'latin1');
  try {
    return openSync(path, 'w');
  } catch (error) {
    console.error(`not stored: ${(error as Error).message}`);
    return 'none';
  }
}

/** How many bytes at the end of `bytes` may be the beginning of the mark. */
function markBegun(bytes: Buffer): number {
  let length = Math.min(bytes.length, endMark.length - 1);
  while (!bytes.subarray(bytes.length - length).equals(endMark.subarray(0, length))) length -= 1;
  return length;
}

/** Takes what belongs to the file off the input. */
function readFile(file: number | 'none'): void {
  const at = input.indexOf(endMark);
  const end = at < 0 ? input.length - markBegun(input) : at;
  if (file !== 'none') writeFileSync(file, input.subarray(0, end));
  input = input.subarray(at < 0 ? end : end + endMark.length);
  if (at < 0) return;
  if (file !== 'none') closeSync(file);
  copy = null;
}

/** Takes a command, or what is said, off the input. What is said has no end of its own: it is shown as it comes. */
function readText(): void {
  const text = input.toString('latin1');
  if (!text.startsWith(command)) {
    console.log(input.toString());
    input = Buffer.alloc(0);
    return;
  }
  const end = text.indexOf('\n');
  if (end < 0) return; // the rest of the name is still to come
  copy = beginCopy(basename(text.slice(command.length, end)));
  input = input.subarray(end + 1);
}

function read(piece: Buffer): void {
  input = Buffer.concat([input, piece]);
  for (let before = -1; input.length > 0 && input.length !== before;) {
    before = input.length;
    if (copy === null) readText();
    else readFile(copy);
  }
}

async function sendFile(name: string): Promise<void> {
  if (!statSync(name, { throwIfNoEntry: false })?.isFile()) {
    console.error(`there is no file ${name}`);
    return;
  }
  socket.write(`${command}${name}\n`);
  for await (const piece of createReadStream(name)) {
    if (!socket.write(piece as Buffer)) await once(socket, 'drain');
  }
  socket.write(endMark);
}

const socket = connect({ host, port: Number(port) });
socket.on('error', ({ message }) => {
  console.error(`no connection to ${host}, port ${port}: ${message}`);
  process.exit(1);
});
await once(socket, 'connect');
socket.on('data', read);
socket.on('close', () => process.exit());

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`<You> ${line}`);
  if (line.startsWith(command)) await sendFile(line.slice(command.length));
  else socket.write(`${line}\n`);
}
socket.end();
