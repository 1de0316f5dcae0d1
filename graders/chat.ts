// The checks of the chat: users with names in one room, and what each of them is told.
// The law here: each line goes out alone, and the next one when the program is idle; CHAT-12 alone does otherwise. Each
// check has names of its own, and what an earlier one has charged (the form of an answer, of a text) it reads past.
import {
  type Asking,
  type Client,
  Failure,
  type Hearing,
  type Pattern,
  type Scene,
  type Server,
  type Slip,
  anyOf,
  checkPort,
  checkTcpRules,
  grader,
  needsAnswers,
  needsTurns,
  optional,
  sequence,
  servesNext,
  slip,
  tcpSlips,
  text,
  wire,
} from './engine/index.ts';

/** The words that are passed on: of a line with `sendall`, or of what came for it. */
const textOf = (line: string): string[] => (/ says (?:sendall )?(.*)/.exec(line)?.[1] ?? '').trim().split(/ +/);

/** A slip that is told by what came to somebody, and by the line it came for. */
const shows = (name: string, hint: string, of: string[], is: (came: string, line: string) => boolean): Slip =>
  slip(name, hint, (line, came) => came.length > 0 && is(came.toString('latin1'), line.toString('latin1')), of);

/** A slip that a check finds out by itself. */
const found = (name: string, hint: string): Slip => slip(name, hint, []);

