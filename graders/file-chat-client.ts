// The checks of the client of the chat with files: lines and files go out, chat is shown, files that come in are stored.
// The law here: a check is about its own rule. FILE-C1 owns the form of a line, FILE-C2/frame that of a file, FILE-C4/copy the
// copy; where one of them has failed, the others read past that. Prompts are open, so what the engine says is said by none.
import {
  Blocked,
  type Client,
  type ClientScene,
  type FileFacts,
  allValues,
  anything,
  checkClientRules,
  clientGrader,
  clientSlips,
  cutsOf,
  deceptions,
  exactly,
  inWords,
  optional,
  prose,
  sha256,
  slip,
  wire,
} from './engine/index.ts';

const mebibyte = 1024 * 1024;
const shortFile = 'isi berkas yang pendek';
/** What the engine passes on to the client. */
const [first, second] = ['<10.20.30.40> ada kabar baik', '<10.20.30.41> syukurlah kalau begitu'] as const;

const hints = {
  'newline-missing': 'the server waits for the \\n that ends a line: send it too (input and readLine take it away)',
  'words-alone': 'send the line as it was typed: scanf("%s"), split and Scanner.next take it apart at its blanks',
  'you-missing': 'write what was typed to the screen, with <You> and a blank in front',
  'mark-missing': 'nobody knows where the file ends: send the end mark behind its last byte',
  'newline-after-mark': 'the mark ends the file; a \\n behind it is an empty line of chat',
  'name-sent-alone': 'the server needs the word SEND in front of the name, and the \\n behind it',
  'sent-as-text': 'bytes that are no text are lost: open the file in binary mode and never decode it',
  'sends-first-piece': 'one read gives the first piece of a large file: read, and send all of it, until there is no more',
  'ends-after-file': 'after a file the chat goes on: go back to where lines are read',
  'empty-not-sent': 'a file may have no bytes at all: then the mark follows the command',
  'chat-shown-late': 'chat comes while the client waits for its user: wait for both (select, or a thread), and flush',
  'send-anywhere': 'only what begins with SEND is a file; inside a line it is a word',
  'mark-in-copy': 'the end mark ends the file and does not belong to it: do not write it down',
  'prefix-missing': "the copy's name is the prefix, and then the file's name",
  'no-copy': 'what comes behind SEND and a name is a file: write it down until the mark comes, and then close it',
  'stored-as-text': 'bytes that are no text are lost: open the copy in binary mode and never decode what came',
  'one-recv': 'one recv does not bring a whole file: go on until the mark has come',
  'memory-for-16-mebibytes': 'a file may be larger than what you have kept free for it: write each piece down as it comes',
  'file-mode-kept': 'when the mark has come go back to the chat',
  'mark-cut-missed': 'recv may cut the mark in two, or bring it with the last bytes: keep back what may be its beginning',
  'half-mark-ends-file': 'only the whole mark ends a file; its beginning is data when something else follows',
  'path-kept': 'a name from the network is no path: take what stands behind its last /, or refuse it',
  'bad-name-ends-client': 'a file that cannot be written must not end the program',
  'missing-file-ends-client': 'a file may not be there: catch that, say so, and go on',
  'nothing-said': 'tell your user that there is no such file',
  'command-before-open': 'open the file before you send the command: without a mark the server waits for it for ever',
} as const;

type SlipName = keyof typeof hints;

const looks = (name: SlipName) => ({ name, hint: hints[name] });
const like = (name: SlipName, when: Parameters<typeof slip>[2], of: string) => slip(name, hints[name], when, [of]);
const ends = (bytes: Buffer, end: string) => bytes.toString('latin1').endsWith(end);

