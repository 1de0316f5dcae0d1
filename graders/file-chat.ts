// The checks of the chat with files: a line goes to all others, a file too, and a copy of it stays.
// The law here: a check is about its own rule. FILE-1 owns the form of a line of chat, FILE-2 the frame of a file, FILE-3
// the copy; where one of them has failed, the others look for the text or for the bytes of the file, or at no copy. And each
// file has a sender and a name of its own, but where a rule is about those.
import {
  type Asking,
  Blocked,
  type Client,
  Failure,
  type FileFacts,
  type Pattern,
  type Scene,
  type Shortfall,
  allValues,
  anyOf,
  anything,
  checkPort,
  checkTcpRules,
  cutsOf,
  deceptions,
  digits,
  exactly,
  grader,
  optional,
  prose,
  sha256,
  slip,
  tcpSlips,
  text,
  wire,
} from './engine/index.ts';

const mebibyte = 1024 * 1024;
const stallMs = 1000;
/** No program reads more at a time: a limit of its own shows to within so many bytes. */
const onePiece = 128 * 1024;

/** What a student who made the slip of this name is told. */
export const hints = {
  'newline-kept': 'the \\n ends the line and does not belong to it: pass the text on without it',
  'address-as-tuple': 'this is the pair of address and port: take its first part',
  'address-with-port': 'the address alone is asked for, without the port',
  'address-of-server': "this is your server's own address: take the one that accept gave you",
  'address-of-last': 'this is the address of another client: keep one for each connection, not one for all',
  'brackets-missing': 'angle brackets stand around the address, and one blank behind them',
  'address-missing': "the sender's address stands in front of the text, in angle brackets",
  'bytes-repr': 'you send how Python prints bytes; send the bytes themselves',
  'not-passed-on': 'send the line to all clients but the one it came from',
  'chat-to-first-only': 'the first of the others gets it and no more: go on to the next',
  'echo-to-sender': 'skip the one from whom it came',
  'address-before-command': 'SEND and the name are passed on as they came, without an address',
  'command-not-passed': 'pass SEND and the name on before the bytes of the file',
  'prefix-passed-on': "the prefix belongs to your copy's name; pass the name on as it came",
  'mark-not-passed': 'pass the end mark on, so that the receivers know where the file ends',
  'newline-before-mark': 'the end mark follows the last byte of the file at once, without a \\n between them',
  'file-to-sender-too': 'skip the one who sends the file',
  'no-copy': 'write what you pass on to a file, in the folder in which your program runs',
  'other-prefix': "your copy has another name: the prefix, then the file's name as it is",
  'one-copy-for-all': "your copy has another name: each file's copy is called by its own",
  'mark-in-copy': 'the end mark ends the file and does not belong to it: do not write it down',
  'command-in-copy': 'the file begins behind the line SEND: do not write that down',
  'copy-appended': 'the copy has grown by the second file: open it to write anew, not to append',
  'copy-not-cut': 'the end of an older, longer file is left in the copy: open it so that it is emptied',
  'copy-not-flushed': 'what you wrote is still in a buffer: close the copy when the mark has come',
  'text-mode': 'bytes that are no text are lost: never decode a file, and open it in binary mode',
  'ascii-only': 'bytes of 128 and more are lost: never decode a file',
  'copy-stops-at-nul': 'a byte 0 ends what is written: write as many bytes as came, and do not ask strlen',
  'crlf-translated': 'a line end is bytes like all others: open the copy in binary mode',
  'one-recv': 'one recv does not bring a whole file: go on until the mark has come',
  'exact-multiple-hangs': 'what recv gives you may fill your buffer to its last byte: wait for no more',
  'copy-one-mebibyte': 'the copy stops at 1 MiB: write down all of it, however long it is',
  'sender-closed-after-file': 'after the mark leave the connection open: it is a chat again',
  'sender-hears-no-more': 'who has sent a file stays in the room: keep it among those you send to',
  'file-mode-kept': 'when the mark has come go back to lines: what follows is chat',
  'mark-alone-only': 'what recv gives you may hold the end of the file and the mark: look for the mark in it',
  'data-with-mark-lost': 'what comes before the mark in the same recv belongs to the file: write it down, too',
  'mark-cut-missed': 'recv may cut the mark in two: keep back what may be its beginning, and look again',
  'data-with-command-lost': 'what comes behind the line SEND in the same recv belongs to the file',
  'half-mark-ends-file': 'only the whole mark ends a file; its beginning is data when something else follows',
  'overlap-missed': 'where the mark does not go on, its first byte may be here: compare again from there',
  'send-anywhere': 'only a line that begins with SEND sends a file',
  'copy-opened-at-first-data': 'make the copy when the command comes: a file may have no bytes at all',
  'command-passed-with-first-data': 'pass the command on when it comes: a file may have no bytes at all',
  'path-kept': 'a name from the network is no path: take what stands behind its last /, or refuse it',
  'bad-name-kills-server': 'a file that cannot be written must not end the program for all',
  'slow-receiver-put-out': 'who reads slowly is no reason to close: wait until what you have is sent',
  'send-times-out': 'a slow receiver misses bytes: set no time limit on send, and send again what it did not take',
  'vanished-sender-holds-room': 'when recv gives nothing in the middle of a file, the file has ended, too',
  'vanished-sender-kills-server': 'when recv gives nothing in the middle of a file, the file has ended, too',
  'reset-kills-server': 'an error on one connection must end that connection alone',
  'send-without-name-kills-server': 'SEND may come without a name: look whether there is one',
  'empty-line-kills-server': 'a line may be empty: look whether there is a first word',
  'half-line-kills-server': 'a client may leave in the middle of a line: that ends its connection alone',
  'utf8-kills-server': 'not all bytes are text: a decode that fails must not end the program',
} as const;

