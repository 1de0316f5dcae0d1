// The checks of the broadcast calculator: one client asks, and all of them are told.
// The law here: what is told is looked at for every client, each of whom has an address of its own, and by whichever way it
// comes. What an earlier check has charged (stray bytes, a wrong address, a wrong result) the later ones read past.
import {
  type Asking,
  Blocked,
  type Client,
  Failure,
  type Hearing,
  type Listener,
  type Pattern,
  type Scene,
  type Slip,
  anyOf,
  anything,
  checkPort,
  checkTcpRules,
  digits,
  endOf,
  exactly,
  failureOf,
  grader,
  needsAnswers,
  optional,
  sequence,
  slip,
  tcpSlips,
  wire,
} from './engine/index.ts';

const crowd = 8;
/** What those have asked who vanished, the others may hear of late. */
const mostLate = 20;

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

// But for BC-4, only sums that go wrong by no slip that BC-4 is about: one digit, no division, no negative number asked for.
const [easy, next] = sums('1 + 4 = 5', '2 * 3 = 6') as [Sum, Sum];
const inTurn = sums('9 * 7 = 63', '7 * 9 = 63', '8 * 7 = 56');
const varied = sums(
  '17 + 25 = 42',
  '1000 * 1000 = 1000000',
  '5 - 5 = 0',
  '8 / 2 = 4',
  '-3 + 1 = -2',
  '3 - -4 = 7',
  '-84 / 2 = -42',
);
/** What they add up to, what the first and the last come to, and how many they are: all of these differ. */
const addends = sums('1 + 6 = 7', '2 * 3 = 6', '9 * 9 = 81', '3 - 9 = -6', '8 * 8 = 64');
const total = 152;
/** As long as a sum may be. */
const [long] = sums('1000000000 + 1000000000 = 2000000000') as [Sum];
const nonsense = ['7 / 0', '5 +', '5 ? 3', '5 % 3', 'abc', 'a + b', 'abc + 5'];

const run = (print: string, is: RegExp, { min = 1, wanted = print } = {}): Pattern => {
  const accepts = (byte: number): boolean => is.test(String.fromCharCode(byte));
  return { print, node: { type: 'repeat', node: { type: 'byte', accepts, wanted }, min, max: Infinity } };
};

