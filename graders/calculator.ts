// The checks of the calculator: one operation goes in, and its result comes out.
// The law here: each operation is one in which a likely slip shows, and each slip shows in one check. What an earlier
// check has charged (stray bytes, a fraction where there is none) the later ones read past.
import {
  type Asking,
  type Client,
  Failure,
  type Scene,
  type Slip,
  anything,
  checkPort,
  checkTcpRules,
  endOf,
  exactly,
  grader,
  needsAnswers,
  slip,
  tcpSlips,
  wire,
} from './engine/index.ts';

const many = 20;

interface Sum {
  request: string;
  result: string;
}

/** Each as it is written on paper: `17 + 25 = 42`. */
const sums = (...written: string[]): Sum[] =>
  written.map((one) => {
    const [request, result] = one.split(' = ') as [string, string];
    return { request, result };
  });

const [easy] = sums('2 + 3 = 5') as [Sum];

/** Zero is a result here and nowhere else. */
const plain = sums(
  '17 + 25 = 42',
  '100 - 58 = 42',
  '17 * 3 = 51',
  '1000 * 1000 = 1000000',
  '1234 + 5678 = 6912',
  '5 - 5 = 0',
  '90 + 10 = 100',
);

/** A long one stands before a short one, so that what is left of it in a buffer shows. */
const inTurn = sums(
  '1234 + 5678 = 6912',
  '1 + 2 = 3',
  ...Array.from({ length: many - 2 }, (_, i) => `${i + 3} + ${7 * (i + 3)} = ${8 * (i + 3)}`),
);

const even = sums('8 / 2 = 4', '84 / 2 = 42', '7 / 7 = 1', '1000000 / 10 = 100000', '100 / 10 = 10');

const negative = sums(
  '-3 + 1 = -2',
  '2 - 5 = -3',
  '-4 * -6 = 24',
  '3 - -4 = 7',
  '-8 - -2 = -6',
  '5 * -7 = -35',
  '-12 - 30 = -42',
);

const large = sums(
  '2147483647 + 1 = 2147483648',
  '65536 * 65536 = 4294967296',
  '94906267 * 94906267 = 9007199515875289', // the first square of an odd number that no double holds
  '2147483647 * 2147483647 = 4611686014132420609',
  '-2147483647 * -2147483647 = 4611686014132420609',
  '-2147483647 - 2147483647 = -4294967294',
);

/** The nearest integer is the lower one, halfway, the upper one; no result is 0, or ends in 0. Of fractions only those that end. */
const uneven: Record<string, Sum[]> = {
  floor: sums('7 / 3 = 2', '7 / 2 = 3', '-7 / 2 = -4', '7 / -2 = -4', '-7 / -2 = 3', '5 / 2 = 2', '-1 / 3 = -1', '8 / 3 = 2'),
  truncate: sums('7 / 3 = 2', '7 / 2 = 3', '-7 / 2 = -3', '7 / -2 = -3', '-7 / -2 = 3', '5 / 2 = 2', '-4 / 3 = -1', '8 / 3 = 2'),
  decimal: sums('7 / 2 = 3.5', '-7 / 2 = -3.5', '7 / -2 = -3.5', '-7 / -2 = 3.5', '1 / 8 = 0.125', '-1 / 4 = -0.25'),
};

const nonsense = ['1 / 0', 'a + b', 'abc', '5 ? 3', '5 +', '+ 5'];

/** What was asked, and what it comes to: for the names of slips. */
interface Asked {
  request: string;
  a: bigint;
  op: string;
  b: bigint;
  /** Rounded down. */
  result: bigint;
}

function calculate(a: bigint, op: string, b: bigint): bigint {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  return op === '*' ? a * b : (a - (((a % b) + b) % b)) / b;
}

function readAsked(sent: Buffer): Asked | undefined {
  const [request, left, op, right] = /^(-?\d+) ([-+*/]) (-?\d+)/.exec(sent.toString('latin1')) ?? [];
  if (request === undefined || op === undefined || (op === '/' && BigInt(right!) === 0n)) return undefined;
  const [a, b] = [BigInt(left!), BigInt(right!)];
  return { request, a, op, b, result: calculate(a, op, b) };
}

