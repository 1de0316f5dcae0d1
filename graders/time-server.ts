// The checks of the time server: TIME asks for the time, QUIT says good-bye.
// The law here: a check is about its own rule. What TIME-1 charges (stray bytes, another form of the answer) the others
// tolerate: for them an answer is whatever has a time of day in it.
import {
  type Asking,
  Blocked,
  type Client,
  type Failure,
  type Pattern,
  type Scene,
  type Setting,
  anyOf,
  anything,
  apart,
  checkPort,
  checkTcpRules,
  clock,
  digits,
  grader,
  graceMs,
  needsAnswers,
  needsTurns,
  nextSecond,
  optional,
  readSecond,
  secondOfDay,
  servesNext,
  shiftedZone,
  showSecond,
  slip,
  tcpSlips,
  text,
  wire,
  zoneWithHour,
} from './engine/index.ts';

const many = 20;

/** Hour, minute and second have one digit each; for a program with time zone data of its own (Node, Java) the hour has. */
const oneDigitEach: Setting = { env: (folder) => shiftedZone(zoneWithHour(1, 8), '03:04:00', folder) };
/** Past noon, and not as late anywhere that programs have fixed in their code. */
const pastNoon: Setting = { env: () => ({ TZ: zoneWithHour(13, 21) }) };

const exact = wire`JAM ${clock()}\r\n`;
const loose: Pattern = {
  ...wire`${anything()}${wire`${digits(1, 2)}:${digits(1, 2)}:${digits(1, 2)}`}`,
  print: '… hh:mm:ss …',
};

/** A time of day with a field of one digit. */
const unpadded = anyOf(
  wire`${digits(1, 1)}:${digits(1, 2)}:${digits(1, 2)}`,
  wire`${digits(2, 2)}:${digits(1, 1)}:${digits(1, 2)}`,
  wire`${digits(2, 2)}:${digits(2, 2)}:${digits(1, 1)}${anyOf('\r', '\n', ' ')}`,
);
const notAColon = anyOf('.', '-', ' ');