const word = run('<text>', /[^,;\r\n\0]/);
const blanks = run('[ ]', / /, { min: 0 });
const [comma, looseComma] = [exactly(','), sequence(blanks, exactly(','), blanks)];
const ip = anyOf(
  wire`${optional('::ffff:')}${digits(1, 3)}.${digits(1, 3)}.${digits(1, 3)}.${digits(1, 3)}`,
  run('<IPv6 address>', /[0-9a-f:]/i),
  wire`${run('<name>', /[a-z]/i)}${run('', /[a-z0-9.-]/i, { min: 0 })}`,
);
const pair = wire`('${ip}', ${digits(1, 5)})`;
/** Anything like an address and a port: whose, and in which form, is the business of BC-3. */
const addressWith = (between: Pattern): Pattern =>
  anyOf(pair, sequence(run('', /[/([']/, { min: 0 }), ip, run('', /[)\]']/, { min: 0 }), between, digits(1, 5)));
const number = sequence(optional('-'), digits(1, 20), optional(sequence(exactly('.'), digits(1, 20))));
const anyNotice = sequence(addressWith(comma), comma, word, comma, number);
const rest = run('…', /[^]/, { min: 0 });
/** What may stand behind a number, where it matters to nobody. */
const loosely = optional(sequence(run('…', /[^\d.]/), rest));

/** A slip that is told by what stands in a notice behind the address: `17 + 25,42`. */
function told(name: string, hint: string, is: (request: string, what: string) => boolean): Slip {
  const when = (sent: Buffer, received: Buffer): boolean => {
    const what = /,\s*\d+\)?,(.*)$/s.exec(received.toString('latin1'))?.[1];
    return sent.length > 0 && what !== undefined && is(sent.toString('latin1').trimEnd(), what.trim());
  };
  return slip(name, hint, when, ['BC-4']);
}

const resultOf = (request: string): string => varied.find((sum) => sum.request === request)?.result ?? '';
const totalOf = (sum: number | string): Pattern => exactly(`TOTAL : ${sum} END`);
const hasEnded = ({ finding }: Failure): boolean => finding.standsAt?.startsWith('has ended') ?? false;

/** A slip by which one of the requests that make no sense ends the program. */
const deadly = (name: string, hint: string, request: RegExp): Slip =>
  slip(name, hint, (sent, _, failure) => hasEnded(failure) && request.test(sent.toString('latin1')), ['BC-10']);

const slips = [
  slip(
    'newline-added',
    'no newline follows a notice: does your print function add its own?',
    wire`${anyNotice}${anyOf('\n', '\r\n')}`,
    ['BC-1'],
  ),
  slip('nul-sent-too', "send the text, and not the '\\0' behind it", sequence(anyNotice, exactly('\0'), rest), ['BC-1']),
  slip('answers-and-broadcasts', 'the asker gets the notice, and no answer besides', sequence(exactly(easy.result), anyNotice), [
    'BC-1',
  ]),
  slip('result-alone', 'tell who has asked, and what, and the result: ip,port,request,result', number, ['BC-1']),
  slip('semicolons', 'commas stand between the four parts', wire`${word};${word};${word};${number}`, ['BC-1']),
  slip(
    'blanks-after-commas',
    'no blank stands beside the commas',
    sequence(addressWith(looseComma), looseComma, word, looseComma, number),
    ['BC-1'],
  ),
  slip('never-tells', 'your program has read the request: now tell everybody, the asker too', 'silence', ['BC-1']),
  slip(
    'others-told-twice',
    'each client is told once',
    (_, received, { finding }) => finding.message.includes('more came') && received.includes(','),
    ['BC-2'],
  ),
  slip('others-get-another-text', 'all clients get the same text', (_, received) => received.length > 0, ['BC-2']),
  told(
    'blanks-lost',
    'repeat the request as it was sent, blanks and all',
    (request, what) => what === `${request.replaceAll(' ', '')},${resultOf(request)}`,
  ),
  told(
    'true-division',
    'the result is a whole number: divide integers (in Python by //)',
    (request, what) => what === `${request},${resultOf(request)}.0`,
  ),
  told(
    'request-rearranged',
    'repeat the request as it was sent, its parts in their order',
    (request, what) => what.split(',')[0] !== request,
  ),
  slip(
    'negatives-rejected',
    'a - right before digits is a sign: isdigit() does not know it',
    (sent, received) => received.length === 0 && /^-|- -/.test(sent.toString()),
    ['BC-4'],
  ),
  slip(
    'one-digit-operands',
    'a number may have more than one digit: split the request at its blanks',
    (sent, received) => received.length === 0 && /^\d\d/.test(sent.toString()),
    ['BC-4'],
  ),
  told(
    'one-digit-operands',
    'a number may have more than one digit: split the request at its blanks',
    (request, what) => /^\d\d/.test(request) && what.startsWith(`${request},`),
  ),
  slip('total-akhir', 'the words are TOTAL : and END, and no others', wire`TOTAL AKHIR : ${number} END`, ['BC-5']),
  slip('total-forgets-leavers', 'who has left has still asked: keep one sum for all', totalOf(total - 64), ['BC-5']),
  slip('total-per-client', 'the total is that of all clients: keep one sum, and not one with each connection', totalOf(7), [
    'BC-5',
  ]),
  slip('total-of-last', 'add up all results, and do not keep the last alone', totalOf(64), ['BC-5']),
  slip('total-counts-requests', 'add up the results; do not count them', totalOf(addends.length), ['BC-5']),
  slip(
    'total-as-text',
    'you have added up texts: make numbers of them',
    wire`TOTAL : ${anyOf('', '0')}${addends.map(({ result }) => result).join('')} END`,
    ['BC-5'],
  ),
  slip('end-with-newline-only', 'END comes without a newline: is that what you compare it with?', 'silence', ['BC-5']),
  slip('stays-open-after-end', 'after the total, close the connection of the client that sent END', 'silence', ['BC-6']),
  slip('pool-too-small', 'your program serves no more than a few clients at a time', 'silence', ['BC-7']),
  slip('five-slots', 'your list of clients is full too soon', ['end', 'reset', 'refused'], ['BC-7']),
  slip('closes-sender-only', 'after the total, close the connections of all clients', 'silence', ['BC-8']),
  deadly('division-by-zero-kills-server', 'catch the error where you divide: a divisor may be 0', /^7 \/ 0/),
  deadly('nonsense-kills-server', 'what should be a number may be letters, or not there: catch that error', /^/),
  slip('lock-never-released', 'after a request that makes no sense, go on: is a lock still held?', 'silence', ['BC-10']),
  slip(
    'blocking-send',
    'a send waits for whoever does not read: set a time limit, or use MSG_DONTWAIT',
    (_, __, { finding }) => finding.standsAt?.includes('blocked in send') ?? false,
    ['BC-11'],
  ),
  slip('waits-for-drain', 'one that does not read is never drained: wait for nobody, or not long', 'silence', ['BC-11']),
  slip(
    'utf8-kills-server',
    'bytes that are no text are an error of that request alone',
    (sent, _, failure) => hasEnded(failure) && sent.includes(0xff),
    ['TCP-3'],
  ),
  slip(
    'error-event-unhandled',
    "a socket needs a listener for its 'error' event",
    (_, __, { finding }) => /Unhandled 'error' event|ECONNRESET/.test(finding.standsAt ?? ''),
    ['TCP-2'],
  ),
  slip('lock-never-released', 'after a request that makes no sense, go on: is a lock still held?', 'silence', ['TCP-3']),
  ...tcpSlips,
];

interface Member {
  client: Client;
  /** Where it waits to be called back. */
  callbacks: Listener | undefined;
}

/** Which of the four parts must be right; the others have been charged, or will be. */
interface Pins {
  /** It need only look like an address and a port. */
  form?: boolean;
  address?: boolean;
  operation?: boolean;
  /** The result alone, as an integer or as a fraction. */
  result?: boolean;
  isLoose: boolean;
  /** It will do that others are told anything at all. */
  isVague?: boolean;
}

const pinsOf = ({ passed }: Scene): Pins => ({
  address: passed('BC-3'),
  operation: passed('BC-4'),
  isLoose: !passed('BC-1'),
  isVague: !passed('BC-2'),
});

/** The notice that this member has asked this. In it there are two holes: who, and what. */
function noticeOf(scene: Scene, { client: { address, localPort } }: Member, { request, result }: Sum, pins: Pins): Pattern {
  const between = pins.isLoose ? looseComma : comma;
  const whose = sequence(optional('::ffff:'), exactly(address), between, exactly(String(localPort)));
  const anyone = pins.form ? addressWith(between) : anyOf(addressWith(between), sequence(word, between, word));
  const who = pins.address ? whose : anyone;
  const anyResult = pins.result ? sequence(exactly(result), optional('.0')) : number;
  const what = pins.operation ? sequence(exactly(request), between, exactly(result)) : sequence(word, between, anyResult);
  const notice = sequence(wire`${who}`, between, wire`${what}`);
  const print = `${address},${localPort},${request},${result}`;
  if (pins.isLoose) return { ...sequence(anything(), notice, loosely), print };
  return { ...sequence(notice, exactly(endOf(scene))), print: exactly(print + endOf(scene)).print };
}

/** The clients of one check, and the way by which the program tells them something: the same from the first time on. */
class Room {
  readonly members: Member[] = [];
  readonly scene: Scene;
  #way: 'connection' | 'callback' | undefined;

  constructor(scene: Scene) {
    this.scene = scene;
    const delivery = scene.parameters.text('delivery');
    if (delivery !== 'auto') this.#way = delivery as 'connection' | 'callback';
  }

  static async of(scene: Scene, count: number): Promise<Room> {
    const room = new Room(scene);
    for (let i = 0; i < count; i += 1) await room.joins(await connects(scene));
    await scene.server.settles(room.all); // all have been accepted
    return room;
  }

  /** Every place where the program might tell somebody something. */
  get all(): Hearing[] {
    return this.members.flatMap(({ client, callbacks }) => (callbacks === undefined ? [client] : [client, callbacks]));
  }

  get isCalledBack(): boolean {
    return this.#way === 'callback';
  }

  async joins(client: Client): Promise<Member> {
    const { parameters, server } = this.scene;
    // of clients that come by IPv6 all have one address, where only one can listen
    const listens = this.#way === 'callback' || (this.#way === undefined && !client.address.includes(':'));
    const callbacks = listens ? await server.listensFor(client, parameters.integer('callbackPort')) : undefined;
    const member = { client, callbacks };
    this.members.push(member);
    return member;
  }

  /** It goes without a word. */
  async leaves(member: Member): Promise<void> {
    this.members.splice(this.members.indexOf(member), 1);
    member.client.leaves();
    await member.callbacks?.[Symbol.asyncDispose]();
    await this.scene.server.settles(this.all);
  }

  async sends({ client }: Member, request: string): Promise<void> {
    await client.sends(request + endOf(this.scene));
  }

  /** Waits until this member has been told this, which `asker` has brought about. @throws Failure */
  async hears(member: Member, expected: Pattern, asker = member): Promise<string[]> {
    this.#way ??= await this.#wayTo(member);
    const hearing = this.isCalledBack ? member.callbacks! : member.client;
    try {
      const holes = await hearing.receives(expected);
      if (hearing !== asker.client && !asker.client.hasMore) asker.client.takes(); // it has had its answer
      return holes;
    } catch (error) {
      if (member !== asker) throw asker.client.brings(error);
      throw error instanceof Failure && hearing !== member.client ? askedBy(asker, error) : error;
    }
  }

  /** By which way it is told something first; `undefined` when it is told nothing. */
  async #wayTo({ client, callbacks }: Member): Promise<'connection' | 'callback' | undefined> {
    if (callbacks === undefined) return 'connection';
    try {
      return (await this.scene.server.sendsToOneOf([client, callbacks])) === callbacks ? 'callback' : 'connection';
    } catch (error) {
      if (error instanceof Failure) return undefined; // what should have come is said by whoever waits for it next
      throw error;
    }
  }

  /** One asks, and all of them are told. @throws Failure */
  async tells(asker: Member, sum: Sum, pins: Pins = pinsOf(this.scene)): Promise<void> {
    await this.sends(asker, sum.request);
    const notice = noticeOf(this.scene, asker, sum, pins);
    const others = this.members.filter((one) => one !== asker);
    for (const member of pins.isVague ? [asker] : [asker, ...others]) {
      await this.hears(member, notice, asker);
      if (pins.isLoose || !member.client.hasMore) continue;
      throw member === asker ? member.client.tooMuch() : asker.client.brings(member.client.tooMuch());
    }
    if (pins.isVague) await this.#tellsSomething(asker, others);
  }

  async #tellsSomething(asker: Member, others: Member[]): Promise<void> {
    await this.scene.server.settles(this.all);
    const untold = others.find(({ client, callbacks }) => !(this.isCalledBack ? callbacks! : client).hasMore);
    if (untold !== undefined) throw asker.client.brings(untold.client.nothingCame('proof'));
    await this.takesAll();
  }

  /** Takes all that has come once the program does no more. @returns it, of all together */
  async takesAll(): Promise<string> {
    await this.scene.server.settles(this.all);
    let said = '';
    for (const member of this.members) {
      if (member.client.hasMore) said += `${await member.client.settles()}\n`;
      while (member.callbacks?.hasMore) said += `${(await member.callbacks.receives(wire`${rest}`)).join('')}\n`;
    }
    return said;
  }
}