const slips: Slip[] = [
  found('notice-to-oneself', 'tell the others who has come, and not the newcomer'),
  found('login-confirmed', 'the newcomer is told nothing: only the others are'),
  found('notice-missing', 'tell everyone else who is logged in who has come'),
  found('login-needs-newline', 'a login may come without a newline: look at what has come so far'),
  found('last-byte-cut', 'you cut off the last byte, but a login may come without a newline: cut off newlines alone'),
  found('fork-per-client', 'each of your processes has users of its own: one process must know them all'),
  shows('no-carriage-return', 'an answer begins with \\r', ['CHAT-1'], (came) => /^\w+ sudah terhubung dengan system/.test(came)),
  shows('newline-missing', 'an answer ends with \\n', ['CHAT-1'], (came) => /^\r\w+ sudah terhubung dengan system ?$/.test(came)),
  shows('crlf-at-end', 'an answer ends with \\n alone', ['CHAT-1'], (came) => came.endsWith('\r\n')),
  shows('notice-twice', 'who has come is told once', ['CHAT-1'], (came) => /terhubung[^]*terhubung/.test(came)),
  shows('prompt', 'after the notice comes nothing more', ['CHAT-1'], (came) =>
    /^\r\w+ sudah terhubung dengan system ?\n/.test(came),
  ),
  shows('notice-in-other-words', 'the words are: the name, then "sudah terhubung dengan system"', ['CHAT-1'], () => true),

  found('duplicate-accepted', 'look whether the name is taken before you let somebody in'),
  found('loser-frees-name', 'when somebody leaves who was refused, the name still belongs to the other one'),
  found('duplicate-told-to-all', 'nobody is told of a login that is refused'),
  shows(
    'duplicate-in-other-words',
    'the answer is exactly "username sudah dipake"',
    ['CHAT-2'],
    (came) => !came.startsWith('\rusername sudah dipake\n'),
  ),
  slip('duplicate-closed-in-silence', 'say why before you close', ['end', 'reset'], ['CHAT-2']),

  found('list-to-everyone', 'the list goes to the one who asks for it'),
  shows(
    'newline-left-in',
    'the newline is no part of a word: cut it off before you split the line',
    ['CHAT-3', 'CHAT-4'],
    (came) => /^\rinvalid command\n|\n \n$/.test(came),
  ),
  shows(
    'invalid-too',
    'a command that you know is not invalid: is an "else" missing?',
    ['CHAT-3', 'CHAT-4'],
    (came) => came.indexOf('invalid') > 1,
  ),
  shows('carriage-return-in-list', 'only the first line of the list begins with \\r', ['CHAT-3'], (came) =>
    came.includes('\n\r'),
  ),
  shows('list-in-one-line', 'each name has a line of its own', ['CHAT-3'], (came) => /yang online \w/.test(came)),
  shows('list-without-heading', 'the list begins with the line "list yang online"', ['CHAT-3'], (came) => !came.includes('yang')),
  shows('list-without-blank', 'a blank stands before the \\n of each name', ['CHAT-3'], (came) => came.includes('is online\n')),
  shows(
    'list-without-oneself',
    'the one who asks is on the list, too',
    ['CHAT-3'],
    (came, line) => !came.includes(`${line.split(' ')[0]} is`),
  ),

  found('sendall-to-first-only', 'go on to the next user when you have told one'),
  found('sendall-to-oneself', 'leave out the connection that the line came from'),
  shows('command-in-text', 'the command is no part of the text', ['CHAT-4'], (came) => came.includes('says sendall')),
  shows('blanks-kept', 'blanks between words shrink to one: split at any number of them', ['CHAT-4'], (came) =>
    /\S {2,}\S/.test(came),
  ),
  shows('last-blank-missing', 'every word is followed by a blank, the last one too', ['CHAT-4'], (came) => /[^ ]\n$/.test(came)),
  shows(
    'first-word-only',
    'all words of the text are passed on',
    ['CHAT-4'],
    (came, line) => came.includes(' says ') && textOf(came).length < textOf(line).length,
  ),
  shows(
    'stale-tail',
    'more follows the text: does your buffer still hold an older line?',
    ['CHAT-4'],
    (came, line) => came.includes(' says ') && textOf(came).length > textOf(line).length,
  ),

  found('sendto-to-everyone', 'only the user who is named gets the text'),
  found('sendto-to-oneself-too', 'the sender gets no copy'),
  found('receiver-by-beginning', 'compare whole names: "ana" is not "anabel"'),
  shows('receiver-in-text', "the receiver's name is no part of the text", ['CHAT-5'], (came) => / says ana(bel)? /.test(came)),
  shows('sender-forgotten', 'say who it is from: the name, "says", the text', ['CHAT-5'], (came) => !came.includes(' says ')),

  found('unknown-is-sendall', 'what is no command goes to nobody: its sender is told "invalid command"'),
  found('invalid-to-everyone', 'only the sender is told "invalid command"'),
  shows(
    'command-by-beginning',
    'compare whole words: "listrik" is not "list"',
    ['CHAT-6'],
    (came, line) => came.includes('online') && line.includes('listrik'),
  ),
  shows(
    'command-anywhere',
    'only the first word of the text can be a command',
    ['CHAT-6'],
    (came, line) => / halo \w/.test(line) && !came.includes('invalid'),
  ),
  slip('invalid-in-silence', 'tell the sender "invalid command"', 'silence', ['CHAT-6']),

  found('end-ignored', 'when recv gives nothing the user has left: take the name out, and tell the others'),
  found('off-missing', 'tell everyone else who has left'),
  found('left-stays-in-list', 'take the name of someone who has left out of the list'),
  shows('off-twice', 'who has left is told once', ['CHAT-7'], (came) => /off\n[^]*off\n/.test(came)),
  shows('off-without-parentheses', 'the name stands in parentheses', ['CHAT-7'], (came) => /^\r\w+ off/.test(came)),
  shows(
    'off-without-name',
    'this is not the name of the one who has left: keep it until the others are told',
    ['CHAT-7'],
    (came, line) => /^\r.*\) off/.test(came) && !came.includes(line.split(' ')[0]!),
  ),

  slip('five-places', 'you have too few places for users', ['end', 'reset', 'refused'], ['CHAT-8']),
  slip('pool-too-small', 'some are not served until others leave: have a thread for each, or one loop for all', 'silence', [
    'CHAT-8',
  ]),

  found('names-used-for-ever', 'a name is taken only as long as its user is logged in'),
  found('name-kept-after-reset', 'a connection may end in an error, too: the user has left then'),
  slip('reset-kills-server', 'an error on one connection must end that connection alone', 'refused', ['CHAT-9']),
  found('list-before-login', 'look whether somebody has logged in before you answer with the list'),
  found('no-login-needed', 'look whether somebody has logged in before you obey'),
  found('unknown-receiver-kills-server', 'ask whether there is a user of that name before you take the connection'),
  found('unknown-receiver-is-everyone', 'where nobody has the name, nobody gets the text'),
  slip(
    'unknown-receiver-disconnects',
    'ask whether there is a user of that name before you take the connection',
    ['end', 'reset'],
    ['CHAT-11'],
  ),
  found('recv-is-message', 'recv gives what has come so far, not a line: collect until the line has ended'),
  found('tail-lost', 'what follows the last newline is the beginning of the next line: keep it'),
  found('one-line-per-read', 'what recv gives you may hold more than one line: handle each'),
  found('lines-in-reverse', 'handle the lines in the order in which they came'),
  found('login-swallows-the-rest', 'what follows the login in the same recv is the next line: keep it'),
  found('name-from-line', 'take the name from the login of this connection, not from the line'),
  found('name-from-line-in-sendto', 'take the name from the login of this connection, not from the line: in sendto, too'),
  found('one-word-kills-server', 'a line may have fewer words than you take from it: count them first'),
  found('utf8-kills-server', 'not all bytes are text: a decode that fails must not end the program'),
  ...tcpSlips,
];