const slips = [
  slip('lf-only', 'your lines end in \\n alone; the rule wants \\r\\n', wire`JAM ${clock()}\n`),
  slip('cr-only', 'your lines end in \\r alone; the rule wants \\r\\n', wire`JAM ${clock()}\r`),
  slip('newline-reversed', 'the line ends in \\r\\n, in this order', wire`JAM ${clock()}\n\r`),
  slip('newline-missing', 'your answer has no \\r\\n at its end', wire`JAM ${clock()}`),
  slip(
    'newline-doubled',
    'a line end comes twice: does your print function add its own?',
    wire`JAM ${clock()}\r\n${anyOf('\n', '\r\n')}`,
  ),
  slip('trailing-blank', 'no blank stands before the \\r\\n', wire`JAM ${clock()} \r\n`),
  slip(
    'crlf-literal',
    '\\r\\n are the bytes 13 and 10, not characters to be seen',
    wire`JAM ${clock()}${anyOf('1310', '\\r\\n', 'CRLF')}${anything()}`,
  ),
  slip('fraction-of-second', 'whole seconds are asked for', wire`JAM ${clock()}.${digits(1, 9)}${anything()}`),
  slip(
    'locale-time',
    'hours run from 00 to 23, without AM and PM',
    wire`JAM ${digits(1, 2)}:${digits(1, 2)}:${digits(1, 2)}${optional(' ')}${anyOf('AM', 'PM', 'am', 'pm')}${anything()}`,
  ),
  slip('no-zero-pad', 'numbers below 10 need a 0 in front', wire`JAM ${optional(' ')}${unpadded}${anything()}`),
  slip('epoch', 'this is a count of seconds; the time of day is asked for', wire`JAM ${digits(9, 11)}${anything()}`),
  slip(
    'dots-for-colons',
    'colons stand between the numbers',
    wire`JAM ${digits(1, 2)}${notAColon}${digits(1, 2)}${notAColon}${digits(1, 2)}\r\n`,
  ),
  slip(
    'date-in-front',
    'only the time of day is asked for',
    wire`JAM ${digits(1, 4)}${anyOf(notAColon, '/')}${anything()}${clock()}${anything()}`,
  ),
  slip('lower-case', 'JAM is written in capital letters', wire`${anyOf('Jam', 'jam')} ${anything()}`),
  slip('two-blanks', 'there is one blank after JAM', wire`JAM  ${anything()}`),
  slip('jam-colon', 'there is one blank after JAM, and no colon', wire`JAM:${anything()}`),
  slip('no-jam', 'the answer begins with JAM and one blank', wire`${clock()}${anything()}`),
  slip('echoes-request', 'send the answer alone, not the request again', wire`TIME\r\nJAM ${anything()}`),
  slip('time-for-jam', 'the answer begins with JAM, not with the request', wire`TIME ${anything()}`),
  slip('bytes-repr', 'you send how Python prints bytes; send the bytes themselves', wire`b'${anything()}`),
  slip(
    'nul-sent-too',
    'you send the whole buffer: send as many bytes as the answer has',
    wire`JAM ${clock()}\r\n\0${anything()}`,
  ),
  slip('answers-twice', 'one request gets one answer', wire`JAM ${clock()}\r\nJAM ${clock()}\r\n`),
  slip(
    'stale-tail',
    'more follows the answer: does your buffer still hold an older text?',
    wire`JAM ${clock()}\r\n${text()}\r\n`,
  ),
  slip('prompt', 'after the answer comes nothing until the client asks again', wire`JAM ${clock()}\r\n${text()}`),
  slip(
    'greeting',
    'the client speaks first: send nothing that was not asked for',
    wire`${text()}${anything()}JAM ${clock()}${anything()}`,
  ),
  slip(
    'cr-left-in',
    'the request is not recognised: its line ends in \\r\\n, and neither byte belongs to it',
    wire`${text()}\r\n`,
    ['TIME-1'],
  ),
  slip('never-answers', 'your program has read the request: now send the answer', 'silence', ['TIME-1']),
  slip('close-after-one', 'after an answer, go back and read the next request', 'end', ['TIME-3']),
  slip('serial-accept', 'you serve one client to its end before you accept the next', 'silence', ['TIME-4']),
  slip('one-shot', 'your program ends with its first client', 'refused', ['TIME-4']),
  slip('quit-ignored', 'at QUIT, close this connection', 'silence', ['TIME-5']),
  slip(
    'recv-is-message',
    'recv gives what has come so far, not a message: collect until the line has ended',
    ['bytes', 'silence', 'end'],
    ['TIME-6'],
  ),
  slip('coalesced-dropped', 'what recv gives you may hold more than one line: answer each', 'silence', ['TIME-7', 'TIME-10']),
  slip('second-line-kills-client', 'what recv gives you may hold more than one line: answer each', 'end', ['TIME-7']),
  slip('answers-lost-at-quit', 'answer what came before QUIT, and close then', 'end', ['TIME-10']),
  slip('quit-kills-server', 'at QUIT, end this connection and not the program', 'refused', ['TIME-9']),
  slip('quit-closes-all', 'at QUIT, end this connection and not the others', ['end', 'reset'], ['TIME-9']),
  slip('invalid-kills-server', 'what one client sends must not end the program for all', 'refused', ['TIME-8', 'TCP-3']),
  ...tcpSlips,
];

const answerOf = ({ passed }: Scene): Pattern => (passed('TIME-1') ? exact : loose);

/** Asks for the time and takes the answer; returns the time in it. */
async function asks(client: Client, scene: Scene): Promise<string> {
  await client.sends('TIME\r\n');
  const holes = await client.receives(answerOf(scene));
  return holes.at(-1)!;
}

const asking: Asking = { answers: 'TIME-1', turns: 'TIME-4', asks };