/** The same, with what this member has sent: it is called back on another connection. */
function askedBy({ client }: Member, { shortfall, finding, received }: Failure): Failure {
  const own = client.failure({ message: finding.message });
  const { sent, reproduce } = own.finding;
  return new Failure(shortfall, { ...finding, sent, reproduce }, received, own.sent);
}

function named(failure: Failure, name: string, hint: string): Failure {
  return new Failure(failure.shortfall, { ...failure.finding, looksLike: { name, hint } }, failure.received, failure.sent);
}

async function connects({ server }: Scene): Promise<Client> {
  const [from] = await server.addresses(1);
  return server.connect({ from: from! });
}

/** A client that has come by itself asks, and is told; what it was told before matters not. */
async function asks(client: Client, scene: Scene): Promise<void> {
  const room = new Room(scene);
  const member = await room.joins(client);
  await room.sends(member, easy.request);
  const notice = noticeOf(scene, member, easy, { result: true, isLoose: !scene.passed('BC-1') });
  const hears = () => room.hears(member, { ...sequence(anything(), notice), print: notice.print });
  const failure = await failureOf(hears);
  if (failure !== undefined && !(room.isCalledBack && (await goesWellLater(hears, failure)))) throw failure;
  await member.callbacks?.[Symbol.asyncDispose]();
}

