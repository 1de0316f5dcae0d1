// The checks of the TCP echo: one message comes back, and the server closes.
// The law here: a check is about its own rule. That the bytes are exact is ECHO-1's business; the others send a few
// letters, and where ECHO-1 has failed any answer is one.
import {
  type Asking,
  type Client,
  Failure,
  type Scene,
  type Server,
  checkPort,
  checkTcpRules,
  echoMessages,
  echoSlips,
  exactly,
  explained,
  grader,
  needsAnswers,
  needsTurns,
  nextClient,
  servesNext,
  slip,
  tcpSlips,
} from './engine/index.ts';

const many = 50;
const plain = 'halo';

const slips = [
  ...echoSlips(['ECHO-1']),
  slip('never-closes', 'after the answer, close the connection', 'silence', ['ECHO-2']),
  slip('eof-spin', 'when recv gives nothing the client has left: close, and go to the next', 'silence', ['ECHO-4']),
  slip('eof-kills-server', 'when recv gives nothing the client has left: go to the next', 'refused', ['ECHO-4']),
  ...tcpSlips,
];

/** Sends a message and takes what comes for it. */
async function asks(client: Client, scene: Scene): Promise<void> {
  await client.sends(plain);
  if (scene.passed('ECHO-1')) await client.receives(exactly(plain));
  else if ((await client.settles()) === '') throw client.failure({ message: 'there is no answer' });
}

const asking: Asking = { answers: 'ECHO-1', turns: 'ECHO-3', closes: 'ECHO-2', asks };

async function comesBack(message: Buffer, client: Client, server: Server): Promise<void> {
  await client.sends(message);
  try {
    await client.receives(exactly(message));
  } catch (error) {
    throw await explained(error, client, () => server.connect());
  }
  await client.receivesNothingMore();
}

/** After its first client, or later, the program serves nobody. */
function servesNoMore(error: unknown, count: number): unknown {
  if (!(error instanceof Failure) || error.shortfall !== 'refused') return error;
  const looksLike =
    count === 1
      ? { name: 'one-shot', hint: 'your program ends with its first client: go back to accept' }
      : { name: 'ten-clients-only', hint: `your program ends after ${count} clients: go back to accept, for ever` };
  return new Failure('refused', { ...error.finding, looksLike });
}

/** Why the connection stays open: what happens when the client ends its side tells. */
async function staysOpen(error: unknown, client: Client, server: Server): Promise<unknown> {
  if (!(error instanceof Failure) || error.shortfall !== 'silence') return error;
  const isForked = server.processes().length > 1;
  client.endsSending();
  await client.settles();
  if (!client.hasEnded && !isForked) return error;
  const looksLike = client.hasEnded
    ? { name: 'waits-for-more', hint: 'you wait for another message or for the client to leave: close after the first answer' }
    : { name: 'fork-parent-keeps-fd', hint: 'after fork the parent holds the connection too: close it there as well' };
  return new Failure('silence', { ...error.finding, looksLike });
}

export const echoTcp = grader('echo-tcp', { slips }, (check) => {
  checkPort(check, 5);

  check('ECHO-1', 45, 'sends back what came, byte for byte', async ({ server }) => {
    await using first = await server.connect();
    await comesBack(echoMessages[0]!, first, server);
    first.closes();
    for (const message of echoMessages.slice(1)) {
      await using client = await nextClient(server);
      if (client === undefined) return; // ECHO-3 is about that
      await comesBack(message, client, server);
    }
  });

  check('ECHO-2', 20, 'closes the connection after the answer', { after: ['ECHO-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await using client = await scene.server.connect();
    await asks(client, scene);
    try {
      await client.ends();
    } catch (error) {
      throw await staysOpen(error, client, scene.server);
    }
  });

  check('ECHO-3', 20, `serves ${many} clients, one after the other`, { after: ['ECHO-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    for (let i = 0; i < many; i += 1) {
      try {
        await using client = await scene.server.connect();
        await asks(client, scene);
      } catch (error) {
        throw servesNoMore(error, i);
      }
    }
  });

  check('ECHO-4', 4, 'is not stopped by a client that sends nothing', { after: ['ECHO-1', 'ECHO-3'] }, async (scene) => {
    await needsTurns(scene, asking);
    for (let i = 0; i < 2; i += 1) {
      const client = await scene.server.connect();
      client.closes();
      await servesNext(scene, asking);
    }
  });

  checkTcpRules(check, {
    ...asking,
    points: { 'TCP-2': 2, 'TCP-4': 2, 'TCP-5': 2 },
    request: plain,
    half: plain,
    nonsense: [],
    atOnce: false,
    silent: false,
  });
});
