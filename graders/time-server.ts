// The checks of the time server: TIME asks for the time, QUIT says good-bye.
// The law here: a check is about its own rule. What TIME-1 charges (stray bytes, another form of the answer) the others
// tolerate: for them an answer is whatever has a time of day in it.
import {
  type Client,
  Failure,
  type Pattern,
  type Scene,
  type Setting,
  type Slip,
  anyOf,
  anything,
  apart,
  clock,
  digits,
  grader,
  graceMs,
  nextSecond,
  optional,
  readSecond,
  secondOfDay,
  showSecond,
  text,
  wire,
  zoneShowing,
  zoneWithHour,
} from './engine/index.ts';

const many = 20;
/** A program that has not accepted a client by then gets the next one all the same. */
const paceMs = 5;

/** Hour, minute and second have one digit each, where the program's language takes such a zone; else the hour has. */
const oneDigitEach: Setting = {
  env: (language) => ({ TZ: /^(python|java|c|make)/.test(language) ? zoneShowing('03:04:00') : zoneWithHour(1, 8) }),
};
/** Past noon, and not as late anywhere that programs have fixed in their code. */
const pastNoon: Setting = { env: () => ({ TZ: zoneWithHour(13, 21) }) };

const exact = wire`JAM ${clock()}\r\n`;
const loose: Pattern = {
  ...wire`${anything()}${wire`${digits(1, 2)}:${digits(1, 2)}:${digits(1, 2)}`}`,
  print: '… hh:mm:ss …',
};
/** The hour or the minute has one digit. */
const unpadded = wire`${anyOf(wire`${digits(1, 1)}:${digits(1, 2)}`, wire`${digits(2, 2)}:${digits(1, 1)}`)}:${digits(1, 2)}`;

const slips: Slip[] = [
  { name: 'lf-only', hint: 'your lines end in \\n alone; the rule wants \\r\\n', when: wire`JAM ${clock()}\n` },
  { name: 'newline-missing', hint: 'your answer has no \\r\\n at its end', when: wire`JAM ${clock()}` },
  { name: 'cr-only', hint: 'your lines end in \\r alone; the rule wants \\r\\n', when: wire`JAM ${clock()}\r` },
  {
    name: 'newline-doubled',
    hint: 'a line end comes twice: does your print function add one of its own?',
    when: wire`JAM ${clock()}\r\n${anyOf('\n', '\r\n')}`,
  },
  { name: 'no-zero-pad', hint: 'numbers below 10 need a 0 in front', when: wire`JAM ${optional(' ')}${unpadded}${anything()}` },
  { name: 'no-jam', hint: 'the answer begins with JAM and one blank', when: wire`${clock()}${anything()}` },
  { name: 'two-blanks', hint: 'there is one blank after JAM', when: wire`JAM  ${anything()}` },
  { name: 'jam-colon', hint: 'there is one blank after JAM, and no colon', when: wire`JAM:${anything()}` },
  { name: 'time-for-jam', hint: 'the answer begins with JAM, not with the request', when: wire`TIME${anything()}` },
  { name: 'bytes-repr', hint: 'you send how Python prints bytes; send the bytes themselves', when: wire`b'${anything()}` },
  {
    name: 'crlf-literal',
    hint: '\\r\\n are the two bytes 13 and 10, not characters to be seen',
    when: wire`JAM ${clock()}${anyOf('1310', '\\r\\n', 'CRLF')}${anything()}`,
  },
  {
    name: 'date-in-front',
    hint: 'only the time of day is asked for',
    when: wire`JAM ${digits(1, 4)}${anyOf(' ', '-', '/', '.')}${anything()}${clock()}${anything()}`,
  },
  {
    name: 'greeting',
    hint: 'the client speaks first: send nothing that was not asked for',
    when: wire`${text()}${anything()}JAM ${clock()}${anything()}`,
  },
];

/** A time of day anywhere in what came. */
const someTime = /\d{1,2}:\d{1,2}:\d{1,2}/;

const answerOf = ({ passed }: Scene): Pattern => (passed('TIME-1') ? exact : loose);

/** Asks for the time and takes the answer; returns the time in it. */
async function asks(client: Client, scene: Scene): Promise<string> {
  await client.sends('TIME\r\n');
  const holes = await client.receives(answerOf(scene));
  return holes.at(-1)!;
}