const asking: Asking = { answers: 'BC-1', turns: 'BC-9', connects, asks };

const goesWell = async (attempt: () => Promise<unknown>): Promise<boolean> => (await failureOf(attempt)) === undefined;

/** Who is called back hears of each request on a connection of its own, also of what somebody has asked who is gone. */
async function goesWellLater(hears: () => Promise<unknown>, { received }: Failure, left = mostLate): Promise<boolean> {
  if (received.length === 0 || left === 0) return false;
  const late = await failureOf(hears);
  return late === undefined || goesWellLater(hears, late, left - 1);
}

/** Why the only client there is has not been told what it asked. */
async function whyUntold(scene: Scene, room: Room, asker: Member, failure: Failure): Promise<Failure> {
  if (failure.shortfall !== 'silence' || failure.received.length > 0) return failure;
  await room.joins(await connects(scene));
  await room.sends(asker, easy.request);
  if ((await room.takesAll()) !== '') return named(failure, 'asker-skipped', 'all are told, and so is the client that has asked');
  if (asker.callbacks === undefined) return failure;
  const local = new Room(scene);
  const isCalled = await goesWell(async () =>
    local.tells(await local.joins(await scene.server.connect()), easy, { isLoose: true }),
  );
  return isCalled ? named(failure, 'callback-to-localhost', 'call the address that the client has come from') : failure;
}

