// The model answer to the chat with files: what one says all others hear, and files of any size pass through.
// The law here: nobody is read from faster than the slowest listener takes it, so memory stays small whatever a file's size;
// and where a file passes, nothing else is mixed into it.
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { basename } from 'node:path';

const endMark = Buffer.from(process.env['LAB_END_MARK'] ?? '//AGUEL//TAMTAM//');
const prefix = process.env['LAB_PREFIX'] ?? 'terima_';
const longestLine = 8192;
/** A listener with more than this still to be sent is slow, and so much chat may wait for the end of a file. */
const mostUnsent = 1 << 18;
/** A slow listener to whom nothing at all can be sent for so long is put out. */
const patienceMs = 30_000;

/** The copy of a file that passes. One that cannot be kept (a full disk, a name no file can have) stops nobody. */
class Copy {
  readonly #path: Buffer;
  #file: number | null = null;

  /** @param name without a folder: that of a sender may point anywhere */
  constructor(name: string) {
    this.#path = Buffer.concat([Buffer.from(prefix), Buffer.from(name, 'latin1')]);
    this.#attempt(() => (this.#file = openSync(this.#path, 'w')));
  }

  write(bytes: Buffer): void {
    const file = this.#file;
    if (file !== null) this.#attempt(() => writeFileSync(file, bytes));
  }

  close(isWhole: boolean): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    if (!isWhole) rmSync(this.#path, { force: true });
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      console.error(`no copy: ${(error as Error).message}`);
      this.close(false);
      this.#file = null;
    }
  }
}

class Peer {
  readonly socket: Socket;
  readonly address: string;
  /** What it has sent and nobody has looked at yet. */
  input: Buffer = Buffer.alloc(0);
  /** Of the file that it is sending. */
  copy: Copy | null = null;
  /** Whether the file in `sender` passes to it. */
  receives = false;
  /** What others have said meanwhile. */
  waiting: Buffer[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    this.address = socket.remoteAddress ?? '';
  }
}

const peers = new Set<Peer>();
/** Who is sending a file: one at a time. */
let sender: Peer | null = null;
/** Those who are not read from until that file has passed. */
const queue = new Set<Peer>();
let unsaid = 0;

const isSlow = (peer: Peer): boolean => peer.socket.writableLength > mostUnsent;

function send(peer: Peer, bytes: Buffer): void {
  peer.socket.write(bytes);
  if (isSlow(peer)) peer.socket.setTimeout(patienceMs);
}

function say(from: Peer, text: string): void {
  const bytes = Buffer.from(`<${from.address}> ${text}`, 'latin1');
  for (const peer of peers) {
    if (peer === from) continue;
    if (!peer.receives) {
      send(peer, bytes);
      continue;
    }
    peer.waiting.push(bytes);
    unsaid += bytes.length;
  }
}

function pass(bytes: Buffer): void {
  if (bytes.length === 0) return;
  for (const peer of peers) {
    if (peer.receives) send(peer, bytes);
  }
}

function startFile(from: Peer, path: string): void {
  const name = basename(path);
  sender = from;
  from.copy = new Copy(name);
  for (const peer of peers) peer.receives = peer !== from;
  pass(Buffer.from(`SEND ${name}\n`, 'latin1'));
}

/** Also of a file whose sender has vanished: the mark makes its receivers' connections a chat again. */
function endFile(from: Peer, isWhole: boolean): void {
  from.copy?.close(isWhole);
  from.copy = null;
  pass(endMark);
  sender = null;
  unsaid = 0;
  for (const peer of peers) {
    peer.receives = false;
    for (const bytes of peer.waiting.splice(0)) send(peer, bytes);
  }
  const next = [...queue];
  queue.clear();
  for (const peer of next) read(peer);
}

/** How many bytes at the end of `bytes` may be the beginning of the mark. */
function markBegun(bytes: Buffer): number {
  let length = Math.min(bytes.length, endMark.length - 1);
  while (!bytes.subarray(bytes.length - length).equals(endMark.subarray(0, length))) length -= 1;
  return length;
}

/** Takes what belongs to the file off the input; says whether anything behind it is left to look at. */
function readFile(from: Peer, copy: Copy): boolean {
  const at = from.input.indexOf(endMark);
  const end = at < 0 ? from.input.length - markBegun(from.input) : at;
  copy.write(from.input.subarray(0, end));
  pass(from.input.subarray(0, end));
  from.input = from.input.subarray(at < 0 ? end : end + endMark.length);
  if (at >= 0) endFile(from, true);
  return at >= 0;
}

/** Takes one line off the input; says whether it could. */
function readLine(from: Peer): boolean {
  const end = from.input.indexOf('\n');
  if (end < 0) {
    if (from.input.length > longestLine) from.socket.destroy();
    return false;
  }
  const line = from.input.toString('latin1', 0, end).replace(/\r$/, '');
  const name = /^SEND (.+)$/s.exec(line)?.[1];
  if (sender !== null && (name !== undefined || unsaid > mostUnsent)) {
    queue.add(from);
    return false;
  }
  from.input = from.input.subarray(end + 1);
  if (name === undefined) say(from, line);
  else startFile(from, name);
  return true;
}

function read(from: Peer): void {
  while (from.copy === null ? readLine(from) : readFile(from, from.copy));
  paceAll(); // somebody may have become slow by what was read
}

/** Those whose listeners are slow are not read from for a while. */
function paceAll(): void {
  const slow = [...peers].filter(isSlow);
  for (const peer of peers) {
    if (queue.has(peer) || slow.some((other) => other !== peer)) peer.socket.pause();
    else peer.socket.resume();
  }
}

function leave(peer: Peer): void {
  queue.delete(peer);
  if (!peers.delete(peer)) return;
  if (peer.copy !== null) {
    pass(peer.input);
    endFile(peer, false);
  }
  paceAll();
}

function serve(socket: Socket): void {
  const peer = new Peer(socket);
  peers.add(peer);
  socket.on('data', (bytes: Buffer) => {
    peer.input = Buffer.concat([peer.input, bytes]);
    read(peer);
  });
  socket.on('drain', () => {
    socket.setTimeout(0);
    paceAll();
  });
  socket.on('timeout', () => socket.destroy());
  socket.on('end', () => leave(peer));
  socket.on('close', () => leave(peer));
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 8081));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`chat with files on port ${port}`));