/** A client that comes after others is served. */
async function servesNext(scene: Scene): Promise<void> {
  await scene.server.rests(); // what the others did has had its effect by now
  await using next = await scene.server.connect();
  await asks(next, scene);
}

/** Where TIME-1 has failed there may be no answers at all, and then most rules cannot be seen. */
const needsAnswers = (scene: Scene): Promise<void> =>
  scene.needs('TIME-1', async () => {
    await using client = await scene.server.connect();
    await asks(client, scene);
  });

/** Where TIME-4 has failed, perhaps nobody is served after another. */
async function needsTurns(scene: Scene): Promise<void> {
  await needsAnswers(scene);
  await scene.needs('TIME-4', async () => {
    await servesNext(scene);
    await servesNext(scene);
  });
}

/** What is said of an answer that shows another time than it should. */
function wrongTime(client: Client, shown: string, at: number, zone: string, looksLike: Failure['finding']['looksLike']): Failure {
  const expected = showSecond(secondOfDay(zone, at));
  const offset = [...expected].findIndex((digit, i) => shown[i] !== digit);
  const message = `the answer shows ${shown}; by the clock here (TZ=${zone}) it is ${expected}`;
  return client.failure({ message, expected, received: shown, offset, looksLike });
}

const localZones = ({ server, parameters }: Scene): string[] =>
  parameters.texts('zones').map((zone) => (zone === 'local' ? server.env['TZ']! : zone));

/** Near enough to tell which zone and which half of the day it is; the seconds are TIME-2/moves' business. */
const isNear = (shown: string, at: number, zone: string, hoursOff = 0): boolean =>
  Math.abs(apart(readSecond(shown) + hoursOff * 3600, secondOfDay(zone, at))) < 450;

