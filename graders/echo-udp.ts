// The checks of the UDP echo: each datagram comes back to its sender.
// The law here: a check is about its own rule. That the bytes are exact is UDP-1's business; where that has failed, any
// datagram is an answer.
import {
  Blocked,
  type Datagrams,
  type Scene,
  anything,
  checkPort,
  echoMessages,
  echoSlips,
  exactly,
  grader,
  slip,
  tcpSlips,
  wire,
} from './engine/index.ts';

const first = 'This is the message. It will be repeated.';
const many = 100;
const rounds = 3;
const answers = 'UDP-1/bytes';

const slips = [
  slip('answers-from-another-port', 'answer by the socket that the datagram came in by', 'other', [answers]),
  ...echoSlips([answers]),
  slip('never-answers', 'your program has read the datagram: now send it back', 'silence', [answers]),
  slip('utf8-kills-server', 'not all bytes are text: send back bytes, without a decode', 'refused', [answers]),
  slip('one-shot', 'your program ends after an answer: go back to recvfrom, for ever', ['refused', 'silence'], ['UDP-3']),
  slip('answers-everybody', 'answer the sender alone, and each datagram once', 'bytes', ['UDP-2']),
  slip('first-peer-only', 'answer each datagram to the address that recvfrom gave with it', 'silence', ['UDP-2']),
  slip('empty-kills-server', 'a datagram of no bytes is a datagram, and no end', ['refused', 'silence'], ['UDP-4']),
  slip('long-kills-server', 'a datagram may be longer than your buffer: go on', ['refused', 'silence'], ['UDP-5']),
  slip('icmp-kills-server', 'an error about a client that has gone is no end: go on', ['refused', 'silence'], ['UDP-6']),
  ...tcpSlips,
];

async function exchange(client: Datagrams, text: string, { passed }: Scene): Promise<void> {
  await client.sends(text);
  await client.receives(passed(answers) ? exactly(text) : wire`${anything()}`);
}

/** A client of its own is answered. */
async function serves(scene: Scene, text: string): Promise<void> {
  await scene.server.rests();
  await using client = await scene.server.datagrams();
  await exchange(client, text, scene);
}

const needsAnswers = (scene: Scene): Promise<void> => scene.needs(answers, () => serves(scene, 'halo'));

async function needsMore(scene: Scene): Promise<void> {
  await needsAnswers(scene);
  await scene.needs('UDP-3', async () => {
    await using client = await scene.server.datagrams();
    for (const text of ['satu', 'dua']) await exchange(client, text, scene);
  });
}

export const echoUdp = grader('echo-udp', { slips }, (check) => {
  checkPort(check, 5, 'UDP-1/port');

  check(answers, 40, 'sends back what came, byte for byte', async ({ server }) => {
    await using client = await server.datagrams();
    for (const message of [Buffer.from(first), ...echoMessages, Buffer.alloc(1025, 'x')]) {
      await client.sends(message);
      await client.receives(exactly(message));
      await client.receivesNothingMore();
      if (server.processes().every(({ isZombie }) => isZombie)) return; // that it ends after an answer is UDP-3's business
    }
  });

  check('UDP-3', 20, `answers ${many} datagrams, one after the other`, { after: [answers] }, async (scene) => {
    await needsAnswers(scene);
    await using client = await scene.server.datagrams();
    for (let i = 0; i < many; i += 1) await exchange(client, `datagram ${i}`, scene);
  });

  check('UDP-2', 25, 'answers each of several clients', { after: [answers, 'UDP-3'] }, async (scene) => {
    await needsMore(scene);
    const clients = [];
    for (const name of ['A', 'B', 'C']) clients.push({ name, client: await scene.server.datagrams() });
    for (let round = 1; round <= rounds; round += 1) {
      const textOf = (name: string) => `${name} in round ${round}`;
      for (const { name, client } of clients) await client.sends(textOf(name));
      for (const { name, client } of clients)
        await client.receives(scene.passed(answers) ? exactly(textOf(name)) : wire`${anything()}`);
    }
    if (scene.passed(answers)) await scene.server.sendsNothingMoreTo(clients.map(({ client }) => client));
  });

  check('UDP-4', 4, 'is not stopped by an empty datagram', { after: [answers, 'UDP-3'] }, async (scene) => {
    await needsMore(scene);
    await using client = await scene.server.datagrams();
    for (let i = 0; i < 3; i += 1) {
      await client.sends('');
      await client.settles();
    }
    await exchange(client, 'halo', scene);
  });

  check('UDP-5', 3, 'is not stopped by a long datagram', { after: [answers, 'UDP-3'] }, async (scene) => {
    await needsMore(scene);
    await using client = await scene.server.datagrams();
    for (const size of [2049, 9000, 60_000]) {
      await client.sends('x'.repeat(size));
      await client.settles();
    }
    await exchange(client, 'halo', scene);
  });

  const others = { after: [answers, 'UDP-3', 'UDP-2'] };
  check('UDP-6', 3, 'is not stopped by a client that has gone', others, async (scene) => {
    await needsMore(scene);
    if (!scene.passed('UDP-3')) throw new Blocked('UDP-3'); // those who leave send many
    await scene.needs('UDP-2', async () => {
      await serves(scene, 'satu');
      await serves(scene, 'dua');
    });
    await scene.server.answersNobody('halo');
    await serves(scene, 'halo');
  });
});