/** Why somebody was not told what `asker` has asked. */
async function whyDeaf(room: Room, asker: Member, deaf: Member, failure: Failure): Promise<Failure> {
  if (failure.shortfall !== 'silence' || failure.received.length > 0) return failure;
  const pins = { isLoose: true };
  const isServed = await goesWell(async () => {
    await room.sends(deaf, next.request);
    await room.hears(deaf, noticeOf(room.scene, deaf, next, pins));
  });
  if (!isServed) return named(failure, 'serial-accept', 'you serve one client to its end before you accept the next');
  await room.takesAll();
  await room.sends(asker, next.request);
  return (await goesWell(() => room.hears(deaf, noticeOf(room.scene, asker, next, pins))))
    ? named(failure, 'joins-at-first-request', 'put a client on the list as soon as it is accepted')
    : named(failure, 'only-to-asker', 'send to all clients that are connected, not to the one that has asked alone');
}

/** What became of the address in a notice that should have had the asker's. */
function wrongAddress(scene: Scene, room: Room, asker: Member, hearer: Member, failure: Failure): Failure {
  const said = failure.received.toString('latin1');
  const own = ({ client }: Member) => `${client.address},${client.localPort},`;
  const [, port = ''] = /,\s*(\d+)/.exec(said) ?? [];
  const swapped = Buffer.alloc(2);
  swapped.writeUInt16LE(asker.client.localPort);
  if (said.startsWith('(')) return named(failure, 'address-tuple', 'this is how Python prints a pair: take its two parts');
  if (said.startsWith('/')) return named(failure, 'slash-before-address', 'ask the InetAddress for getHostAddress()');
  if (port === String(scene.server.port))
    return named(failure, 'servers-address', "this is your own end: the client's is what accept tells");
  if (port === String(swapped.readUInt16BE()))
    return named(failure, 'port-byte-order', 'the port is in network byte order: ntohs()');
  if (hearer !== asker && said.includes(own(hearer)))
    return named(failure, 'receivers-address', 'the address is that of the client that has asked, for all');
  if (room.members.some((one) => one !== asker && said.includes(own(one))))
    return named(failure, 'newest-clients-address', 'keep the address with the connection, not in one variable for all');
  return failure;
}

const base = ['BC-1', 'BC-4', 'BC-2', 'BC-3'];

/** A room in which nothing that came by itself is left to be heard. */
async function gathers(scene: Scene, count: number): Promise<Room> {
  const room = await Room.of(scene, count);
  if (!scene.passed('BC-1')) await room.takesAll();
  return room;
}

/** @throws Blocked where others are not told anything at all */
async function needsOthers(scene: Scene): Promise<void> {
  await needsAnswers(scene, asking);
  await scene.needs('BC-2', async () => {
    const room = await gathers(scene, 2);
    await room.tells(room.members[0]!, easy);
  });
}

/** Waits until this member has been told the total, which `asker` has asked for, by the way by which it is told everything. */
async function hearsTotal(room: Room, member: Member, asker: Member, sum: number): Promise<void> {
  const { scene } = room;
  const strict = exactly(`TOTAL : ${sum} END${endOf(scene)}`);
  const wanted = scene.passed('BC-1') ? strict : sequence(anything(), totalOf(sum), rest);
  try {
    await room.hears(member, { ...wanted, print: strict.print }, asker);
  } catch (error) {
    if (!(error instanceof Failure) || error.received.length > 0) throw error;
    const isElsewhere = (member.callbacks?.hasMore ?? false) || member.client.hasMore;
    if (isElsewhere) throw named(error, 'total-the-other-way', 'tell the total by the same way as the notices');
    if (member !== asker) throw named(error, 'total-to-sender-alone', 'all clients are told the total');
    throw error;
  }
}