type SlipName = keyof typeof hints;

const looks = (name: SlipName) => ({ name, hint: hints[name] });

type Names = Partial<Record<Shortfall, SlipName>>;

/** Where what is tried here falls short, and in this way, it looks like this slip. */
async function lookingLike<T>(names: Names | (() => Names), tried: Promise<T>): Promise<T> {
  try {
    return await tried;
  } catch (error) {
    const now = typeof names === 'function' ? names() : names;
    const name = error instanceof Failure && error.finding.looksLike === null ? now[error.shortfall] : undefined;
    if (name === undefined) throw error;
    const { shortfall, finding, received, sent } = error as Failure;
    throw new Failure(shortfall, { ...finding, looksLike: looks(name) }, received, sent);
  }
}

// What FILE-1 to FILE-3 send, in which every slip shows.
const firstLine = 'halo semua';
const shortFile = 'isi berkas yang pendek';

const address = wire`${digits(1, 3)}.${digits(1, 3)}.${digits(1, 3)}.${digits(1, 3)}`;
const ofLine = (name: SlipName, when: Pattern) => slip(name, hints[name], when, ['FILE-1']);
const ofFrame = (name: SlipName, when: Pattern) => slip(name, hints[name], when, ['FILE-2']);
const notText = Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 10]);
const nuls = Buffer.from('ha\0lo\0\n');
const half = 'hal';
const whole = 'halo\n';
const longLine = 'X'.repeat(65_536);

const ofSent = (name: SlipName, culprit: string | Buffer, of: string) =>
  slip(name, hints[name], (sent) => sent.equals(Buffer.from(culprit as string)), [of]);

const slips = [
  ofLine('newline-kept', wire`<${address}> ${firstLine}${anyOf('\n', '\r\n', ' \n')}`),
  ofLine('bytes-repr', wire`${anything()}b'${anything()}`),
  ofLine('address-as-tuple', wire`<('${address}', ${digits(1, 5)})> ${anything()}`),
  ofLine('address-with-port', wire`<${address}:${digits(1, 5)}> ${anything()}`),
  ofLine('address-of-server', wire`<127.0.0.1> ${anything()}`),
  ofLine('address-of-last', wire`<${address}> ${firstLine}`),
  ofLine('brackets-missing', wire`${optional('<')}${address}${anything()}`),
  ofLine('address-missing', wire`${firstLine}${anything()}`),
  ofFrame('address-before-command', wire`<${anything()}> SEND ${anything()}`),
  ofFrame('command-not-passed', wire`${shortFile}${anything()}`),
  ofFrame('prefix-passed-on', wire`SEND ${text()}lagu${anything()}`),
  ofFrame('newline-before-mark', wire`${anyOf('\n', '\r\n')}${anything()}`),
  slip('text-mode', hints['text-mode'], (_, got) => got.includes('\ufffd'), ['FILE-4/values']),
  slip('ascii-only', hints['ascii-only'], (_, got) => got.length > 0 && got.every((byte) => byte < 128), ['FILE-4/values']),
  slip('bad-name-kills-server', hints['bad-name-kills-server'], 'refused', ['FILE-9']),
  ofSent('half-line-kills-server', half, 'TCP-2'),
  ofSent('half-line-kills-server', longLine, 'TCP-3'),
  ofSent('utf8-kills-server', notText, 'TCP-3'),
  ofSent('send-without-name-kills-server', 'SEND\n', 'TCP-3'),
  ofSent('empty-line-kills-server', '\n', 'TCP-3'),
  ...tcpSlips,
];

