// The model answer to the broadcast calculator: works out one operation a request, and tells the result to everybody.
// The law here: nobody waits for a slow client. What it does not take is kept for a while, and then the client is dropped.
import { connect, createServer, type Socket } from 'node:net';

interface Client {
  socket: Socket;
  ip: string;
  port: number;
  /** The calls to it, one after the other, and how many of them are still to be made. */
  calls: Promise<void>;
  waiting: number;
}

const end = process.env['LAB_FRAMING'] === 'line' ? '\n' : '';
const callsBack = process.env['LAB_DELIVERY'] === 'callback';
const callbackPort = Number(process.env['LAB_CALLBACK_PORT'] ?? 5001);
const longestRequest = 1024;
const patienceMs = 1000;
const mostBytesWaiting = 1 << 20;
const mostCallsWaiting = 100;

const clients = new Set<Client>();
let total = 0n;

/** The result, or `null` for what makes no sense. */
function calculate(request: string): bigint | null {
  const [, left, operator, right] = /^(-?\d+) ([-+*/]) (-?\d+)$/.exec(request) ?? [];
  if (left === undefined || right === undefined || request.length > longestRequest) return null;
  const a = BigInt(left);
  const b = BigInt(right);
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0n) return null;
  return a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b; // down, as in the calculator
}

/** Ends once the message has been handed over, or the client has not taken it in time. */
function call(host: string, message: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: callbackPort, timeout: patienceMs });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.resume(); // it has nothing to say, but its end has to be seen
    socket.end(message, () => resolve());
  });
}

async function callAfter(earlier: Promise<void>, client: Client, message: string): Promise<void> {
  await earlier;
  await call(client.ip, message);
  client.waiting -= 1;
}

function tell(client: Client, text: string): void {
  if (!callsBack) {
    client.socket.write(text + end);
    if (client.socket.writableLength > mostBytesWaiting) client.socket.destroy();
  } else if (client.waiting < mostCallsWaiting) {
    client.waiting += 1;
    client.calls = callAfter(client.calls, client, text + end);
  }
}

async function part({ socket, calls }: Client): Promise<void> {
  await calls;
  socket.end();
  socket.setTimeout(patienceMs, () => socket.destroy()); // it need not close its own end
}

function take(client: Client, request: string): void {
  if (!clients.has(client)) return; // it was told the total, and is on its way out
  if (request === 'END') {
    for (const each of clients) tell(each, `TOTAL : ${total} END`);
    for (const each of clients) void part(each);
    clients.clear();
    return;
  }
  const result = calculate(request);
  if (result === null) return tell(client, 'ERROR');
  total += result;
  for (const each of clients) tell(each, `${client.ip},${client.port},${request},${result}`);
}

function serve(socket: Socket): void {
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
  const { remoteAddress: ip, remotePort: port } = socket;
  if (ip === undefined || port === undefined) return void socket.destroy(); // it has gone already
  const client: Client = { socket, ip, port, calls: Promise.resolve(), waiting: 0 };
  clients.add(client);
  let rest = '';
  socket.setEncoding('latin1'); // one character a byte: nothing a client sends can be a decoding error
  socket.on('data', (text: string) => {
    const requests = end === '' ? [text] : (rest + text).split(end);
    if (end !== '') rest = requests.pop()!;
    for (const request of requests) take(client, request.trim());
    if (rest.length > longestRequest) socket.destroy();
  });
  socket.on('close', () => clients.delete(client));
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 5000));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`broadcast calculator on port ${port}`));