/** One asks, and all that are still there are told. */
async function tellsPast(room: Room, asker: Member, sum: Sum): Promise<void> {
  try {
    await room.tells(asker, sum);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (hasEnded(error) && room.isCalledBack)
      throw named(
        error,
        'refused-callback-kills-server',
        'that a client is not there to be called is an error of that call alone',
      );
    if (error.shortfall !== 'silence') throw error;
    throw (await room.takesAll()) === ''
      ? named(error, 'dead-client-breaks-loop', 'sending to a client that has left is an error: catch it for each by itself')
      : named(
          error,
          'list-mutated',
          'who is taken off a list while you go through it makes you skip the next: go through a copy',
        );
  }
}

/** What has been told of requests that make no sense as if they made some: each with its result. */
type Taken = [request: string, result: string][];

function miscounted(failure: Failure, [first]: Taken): Failure {
  const [request, result] = first ?? ['', ''];
  if (/[a-z]/.test(request))
    return named(failure, 'garbage-is-zero', 'atoi() takes letters for 0: look whether there was a number');
  if (result === '1') return named(failure, 'unknown-operator-divides', 'what is none of the other three is not a division yet');
  return result === next.result
    ? named(failure, 'last-result-again', 'this is an earlier result: where nothing is computed, add nothing')
    : failure;
}

/** Says that the connection of somebody else has ended since this one sent what made no sense. */
async function endedOthers(scene: Scene, sender: Member): Promise<Failure> {
  await goesWell(async () => (await connects(scene)).closes()); // whether the program has died is known then
  const failure = sender.client.failure({ message: 'after this request the connections of other clients end' });
  return hasEnded(failure)
    ? failure
    : named(failure, 'nonsense-closes-all', 'close the connection of the client that sent it, if any');
}

/** Somebody new sends each of them: what becomes of that connection is open. Whoever was there before is told as ever. */
async function survivesNonsense(scene: Scene): Promise<void> {
  const room = await gathers(scene, 1);
  const [stays] = room.members as [Member];
  const taken: Taken = [];
  await room.tells(stays, easy);
  for (const request of nonsense) {
    const sender = await room.joins(await connects(scene));
    await scene.server.settles(room.all);
    await room.sends(sender, request);
    const said = await room.takesAll();
    if (stays.client.hasEnded) throw await endedOthers(scene, sender);
    const [, result] = said.split(request, 2)[1]?.match(/^ *, *(-?\d+)/) ?? [];
    if (result !== undefined) taken.push([request, result]);
    await room.sends(stays, next.request);
    await room.hears(stays, noticeOf(scene, stays, next, pinsOf(scene))).catch((error: unknown) => {
      throw sender.client.brings(error);
    });
    await room.takesAll();
    if (scene.passed('BC-9')) await room.leaves(sender);
  }
  if (!scene.passed('BC-5')) return;
  await room.sends(stays, 'END');
  const sum = Number(easy.result) + nonsense.length * Number(next.result);
  await hearsTotal(room, stays, stays, sum).catch((error: unknown) => {
    throw error instanceof Failure ? miscounted(error, taken) : error;
  });
}

/** An answer that comes later has been held up by more than a busy machine; and so many of them, one right after the other. */
const heldUpMs = 250;
const mostHeldUp = 10;
/** Some programs send a notice piece by piece, and the kernel holds back each but the first for a while (RFC 896). */
const longEnoughMs = 20_000;
/** So many bytes a program may keep itself before it waits for somebody to read. */
const keptByProgram = 68 * 1024;
/** Bytes that wait for room over here; fewer may be on their way. */
const full = 4096;
const mostNotices = 4000;