/** A client of an address of its own, whom the program has accepted. */
async function joins({ server }: Scene, others: readonly Client[]): Promise<Client> {
  const [from] = await server.addresses(1);
  const client = await server.connect({ from: from! });
  await server.catchesUp([client, ...others]);
  return client;
}

interface Clients {
  1: [Client];
  2: [Client, Client];
  3: [Client, Client, Client];
}

/** So many clients, all of them in the room. */
async function enter<Count extends keyof Clients>(scene: Scene, count: Count): Promise<Clients[Count]> {
  const clients: Client[] = [];
  for (let i = 0; i < count; i += 1) clients.push(await joins(scene, clients));
  return clients as Clients[Count];
}

/** A program that listens by IPv6 as well may see an IPv4 address in the form that IPv6 has for it (RFC 4291 section 2.5.5.2). */
const addressOf = ({ address: own }: Client): Pattern =>
  own.includes(':') ? exactly(own) : { ...anyOf(own, `::ffff:${own}`), print: own };

const lineOf = (speaker: Client, said: string): Pattern => wire`<${addressOf(speaker)}> ${said}`;

/** What one has said comes to another; what falls short is told with what was said. */
const hears = (speaker: Client, listener: Client, expected: Pattern): Promise<void> =>
  about(speaker, listener.receives(expected));

/** Nobody hears anything more of what one has said. */
const isAll = ({ server }: Scene, speaker: Client, hearing: Client[]): Promise<void> =>
  about(speaker, server.sendsNothingMoreTo(hearing));

async function about(speaker: Client, tried: Promise<unknown>): Promise<void> {
  try {
    await tried;
  } catch (error) {
    throw speaker.brings(error);
  }
}

/** What stands right before the text of a line, as the program of this scene has it: `> ` where FILE-1 has passed. */
const fronts = new WeakMap<Scene['server'], string>();

async function frontOf(scene: Scene): Promise<string> {
  const known = fronts.get(scene.server);
  if (known !== undefined) return known;
  const [listener, speaker] = await enter(scene, 2);
  await listener.settles();
  await speaker.sends('satu dua\n');
  await scene.server.catchesUp([speaker, listener]);
  const heard = await listener.settles();
  const front = heard.slice(0, Math.max(0, heard.indexOf('satu'))).slice(-2);
  fronts.set(scene.server, front);
  for (const one of [speaker, listener]) one.closes();
  await scene.server.rests();
  return front;
}

/** One says a line, and another hears it, as chat and not as bytes of a file. */
async function talks(scene: Scene, speaker: Client, listener: Client, said: string): Promise<void> {
  const { passed } = scene;
  const isExact = passed('FILE-1') && passed('FILE-2'); // else stray bytes may stand in front
  const front = passed('FILE-1') ? '' : await frontOf(scene);
  const line = passed('FILE-1') ? lineOf(speaker, said) : wire`${front}${said}`;
  await speaker.sends(`${said}\n`);
  await hears(speaker, listener, isExact ? line : wire`${anything()}${line}`);
}

interface File {
  name: string;
  data: Buffer;
}

const markOf = ({ parameters }: Scene): string => parameters.text('endMark');
const commandOf = ({ name }: File): string => `SEND ${name}\n`;

/** Sends a file in these pieces, each once the program has read the one before; without them, as the MUST rules have it. */
async function sendsFile(scene: Scene, sender: Client, hearing: Client[], file: File, pieces?: Buffer[]): Promise<void> {
  const inTurn = pieces ?? [Buffer.from(commandOf(file)), file.data, Buffer.from(markOf(scene))];
  for (const one of hearing) one.makesRoomFor(file.data.length + 64 * 1024);
  for (const [i, piece] of inTurn.filter(({ length }) => length > 0).entries()) {
    if (i > 0) await scene.server.catchesUp([sender, ...hearing]);
    await sender.sends(piece);
  }
}