const slips = [
  like('newline-missing', 'silence', 'FILE-C1/line'),
  like('words-alone', 'bytes', 'FILE-C1/line'),
  like('you-missing', 'bytes', 'FILE-C1/you'),
  like('newline-after-mark', (_sent, received) => ends(received, '\n'), 'FILE-C2/frame'),
  like('name-sent-alone', 'bytes', 'FILE-C2/frame'),
  like('mark-missing', 'silence', 'FILE-C2/frame'),
  like('sent-as-text', ['bytes', 'silence', 'end'], 'FILE-C2/values'),
  like('sends-first-piece', ['bytes', 'silence'], 'FILE-C2/size'),
  slip('ends-after-file', hints['ends-after-file'], ['end', 'refused'], ['FILE-C2/size', 'FILE-C2/empty']),
  like('empty-not-sent', ['silence', 'bytes'], 'FILE-C2/empty'),
  like('chat-shown-late', 'bytes', 'FILE-C3/chat'),
  like('send-anywhere', 'bytes', 'FILE-C3/command'),
  like('file-mode-kept', ['bytes', 'silence'], 'FILE-C4/chat'),
  like('path-kept', inWords(/outside its folder/), 'FILE-C6'),
  like('bad-name-ends-client', ['other', 'bytes', 'refused', 'end', 'reset'], 'FILE-C6'),
  like('command-before-open', (_sent, received) => received.length > 0, 'FILE-C7'),
  like('missing-file-ends-client', inWords(/ends/), 'FILE-C7'),
  like('nothing-said', inWords(/does not say so/), 'FILE-C7'),
  ...clientSlips,
];

interface File {
  name: string;
  data: Buffer;
}

const markOf = ({ parameters }: ClientScene): string => parameters.text('endMark');
const commandOf = ({ name }: File): string => `SEND ${name}\n`;

/** A line is typed, and goes out; where FILE-C1/line has failed, its first word will do. */
async function says(scene: ClientScene, peer: Client, line: string): Promise<void> {
  await scene.keyboard.types(line);
  await peer.receives(scene.passed('FILE-C1/line') ? exactly(`${line}\n`) : wire`${anything()}${line.split(' ')[0]!}`);
}

/** A client that reads only when its user has typed something has been charged for that by FILE-C3/chat. */
async function wakes({ client, keyboard }: ClientScene, peer: Client): Promise<void> {
  await keyboard.types('sebentar');
  await client.settles();
  peer.takes();
}

/** So many bytes of a file are enough to find it. */
const foundBy = 64;

/** The user sends a file, and all of it goes out. */
async function passes(scene: ClientScene, peer: Client, file: File): Promise<void> {
  const { name, data } = file;
  scene.client.hasFile(name, data);
  peer.makesRoomFor(data.length + 64 * 1024);
  await scene.keyboard.types(`SEND ${name}`);
  if (scene.passed('FILE-C2/frame')) {
    await peer.receives(wire`${scene.passed('FILE-C1/line') ? '' : anything()}SEND ${name}\n`);
    if (data.length > 0) await peer.receives(exactly(data));
    await peer.receives(exactly(markOf(scene)));
    return;
  }
  await peer.receives(wire`${anything()}${exactly(data.subarray(0, foundBy))}`);
  if (data.length > foundBy) await peer.receives(exactly(data.subarray(foundBy)));
}

/** Much is sent in parts, so that a client that works it off slowly is seen to do so. */
const onePart = 512 * 1024;

const inParts = (data: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(data.length / onePart) }, (_, i) => data.subarray(i * onePart, (i + 1) * onePart));

/** The server sends a file in these pieces, each once the client has read the one before; without them, as the MUST rules have it. */
async function comes(scene: ClientScene, peer: Client, file: File, pieces?: Buffer[]): Promise<void> {
  const inTurn = pieces ?? [Buffer.from(commandOf(file)), file.data, Buffer.from(markOf(scene))];
  for (const [i, piece] of inTurn.flatMap(inParts).entries()) {
    await scene.client.catchesUp([peer]);
    await peer.sends(piece);
    if (i === 0 && !scene.passed('FILE-C3/chat')) await wakes(scene, peer);
  }
  await scene.client.catchesUp([peer]);
}

type CopySlip = (found: FileFacts | undefined) => SlipName | undefined;

/** The client has stored the file. @param slipOf what a wrong copy looks like */
async function stores(scene: ClientScene, file: File, slipOf: CopySlip): Promise<void> {
  const { client } = scene;
  const { name, data } = file;
  if (!scene.passed('FILE-C4/copy')) return storesSomehow(scene, file, slipOf);
  const path = scene.parameters.text('prefix') + name;
  const hash = sha256(data);
  const found = await client.keeps(path, (now) => now?.sha256 === hash);
  if (found?.sha256 === hash) return;
  throw await notStored(scene, file, found, slipOf);
}

