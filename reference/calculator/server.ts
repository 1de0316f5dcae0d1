// The model answer to the calculator: works out one operation a request, and serves everybody at once.
// The law here: integers are exact, however long, and whatever a client sends costs nobody but itself.
import { createServer, type Socket } from 'node:net';

const framing = process.env['LAB_FRAMING'] ?? 'lockstep';
const division = process.env['LAB_DIVISION'] ?? 'floor';
const errorReply = process.env['LAB_ERROR_REPLY'] || 'ERROR';
const longestRequest = 1024;
/** Enough for every fraction that ends: a divisor of up to 2^31 has at most 31 factors of 2. */
const decimalPlaces = 32;

const size = (n: bigint) => (n < 0n ? -n : n);

function divide(a: bigint, b: bigint): string {
  const truncated = a / b;
  const isNegative = a < 0n !== b < 0n;
  if (a % b === 0n || division === 'truncate') return String(truncated);
  if (division !== 'decimal') return String(isNegative ? truncated - 1n : truncated);
  const scaled = (size(a % b) * 10n ** BigInt(decimalPlaces)) / size(b);
  const fraction = String(scaled).padStart(decimalPlaces, '0').replace(/0+$/, '');
  return `${isNegative ? '-' : ''}${size(truncated)}.${fraction}`;
}

function answer(request: string): string {
  const [, left, operator, right] = /^(-?\d+) ([-+*/]) (-?\d+)$/.exec(request) ?? [];
  if (left === undefined || right === undefined || request.length > longestRequest) return errorReply;
  const a = BigInt(left);
  const b = BigInt(right);
  if (operator === '+') return String(a + b);
  if (operator === '-') return String(a - b);
  if (operator === '*') return String(a * b);
  return b === 0n ? errorReply : divide(a, b);
}

function serve(socket: Socket): void {
  let rest = '';
  socket.setEncoding('latin1'); // one character a byte: nothing a client sends can be a decoding error
  socket.on('data', (text: string) => {
    const requests = framing === 'line' ? (rest + text).split('\n') : [text];
    if (framing === 'line') rest = requests.pop()!;
    const answers = requests.map((request) => answer(request.trim()) + (framing === 'line' ? '\n' : ''));
    if (!socket.write(answers.join(''))) socket.pause(); // whoever does not read the answers gets to ask no more
    if (rest.length > longestRequest) socket.destroy();
  });
  socket.on('drain', () => socket.resume());
  socket.on('error', () => socket.destroy()); // a client that vanished is no reason to stop
}

const flag = process.argv.indexOf('--port');
const port = Number(flag > 0 ? process.argv[flag + 1] : (process.env['PORT'] ?? 5000));
createServer(serve).listen(port, '0.0.0.0', () => console.log(`calculator on port ${port}`));