/** The failure, and what it looks like, where that is not known yet. */
function like(name: string | undefined, error: unknown): unknown {
  if (!(error instanceof Failure) || error.finding.looksLike !== null || name === undefined) return error;
  const { hint } = slips.find((one) => one.name === name)!;
  return new Failure(error.shortfall, { ...error.finding, looksLike: { name, hint } }, error.received, error.sent);
}

/** What fails in this looks like that slip. */
async function orLike<T>(
  name: string | undefined | ((failure: Failure) => string | undefined | Promise<string | undefined>),
  attempt: Promise<T>,
): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw like(typeof name === 'function' ? await name(error) : name, error);
  }
}

const isSilence = ({ shortfall, received }: Failure): boolean => shortfall === 'silence' && received.length === 0;

/** What should come to somebody: to the byte; its words, line by line; and the one in each line that tells it from others. */
interface Message {
  exact: Pattern;
  words: string[];
  word: string[];
}

const notice = (name: string): Message => ({
  exact: wire`\r${name} sudah terhubung dengan system${optional(' ')}\n`,
  words: [`${name} sudah terhubung dengan system`],
  word: [name],
});
const off = (name: string): Message => ({
  exact: wire`\r${optional('Client ')}(${name}) off\n`,
  words: [`(${name}) off`],
  word: [name],
});
function speech(from: string, said: string): Message {
  const words = said.split(/ +/);
  const exact = wire`\r${from} says ${words.map((word) => `${word} `).join('')}\n`;
  return { exact, words: [`${from} says ${words.join(' ')}`], word: [words[0]!] };
}
const fixed = (words: string): Message => ({ exact: wire`\r${words}\n`, words: [words], word: [words] });
const inTurn = (...messages: Message[]): Message => ({
  exact: sequence(...messages.map(({ exact }) => exact)),
  words: messages.flatMap(({ words }) => words),
  word: messages.flatMap(({ word }) => word),
});
const invalid = fixed('invalid command');
const refused = fixed('username sudah dipake');

const something: Pattern = { ...anyOf('\r', '\n', text()), print: '<anything>' };

/** Each run of white space is one blank. */
const flat = (came: string): string => came.trim().split(/\s+/).join(' ');

const placesOf = (words: string, came: string): number[] =>
  Array.from({ length: came.length }, (_, i) => i).filter((i) => came.startsWith(words, i));

interface User {
  name: string;
  client: Client;
  /** What came when the name was sent. */
  told: string;
}

/** Some programs need a newline after it; that is CHAT-1's business. */
const login = (name: string, { passed }: Scene): string => `${name} says ${name}${passed('CHAT-1') ? '' : '\n'}`;

/**
 * Asks for the list or, where that has no answer, for what does not exist.
 * @returns how the answer begins
 * @throws Failure
 */
async function answered({ name, client }: Pick<User, 'name' | 'client'>): Promise<string> {
  await client.sends(`${name} says list\n`);
  try {
    const [beginning] = await client.receives(wire`${something}`);
    return beginning!;
  } catch (error) {
    if (!(error instanceof Failure) || !isSilence(error)) throw error;
    await client.sends(`${name} says halo\n`);
    if (await client.settles()) return '';
    throw error;
  }
}

/** The same, and all of the answer. */
const listed = async (user: User): Promise<string> => (await answered(user)) + (await user.client.settles());

/** One exchange of a client that comes to a room of which it knows nothing. */
async function asks(client: Client, scene: Scene): Promise<void> {
  const name = `tamu${client.localPort}`;
  await client.sends(login(name, scene));
  await client.settles();
  await answered({ name, client });
}

const asking: Asking = { answers: 'CHAT-1', turns: 'CHAT-8', asks };

/** What came, and is not what should have come. */
function wrong(client: Client, message: string, expected: string, came: string): Failure {
  const { finding, sent } = client.failure({ message, expected, received: came });
  return new Failure('bytes', finding, Buffer.from(came), sent);
}

/** What one did not hear, or should not have heard, is told by what another did: it has said something, or left. */
function heardBy({ name, client }: User, error: unknown, by: Client, gone: ReadonlySet<Client> = new Set()): unknown {
  if (!(error instanceof Failure) || client === by) return error;
  const about = by.failure({ message: '' });
  const { sent, standsAt, reproduce } = about.finding;
  const message = isSilence(error) ? `nothing comes to ${name}` : `to ${name}: ${error.message}`;
  const finding = gone.has(by)
    ? { message: `when somebody has left, ${message}`, sent: null, standsAt, reproduce }
    : { message, sent, standsAt, reproduce };
  return new Failure(error.shortfall, { ...error.finding, ...finding }, error.received, about.sent);
}