/** So many bytes of a file are enough to find it. */
const foundBy = 64;

/** The file comes to a listener, whole. */
async function hearsFile(scene: Scene, sender: Client, listener: Client, { name, data }: File): Promise<void> {
  if (scene.passed('FILE-2')) {
    const head = wire`SEND ${name}${optional('\n')}`;
    await hears(sender, listener, scene.passed('FILE-1') ? head : wire`${anything()}${head}`);
    if (data.length > 0) await hears(sender, listener, exactly(data));
    await hears(sender, listener, exactly(markOf(scene)));
    return;
  }
  const beginning = data.subarray(0, foundBy);
  await hears(sender, listener, wire`${anything()}${exactly(beginning)}`);
  if (data.length > foundBy) await hears(sender, listener, exactly(data.subarray(foundBy)));
}

type CopySlip = (found: FileFacts | undefined) => SlipName | undefined;

/** The server has kept a copy. @param slipOf what a wrong one looks like */
async function keepsCopy(scene: Scene, sender: Client, { name, data }: File, slipOf: CopySlip): Promise<void> {
  const path = scene.parameters.text('prefix') + name;
  const hash = sha256(data);
  const found = await scene.server.keeps(path, (now) => now?.size === data.length && now.sha256 === hash);
  if (found?.size === data.length && found.sha256 === hash) return;
  const message =
    found === undefined
      ? `there is no copy ${path} in your program's folder`
      : found.size === data.length
        ? `the copy ${path} has as many bytes as the file, ${data.length}, but not the same`
        : `the copy ${path} has ${found.size} bytes; the file has ${data.length}`;
  const like = slipOf(found);
  throw sender.failure({ message, looksLike: like === undefined ? null : looks(like) });
}

/**
 * What became of a copy, found out by making the same of the file.
 * @param before the files that were there
 * @param older the file that was kept under this name
 */
function copySlip({ server, parameters }: Scene, { name, data }: File, before: string[], older?: Buffer): CopySlip {
  const mark = parameters.text('endMark');
  const made: [SlipName, Uint8Array[]][] = [
    ['mark-in-copy', [data, Buffer.from(mark)]],
    ['command-in-copy', [Buffer.from(`SEND ${name}\n`), data]],
    ...(older === undefined ? [] : olderIn(data, older)),
  ];
  return (found) => {
    if (found === undefined) {
      const others = server.files('.').filter((other) => !before.includes(other) && server.file(other)?.sha256 === sha256(data));
      return others.length === 0 ? 'no-copy' : others.some((other) => other.includes(name)) ? 'other-prefix' : 'one-copy-for-all';
    }
    const same = made.find(([, parts]) => sha256(Buffer.concat(parts)) === found.sha256);
    return same?.[0] ?? (found.size < data.length && found.size % 4096 === 0 ? 'copy-not-flushed' : undefined);
  };
}

const olderIn = (data: Buffer, older: Buffer): [SlipName, Uint8Array[]][] => [
  ['copy-appended', [older, data]],
  ['copy-not-cut', [data, older.subarray(data.length)]],
];

/** What became of a copy that should hold all byte values. */
function valueSlip(data: Buffer): CopySlip {
  const translated = data.toString('latin1').replaceAll('\r\n', '\n');
  return (found) => {
    if (found === undefined) return undefined;
    if (found.sha256 === sha256(Buffer.from(translated, 'latin1'))) return 'crlf-translated';
    return found.size < data.length ? 'copy-stops-at-nul' : 'text-mode';
  };
}

/** What a file looks like that does not pass: by how it falls short, and by its copy. */
interface Suspicion {
  names: Names;
  slipOf: CopySlip;
}

/** Whatever goes wrong, but that the program ends, looks like this. */
const suspected = (name: SlipName): Suspicion => ({
  names: { bytes: name, silence: name, end: name, reset: name, other: name },
  slipOf: () => name,
});

interface Passing {
  file: File;
  /** How it is cut; without it, as the MUST rules have it. */
  pieces?: Buffer[];
  suspicion: Suspicion;
}

