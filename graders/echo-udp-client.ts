// The checks of the UDP echo's client: it sends one datagram, and shows the answer, or gives up.
// The law here: the answer differs from what was sent, and is shorter, so that who shows what they sent is found out.
import {
  Blocked,
  type ClientScene,
  type Datagrams,
  blockedBy,
  clientGrader,
  clientSlips,
  exactly,
  failureOf,
  inWords,
  slip,
  wire,
} from './engine/index.ts';

const message = 'This is the message. It will be repeated.';
const sends = 'UDP-C1';
const shows = 'UDP-C2/shows';
/** As no prompt has it. */
const answer = 'Balasan nomor 70418';
/** What UDP-C3 grants. */
const patienceMs = 30_000;
/** Nobody gives up sooner. */
const leastPatienceMs = 100;

const slips = [
  slip('newline-sent', 'the message has no newline: does your send add its own?', exactly(`${message}\n`), [sends]),
  slip('nul-sent-too', "send the text, and not the '\\0' behind it", exactly(`${message}\0`), [sends]),
  slip(
    'sent-in-pieces',
    'one sendto makes one datagram: send the message with one',
    (_sent, received) => received.length > 0 && received.length < message.length && message.startsWith(received.toString()),
    [sends],
  ),
  slip('never-reads', 'show what recvfrom gives you, and not what you have sent', 'bytes', [shows]),
  slip('stale-tail', 'more follows the answer: show as many bytes as recvfrom says', inWords(/older text/), ['UDP-C2/received']),
  slip('bytes-repr', 'you show how Python prints bytes; decode them first', inWords(/b'/), ['UDP-C2/received']),
  slip('sends-twice', 'one sendto is enough: send again only where no answer comes', wire`${message}${message}`, [sends]),
  slip('exit-status', 'all went well: end with 0', inWords(/exit code/), ['UDP-C2/ends']),
  slip('waits-for-more', 'there is one answer: when it has come, close and end', 'silence', ['UDP-C2/ends']),
  slip('gives-up-silently', 'say that no answer has come', inWords(/without a word/), ['UDP-C3']),
  slip('waits-for-ever', 'a datagram may be lost: set a time limit on the socket', 'silence', ['UDP-C3']),
  ...clientSlips,
];

/** Waits until it has asked, rightly or not. */
const asks = (scene: ClientScene): Promise<Datagrams> =>
  blockedBy(sends, scene, () => blockedBy('CLI-1', scene, () => scene.client.speaks()));

async function answers(scene: ClientScene): Promise<void> {
  const peer = await asks(scene);
  await peer.sends(answer);
}

export const echoUdpClient = clientGrader('echo-udp', { slips, host: 'localhost' }, (check) => {
  check('CLI-1', 10, 'sends to the port it is given', async ({ client }) => {
    const { localPort, remoteAddress } = await client.speaks();
    const { host, port } = client.told;
    if (localPort === port && /^(?:127\.|::1$)/.test(remoteAddress)) return;
    const where = `port ${localPort}, from ${remoteAddress}`;
    const message = `your client sends to ${where}, and not to port ${port} of ${host}, as it was told`;
    throw await client.failure('other', { message });
  });

  check(sends, 30, 'sends the message, in one datagram', { after: ['CLI-1'] }, async (scene) => {
    const { client } = scene;
    const peer = await blockedBy('CLI-1', scene, () => client.speaks());
    await peer.receives(exactly(message));
    await peer.sends(answer); // so that nobody has a reason to send it once more
    await client.settles();
    if (peer.hasMore) throw peer.tooMuch();
  });

  const asked = ['CLI-1', sends];
  check(shows, 25, 'shows the answer', { after: asked }, async (scene) => {
    await answers(scene);
    await scene.screen.shows(answer);
  });

  check('UDP-C2/received', 10, 'writes it behind "Received: "', { after: [...asked, shows] }, async (scene) => {
    const { client, screen, passed } = scene;
    if (!passed(shows)) throw new Blocked(shows);
    await answers(scene);
    await client.settles();
    if (!screen.text.includes(answer)) await failureOf(() => client.ends()); // at a pipe it may be held back until then
    if (!screen.text.includes(answer)) throw new Blocked(shows);
    const at = screen.text.indexOf(answer);
    const before = screen.text.slice(0, at).split('\n').at(-1)!;
    const behind = screen.text.slice(at + answer.length).split('\n')[0]!;
    const found = { expected: `Received: ${answer}`, received: before + answer + behind };
    if (!before.endsWith('Received: ')) {
      const message = `your client writes ${JSON.stringify(before)} before the answer, and not "Received: "`;
      throw await client.failure('other', { message, ...found });
    }
    if (behind !== '' && message.startsWith(behind.slice(0, 4), answer.length)) {
      throw await client.failure('other', { message: 'your client shows older text behind the answer', ...found });
    }
  });

  check('UDP-C2/ends', 15, 'ends then, with 0', { after: asked }, async (scene) => {
    await answers(scene);
    await scene.client.endsWell();
  });

  check('UDP-C3', 10, 'gives up where no answer comes, and says so', { after: asked }, async (scene) => {
    const { client, screen } = scene;
    await asks(scene);
    await client.settles({ withinMs: leastPatienceMs });
    const before = screen.answer;
    await client.ends({ withinMs: patienceMs });
    if (screen.answer.slice(before.length).trim() === '')
      throw await client.failure('other', { message: 'your client gives up without a word' });
  });
});