async function notStored(scene: ClientScene, { name, data }: File, found: FileFacts | undefined, slipOf: CopySlip) {
  const path = scene.parameters.text('prefix') + name;
  const ended = scene.client.hasEnded ? 'your client has ended, and ' : '';
  const message =
    found === undefined
      ? `${ended}there is no file ${path} in your client's folder`
      : found.size === data.length
        ? `${ended}${path} has as many bytes as the file, ${data.length}, but not the same`
        : `${ended}${path} has ${found.size} bytes; the file has ${data.length}`;
  const slipName = slipOf(found);
  return scene.client.failure('other', { message, looksLike: slipName === undefined ? null : looks(slipName) });
}

/** What a copy may be that FILE-C4/copy has charged for: under another name, or with what frames it. */
async function storesSomehow(scene: ClientScene, file: File, slipOf: CopySlip): Promise<void> {
  const { client } = scene;
  const { data } = file;
  const mark = Buffer.from(markOf(scene));
  const accepted = [[data], [data, mark], [Buffer.from(commandOf(file)), data], [data, Buffer.from('\n')]].map((parts) =>
    sha256(Buffer.concat(parts)),
  );
  await client.settles();
  const found = client.files('.').map((path) => client.file(path));
  if (!found.some((facts) => facts !== undefined && accepted.includes(facts.sha256)))
    throw await notStored(scene, file, undefined, slipOf);
}

/** That the client stores files at all; where FILE-C4/copy has failed, it may do so in a way of its own. */
async function needsCopies(scene: ClientScene, peer: Client): Promise<void> {
  if (!scene.passed('FILE-C4/chat')) throw new Blocked('FILE-C4/chat');
  await scene.needs('FILE-C4/copy', async () => {
    const file = { name: 'percobaan', data: prose(markOf(scene), 777) };
    await comes(scene, peer, file);
    await storesSomehow(scene, file, () => undefined);
  });
}

const stored = { after: ['FILE-C1/line', 'FILE-C3/chat', 'FILE-C4/copy', 'FILE-C4/chat'] };

/** What a file of the name `../x` may have been written to. */
const aboveFolder = ({ client, parameters }: ClientScene): string[] =>
  ['../x', `../${parameters.text('prefix')}x`].filter((path) => client.file(path) !== undefined);

/** What a person reads: without what was typed, what the client says again of it, and these lines, which stand there always. */
const wordsIn = (shown: string, typed: string, always: string[] = []): string[] =>
  shown
    .replaceAll(typed, '')
    .replaceAll('<You>', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /\w/.test(line) && !always.includes(line));

async function asks({ client, keyboard }: ClientScene): Promise<Client> {
  const peer = await client.connects();
  await keyboard.types('ada orang?');
  await client.settles();
  if (peer.takes() === '') throw await client.failure('silence', { message: 'your client sends nothing' });
  return peer;
}