/** The last number in an answer, however it is dressed up: 42 in `17 + 25 = 42\n`, and in `  0042`. */
function lastNumber(said: string): string | undefined {
  const text = said.split('\0', 1)[0]!.replaceAll(/(?<=\d),(?=\d{3})/g, '');
  const last = text.match(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi)?.at(-1);
  return last?.replace(/^(-?)0+(?=\d)/, '$1');
}

/** The same of an integer that may be written as 42.0. */
const lastInteger = (said: string): string | undefined => lastNumber(said)?.replace(/\.0+$/, '');

/** The same of a fraction that may be written as 3.50. */
const lastFraction = (said: string): string | undefined => lastNumber(said)?.replace(/(?<=\.\d*[1-9])0+$/, '');

/** A slip that is told by what an operation is answered with: without the end of a line, and in later checks the number alone. */
function answered(name: string, hint: string, of: string[], is: (said: string, sum: Asked) => boolean): Slip {
  const when = (sent: Buffer, received: Buffer): boolean => {
    const sum = readAsked(sent);
    const line = received.toString('latin1');
    const said = sent.at(-1) === 10 ? line.replace(/\n$/, '') : line;
    return sum !== undefined && is(of.includes('CALC-1') ? said : (lastNumber(said) ?? said), sum);
  };
  return slip(name, hint, when, of);
}

/** A slip that ends the program: told by what was sent to it last, and by its last words. */
function deadly(name: string, hint: string, of: string[], request: RegExp, words = /^/): Slip {
  const when = (sent: Buffer, _: Buffer, { shortfall, finding }: Failure): boolean =>
    shortfall === 'refused' && request.test(sent.toString('latin1')) && words.test(finding.standsAt ?? '');
  return slip(name, hint, when, of);
}

const isWhole = (said: string, value: bigint): boolean => /^-?\d+$/.test(said) && BigInt(said) === value;
const size = (n: bigint): bigint => (n < 0n ? -n : n);
const below32 = (n: bigint): bigint => BigInt.asIntN(32, n);

/** As a number of 4 or 8 bytes, in either order. */
function isPacked(said: string, { result }: Asked): boolean {
  const packed = Buffer.from(said, 'latin1');
  if (packed.length !== 4 && packed.length !== 8) return false;
  const inHex = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
  const wanted = BigInt.asUintN(8 * packed.length, result);
  return inHex(packed) === wanted || inHex(Buffer.from(packed).reverse()) === wanted;
}

/** The result of what the request begins with, where the rest of it has been taken for another. */
function isOfBeginning(said: string, { request }: Asked): boolean {
  const beginnings = Array.from({ length: request.length - 8 }, (_, i) => readAsked(Buffer.from(request.slice(0, i + 8))));
  return beginnings.some((part) => part !== undefined && said.startsWith(String(part.result)));
}

/** The nearest number that a double holds. */
const isNearest = (said: string, { result }: Asked): boolean => {
  const exact = /^-?\d+$/.test(said) && size(result) > 2n ** 53n;
  return exact && Math.abs(Number(BigInt(said) - result)) < 2 ** -51 * Number(size(result));
};