/** What is said of an answer that shows another time than it should. */
function wrongTime(client: Client, shown: string, at: number, zone: string, looksLike: Failure['finding']['looksLike']): Failure {
  const expected = showSecond(secondOfDay(zone, at));
  const offset = expected.split('').findIndex((digit, i) => shown[i] !== digit);
  const message = `the answer shows ${shown}; by the clock here (TZ=${zone}) it is ${expected}`;
  return client.failure({ message, expected, received: shown, offset, looksLike });
}

const localZones = ({ server, parameters }: Scene): string[] =>
  parameters.texts('zones').map((zone) => (zone === 'local' ? server.env['TZ']! : zone));

/** Near enough to tell which zone and which half of the day it is; the seconds are TIME-2/moves' business. */
const isNear = (shown: string, at: number, zone: string, hoursMore = 0): boolean =>
  Math.abs(apart(readSecond(shown), secondOfDay(zone, at) + hoursMore * 3600)) < 60;

/** The slip by which this zone's time has become what is shown. */
function zoneSlip(shown: string, at: number, zone: string): Failure['finding']['looksLike'] {
  if (isNear(shown, at, zone, 12)) return { name: 'twelve-hour', hint: 'hours run from 00 to 23: ask for the 24-hour form' };
  if (isNear(shown, at, 'UTC')) return { name: 'utc-for-local', hint: 'this is UTC; ask for the local time' };
  if (isNear(shown, at, zone, 7) || isNear(shown, at, 'Asia/Jakarta')) {
    return { name: 'seven-hours-added', hint: "7 hours too many: ask for the local time, and add no zone's hours to it" };
  }
  return null;
}

/** An answer with its numbers made alike. A complaint may hold a time, too; it is the time's answer when all else is the same. */
const formOf = (answer: string): string => answer.replaceAll(/\d+/g, '0');
const isForm = (said: string, form: string): boolean => said !== '' && formOf(said) === form;

/** How this program answers TIME, whole. */
async function formOfAnswer(scene: Scene): Promise<string> {
  if (scene.passed('TIME-1')) return formOf('JAM 00:00:00\r\n');
  await using client = await scene.server.connect();
  await client.sends('TIME\r\n');
  return formOf(await client.settles());
}

/** Whether these are the minute and the second of the request, of the answer, or of a moment between. */
function isNow(shown: string, { sentAt, receivedAt }: Client): boolean {
  for (let at = sentAt - graceMs; at < receivedAt + graceMs + 1000; at += 1000) {
    // every zone is whole quarters of an hour from UTC, and which one it is stands in TIME-2/zone
    if (apart(readSecond(shown), secondOfDay('UTC', Math.min(at, receivedAt + graceMs))) % 900 === 0) return true;
  }
  return false;
}

const shared = { slips, setting: oneDigitEach, barrier: { request: 'TIME\r\n', answer: exact } };

