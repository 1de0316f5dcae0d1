// The checks of the stream echo: every byte comes back, as long as the client stays.
// The law here: a check is about its own rule. That the bytes are exact is STREAM-1's business; the others send a few
// letters, and where STREAM-1 has failed whatever comes is an answer.
import {
  type Asking,
  Blocked,
  type Client,
  Failure,
  type Scene,
  checkPort,
  checkTcpRules,
  echoMessages,
  echoSlips,
  exactly,
  explained,
  grader,
  needsAnswers,
  servesNext,
  slip,
  tcpSlips,
} from './engine/index.ts';

const plain = 'halo\n';
const atOnce = 8;
const mebibyte = 1024 * 1024;

/** Each shows a slip of its own: a letter alone, line ends of both kinds, blanks, a character in two halves. */
const pieces = [
  ...['halo\n', 'x', 'a\r\nb\n\n\nc', '  d  '].map((text) => Buffer.from(text)),
  echoMessages[0]!,
  Buffer.from([0xc3]),
  Buffer.from([0xa9, 0xff, 0x00]),
  Buffer.alloc(5000, 'stream '),
];

const slips = [
  ...echoSlips(['STREAM-1']),
  slip('close-after-one', 'go on until the client has left: after an answer, read again', 'end', ['STREAM-1']),
  slip('serial-accept', 'you serve one client to its end before you accept the next', 'silence', ['STREAM-2']),
  slip('one-shot', 'your program ends with its first client: go back to accept', ['refused', 'reset'], ['STREAM-2']),
  slip('half-open-for-ever', 'when recv gives nothing the client has ended its side: send the rest, and close', 'silence', [
    'STREAM-3',
  ]),
  slip(
    'cut-at-64k',
    'send may take fewer bytes than you gave it: send the rest, too',
    ['silence', 'end', 'reset', 'bytes'],
    ['STREAM-4'],
  ),
  slip('slow-reader-blocks-all', 'a send to a client that does not read waits: let the others not wait with it', 'silence', [
    'STREAM-5',
  ]),
  ...tcpSlips,
];

async function asks(client: Client, scene: Scene): Promise<void> {
  await client.sends(plain);
  if (scene.passed('STREAM-1')) await client.receives(exactly(plain));
  else if ((await client.settles()) === '') throw client.failure({ message: 'there is no answer' });
}

const asking: Asking = { answers: 'STREAM-1', turns: 'STREAM-2', closes: 'STREAM-3', asks };

/** Bytes of all values, in an order that repeats late. */
const noise = Buffer.from(Array.from({ length: mebibyte }, (_, i) => (i * 31 + (i >> 8) * 7 + (i >> 16)) & 0xff));

export const echoStream = grader('echo-stream', { slips }, (check) => {
  checkPort(check, 5);

  check('STREAM-1', 40, 'sends back every byte, at once', async ({ server }) => {
    await using client = await server.connect();
    await client.receivesNothingYet();
    for (const piece of pieces) {
      await client.sends(piece);
      try {
        await client.receives(exactly(piece));
      } catch (error) {
        throw await explained(error, client, () => server.connect());
      }
      await client.receivesNothingMore();
    }
  });

  check('STREAM-2', 25, `serves ${atOnce} clients at once, a silent one among them`, { after: ['STREAM-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await servesNext(scene, asking);
    const silent = await scene.server.connect();
    for (let i = 1; i < atOnce; i += 1) await asks(await scene.server.connect(), scene);
    await asks(silent, scene);
  });

  check('STREAM-3', 20, 'sends what is left and closes when the client ends', { after: ['STREAM-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    await client.sends(plain);
    client.endsSending();
    if (!scene.passed('STREAM-1')) return void (await client.ends());
    await client.receives(exactly(plain));
    await client.receivesEnd();
  });

  check('STREAM-4', 3, 'sends back 1 MiB that comes in one go', { after: ['STREAM-1'] }, async ({ server, passed }) => {
    if (!passed('STREAM-1')) throw new Blocked('STREAM-1');
    await using client = await server.connect();
    await client.sends(noise);
    await client.receives(exactly(noise));
  });

  const others = { after: ['STREAM-1', 'STREAM-2'], narrow: true };
  check('STREAM-5', 2, 'is not held up by a client that does not read', others, async (scene) => {
    await needsAnswers(scene, asking);
    if (!scene.passed('STREAM-2')) throw new Blocked('STREAM-2');
    const greedy = await scene.server.connect();
    greedy.pauses();
    await greedy.sends(Buffer.alloc(scene.server.tooMuch, 'x'));
    await scene.server.restsUnread(greedy);
    try {
      await using client = await scene.server.connect();
      await asks(client, scene);
    } catch (error) {
      if (error instanceof Failure && error.shortfall === 'refused') throw new Failure('silence', error.finding);
      throw error;
    } finally {
      greedy.resets();
    }
  });

  checkTcpRules(check, {
    ...asking,
    points: { 'TCP-2': 2, 'TCP-4': 2, 'TCP-5': 1 },
    request: plain,
    half: 'ha',
    nonsense: [],
    atOnce: true,
    silent: true,
  });
});