const first = ['CALC-1'];
const slips = [
  answered(
    'newline-added',
    'no newline follows an answer: does your print function add its own?',
    first,
    (said, { result }) => said === `${result}\n` || said.startsWith('\n'),
  ),
  answered(
    'println',
    'no line end follows an answer, and println adds one',
    first,
    (said, { result }) => said === `${result}\r\n`,
  ),
  answered('nul-sent-too', "send the digits, and not the '\\0' behind them", first, (said, { result }) => said === `${result}\0`),
  answered('sends-whole-buffer', 'you send the whole buffer: send as many bytes as the answer has', first, (said, { result }) =>
    said.startsWith(`${result}\0\0`),
  ),
  answered(
    'bytes-repr',
    'you send how Python prints bytes; send the bytes themselves',
    first,
    (said, { result }) => said === `b'${result}'`,
  ),
  answered('packed-bytes', 'you send the number as it lies in memory; send its digits', first, isPacked),
  answered('quoted', 'send the digits without quotes around them', first, (said, { result }) => said === `"${result}"`),
  answered(
    'zero-padded',
    'no 0 stands before the first digit',
    first,
    (said, { result }) => /^-?0\d/.test(said) && isWhole(said, result),
  ),
  answered(
    'prompt',
    'nothing follows an answer until the client asks again',
    first,
    (said, { result }) => said.startsWith(String(result)) && /^\s*\S*[>?:$] ?$/.test(said.slice(String(result).length)),
  ),
  answered('plus-sign', 'a positive number has no sign', first, (said, { result }) => said === `+${result}`),
  answered('float-everywhere', 'a whole number has no decimal point: calculate with integers', first, (said, { result }) =>
    [`${result}.0`, `${result}.00`].includes(said.trim()),
  ),
  answered(
    'thousands-separated',
    'the digits of a number stand together',
    first,
    (said, { result }) => /\d[,. ']\d{3}/.test(said) && said.replaceAll(/[,. ']/g, '') === String(result),
  ),
  answered(
    'text-joined',
    'the two are texts still: make numbers of them before you add',
    first,
    (said, { a, op, b }) => op === '+' && said === `${a}${b}`,
  ),
  answered(
    'padded',
    'no blank stands before or behind the answer',
    first,
    (said, { result }) => said !== String(result) && said.replaceAll(' ', '') === String(result),
  ),
  answered('question-echoed', 'send the answer alone, not the question again', first, (said, { request }) =>
    said.startsWith(request),
  ),
  answered(
    'labelled',
    'send the number alone, without words around it',
    first,
    (said, { result }) => /[a-z=:]/i.test(said) && new RegExp(`(^|[^\\d.])${result}($|[^\\d.])`).test(said),
  ),
  answered('scientific', 'write all digits of a number, without an exponent', ['CALC-1', 'CALC-5'], (said) =>
    /^-?\d(\.\d+)?e\+?\d+/i.test(said),
  ),
  answered(
    'zero-is-nothing',
    '0 is an answer like any other: `if (result)` does not ask whether there is one',
    first,
    (said, { result }) => said === '' && result === 0n,
  ),
  slip('never-answers', 'your program has read the request: now send the answer', 'silence', first),
  answered(
    'two-decimals',
    'a division without remainder has no decimals: divide integers',
    ['CALC-2'],
    (said, { result }) => said === `${result}.00`,
  ),
  answered(
    'quotient-as-float',
    'this is a fraction: divide integers (in Python by //, in JavaScript with BigInt)',
    ['CALC-2'],
    (said, { result }) => said === `${result}.0`,
  ),
  answered(
    'strips-zeros',
    'the 0 at the end of a whole number belongs to it',
    ['CALC-2'],
    (said, { result }) => said !== String(result) && said === String(result).replace(/0+$/, ''),
  ),
  answered(
    'unsigned-result',
    'the result is printed as a number without a sign; it has one',
    ['CALC-3'],
    (said, { result }) => result < 0n && [32, 64].some((bits) => isWhole(said, BigInt.asUintN(bits, result))),
  ),
  answered(
    'smaller-from-larger',
    'subtract the second from the first, whichever is larger',
    ['CALC-3'],
    (said, { op, result }) => op === '-' && result < 0n && isWhole(said, -result),
  ),
  answered(
    'sign-of-second-lost',
    'the second number has a sign of its own',
    ['CALC-3'],
    (said, { a, op, b }) => b < 0n && isWhole(said, calculate(a, op, -b)),
  ),
  answered(
    'negatives-rejected',
    'a - right before digits is a sign: isdigit() does not know it, and it is no operator',
    ['CALC-3'],
    (said, { a, b }) => (a < 0n || b < 0n) && !/\d/.test(said),
  ),
  answered(
    'requests-pile-up',
    'each request stands alone: add nothing to what came before it',
    ['CALC-4'],
    (said, { request }) => said === '' && request === '1 + 2',
  ),
  answered(
    'ten-requests-only',
    'answer as many requests as come: end only when the client has',
    ['CALC-4'],
    (said, { a }) => said === '' && a < 100n,
  ),
  slip('close-after-one', 'after an answer, go back and read the next request', ['end', 'reset'], ['CALC-4']),
  answered(
    'stale-tail',
    'does your buffer still hold the end of a longer request? recv says how many bytes are new',
    ['CALC-4'],
    (said, { request }) => said !== '' && request === '1 + 2',
  ),
  answered(
    'overflow32',
    'an int has 32 bits: take long long, long or BigInt',
    ['CALC-5'],
    (said, { result }) => below32(result) !== result && isWhole(said, below32(result)),
  ),
  answered('double-precision', 'a double is exact up to 2^53 only: take integers of 64 bits, or BigInt', ['CALC-5'], isNearest),
  answered(
    'answer-cut-off',
    'the answer is longer than the room you have for it',
    ['CALC-5'],
    (said, { result }) => said !== '' && String(result).startsWith(said),
  ),
  answered('recv-16', 'the request is longer than what you read at once', ['CALC-5'], isOfBeginning),
  answered(
    'negative-divisor-truncates',
    'round down where the divisor is negative, too',
    ['CALC-6'],
    (said, { a, b, result }) => b < 0n && a / b !== result && isWhole(said, a / b),
  ),
  answered(
    'truncates',
    'a negative result is rounded down, away from zero; your division cuts the fraction off',
    ['CALC-6'],
    (said, { a, b, result }) => a / b !== result && isWhole(said, a / b),
  ),
  answered(
    'rounds-up',
    'round down: the lower of the two integers is asked for',
    ['CALC-6'],
    (said, { a, b, result }) => 2n * (a - result * b) < size(b) && isWhole(said, result + 1n),
  ),
  answered('rounds-to-nearest', 'round down, also where the next integer is as near', ['CALC-6'], (said, { result }) =>
    isWhole(said, result + 1n),
  ),
  answered(
    'rounds-down',
    'a negative result is rounded toward zero here',
    ['CALC-6'],
    (said, { a, b, result }) => a / b !== result && isWhole(said, result),
  ),
  answered(
    'fraction-kept',
    'the result is a whole number: round it down',
    ['CALC-6'],
    (said, { result }) => /^-?\d*\.\d+$/.test(said) && Math.floor(Number(said)) === Number(result),
  ),
  answered('remainder-refused', 'a division that leaves a remainder has a result, too', ['CALC-6'], (said) => !/\d/.test(said)),
  deadly('sigfpe', 'in C, dividing an integer by zero ends the program: look first', ['CALC-7'], /^1 \/ 0/, /SIGFPE/),
  deadly('division-by-zero-kills-server', 'catch the error where you divide: a divisor may be 0', ['CALC-7'], /^1 \/ 0/),
  deadly('missing-operand-kills-server', 'count the parts of a request before you use them', ['CALC-7'], /^5 \+|^\+ 5/),
  deadly('unknown-operator-kills-server', 'an operator may be none of the four', ['CALC-7'], /^5 \? 3/),
  deadly('letters-kill-server', 'what should be a number may be letters: catch that error', ['CALC-7'], /^[a-z]/),
  slip('thread-dies-socket-stays', 'an error has ended whatever serves this client: catch it for each request', 'silence', [
    'CALC-7',
  ]),
  slip('once-wrong-always-wrong', 'a good request after a bad one is answered as ever', 'bytes', ['CALC-7']),
  deadly('leaves-with-client', 'when a client has left, accept the next', ['TCP-2'], /^$/),
  deadly(
    'error-event-unhandled',
    "a socket needs a listener for its 'error' event",
    ['TCP-2'],
    /^/,
    /Unhandled 'error' event|ECONNRESET/,
  ),
  slip('eof-is-a-request', 'an empty recv is no request: the client has left', 'silence', ['TCP-2']),
  deadly('ascii-kills-server', 'ASCII ends at 127, and what comes need not be text', ['TCP-3'], /\xff/, /'ascii' codec/),
  deadly('utf8-kills-server', 'bytes that are no text are an error of that request alone', ['TCP-3'], /\xff/),
  deadly('buffer-overflow', 'a message may be longer than your buffer', ['TCP-3'], /^/, /SIG(?:SEGV|ABRT|IOT|BUS)/),
  ...tcpSlips,
];