export const timeServer = grader('time-server', shared, (check) => {
  checkPort(check, 5);

  check('TIME-1', 25, 'answers TIME with JAM hh:mm:ss and CR LF', async ({ server }) => {
    await using client = await server.connect();
    await client.receivesNothingYet();
    await client.sends('TIME\r\n');
    await client.receives(exact);
    await client.receivesNothingMore();
  });

  check('TIME-3', 15, `answers ${many} requests on one connection`, { after: ['TIME-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    for (let i = 0; i < many; i += 1) await asks(client, scene);
  });

  check('TIME-4', 15, 'serves 8 clients at once, a silent one among them', { after: ['TIME-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    const silent = await scene.server.connect();
    for (let i = 1; i < 8; i += 1) await asks(await scene.server.connect(), scene);
    await asks(silent, scene);
  });

  check(
    'TIME-2/zone',
    12,
    'tells the local time, on a clock of 24 hours',
    { after: ['TIME-1'], setting: pastNoon },
    async (scene) => {
      await needsAnswers(scene, asking);
      await using client = await scene.server.connect();
      const shown = await asks(client, scene);
      const zones = localZones(scene);
      if (zones.some((zone) => isNear(shown, client.receivedAt, zone))) return;
      throw wrongTime(client, shown, client.receivedAt, zones[0]!, zoneSlip(shown, client.receivedAt, zones[0]!));
    },
  );

  const moves = { after: ['TIME-1', 'TIME-3'], setting: pastNoon };
  check('TIME-2/moves', 8, 'tells the time of the request, not an earlier one', moves, async (scene) => {
    await needsAnswers(scene, asking);
    const first = await scene.server.connect();
    const earlier = await asks(first, scene);
    await nextSecond(first.receivedAt);
    if (!scene.passed('TIME-1')) await first.settles(); // what else it has to say is not the next answer
    if (!scene.passed('TIME-3')) first.closes();
    const client = scene.passed('TIME-3') ? first : await scene.server.connect();
    const shown = await asks(client, scene);
    if (isNow(shown, client)) return;
    const cached = { name: 'cached-time', hint: 'this is the time of an earlier moment; look at the clock for each request' };
    throw wrongTime(client, shown, client.receivedAt, localZones(scene)[0]!, shown === earlier ? cached : null);
  });

  check('TIME-5', 10, 'closes the connection at QUIT', { after: ['TIME-1', 'TIME-4'] }, async (scene) => {
    await using talks = await scene.server.connect();
    const quitsAtOnce = scene.passed('TIME-4') ? [await scene.server.connect()] : [];
    await talks.sends('TIME\r\n');
    await talks.settles();
    if (talks.hasEnded && !scene.passed('TIME-1')) throw new Blocked('TIME-1'); // whatever is sent ends it
    for (const client of [talks, ...quitsAtOnce]) {
      await client.sends('QUIT\r\n');
      await client.ends();
    }
  });

  check('TIME-6', 2, 'takes a request that comes in pieces as one', { after: ['TIME-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    await client.sends('TIME\r\n', { cutAt: [2, 5] });
    await client.receives(answerOf(scene));
    if (scene.passed('TIME-1')) await client.receivesNothingMore();
  });

  check('TIME-7', 1, 'answers both of two requests in one segment', { after: ['TIME-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    await client.sends('TIME\r\nTIME\r\n');
    await client.receives(answerOf(scene));
    await client.receives(answerOf(scene));
  });

  check('TIME-8', 1, 'does not tell the time to an unknown request', { after: ['TIME-1', 'TIME-4'] }, async (scene) => {
    await needsTurns(scene, asking);
    const reply = scene.parameters.textOrNone('invalidReply');
    await using client = await scene.server.connect();
    await client.sends('WAKTU\r\n');
    if (reply !== null) await client.receives(wire`${reply}`);
    const said = await client.settles();
    if (reply !== null && said !== '')
      throw client.failure({ message: 'more came than the reply', expected: '', received: said });
    if (isForm(said, await formOfAnswer(scene))) {
      const looksLike = { name: 'invalid-answers-time', hint: 'look at the request before you answer' };
      throw client.failure({ message: 'an unknown request is answered with the time', received: said, looksLike });
    }
    client.closes();
    await servesNext(scene, asking);
  });

  check('TIME-9', 1, 'ends only the connection that sent QUIT', { after: ['TIME-1', 'TIME-4'] }, async (scene) => {
    await needsTurns(scene, asking);
    await using quits = await scene.server.connect();
    await using stays = await scene.server.connect();
    await quits.sends('QUIT\r\n');
    await scene.server.rests();
    quits.closes();
    await asks(stays, scene);
    stays.closes();
    await servesNext(scene, asking);
  });

  check('TIME-10', 1, 'answers TIME before a QUIT in the same segment', { after: ['TIME-1', 'TIME-5'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    await client.sends('TIME\r\nQUIT\r\n');
    await client.receives(answerOf(scene));
    await scene.needs('TIME-5', async () => void (await client.ends()));
    await client.ends();
  });

  checkTcpRules(check, {
    ...asking,
    points: { 'TCP-2': 1, 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    request: 'TIME\r\n',
    half: 'TI',
    nonsense: ['HELLO\r\n', '\r\n\n', 'X'.repeat(65_536), Buffer.from('fffe80c3280d0a', 'hex'), 'TI\0ME\0\r\n', 'TIME'],
    atOnce: true,
    silent: true,
  });
});