export const fileChatClient = clientGrader('file-chat', { slips }, (check) => {
  check('FILE-C1/line', 12, 'sends a line as it is, with \\n', async ({ client, keyboard }) => {
    await using peer = await client.connects();
    for (const line of ['halo semua', 'apa  kabar di sana?']) {
      await keyboard.types(line);
      await peer.receives(exactly(`${line}\n`));
      await peer.receivesNothingMore();
    }
  });

  check('FILE-C1/you', 6, 'writes <You> and the line', async ({ client, keyboard, screen }) => {
    await using _peer = await client.connects();
    for (const line of ['halo semua', 'apa kabar di sana?']) {
      await client.settles();
      const isPrompt = screen.text.endsWith('<You> '); // behind which the terminal puts what is typed
      await keyboard.types(line);
      if (!isPrompt) await screen.shows(`<You> ${line}`);
    }
  });

  const typed = { after: ['FILE-C1/line'] };

  check('FILE-C2/frame', 14, 'sends SEND name, the file and the mark', typed, async (scene) => {
    const { client, keyboard, passed } = scene;
    await using peer = await client.connects();
    const file = { name: 'lagu', data: Buffer.from(shortFile) };
    client.hasFile(file.name, file.data);
    await keyboard.types(`SEND ${file.name}`);
    const end = passed('FILE-C1/line') ? '\n' : optional('\n');
    await peer.receives(wire`${passed('FILE-C1/line') ? '' : anything()}SEND ${file.name}${end}`);
    await peer.receives(exactly(file.data));
    await peer.receives(exactly(markOf(scene)));
    await peer.receivesNothingMore();
  });

  const framed = { after: ['FILE-C1/line', 'FILE-C2/frame'] };

  check('FILE-C2/values', 5, 'sends all byte values unchanged', framed, async (scene) => {
    await using peer = await scene.client.connects();
    await passes(scene, peer, { name: 'gambar', data: allValues(markOf(scene)) });
  });

  check('FILE-C2/empty', 3, 'sends an empty file', framed, async (scene) => {
    if (!scene.passed('FILE-C2/frame')) throw new Blocked('FILE-C2/frame');
    await using peer = await scene.client.connects();
    await passes(scene, peer, { name: 'kosong', data: Buffer.alloc(0) });
    await says(scene, peer, 'sudah sampai?');
  });

  check('FILE-C2/size', 5, 'sends files of many sizes, one after the other', framed, async (scene) => {
    await using peer = await scene.client.connects();
    for (const size of [1, 1023, 1024, 4096, scene.parameters.integer('minimumSize') + 7, 32 * mebibyte])
      await passes(scene, peer, { name: `film-${size}`, data: prose(markOf(scene), size) });
    if (scene.passed('FILE-C2/frame')) await says(scene, peer, 'sudah sampai?');
  });

  check('FILE-C3/chat', 10, 'shows chat when it comes', async ({ client, keyboard, screen }) => {
    await using peer = await client.connects();
    await client.settles();
    await peer.sends(first);
    await screen.shows(first);
    await keyboard.types('baik sekali');
    await client.settles();
    await peer.sends(second);
    await screen.shows(second);
  });

  check('FILE-C3/command', 2, 'shows chat that has SEND in it', { after: ['FILE-C3/chat'] }, async (scene) => {
    if (!scene.passed('FILE-C3/chat')) throw new Blocked('FILE-C3/chat');
    const { client, screen } = scene;
    await using peer = await client.connects();
    for (const said of ['<10.20.30.40> tolong SEND foto', first]) {
      await client.catchesUp([peer]);
      await peer.sends(said);
      await screen.shows(said);
    }
  });

  check('FILE-C4/copy', 9, 'stores a file that comes, without the mark', { after: ['FILE-C3/chat'] }, async (scene) => {
    const { client, parameters } = scene;
    await using peer = await client.connects();
    const file = { name: 'surat', data: prose(markOf(scene), 6000) };
    const withMark = sha256(Buffer.concat([file.data, Buffer.from(markOf(scene))]));
    await comes(scene, peer, file);
    const path = parameters.text('prefix') + file.name;
    const hash = sha256(file.data);
    const found = await client.keeps(path, (now) => now?.sha256 === hash);
    if (found?.sha256 === hash) return;
    const isElsewhere = () => client.files('.').some((other) => client.file(other)?.sha256 === hash);
    throw await notStored(scene, file, found, () => {
      if (found === undefined) return isElsewhere() ? 'prefix-missing' : 'no-copy';
      return found.sha256 === withMark ? 'mark-in-copy' : found.size === 0 ? 'no-copy' : undefined;
    });
  });

  check('FILE-C4/chat', 3, 'is a chat again after a file', { after: ['FILE-C1/line', 'FILE-C3/chat'] }, async (scene) => {
    const { client, screen } = scene;
    await using peer = await client.connects();
    await comes(scene, peer, { name: 'surat', data: Buffer.from(shortFile) });
    await peer.sends(first);
    if (scene.passed('FILE-C3/chat')) await screen.shows(first);
    await says(scene, peer, 'terima kasih');
  });

  check('FILE-C4/values', 4, 'stores all byte values unchanged', stored, async (scene) => {
    await using peer = await scene.client.connects();
    if (!scene.passed('FILE-C4/copy')) await needsCopies(scene, peer);
    const file = { name: 'gambar', data: allValues(markOf(scene)) };
    await comes(scene, peer, file);
    await stores(scene, file, () => 'stored-as-text');
  });

  check('FILE-C4/size', 3, 'stores a file of 3 MiB and more', stored, async (scene) => {
    await using peer = await scene.client.connects();
    if (!scene.passed('FILE-C4/copy')) await needsCopies(scene, peer);
    const file = { name: 'film', data: prose(markOf(scene), scene.parameters.integer('minimumSize') + 7) };
    await comes(scene, peer, file);
    await stores(scene, file, () => 'one-recv');
  });

  const sized = { after: [...stored.after, 'FILE-C4/size'] };

  check('FILE-C4/large', 1, 'stores a file of 32 MiB', sized, async (scene) => {
    if (!scene.passed('FILE-C4/size')) throw new Blocked('FILE-C4/size');
    await using peer = await scene.client.connects();
    if (!scene.passed('FILE-C4/copy')) await needsCopies(scene, peer);
    const file = { name: 'besar', data: prose(markOf(scene), 32 * mebibyte) };
    await comes(scene, peer, file);
    await stores(scene, file, () => 'memory-for-16-mebibytes');
  });

  check('FILE-C5/cut', 2, 'finds the end mark however TCP cuts it', sized, async (scene) => {
    await using peer = await scene.client.connects();
    await needsCopies(scene, peer);
    // one that takes the first piece of a file for all of it has been charged for that
    const cuts = cutsOf(Buffer.from(markOf(scene))).filter(({ kind }) => kind !== 'joined' || scene.passed('FILE-C4/size'));
    for (const { name, cut } of cuts) {
      const file = { name, data: prose(markOf(scene), 400) };
      await comes(scene, peer, file, cut(Buffer.from(commandOf(file)), file.data));
      await stores(scene, file, () => 'mark-cut-missed');
    }
  });

  check('FILE-C5/data', 2, 'takes the beginning of the mark as data', stored, async (scene) => {
    await using peer = await scene.client.connects();
    await needsCopies(scene, peer);
    for (const [i, data] of deceptions(markOf(scene)).entries()) {
      const file = { name: `tanda-${i}`, data };
      await comes(scene, peer, file);
      await stores(scene, file, () => 'half-mark-ends-file');
    }
  });

  check('FILE-C6', 2, 'writes nothing outside its folder, and goes on', stored, async (scene) => {
    const { client, screen, passed } = scene;
    await using peer = await client.connects();
    const outside = client.folderOutside();
    const up = '../../../../../../../..';
    for (const name of ['../x', `${up}${outside}/x`, `${outside}/x`]) {
      await comes(scene, peer, { name, data: Buffer.from(shortFile) });
      const written = [...client.files(outside).map((each) => `${outside}/${each}`), ...aboveFolder(scene)];
      if (written.length > 0)
        throw await client.failure('other', { message: `your client has written outside its folder: ${written.join(', ')}` });
      if (client.hasEnded) throw await client.failure('other', { message: `your client ends when a file named ${name} comes` });
      if (!passed('FILE-C4/chat')) throw new Blocked('FILE-C4/chat');
    }
    await peer.sends(second);
    if (passed('FILE-C3/chat')) await screen.shows(second);
    await says(scene, peer, 'tidak apa-apa');
  });

  check('FILE-C7', 2, 'says so, and goes on, where a file is not there', typed, async (scene) => {
    const { client, keyboard, screen } = scene;
    await using peer = await client.connects();
    const line = 'sebentar';
    await says(scene, peer, line);
    await client.settles();
    const always = wordsIn(screen.text, line);
    const before = screen.text.length;
    const command = 'SEND tidak-ada.bin';
    await keyboard.types(command);
    await client.settles();
    if (client.hasEnded) throw await client.failure('other', { message: 'your client ends when a file to be sent is not there' });
    if (wordsIn(screen.text.slice(before), command, always).length === 0)
      throw await client.failure('other', { message: 'a file to be sent is not there, and your client does not say so' });
    const sent = peer.takes();
    if (sent.includes('SEND') && !sent.includes(markOf(scene)))
      throw peer.failure({
        message: 'a file to be sent is not there, and your client begins to send it all the same',
        received: sent,
        looksLike: looks('command-before-open'),
      });
    await says(scene, peer, 'maaf, tidak ada');
  });

  checkClientRules(check, {
    points: { 'CLI-1': 5, 'CLI-2': 1, 'CLI-3': 1, 'CLI-4': 8 },
    asks,
    answers: (peer) => peer.sends(first),
  });
});