/** How an answer is read: what stands around the number has been charged to CALC-1 where that has failed. */
type Reading = 'exact' | typeof lastNumber;

const readingOf = (scene: Scene): Reading => (scene.passed('CALC-1') ? 'exact' : lastInteger);

/** Asks, and takes the answer. */
async function asks(client: Client, { request, result }: Sum, scene: Scene, reading = readingOf(scene)): Promise<void> {
  const answer = result + endOf(scene);
  await client.sends(request + endOf(scene));
  let said = '';
  let failure: Failure | undefined;
  try {
    await client.receives(exactly(answer));
    said = answer;
    if (reading !== 'exact') await scene.server.settles([client]);
    if (client.hasMore) failure = client.tooMuch();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  if (failure === undefined) return;
  if (reading === 'exact' || reading(said + (await client.settles())) !== result) throw failure;
}

/** Asks all of them: on one connection where that is known to do, else on one each. */
async function asksAll(scene: Scene, all: Sum[], reading = readingOf(scene)): Promise<void> {
  await needsAnswers(scene, asking);
  for (const some of scene.passed('CALC-4') ? [all] : apart(all)) {
    await using client = await scene.server.connect();
    for (const one of some) await asks(client, one, scene, reading);
    if (reading === 'exact') await client.receivesNothingMore();
  }
}

/** How quotients are read. That they have a fraction of 0 is their own business, but not where every number has, `easy` too. */
function readingOfQuotients(scene: Scene): Reading {
  if (scene.passed('CALC-1')) return 'exact';
  let isEverywhere = false;
  return (said) => {
    isEverywhere ||= lastNumber(said) === `${easy.result}.0`;
    return isEverywhere ? lastInteger(said) : lastNumber(said);
  };
}

const apart = (all: Sum[]): Sum[][] => all.map((one) => [one]);

const asking: Asking = { answers: 'CALC-1', turns: 'TCP-2', asks: (client, scene) => asks(client, easy, scene) };

/** Those in which no number is negative, where such numbers have been charged. */
const affordable = (scene: Scene, all: Sum[]): Sum[] =>
  scene.passed('CALC-3') ? all : all.filter(({ request, result }) => !/(^| )-\d/.test(`${request} ${result}`));

/** Each group on a connection of its own, on which nothing comes but the answers. */
async function answersExactly(scene: Scene, groups: Sum[][]): Promise<void> {
  for (const some of groups) {
    await using client = await scene.server.connect();
    await client.receivesNothingYet();
    for (const one of some) await asks(client, one, scene, 'exact').catch((failure: unknown) => comesLate(client, one, failure));
    await client.receivesNothingMore();
  }
}

/** Says so of an answer that comes only once the client has ended. */
async function comesLate(client: Client, { result }: Sum, failure: unknown): Promise<never> {
  if (!(failure instanceof Failure) || failure.shortfall !== 'silence') throw failure;
  client.endsSending();
  if (lastInteger(await client.settles()) !== result) throw failure;
  const hint = 'the answer comes only when the client has ended: flush what you write, and read no further than it';
  throw new Failure('silence', { ...failure.finding, looksLike: { name: 'unflushed', hint } });
}

/** With lines, a segment may hold a piece of a request, or more than one. */
async function takesPieces(client: Client): Promise<void> {
  await client.sends('17 + 25\n', { cutAt: [1, 6, 7] });
  await client.receives(wire`${anything()}42`);
  await client.settles();
  await client.sends('1 + 4\n6 + 7\n');
  await client.receives(wire`${anything()}5${anything()}13`);
}

/**
 * Sends what makes no sense, waits until nothing more comes of it, and asks for something that does: on the same
 * connection, or where that has ended, on a new one.
 * @returns the client that was answered
 */
async function survives(client: Client, request: string, scene: Scene): Promise<Client> {
  const reply = scene.parameters.textOrNone('errorReply');
  await client.sends(request + endOf(scene));
  if (reply !== null) await client.receives(exactly(reply + endOf(scene)));
  if (reply !== null && client.hasMore) throw client.tooMuch();
  await client.settles();
  try {
    if (!client.hasEnded && scene.passed('CALC-4')) {
      await asks(client, easy, scene);
      return client;
    }
  } catch (failure) {
    if (!client.hasEnded) throw failure; // it may close as late as this
  }
  client.closes();
  await scene.server.rests();
  const next = await scene.server.connect();
  await asks(next, easy, scene);
  return next;
}

export const calculator = grader('calculator', { slips }, (check) => {
  checkPort(check, 5);

  check('CALC-1', 20, 'adds, subtracts and multiplies, to the byte', async (scene) => {
    // what goes right on connections of their own and wrong on one is CALC-4's business
    try {
      await answersExactly(scene, [plain]);
    } catch (together) {
      if (!(together instanceof Failure)) throw together;
      await answersExactly(scene, apart(plain)).catch((alone: unknown) => {
        throw alone instanceof Failure && alone.shortfall === 'refused' ? together : alone;
      });
    }
  });

  check('CALC-4', 15, `answers ${many} requests on one connection`, { after: first }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    for (const one of inTurn) {
      await asks(client, one, scene);
      if (one === inTurn[0]) await scene.server.rests(); // so that it is seen when it closes here already
    }
    if (scene.parameters.text('framing') === 'line') await takesPieces(client);
  });

  const after = ['CALC-1', 'CALC-4'];
  check('CALC-2', 10, 'divides without remainder, to an integer', { after }, async (scene) => {
    await asksAll(scene, [easy, ...even], readingOfQuotients(scene));
  });

  check('CALC-3', 15, 'takes negative numbers, and gives them', { after }, (scene) => asksAll(scene, negative));

  check('CALC-5', 10, 'is exact up to 2^62', { after: [...after, 'CALC-3'] }, (scene) =>
    asksAll(scene, affordable(scene, large)),
  );

  check(
    'CALC-6',
    15,
    'rounds a division with remainder as it should',
    { after: [...after, 'CALC-2', 'CALC-3'], when: (parameters) => parameters.text('division') !== 'open' },
    async (scene) => {
      const division = scene.parameters.text('division');
      const all = [easy, ...affordable(scene, uneven[division]!)];
      if (division === 'decimal') await asksAll(scene, all, lastFraction);
      else await asksAll(scene, all, scene.passed('CALC-2') ? readingOfQuotients(scene) : lastInteger);
    },
  );

  check('CALC-7', 6, 'goes on after requests that make no sense', { after }, async (scene) => {
    await needsAnswers(scene, asking);
    let client = await scene.server.connect();
    for (const request of nonsense) {
      client = await survives(client, request, scene);
      if (scene.passed('CALC-4')) continue;
      client.closes();
      client = await scene.server.connect();
    }
  });

  const common = { ...asking, request: easy.request, half: '1 + 1', nonsense: [], atOnce: false, silent: true };
  checkTcpRules(check, { ...common, turns: 'CALC-1', points: { 'TCP-2': 1 } });
  checkTcpRules(check, {
    ...common,
    points: { 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    nonsense: ['X'.repeat(65_536), Buffer.from('fffe80c328', 'hex'), '1\0+\x002\0', '9'.repeat(65_536)],
  });
});