/** A client sends a file; a listener gets all of it, the server keeps a copy, and the sender is heard again. */
async function passes(scene: Scene, sender: Client, listener: Client, { file, pieces, suspicion }: Passing): Promise<void> {
  await sendsFile(scene, sender, [listener], file, pieces);
  await hearsFile(scene, sender, listener, file);
  if (scene.passed('FILE-3')) await keepsCopy(scene, sender, file, suspicion.slipOf);
  if (scene.passed('FILE-5')) await talks(scene, sender, listener, 'sudah sampai');
  else await scene.server.catchesUp([sender, listener]);
}

/** Files pass, one after the other: of one sender where the connection is a chat again after a file, else of one each. */
async function passesAll(scene: Scene, listener: Client, passings: Passing[]): Promise<void> {
  let sender: Client | undefined;
  for (const passing of passings) {
    if (!scene.passed('FILE-5')) sender?.closes();
    if (sender === undefined || sender.isClosed) sender = await joins(scene, [listener]);
    await lookingLike(passing.suspicion.names, passes(scene, sender, listener, passing));
  }
}

const tooLarge: Suspicion = {
  names: { bytes: 'one-recv', silence: 'one-recv' },
  slipOf: (found) => (Math.ceil((found?.size ?? 0) / onePiece) === mebibyte / onePiece ? 'copy-one-mebibyte' : 'one-recv'),
};

/** Why a slow receiver does not get what a quick one gets; that the program has ended says enough. */
function slowNames(quick: Client): Names {
  const [late, out] = ['send-times-out', 'slow-receiver-put-out'] as const;
  return { bytes: late, silence: late, ...(quick.hasEnded ? {} : { end: out, reset: out }) };
}

/** Two who were in the room all the time still hear each other, whatever else they have heard. */
async function stillTalk({ server }: Scene, a: Client, b: Client): Promise<void> {
  for (const [speaker, listener] of [
    [a, b],
    [b, a],
  ] as const) {
    const said = `masih di sini, kata ${speaker.name}`;
    await speaker.sends(`${said}\n`);
    await hears(speaker, listener, wire`${anything()}${said}`);
  }
  await server.catchesUp([a, b]);
}

/** What a file of the name `../x` may have been written to. */
function aboveFolder({ server, parameters }: Scene): string[] {
  return ['../x', `../${parameters.text('prefix')}x`].filter((path) => server.file(path) !== undefined);
}

/** The same file again and again, the mark and the command cut in all ways; each time under another name. */
function cutFiles(mark: Buffer): Passing[] {
  const together: Suspicion = {
    names: { ...suspected('mark-alone-only').names, bytes: 'data-with-mark-lost' },
    slipOf: (found) => ((found?.size ?? 0) > 400 ? 'mark-alone-only' : 'data-with-mark-lost'),
  };
  const suspicions = { whole: together, halved: suspected('mark-cut-missed'), joined: suspected('data-with-command-lost') };
  const data = prose(mark.toString(), 400);
  return cutsOf(mark).map(({ name, kind, cut }) => {
    const file = { name, data };
    return { file, pieces: cut(Buffer.from(commandOf(file)), data), suspicion: suspicions[kind] };
  });
}

/** Files with beginnings of the mark in them, all of them in one, and at its end. */
const deceptiveFiles = (mark: string): Passing[] =>
  deceptions(mark).map((data, i) => ({
    file: { name: `tanda-${i}`, data },
    suspicion: suspected(i === 0 ? 'half-mark-ends-file' : 'overlap-missed'),
  }));

const asking: Asking = {
  answers: 'FILE-1',
  turns: 'FILE-1',
  async asks(client, { server }) {
    await using listener = await server.connect();
    await server.catchesUp([client, listener]);
    await client.sends('ada orang?\n');
    await hears(client, listener, wire`${anything()}ada orang?`);
  },
};