/** Who is in the room in one check, and what they hear. */
class Room {
  readonly #scene: Scene;
  readonly #server: Server;
  /** To the byte; or the words, where the form has been charged; or one of them, where the text has, too. */
  readonly #form: keyof Message;
  #users: User[] = [];
  readonly #gone = new Set<Client>();

  constructor(scene: Scene, isTextRight: boolean) {
    this.#scene = scene;
    this.#server = scene.server;
    this.#form = !isTextRight ? 'word' : scene.passed('CHAT-1') ? 'exact' : 'words';
  }

  get #clients(): Client[] {
    return this.#users.map(({ client }) => client);
  }

  /** A client that has not logged in. */
  async opens(): Promise<Client> {
    const client = await this.#server.connect();
    if (!this.#scene.passed('CHAT-1')) await client.settles(); // a greeting
    return client;
  }

  async enters(name: string): Promise<User> {
    const client = await this.opens();
    const user = { name, client, told: '' };
    await client.sends(login(name, this.#scene));
    const [other] = this.#users;
    if (other !== undefined && this.#scene.passed('CHAT-1')) {
      // where the newcomer is told something instead, the check knows what that means
      const { exact } = notice(name);
      if ((await this.#firstToHear([other], exact.print, client)) !== client) await this.#hear(this.#users, exact, client);
      user.told = await client.settles();
    } else {
      await this.#server.settles([...this.#clients, client]);
      user.told = client.takes();
      for (const each of this.#clients) each.takes();
    }
    this.#users.push(user);
    return user;
  }

  async says({ name, client }: User, said: string): Promise<void> {
    await client.sends(`${name} says ${said}\n`);
  }

  /** Waits until the program is idle. Whatever came so far to users is nobody's business then. */
  async clears(...strangers: Client[]): Promise<void> {
    await this.#server.settles([...this.#clients, ...strangers]);
    for (const client of this.#clients) client.takes();
  }

  /** Leaves by the end of the stream, or by a reset. */
  async loses(user: User, by: 'end' | 'reset'): Promise<void> {
    this.#users = this.#users.filter((other) => other !== user);
    this.#gone.add(user.client);
    if (by === 'reset') user.client.resets();
    else user.client.endsSending();
    await this.#server.rests();
    await this.#server.settles([...this.#clients, ...(by === 'end' ? [user.client] : [])]);
  }

  /** This comes to each of them, once, for what `by` did. @throws Failure */
  async hear(hearers: User[], message: Message, by: Client): Promise<void> {
    if (this.#form === 'exact') return this.#hear(hearers, message.exact, by);
    const wanted = message[this.#form];
    await this.#firstToHear(hearers, wanted.join(' … '), by);
    await this.#server.settles([...this.#clients, by]);
    for (const hearer of hearers) {
      const { client } = hearer;
      const came = client.takes();
      const places = wanted.map((words) => placesOf(words, flat(came)));
      const isInTurn = places.every(([place = -1], i) => place > (places[i - 1]?.[0] ?? -1));
      if (isInTurn && places.every(({ length }) => length === 1)) continue;
      const failure = wrong(
        client,
        isInTurn ? 'this comes more than once' : 'this is not what should come',
        wanted.join(' … '),
        came,
      );
      throw heardBy(hearer, failure, by, this.#gone);
    }
  }

  async #hear(hearers: User[], exact: Pattern, by: Client): Promise<void> {
    await this.#firstToHear(hearers, exact.print, by);
    for (const hearer of hearers) {
      try {
        await hearer.client.receives(exact);
      } catch (error) {
        throw heardBy(hearer, error, by, this.#gone);
      }
    }
  }

  /** Waits until somebody is told something: one of these, or `by` itself. @throws Failure when nobody is */
  async #firstToHear(hearers: User[], expected: string, by: Client): Promise<Hearing> {
    const [first, ...others] = hearers as [User, ...User[]];
    try {
      return await this.#server.sendsToOneOf([first.client, ...others.map(({ client }) => client), by]);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const hasBeenCutOff = by.hasEnded && !this.#gone.has(by);
      const { shortfall, finding, received, sent } = hasBeenCutOff ? by.nothingCame('proof') : error;
      const failure = new Failure(shortfall, { ...finding, expected }, received, sent);
      throw hasBeenCutOff ? failure : heardBy(first, failure, by, this.#gone);
    }
  }

  /**
   * Nobody hears anything more; but where the form has been charged, `by` may get a prompt.
   * @param slips what it looks like where the others hear something, and where `by` does
   * @throws Failure
   */
  async nothingElse(by: Client, message: Message, slips: { others?: string; oneself?: string } = {}): Promise<void> {
    await this.#silent(this.#form === 'exact' ? [by] : [], by, slips);
    if (this.#form === 'exact') by.takes(); // nothing: what it says next is a turn of its own
    else await orLike(slips.oneself, this.isNotTold(by, ...message[this.#form]));
  }

  /** @param slip what it looks like where they do */
  othersHearNothing(by: Client, slip: string): Promise<void> {
    return this.#silent([], by, { others: slip });
  }

  async #silent(more: Client[], by: Client, slips: { others?: string; oneself?: string }): Promise<void> {
    const others = this.#users.filter(({ client }) => client !== by);
    try {
      await this.#server.sendsNothingMoreTo([...others.map(({ client }) => client), ...more]);
    } catch (error) {
      const told = others.find(({ client }) => client.hasMore);
      throw told === undefined ? like(slips.oneself, error) : like(slips.others, heardBy(told, error, by, this.#gone));
    }
  }

  /** This one has heard all that it should. @throws Failure */
  async hearsNoMore(client: Client, message: Message): Promise<void> {
    if (this.#form === 'exact') await this.#server.sendsNothingMoreTo([client]);
    else await this.isNotTold(client, ...message[this.#form]);
  }

  /** It may be told anything but this. */
  async isNotTold(by: Client, ...words: string[]): Promise<void> {
    const came = await by.settles();
    if (!words.some((each) => flat(came).includes(each))) return;
    throw wrong(by, 'this should not come', '', came);
  }
}

/** @param isTextRight whether the text that is passed on is as it should be */
async function roomOf(scene: Scene, isTextRight = true): Promise<Room> {
  await needsAnswers(scene, asking);
  return new Room(scene, isTextRight);
}

/** Why nobody was told of the last one who logged in. */
async function whyUntold(failure: Failure, { server }: Scene, room: User[]): Promise<string | undefined> {
  if (!isSilence(failure)) return undefined;
  const [first, last] = [room[0]!, room.at(-1)!];
  try {
    const count = server.processes().length;
    await server.settles([await server.connect()]);
    if (server.processes().length > count) return 'fork-per-client';
    for (const { client } of room) {
      await client.sends('\n');
      await server.settles(room.map((user) => user.client));
    }
    if (first.client.takes().includes(last.name)) return 'login-needs-newline';
    const [early, late] = [await server.connect(), await server.connect()];
    for (const client of [early, late]) {
      await client.sends(`tamu${client.localPort} says tamu${client.localPort}\n`);
      await server.settles([early, late]);
    }
    return early.takes().includes(`tamu${late.localPort}`) ? 'last-byte-cut' : 'notice-missing';
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function isGone(server: Server): Promise<boolean> {
  try {
    await server.rests();
    await using _client = await server.connect();
    return false;
  } catch (error) {
    if (error instanceof Failure) return true;
    throw error;
  }
}

/** These users, in any order. */
function listOf(users: User[]): Pattern {
  const orders = (left: User[]): string[] =>
    left.length === 0
      ? ['']
      : left.flatMap((first) => orders(left.filter((user) => user !== first)).map((rest) => `${first.name} is online \n${rest}`));
  const lines = users.map(({ name }) => `${name} is online \\n`).join('');
  return {
    ...wire`\rlist yang online\n${anyOf(...orders(users))}`,
    print: `\\rlist yang online\\n${lines} (the names in any order)`,
  };
}

/** The same, whatever stands between the words. */
async function listsAll(client: Client, users: User[]): Promise<void> {
  const came = await client.settles();
  const lines = users.map(({ name }) => `${name} is online`);
  const isThere = ['list yang online', ...lines].every((words) => placesOf(words, flat(came)).length === 1);
  if (isThere && !came.includes('invalid')) return;
  throw wrong(client, 'this is not the list', `list yang online, ${lines.join(', ')} (the names in any order)`, came);
}

/** Something that one says to all comes to another. @throws Failure */
async function sendallReaches(scene: Scene): Promise<void> {
  const [speaker, hearer] = [await scene.server.connect(), await scene.server.connect()];
  for (const [i, client] of [speaker, hearer].entries()) {
    await client.sends(login(`teman${i}`, scene));
    await scene.server.settles([speaker, hearer]);
  }
  hearer.takes();
  await speaker.sends('teman0 says sendall halo\n');
  await scene.server.settles([speaker, hearer]);
  const came = hearer.takes();
  if (!came.includes('halo')) throw hearer.failure({ message: 'sendall does not reach the other one', received: came });
}

/** What became of three lines in two segments. */
function whyNotInTurn({ received }: Failure): string {
  if (received.includes('sendall')) return 'recv-is-message';
  const came = ['satu', 'dua', 'tiga'].map((word) => received.indexOf(word));
  if (came[0] === -1 || came.some((place, i) => place >= 0 && place < came[0]! && i > 0)) return 'lines-in-reverse';
  return came[1] === -1 ? 'one-line-per-read' : 'tail-lost';
}

/** What makes no sense to send, and the slip by which it ends a program. */
const nonsense: [bytes: string | Uint8Array, slip: string | undefined][] = [
  ['halo\n', 'one-word-kills-server'],
  ['GET / HTTP/1.1\r\n\r\n', undefined],
  [Buffer.from('a says sendall \xff\xfe\x80\xc3(\n', 'latin1'), 'utf8-kills-server'],
  ['a\0 says\0 \0list\n', undefined],
  ['X'.repeat(65_536), undefined],
];

const many = 8;

export const chat = grader('chat', { slips }, (check) => {
  checkPort(check, 3);

  check('CHAT-1', 15, 'tells the others who has come, and not the newcomer', async (scene) => {
    const { server } = scene;
    const room: User[] = [];
    for (const name of ['andi', 'budi', 'cici']) {
      const client = await server.connect();
      await client.receivesNothingYet();
      await client.sends(`${name} says ${name}`);
      await server.settles([client]);
      room.push({ name, client, told: '' });
      for (const other of room.slice(0, -1)) {
        const told = other.client.receives(notice(name).exact).catch((error: unknown) => {
          throw heardBy(other, error, client);
        });
        await orLike((failure) => whyUntold(failure, scene, room), told);
      }
      const isOwn = ({ received }: Failure) => received.includes(`${name} sudah`);
      await orLike((failure) => (isOwn(failure) ? 'notice-to-oneself' : 'login-confirmed'), server.sendsNothingMoreTo([client]));
      await server.sendsNothingMoreTo(room.map((user) => user.client));
    }
  });

  check('CHAT-2', 10, 'refuses a name that is taken, and tells nobody', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const { name } = await room.enters('dina');
    await room.enters('edo');
    for (const accepted of ['duplicate-accepted', 'loser-frees-name']) {
      const client = await room.opens();
      await client.sends(login(name, scene));
      const isAccepted = (failure: Failure) => (isSilence(failure) ? accepted : undefined);
      await orLike(isAccepted, room.hear([{ name, client, told: '' }], refused, client));
      await room.nothingElse(client, refused, { others: 'duplicate-told-to-all' });
      client.endsSending();
      await scene.server.settles([client]);
      await room.nothingElse(client, refused, { others: 'loser-frees-name' });
    }
  });

  check('CHAT-3', 12, 'answers list with all who are logged in', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const users = [await room.enters('fani'), await room.enters('gita'), await room.enters('hadi')];
    for (const user of [users[1]!, users[0]!]) {
      await room.says(user, 'list');
      if (scene.passed('CHAT-1')) await user.client.receives(listOf(users));
      else await listsAll(user.client, users);
      await room.nothingElse(user.client, fixed('online'), { others: 'list-to-everyone' });
    }
  });

  check('CHAT-4', 15, 'sendall tells all the others, and not the sender', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const [first, second, third] = [await room.enters('indra'), await room.enters('joni'), await room.enters('kiki')];
    // the second text is shorter, and ends inside a word of the first: what is left of that in a buffer shows
    for (const [speaker, said, hearers] of [
      [first, 'selamat  pagi semua', [second, third]],
      [first, 'ya', [second, third]],
      [third, 'halo', [first, second]],
    ] as const) {
      await room.says(speaker, `sendall ${said}`);
      const message = speech(speaker.name, said);
      for (const [i, hearer] of hearers.entries()) {
        const isFirstOnly = (failure: Failure) => (i > 0 && isSilence(failure) ? 'sendall-to-first-only' : undefined);
        await orLike(isFirstOnly, room.hear([hearer], message, speaker.client));
      }
      await room.nothingElse(speaker.client, message, { oneself: 'sendall-to-oneself' });
    }
  });

  check('CHAT-5', 12, 'sendto tells one user alone', { after: ['CHAT-1', 'CHAT-4'] }, async (scene) => {
    const room = await roomOf(scene, scene.passed('CHAT-4'));
    const [sender, longer, shorter] = [await room.enters('lisa'), await room.enters('anabel'), await room.enters('ana')];
    const isRefused = shorter.told.includes('dipake');
    if (isRefused)
      throw like('receiver-by-beginning', wrong(shorter.client, 'ana cannot enter: that is anabel', '', shorter.told));
    for (const [to, said] of [
      [longer, 'hai kamu'],
      [shorter, 'apa kabar'],
    ] as const) {
      await room.says(sender, `sendto ${to.name} ${said}`);
      const message = speech(sender.name, said);
      const isBeginning = () => (to === shorter && longer.client.hasMore ? 'receiver-by-beginning' : undefined);
      await orLike(isBeginning, room.hear([to], message, sender.client));
      await room.othersHearNothing(sender.client, 'sendto-to-everyone');
      await orLike(
        'sendto-to-oneself-too',
        room.isNotTold(sender.client, ...message[scene.passed('CHAT-4') ? 'words' : 'word'], ...invalid.words),
      );
    }
  });

  check('CHAT-6', 8, 'answers what is no command, to the sender alone', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const [speaker, other] = [await room.enters('mira'), await room.enters('nana')];
    for (const said of ['halo', 'listrik', 'halo list', 'halo sendall hai']) {
      await room.says(speaker, said);
      const isRelayed = (failure: Failure) => (isSilence(failure) && other.client.hasMore ? 'unknown-is-sendall' : undefined);
      await orLike(isRelayed, room.hear([speaker], invalid, speaker.client));
      await room.nothingElse(speaker.client, invalid, { others: 'invalid-to-everyone' });
    }
  });

  check('CHAT-7', 10, 'tells the others who has left', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const [one, leaver, other] = [await room.enters('omar'), await room.enters('putu'), await room.enters('qori')];
    await room.loses(leaver, 'end');
    const isListed = async () => (await listed(one)).includes(leaver.name);
    const why = async (failure: Failure) =>
      isSilence(failure) ? ((await isListed()) ? 'end-ignored' : 'off-missing') : undefined;
    await orLike(why, room.hear([one, other], off(leaver.name), leaver.client));
    await room.nothingElse(leaver.client, off(leaver.name));
    const list = await listed(one);
    if (!list.includes(leaver.name)) return;
    throw like('left-stays-in-list', wrong(one.client, `${leaver.name} has left, and is still on the list`, '', list));
  });

  check('CHAT-8', 5, `has room for ${many} users at once`, { after: ['CHAT-1', 'CHAT-4'] }, async (scene) => {
    const room = await roomOf(scene, false);
    const users: User[] = [];
    for (let i = 1; i <= many; i += 1) users.push(await room.enters(`orang${i}`));
    const [speaker, ...others] = users as [User, ...User[]];
    if (!scene.passed('CHAT-4')) for (const user of users) await answered(user);
    else {
      await room.says(speaker, 'sendall semua');
      await room.hear(others, speech(speaker.name, 'semua'), speaker.client);
    }
  });

  const again = { after: ['CHAT-1', 'CHAT-3', 'CHAT-7'] };
  check('CHAT-9', 1, 'lets a name be taken again when its user has left', again, async (scene) => {
    const room = await roomOf(scene);
    await room.enters('rina');
    const kept = scene.passed('CHAT-7') ? 'names-used-for-ever' : 'left-stays-in-list';
    let user = await room.enters('sari');
    for (const [by, slip] of [
      ['end', kept],
      ['reset', 'name-kept-after-reset'],
    ] as const) {
      await room.loses(user, by);
      await room.clears();
      const isKept = ({ shortfall }: Failure) => (shortfall === 'refused' ? undefined : slip);
      user = await orLike(isKept, room.enters('sari'));
      const list = await orLike(isKept, listed(user));
      if (!user.told.includes('dipake') && (!scene.passed('CHAT-3') || list.includes(user.name))) continue;
      throw like(slip, wrong(user.client, `${user.name} has left, and cannot come again`, '', user.told));
    }
  });

  check('CHAT-10', 1, 'obeys nobody who has not logged in', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const users = [await room.enters('tini'), await room.enters('umar')];
    for (const said of ['sendall rahasia', 'sendto tini rahasia', 'list']) {
      const stranger = await room.opens();
      await stranger.sends(`zaki says ${said}\n`);
      await scene.server.settles([stranger]);
      await room.othersHearNothing(stranger, 'no-login-needed');
      const came = stranger.takes();
      if (said === 'list' && users.some(({ name }) => came.includes(name))) {
        const message = 'somebody who has not logged in is told who is there';
        throw like('list-before-login', wrong(stranger, message, '', came));
      }
      stranger.endsSending();
      await room.clears(stranger);
    }
  });

  check('CHAT-11', 1, 'sendto to a name that is not there harms nobody', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const [sender, other] = [await room.enters('vera'), await room.enters('wati')];
    await room.says(sender, 'sendto siapa hai');
    await sender.client.settles();
    if (!sender.client.hasEnded) await room.othersHearNothing(sender.client, 'unknown-receiver-is-everyone');
    const what = async () => ((await isGone(scene.server)) ? 'unknown-receiver-kills-server' : 'unknown-receiver-disconnects');
    await orLike(what, answered(sender));
    await answered(other);
  });

  check('CHAT-12', 2, 'takes lines in pieces, and several at once', { after: ['CHAT-1', 'CHAT-4'] }, async (scene) => {
    const isTextRight = scene.passed('CHAT-4');
    await scene.needs('CHAT-4', () => sendallReaches(scene));
    const room = await roomOf(scene, isTextRight);
    const [hearer, speaker] = [await room.enters('xena'), await room.enters('yudi')];
    const hears = async (by: Client, message: Message, slip: (failure: Failure) => string) => {
      await orLike(slip, room.hear([hearer], message, by));
      await room.hearsNoMore(hearer.client, message);
      await room.clears(by);
    };

    const pieces = 'yudi says sendall sepatu merah saya hilang\n';
    await speaker.client.sends(pieces, { cutAt: [27, 34] });
    const isLost = (failure: Failure) => (isSilence(failure) ? 'tail-lost' : 'recv-is-message');
    await hears(speaker.client, speech(speaker.name, 'sepatu merah saya hilang'), isLost);

    const three = ['satu', 'dua', 'tiga'];
    const lines = three.map((word) => `yudi says sendall ${word}\n`).join('');
    await speaker.client.sends(lines, { cutAt: [52] });
    await hears(speaker.client, inTurn(...three.map((word) => speech(speaker.name, word))), whyNotInTurn);

    const hasty = await room.opens();
    await hasty.sends('zainal says zainal\nzainal says sendall empat\n');
    const [comes, says] = [notice('zainal'), speech('zainal', 'empat')];
    await hears(hasty, scene.passed('CHAT-1') && isTextRight ? inTurn(comes, says) : says, () => 'login-swallows-the-rest');

    const slow = await room.opens();
    await slow.sends('yanuar says yanuar\n', { cutAt: [3, 14] });
    if (scene.passed('CHAT-1')) await orLike('recv-is-message', room.hear([hearer], notice('yanuar'), slow));
    await room.clears(slow);
    await slow.sends('yanuar says sendall lima\n');
    await hears(slow, speech('yanuar', 'lima'), () => 'recv-is-message');
  });

  check('CHAT-13', 1, 'lets nobody speak in the name of another', { after: ['CHAT-1'] }, async (scene) => {
    const room = await roomOf(scene);
    const [victim, hearer] = [await room.enters('bela'), await room.enters('caca')];
    for (const [forger, said, slip] of [
      [await room.enters('dodo'), 'sendall palsu', 'name-from-line'],
      [await room.enters('eka'), `sendto ${hearer.name} palsu`, 'name-from-line-in-sendto'],
    ] as const) {
      await room.clears();
      await forger.client.sends(`${victim.name} says ${said}\n`);
      await scene.server.settles([forger, hearer, victim].map(({ client }) => client));
      for (const user of [hearer, victim]) {
        const came = user.client.takes();
        if (!flat(came).includes(`${victim.name} says`)) continue;
        const message = `${forger.name} has said this, and not ${victim.name}`;
        throw like(slip, heardBy(user, wrong(user.client, message, '', came), forger.client));
      }
    }
  });

  const rules = { ...asking, request: 'zaki says list\n', half: 'zaki sa', nonsense: [], atOnce: true, silent: true };
  checkTcpRules(check, { ...rules, points: { 'TCP-2': 1 } });

  check('TCP-3', 1, 'goes on after input that makes no sense', { after: ['CHAT-1', 'CHAT-8'] }, async (scene) => {
    await needsTurns(scene, asking);
    const stays = await scene.server.connect();
    let last: string | undefined;
    for (const [bytes, kills] of nonsense) {
      for (const isLoggedIn of [false, true]) {
        await using client = await orLike(last, scene.server.connect());
        if (isLoggedIn) {
          await client.sends(login(`tamu${client.localPort}`, scene));
          await client.settles();
        }
        await client.sends(bytes);
        await scene.server.rests();
        last = kills;
      }
    }
    await orLike(({ shortfall }) => (shortfall === 'refused' ? last : undefined), servesNext(scene, asking));
    await asks(stays, scene);
  });

  checkTcpRules(check, { ...rules, points: { 'TCP-4': 1, 'TCP-5': 1 } });
});
