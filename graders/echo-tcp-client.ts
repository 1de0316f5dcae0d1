// The checks of the TCP echo's client: it sends one message, and shows what comes back.
// The law here: it is told the port alone, and its answer is what it sent, right or wrong. What it prints besides is open.
import {
  Blocked,
  type Client,
  type ClientScene,
  blockedBy,
  checkClientRules,
  clientGrader,
  clientSlips,
  exactly,
  failureOf,
  inWords,
  notation,
  slip,
} from './engine/index.ts';

const message = 'Test message. This will be echoed';
const sends = 'ECHO-C1';
const whole = 'ECHO-C2/whole';
/** After its first byte, and in the middle of a word. */
const cuts = [1, 20];

const slips = [
  slip('newline-sent', 'the message has no newline: does your send add its own?', exactly(`${message}\n`), [sends]),
  slip('nul-sent-too', "send the text, and not the '\\0' behind it", exactly(`${message}\0`), [sends]),
  slip('never-reads', 'show what comes back, and not what you have sent', inWords(/before anything/), [whole]),
  slip(
    'bytes-repr',
    'you show how Python prints bytes; decode them first',
    (_sent, _received, { finding }) => /^b['"]/.test(finding.received ?? ''),
    [whole],
  ),
  slip('reads-once', 'one recv may bring a part: go on until all bytes of your message are back', 'other', ['ECHO-C2/cut']),
  slip('exit-status', 'all went well: end with 0', inWords(/exit code/), ['ECHO-C3/ends']),
  slip('waits-for-enter', 'when all has come back there is nothing to wait for: end', 'silence', ['ECHO-C3/ends']),
  slip('waits-for-the-close', 'you know how much you have sent: when as much is back, close', 'silence', ['ECHO-C3/closes']),
  ...clientSlips,
];

interface Asked {
  peer: Client;
  sent: string;
}

/** Whatever it sends is what it asks; that it is the right message is the business of ECHO-C1. */
async function asks(scene: ClientScene): Promise<Asked> {
  const { client, passed } = scene;
  const peer = await blockedBy('CLI-1', scene, () => client.connects());
  if (passed(sends)) {
    await peer.receives(exactly(message));
    return { peer, sent: message };
  }
  await client.settles();
  const sent = peer.takes();
  if (sent === '') throw new Blocked(sends);
  return { peer, sent };
}

/** Without what a terminal does not show. */
const plain = (text: string): string => text.replaceAll(/\x1b\[[\d;]*m|\0/g, '');

/** What it says it has received, put together. */
const received = (text: string): string => [...plain(text).matchAll(/Received: (.*)$/gm)].map(([, piece]) => piece).join('');

const hasAll = (text: string, sent: string): boolean => received(text) === plain(sent).replaceAll(/[\r\n]/g, '');

/** Every letter of it stands there, in its order, whatever stands between. */
function runsThrough(text: string, wanted: string): boolean {
  let at = -1;
  return Array.from(wanted).every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}

/** Whether this holds once it has been answered; also of one that waits for the server to close, for that is another check's. */
async function comesTo({ client }: ClientScene, peer: Client, isThere: () => boolean): Promise<boolean> {
  await client.settles();
  if (isThere()) return true;
  peer.closes();
  await failureOf(() => client.ends());
  return isThere();
}

async function notShown({ client, screen }: ClientScene, sent: string, from: number): Promise<Error> {
  const said = received(screen.text.slice(from));
  return client.failure('other', {
    message: 'what your client shows behind "Received: " is not, put together, what came back',
    expected: notation(Buffer.from(sent)),
    received: notation(Buffer.from(said === '' ? screen.text.slice(from).trimEnd() : said)),
  });
}

export const echoTcpClient = clientGrader('echo-tcp', { slips, host: 'localhost' }, (check) => {
  const rules = { asks: async (scene: ClientScene) => (await asks(scene)).peer, answers: () => Promise.resolve() };
  checkClientRules(check, { points: { 'CLI-1': 10 }, ...rules });

  check(sends, 30, 'sends the message, and nothing else', { after: ['CLI-1'] }, async (scene) => {
    const peer = await blockedBy('CLI-1', scene, () => scene.client.connects());
    await peer.receives(exactly(message));
    await peer.receivesNothingMore();
  });

  const asked = ['CLI-1', sends];
  check(whole, 15, 'shows what comes back', { after: asked }, async (scene) => {
    const { client, screen } = scene;
    const { peer, sent } = await asks(scene);
    await client.settles();
    if (received(screen.text) !== '')
      throw await client.failure('other', { message: 'your client shows something as received before anything has come' });
    const from = screen.text.length;
    await peer.sends(sent);
    if (await comesTo(scene, peer, () => hasAll(screen.text, sent))) return;
    throw await notShown(scene, sent, from);
  });

  check('ECHO-C2/cut', 20, 'shows it also when it comes in pieces', { after: [...asked, whole] }, async (scene) => {
    const { client, screen, passed } = scene;
    const { peer, sent } = await asks(scene);
    await client.settles();
    const from = screen.text.length;
    await peer.sends(sent, { cutAt: cuts.filter((at) => at < sent.length) });
    const isThere = () =>
      passed(whole) ? hasAll(screen.text, sent) : runsThrough(screen.text.slice(from), plain(sent).trimEnd());
    if (await comesTo(scene, peer, isThere)) return;
    throw passed(whole) ? await notShown(scene, sent, from) : new Blocked(whole);
  });

  check('ECHO-C3/closes', 5, 'closes when all of it is back', { after: asked }, async (scene) => {
    const { peer, sent } = await asks(scene);
    await peer.sends(sent);
    await peer.ends();
  });

  check('ECHO-C3/ends', 10, 'ends then, with 0', { after: asked }, async (scene) => {
    const { peer, sent } = await asks(scene);
    await peer.sends(sent);
    peer.closes(); // as the server does
    await scene.client.endsWell();
  });

  checkClientRules(check, { points: { 'CLI-2': 5, 'CLI-3': 5 }, ...rules, after: asked });
});