export const fileChat = grader('file-chat', { slips }, (check) => {
  checkPort(check, 5);

  check('FILE-1', 25, 'passes a line on to all others as <ip> text', async (scene) => {
    const [a, b, c] = await enter(scene, 3);
    for (const one of [a, b, c]) await one.receivesNothingYet();
    await b.sends(`${firstLine}\n`);
    await lookingLike({ silence: 'not-passed-on' }, hears(b, a, lineOf(b, firstLine)));
    await lookingLike({ silence: 'chat-to-first-only' }, hears(b, c, lineOf(b, firstLine)));
    await lookingLike({ bytes: 'echo-to-sender' }, isAll(scene, b, [b]));
    await isAll(scene, b, [a, c]);
    await a.sends('apa kabar?\n');
    for (const one of [b, c]) await hears(a, one, lineOf(a, 'apa kabar?'));
    await isAll(scene, a, [a, b, c]);
  });

  check('FILE-2', 20, 'passes a file on: SEND name, bytes, end mark', { after: ['FILE-1'] }, async (scene) => {
    const [a, sender, b] = await enter(scene, 3);
    // a greeting, or what it says of those who came
    if (!scene.passed('FILE-1')) for (const one of [a, sender, b]) await one.settles();
    const file = { name: 'lagu', data: Buffer.from(shortFile) };
    await sendsFile(scene, sender, [a, b], file);
    for (const one of [a, b]) {
      await hears(sender, one, wire`SEND ${file.name}${optional('\n')}`);
      await hears(sender, one, exactly(file.data));
      await lookingLike({ silence: 'mark-not-passed' }, hears(sender, one, exactly(markOf(scene))));
    }
    await lookingLike({ bytes: 'file-to-sender-too' }, isAll(scene, sender, [sender]));
    await isAll(scene, sender, [a, b]);
  });

  check('FILE-3', 15, 'keeps a copy, and replaces an older one', async (scene) => {
    const { server } = scene;
    const [listener] = await enter(scene, 1);
    const [first, second] = [6000, 300].map((size) => prose(markOf(scene), size)) as [Buffer, Buffer];
    const before = server.files('.');
    for (const data of [first, second]) {
      const sender = await joins(scene, [listener]);
      const file = { name: 'foto', data };
      await sendsFile(scene, sender, [listener], file);
      await server.catchesUp([sender, listener]);
      await keepsCopy(scene, sender, file, copySlip(scene, file, before, data === second ? first : undefined));
      sender.closes();
      await server.rests();
    }
  });

  const relayed = { after: ['FILE-1', 'FILE-2', 'FILE-3'] };

  check('FILE-5', 10, 'is a chat again after a file, both ways', relayed, async (scene) => {
    const [listener, sender] = await enter(scene, 2);
    const file = { name: 'surat', data: Buffer.from(shortFile) };
    await sendsFile(scene, sender, [listener], file);
    await hearsFile(scene, sender, listener, file);
    await scene.server.catchesUp([sender, listener]);
    if (sender.hasEnded) {
      const looksLike = looks('sender-closed-after-file');
      throw sender.failure({ message: 'after the file your program closes the connection', looksLike });
    }
    await lookingLike({ silence: 'file-mode-kept', bytes: 'file-mode-kept' }, talks(scene, sender, listener, 'sudah sampai?'));
    await lookingLike({ silence: 'sender-hears-no-more' }, talks(scene, listener, sender, 'sudah, terima kasih'));
  });

  const afterFile = { after: [...relayed.after, 'FILE-5'] };

  check('FILE-4/values', 7, 'passes and keeps all byte values', afterFile, async (scene) => {
    const [listener] = await enter(scene, 1);
    const file = { name: 'gambar', data: allValues(markOf(scene)) };
    await passesAll(scene, listener, [
      { file, suspicion: { names: { silence: 'text-mode', end: 'text-mode' }, slipOf: valueSlip(file.data) } },
    ]);
  });

  check('FILE-4/size', 8, 'passes and keeps files of many sizes', afterFile, async (scene) => {
    const [listener] = await enter(scene, 1);
    const large = scene.parameters.integer('minimumSize') + 7;
    const files = [1, 1023, 1024, 1025, 2048, 4096, large].map((size) => ({
      file: { name: `film-${size}`, data: prose(markOf(scene), size) },
      suspicion:
        size === large
          ? tooLarge
          : size % 1024 === 0
            ? suspected('exact-multiple-hangs')
            : { names: {}, slipOf: () => undefined },
    }));
    await passesAll(scene, listener, files);
  });

  check('FILE-6', 1, 'finds the end mark however TCP cuts it', afterFile, async (scene) => {
    const [listener] = await enter(scene, 1);
    await passesAll(scene, listener, cutFiles(Buffer.from(markOf(scene))));
  });

  check('FILE-7', 1, 'takes the beginning of the mark, and SEND, as data', afterFile, async (scene) => {
    const [listener, speaker] = await enter(scene, 2);
    await lookingLike(suspected('send-anywhere').names, talks(scene, speaker, listener, 'tolong SEND foto'));
    speaker.closes();
    await scene.server.rests();
    await passesAll(scene, listener, deceptiveFiles(markOf(scene)));
  });

  check('FILE-8', 1, 'passes and keeps an empty file', afterFile, async (scene) => {
    if (!scene.passed('FILE-2') && !scene.passed('FILE-3')) throw new Blocked('FILE-2');
    const [listener] = await enter(scene, 1);
    const suspicion: Suspicion = {
      names: { bytes: 'command-passed-with-first-data' },
      slipOf: (found) => (found === undefined ? 'copy-opened-at-first-data' : undefined),
    };
    await passesAll(scene, listener, [{ file: { name: 'kosong', data: Buffer.alloc(0) }, suspicion }]);
  });

  check('FILE-9', 1, 'writes nothing outside its folder', relayed, async (scene) => {
    const { server } = scene;
    const [a, b] = await enter(scene, 2);
    const outside = server.folderOutside();
    const up = '../../../../../../../..';
    const names = [`${outside}/x`, `${up}${outside}/x`, `/${up}${outside}/x`, '../x'];
    for (const name of names) {
      const sender = await joins(scene, [a, b]);
      await sendsFile(scene, sender, [a, b], { name, data: Buffer.from(shortFile) });
      await server.catchesUp([sender, a, b]);
      const written = [...server.files(outside).map((each) => `${outside}/${each}`), ...aboveFolder(scene)];
      if (written.length > 0) {
        const message = `your program has written outside its folder: ${written.join(', ')}`;
        throw sender.failure({ message, looksLike: looks('path-kept') });
      }
      sender.closes();
      await server.rests();
    }
    await stillTalk(scene, a, b);
  });

  const afterSize = { after: [...afterFile.after, 'FILE-4/size'] };

  check('FILE-10', 1, 'passes 32 MiB on, also to a slow receiver', afterSize, async (scene) => {
    const { server } = scene;
    const file = { name: 'besar', data: prose(markOf(scene), 32 * mebibyte) };
    const [quick, sender, slow] = await enter(scene, 3);
    const all = [quick, sender, slow];
    for (const one of all) one.makesRoomFor(file.data.length + 64 * 1024);
    await sender.sends(commandOf(file));
    await server.catchesUp(all);
    const stalled = slow.stalls(stallMs);
    await sender.sends(file.data);
    await stalled;
    await server.catchesUp(all);
    // where all of it is passed on when the mark has come, the receiver has missed nothing yet
    const isHeldBack = quick.receivedInAll < file.data.length / 2;
    const stallsAgain = isHeldBack ? slow.stalls(stallMs) : undefined;
    await sender.sends(markOf(scene));
    await stallsAgain;
    const isPassed = hearsFile(scene, sender, slow, file);
    if (scene.passed('FILE-4/size')) await lookingLike(() => slowNames(quick), isPassed);
    else await lookingLike(suspected('one-recv').names, isPassed);
    await hearsFile(scene, sender, quick, file);
  });

  check('FILE-11', 1, 'goes on when a sender vanishes in mid-file', relayed, async (scene) => {
    const { server } = scene;
    const [a, b] = await enter(scene, 2);
    const silence = 'vanished-sender-holds-room';
    for (const [vanish, slipName] of [
      ['closes', 'vanished-sender-kills-server'],
      ['resets', 'reset-kills-server'],
    ] as const) {
      const sender = await joins(scene, [a, b]);
      await sender.sends(`SEND separuh-${vanish}\n`);
      await server.catchesUp([sender, a, b]);
      await sender.sends(prose(markOf(scene), 500));
      await server.catchesUp([sender, a, b]);
      sender[vanish]();
      await server.rests();
      await lookingLike({ silence, end: slipName, reset: slipName, refused: slipName }, stillTalk(scene, a, b));
    }
    const file = { name: 'utuh', data: prose(markOf(scene), 500) };
    const sender = await joins(scene, [a, b]);
    await sendsFile(scene, sender, [a, b], file);
    for (const one of [a, b]) await lookingLike({ silence }, hears(sender, one, wire`${anything()}${exactly(file.data)}`));
  });

  checkTcpRules(check, {
    ...asking,
    points: { 'TCP-2': 1, 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    request: whole,
    half,
    nonsense: ['SEND\n', '\n', notText, nuls, longLine],
    atOnce: true,
    silent: true,
  });
});