/** One client asks until one that sleeps must have its buffers full, and one that reads is told everything. */
async function outlastsSleeper(scene: Scene): Promise<void> {
  const room = await gathers(scene, 3);
  const [asker, sleeper, reader] = room.members as [Member, Member, Member];
  const sum = scene.passed('BC-4') ? long : easy;
  await room.tells(asker, sum);
  if (room.isCalledBack) return; // a notice is smaller than any buffer
  sleeper.client.pauses();
  await room.sends(asker, sum.request);
  const pattern = wire`${noticeOf(scene, asker, sum, pinsOf(scene))}`;
  const [notice] = (await room.hears(asker, pattern)) as [string];
  const isWhole = scene.passed('BC-2') && scene.passed('BC-9'); // else some may be told otherwise, or miss something
  const [read] = isWhole ? ((await room.hears(reader, pattern, asker)) as [string]) : [''];
  const { sentAt: begun } = asker.client;
  let heldUp = 0;
  let fullSince: number | undefined;
  let asked = 2;
  while (asked < mostNotices && asker.client.sentAt < begun + longEnoughMs) {
    await asker.client.sends(sum.request + endOf(scene), { isAgain: true });
    await asker.client.receives(exactly(notice));
    asked += 1;
    heldUp = asker.client.receivedAt - asker.client.sentAt > heldUpMs ? heldUp + 1 : 0;
    if (heldUp > mostHeldUp)
      throw asker.client.failure({ message: 'a client that does not read holds up the others, again and again' });
    if (asked % 20 !== 0) continue;
    const unread = sleeper.client.unacknowledged;
    if (unread === undefined || sleeper.client.hasEnded) break; // it has been dropped
    if (unread < full) fullSince = undefined;
    else fullSince ??= asked;
    if (fullSince !== undefined && (asked - fullSince) * notice.length > keptByProgram) break;
  }
  if (!isWhole) return;
  await reader.client.receives(exactly(read.repeat(asked - 2))).catch((error: unknown) => {
    throw asker.client.brings(error);
  });
}