export const timeServer = grader(
  'time-server',
  { slips, setting: oneDigitEach, barrier: { request: 'TIME\r\n', answer: exact } },
  (check) => {
    check('TCP-1', 5, "listens on the port it was given, or the lab's own", async ({ server }) => {
      if (server.port === server.givenPort || server.port === server.labPort) return;
      const message = `your program listens on port ${server.port}; it was given ${server.givenPort}, and the lab's own port is ${server.labPort}`;
      throw new Failure('other', {
        message,
        looksLike: { name: 'port-ignored', hint: "take the port from PORT or an argument, or use the lab's own" },
      });
    });

    check(
      'TIME-1',
      25,
      'answers TIME with JAM hh:mm:ss and CR LF',
      { slips: [{ name: 'never-answers', hint: 'your program has read the request: now send the answer', when: 'silence' }] },
      async ({ server }) => {
        await using client = await server.connect();
        await client.sends('TIME\r\n');
        await client.receives(exact);
        await client.receivesNothingMore();
      },
    );

    check(
      'TIME-3',
      15,
      `answers ${many} requests on one connection`,
      {
        after: ['TIME-1'],
        slips: [{ name: 'close-after-one', hint: 'after an answer, go back and read the next request', when: 'end' }],
      },
      async (scene) => {
        await needsAnswers(scene);
        await using client = await scene.server.connect();
        for (let i = 0; i < many; i += 1) await asks(client, scene);
      },
    );

    check(
      'TIME-4',
      15,
      'serves 8 clients at once, a silent one among them',
      {
        after: ['TIME-1'],
        slips: [
          { name: 'serial-accept', hint: 'you serve one client to its end before you accept the next', when: 'silence' },
          { name: 'one-shot', hint: 'your program ends with its first client', when: 'refused' },
        ],
      },
      async (scene) => {
        await needsAnswers(scene);
        const silent = await scene.server.connect();
        for (let i = 1; i < 8; i += 1) await asks(await scene.server.connect(), scene);
        await asks(silent, scene);
      },
    );

    check(
      'TIME-2/zone',
      12,
      'tells the local time, on a clock of 24 hours',
      { after: ['TIME-1'], setting: pastNoon },
      async (scene) => {
        await needsAnswers(scene);
        await using client = await scene.server.connect();
        const shown = await asks(client, scene);
        const zones = localZones(scene);
        const at = client.receivedAt;
        if (zones.some((zone) => isNear(shown, at, zone))) return;
        const [local] = zones as [string];
        throw wrongTime(
          client,
          shown,
          at,
          local,
          isNear(shown, at, local, 12)
            ? { name: 'twelve-hour', hint: 'hours run from 00 to 23: ask for the 24-hour form' }
            : isNear(shown, at, 'UTC')
              ? { name: 'utc-for-local', hint: 'this is UTC; ask for the local time' }
              : isNear(shown, at, 'Asia/Jakarta')
                ? {
                    name: 'seven-hours-added',
                    hint: "this is the time in Jakarta, whatever the machine's zone; ask for the local time",
                  }
                : null,
        );
      },
    );

    check(
      'TIME-2/moves',
      8,
      'tells the time of the request, not an earlier one',
      { after: ['TIME-1', 'TIME-3'], setting: pastNoon },
      async (scene) => {
        await needsAnswers(scene);
        const first = await scene.server.connect();
        const earlier = await asks(first, scene);
        await nextSecond(first.receivedAt);
        if (!scene.passed('TIME-3')) first.closes();
        const client = scene.passed('TIME-3') ? first : await scene.server.connect();
        const shown = await asks(client, scene);
        const moments = [client.sentAt - graceMs, client.receivedAt + graceMs];
        for (let at = moments[0]!; at < moments[1]! + 1000; at += 1000) {
          // every zone is whole quarters of an hour from UTC, and which one it is stands in TIME-2/zone
          if (apart(readSecond(shown), secondOfDay('UTC', Math.min(at, moments[1]!))) % 900 === 0) return;
        }
        throw wrongTime(
          client,
          shown,
          client.receivedAt,
          localZones(scene)[0]!,
          shown === earlier
            ? {
                name: 'cached-time',
                hint: 'this is the time of an earlier request, of the connection or of the start; look at the clock for each request',
              }
            : null,
        );
      },
    );

    check(
      'TIME-5',
      10,
      'closes the connection at QUIT',
      { after: ['TIME-1', 'TIME-4'], slips: [{ name: 'quit-ignored', hint: 'at QUIT, close this connection', when: 'silence' }] },
      async (scene) => {
        await using talks = await scene.server.connect();
        const quitsAtOnce = scene.passed('TIME-4') ? [await scene.server.connect()] : [];
        if (scene.passed('TIME-1')) await asks(talks, scene);
        for (const client of [talks, ...quitsAtOnce]) {
          await client.sends('QUIT\r\n');
          await client.ends();
        }
      },
    );

    check(
      'TIME-6',
      2,
      'takes a request that comes in pieces as one',
      {
        after: ['TIME-1'],
        slips: [
          {
            name: 'recv-is-message',
            hint: 'recv gives you what has come so far, not a message: collect until the line has ended',
            when: 'bytes',
          },
          {
            name: 'recv-is-message',
            hint: 'recv gives you what has come so far, not a message: collect until the line has ended',
            when: 'silence',
          },
          {
            name: 'recv-is-message',
            hint: 'recv gives you what has come so far, not a message: collect until the line has ended',
            when: 'end',
          },
        ],
      },
      async (scene) => {
        await needsAnswers(scene);
        await using client = await scene.server.connect();
        await client.sends('TIME\r\n', { cutAt: [2, 5] });
        await client.receives(answerOf(scene));
        if (scene.passed('TIME-1')) await client.receivesNothingMore();
      },
    );

    check(
      'TIME-7',
      1,
      'answers both of two requests in one segment',
      {
        after: ['TIME-1'],
        slips: [
          { name: 'coalesced-dropped', hint: 'what recv gives you may hold more than one line: answer each', when: 'silence' },
        ],
      },
      async (scene) => {
        await needsAnswers(scene);
        await using client = await scene.server.connect();
        await client.sends('TIME\r\nTIME\r\n');
        await client.receives(answerOf(scene));
        await client.receives(answerOf(scene));
      },
    );

    check('TIME-8', 1, 'does not tell the time to an unknown request', { after: ['TIME-1', 'TIME-4'] }, async (scene) => {
      await needsTurns(scene);
      const reply = scene.parameters.textOrNone('invalidReply');
      await using client = await scene.server.connect();
      await client.sends('WAKTU\r\n');
      if (reply !== null) await client.receives(wire`${reply}`);
      const said = await client.settles();
      if (someTime.test(said)) {
        const looksLike = { name: 'invalid-answers-time', hint: 'look at the request before you answer' };
        throw client.failure({
          message: 'an unknown request is answered with the time',
          expected: 'anything but the time',
          received: said,
          looksLike,
        });
      }
      client.closes();
      await servesNext(scene);
    });

    check(
      'TIME-9',
      1,
      'ends only the connection that sent QUIT',
      {
        after: ['TIME-1', 'TIME-4'],
        slips: [
          { name: 'quit-kills-server', hint: 'at QUIT, end this connection and not the program', when: 'refused' },
          { name: 'quit-closes-all', hint: 'at QUIT, end this connection and not the others', when: 'end' },
          { name: 'quit-closes-all', hint: 'at QUIT, end this connection and not the others', when: 'reset' },
        ],
      },
      async (scene) => {
        await needsTurns(scene);
        await using quits = await scene.server.connect();
        await using stays = await scene.server.connect();
        await quits.sends('QUIT\r\n');
        await scene.server.rests();
        quits.closes();
        await asks(stays, scene);
        stays.closes();
        await servesNext(scene);
      },
    );

    check(
      'TIME-10',
      1,
      'answers TIME before a QUIT in the same segment',
      {
        after: ['TIME-1', 'TIME-5'],
        slips: [
          { name: 'coalesced-dropped', hint: 'what recv gives you may hold more than one line: answer each', when: 'silence' },
        ],
      },
      async (scene) => {
        await needsAnswers(scene);
        await using client = await scene.server.connect();
        await client.sends('TIME\r\nQUIT\r\n');
        await client.receives(answerOf(scene));
        await scene.needs('TIME-5', async () => void (await client.ends()));
        await client.ends();
      },
    );

    check(
      'TCP-2',
      1,
      'goes on when clients vanish',
      {
        after: ['TIME-1', 'TIME-4'],
        slips: [
          { name: 'reset-kills-server', hint: 'an error on one connection must end that connection alone', when: 'refused' },
        ],
      },
      async (scene) => {
        await needsTurns(scene);
        await using stays = await scene.server.connect();
        const vanish: ((client: Client) => Promise<void>)[] = [
          async (client) => client.closes(),
          async (client) => client.resets(),
          async (client) => {
            await client.sends('TI');
            client.closes();
          },
          async (client) => {
            await client.sends('TIME\r\n');
            client.resets();
          },
        ];
        for (const way of vanish) {
          await way(await scene.server.connect());
          await scene.server.rests();
        }
        await asks(stays, scene);
        stays.closes();
        await servesNext(scene);
      },
    );

    check(
      'TCP-3',
      1,
      'goes on after input that makes no sense',
      {
        after: ['TIME-1', 'TIME-4'],
        slips: [
          { name: 'invalid-kills-server', hint: 'what one client sends must not end the program for all', when: 'refused' },
        ],
      },
      async (scene) => {
        await needsTurns(scene);
        const nonsense = [
          'HELLO\r\n',
          '\r\n\n',
          'X'.repeat(65_536),
          Buffer.from('fffe80c3280d0a', 'hex'),
          'TI\0ME\0\r\n',
          'TIME',
        ];
        for (const bytes of nonsense) {
          await using client = await scene.server.connect();
          await client.sends(bytes);
          await scene.server.rests();
        }
        await servesNext(scene);
      },
    );

    check(
      'TCP-4',
      1,
      'starts again on the same port at once',
      {
        fresh: true,
        after: ['TIME-1'],
        slips: [{ name: 'no-reuseaddr', hint: 'set SO_REUSEADDR on the listening socket before bind', when: 'other' }],
      },
      async (scene) => {
        await using client = await scene.server.connect();
        if (scene.passed('TIME-1')) await asks(client, scene);
        else await client.settles();
        await scene.server.restarts();
      },
    );

    check('TCP-5', 1, 'leaks no descriptors over 200 connections', { after: ['TIME-1', 'TIME-4'] }, async (scene) => {
      await needsTurns(scene);
      const visits = async (count: number): Promise<number> => {
        for (let i = 0; i < count; i += 1) {
          await using client = await scene.server.connect();
          if (i % 10 === 0) await asks(client, scene);
          else if (i % 2 === 0) await scene.server.rests(paceMs); // two at most wait to be accepted: the shortest queue holds them
        }
        return scene.server.descriptorCount();
      };
      const few = await visits(20);
      const lots = await visits(180);
      if (lots <= few + 5) return;
      const message = `your program's processes hold ${few} descriptors after 20 clients, and ${lots} after 200`;
      throw new Failure('other', {
        message,
        looksLike: { name: 'half-open-for-ever', hint: 'when a client has left (recv gives nothing), close its socket' },
      });
    });
  },
);