export const broadcast = grader('broadcast', { slips }, (check) => {
  checkPort(check, 5);

  check('BC-1', 15, 'tells the asker ip,port,request,result', async (scene) => {
    const room = await Room.of(scene, 1);
    const [asker] = room.members as [Member];
    await asker.client.receivesNothingYet();
    try {
      await room.tells(asker, easy, { form: true, isLoose: false });
    } catch (error) {
      throw error instanceof Failure ? await whyUntold(scene, room, asker, error) : error;
    }
    await scene.server.sendsNothingMoreTo(room.all);
  });

  check('BC-4', 15, 'repeats the request, and gives the exact result', { after: ['BC-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    const room = await gathers(scene, 1);
    const [asker] = room.members as [Member];
    const pins = { operation: true, isLoose: !scene.passed('BC-1') };
    for (const sum of varied) await room.tells(asker, sum, pins);
    if (endOf(scene) === '') return;
    const hears = (sum: Sum) => room.hears(asker, noticeOf(scene, asker, sum, pins));
    await asker.client.sends('17 + 25\n', { cutAt: [1, 6, 7] });
    await hears(varied[0]!);
    if (pins.isLoose) return;
    await asker.client.sends('1 + 4\n2 * 3\n');
    await hears(easy);
    await hears(next);
  });

  check('BC-2', 15, 'tells all others the same, each once', { after: ['BC-1', 'BC-4'] }, async (scene) => {
    await needsAnswers(scene, asking);
    const room = await gathers(scene, 3);
    const isLoose = !scene.passed('BC-1');
    for (const [i, asker] of room.members.entries()) {
      const sum = inTurn[i]!;
      await room.sends(asker, sum.request);
      const [, what = ''] = await room.hears(asker, noticeOf(scene, asker, sum, { operation: scene.passed('BC-4'), isLoose }));
      const [request, result] = what.split(/ *, */) as [string, string];
      const same = noticeOf(scene, asker, { request, result }, { operation: true, isLoose }); // the addresses are BC-3's business
      for (const member of room.members.filter((one) => one !== asker)) {
        await room.hears(member, same, asker).catch(async (error: unknown) => {
          throw error instanceof Failure ? await whyDeaf(room, asker, member, error) : error;
        });
      }
      if (!isLoose) await scene.server.sendsNothingMoreTo(room.all);
    }
  });

  check('BC-3', 10, "tells the asker's address and port", { after: ['BC-1', 'BC-4', 'BC-2'] }, async (scene) => {
    await needsAnswers(scene, asking);
    const room = await gathers(scene, scene.passed('BC-2') ? 3 : 1);
    const pins = { address: true, operation: scene.passed('BC-4'), isLoose: !scene.passed('BC-1') };
    for (const asker of [room.members[1] ?? room.members[0]!, room.members[0]!]) {
      await room.sends(asker, easy.request);
      const notice = noticeOf(scene, asker, easy, pins);
      for (const member of [asker, ...room.members.filter((one) => one !== asker)]) {
        await room.hears(member, notice, asker).catch((error: unknown) => {
          throw error instanceof Failure ? wrongAddress(scene, room, asker, member, error) : error;
        });
      }
    }
  });

  check('BC-7', 10, `serves ${crowd} clients at once`, { after: base }, async (scene) => {
    await needsOthers(scene);
    const room = await gathers(scene, crowd);
    for (const asker of [room.members.at(-1)!, room.members[0]!]) await room.tells(asker, easy);
  });

  check('BC-9', 2, 'skips a client that has left', { after: base }, async (scene) => {
    await needsOthers(scene);
    const room = await gathers(scene, 4);
    const [a, b, c] = room.members as [Member, Member, Member];
    await room.leaves(b);
    for (const sum of inTurn) await tellsPast(room, a, sum); // what is sent to who has left is an error the second time only
    await room.leaves(a);
    await tellsPast(room, c, easy);
  });

  const fresh = { after: base, fresh: true };
  check('BC-5', 15, 'tells all the sum of all results at END', fresh, async (scene) => {
    await needsAnswers(scene, asking);
    const room = await gathers(scene, scene.passed('BC-2') ? 3 : 1);
    const [a, b = a, c = a] = room.members as [Member, Member?, Member?];
    for (const [i, sum] of addends.entries()) await room.tells([a, b, b, b, c][i]!, sum);
    if (c !== a) await room.leaves(c);
    await room.sends(a, 'END');
    for (const member of room.members) await hearsTotal(room, member, a, total);
    if (scene.passed('BC-1')) await scene.server.sendsNothingMoreTo(room.all);
  });

  const afterTotal = { after: [...base, 'BC-5'], fresh: true };
  check('BC-6', 5, 'closes the connection that sent END', afterTotal, async (scene) => {
    await needsAnswers(scene, asking);
    const room = await gathers(scene, 1);
    const [asker] = room.members as [Member];
    await room.tells(asker, easy);
    await room.sends(asker, 'END');
    try {
      await asker.client.ends();
    } catch (error) {
      const isUntold = !asker.client.hasMore && !asker.callbacks?.hasMore;
      throw isUntold && !scene.passed('BC-5') ? new Blocked('BC-5') : error;
    }
  });

  check('BC-8', 1, 'closes the other connections after END, too', { after: [...base, 'BC-6'], fresh: true }, async (scene) => {
    await needsOthers(scene);
    if (!scene.passed('BC-6')) throw new Blocked('BC-6');
    const room = await gathers(scene, 2);
    const [asker, stays] = room.members as [Member, Member];
    await room.tells(asker, easy);
    await room.sends(asker, 'END');
    await stays.client.ends().catch((error: unknown) => {
      throw asker.client.brings(error);
    });
  });

  check(
    'BC-10',
    2,
    'goes on after requests that make no sense',
    { after: [...base, 'BC-9', 'BC-5'], fresh: true },
    async (scene) => {
      await needsAnswers(scene, asking);
      await survivesNonsense(scene);
    },
  );

  check(
    'BC-11',
    1,
    'is not held up by a client that reads nothing',
    { after: [...base, 'BC-9'], fresh: true, narrow: true },
    async (scene) => {
      await needsOthers(scene);
      if (scene.server.isNarrow) await outlastsSleeper(scene); // elsewhere the buffers hold too much to be filled in time
    },
  );

  const common = { ...asking, request: '9 * 9', half: '1 + 1', nonsense: [], atOnce: 'BC-2', silent: true };
  const asksUnlessCharged = async (client: Client, scene: Scene): Promise<void> => {
    if (!scene.passed('BC-9')) throw new Blocked('BC-9'); // whoever vanishes has left, too
    await asks(client, scene);
  };
  checkTcpRules(check, { ...common, asks: asksUnlessCharged, points: { 'TCP-2': 1 } });
  checkTcpRules(check, {
    ...common,
    turns: 'TCP-2',
    points: { 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    nonsense: ['X'.repeat(65_536), Buffer.from('fffe80c328', 'hex'), '1\0+\x002\0', '9'.repeat(65_536)],
  });
});
