// The checks of the chat's client: it logs in, passes lines on under its name, and shows what the others say.
// The law here: whether it connects before its user has typed or after is its own affair, but where it should not come at all; so
// each check types first and then takes the connection. What is said to it no prompt says, and no line that was typed.
import {
  type Client,
  type ClientScene,
  anything,
  checkClientRules,
  clientGrader,
  clientSlips,
  failureOf,
  inWords,
  optional,
  slip,
  wire,
} from './engine/index.ts';

const came = (pattern: RegExp) => (_sent: Buffer, received: Buffer) => pattern.test(received.toString());

const slips = [
  slip('name-with-newline', 'the newline is no part of the name: cut it off', came(/^saja\r?\n says/), ['CHAT-C1']),
  slip('name-alone', 'a login is the name, " says ", and the name again', came(/^saja(?! says)/), ['CHAT-C1']),
  slip('command-sent', 'the word "login" is for your client, and not for the server', came(/^login/), ['CHAT-C1']),
  slip('connects-first', 'connect when you know that the user wants to log in', inWords(/has connected/), ['CHAT-C2']),
  slip('first-line-ignored', 'look at the first line: only "login" goes on', 'silence', ['CHAT-C2']),
  slip('newline-missing', 'a line ends with \\n: without it the server waits for the rest', came(/^saja says halo$/), [
    'CHAT-C3',
  ]),
  slip('name-missing', 'put your name and " says " before the line', came(/^halo/), ['CHAT-C3']),
  slip('blanks-lost', "send the line as it was typed: the blanks in it are the server's business", came(/oke gan/), ['CHAT-C3']),
  slip('one-line-only', 'go on reading lines until the input ends', inWords(/sends nothing/), ['CHAT-C3']),
  slip('quiet-until-spoken-to', 'wait for the user and for the server at once: a thread for one of them, or select', 'bytes', [
    'CHAT-C4/idle',
  ]),
  slip('text-stripped', 'write what came as it came: cut nothing off, and leave nothing out', 'bytes', ['CHAT-C4/bytes']),
  slip('recv-is-message', 'recv gives a piece, which may be less than a line: show every piece', 'bytes', ['CHAT-C4/pieces']),
  slip('refused-in-silence', 'show what the server says before you end', inWords(/ends without showing/), ['CHAT-C5/taken']),
  slip('stays-when-refused', 'end when the name is taken: the server may leave that to you', 'silence', ['CHAT-C5/taken']),
  slip('end-not-seen', 'when recv gives nothing the server has closed: end the whole program, not just a thread', 'silence', [
    'CHAT-C5/closed',
  ]),
  slip('any-name', 'look at the name before you log in: one word, and not an empty one', ['bytes', 'silence'], ['CHAT-C6']),
  ...clientSlips,
];

async function begins({ keyboard }: ClientScene): Promise<void> {
  await keyboard.types('login');
  await keyboard.types('saja');
}

/** Logs in. In what words is the business of CHAT-C1. */
async function enters(scene: ClientScene): Promise<Client> {
  await begins(scene);
  const peer = await scene.client.connects();
  await scene.client.settles();
  peer.takes();
  return peer;
}

/** Logs in, and says something. */
async function speaks(scene: ClientScene, line: string): Promise<Client> {
  const peer = await enters(scene);
  await scene.keyboard.types(line);
  await scene.client.settles();
  return peer;
}

/** What a client keeps to itself it may show at its end: that it does so has been charged. */
async function endsIfQuiet({ client, passed }: ClientScene, peer: Client): Promise<void> {
  if (passed('CHAT-C4/idle')) return;
  await client.settles();
  peer.closes();
  await failureOf(() => client.ends());
}

export const chatClient = clientGrader('chat', { slips }, (check) => {
  check('CHAT-C1', 20, 'logs in with the name that is typed', async (scene) => {
    await begins(scene);
    await using peer = await scene.client.connects();
    await peer.receives(wire`saja says saja${optional('\n')}`);
    await peer.receivesNothingMore();
  });

  check('CHAT-C2', 8, 'ends without a connection if not told "login"', async ({ client, keyboard }) => {
    await keyboard.types('masuk');
    await client.ends();
    if (client.hasCalled)
      throw await client.failure('other', {
        message: 'the first line was not "login", and your client has connected all the same',
      });
  });

  check('CHAT-C3', 20, 'sends each further line, with its name before it', { after: ['CHAT-C1'] }, async (scene) => {
    await using peer = await enters(scene);
    for (const line of ['halo', 'sendall oke  gan', 'sendto boleh hai kamu', 'login']) {
      await scene.keyboard.types(line);
      // a name that went wrong has been charged
      await peer.receives(scene.passed('CHAT-C1') ? wire`saja says ${line}\n` : wire`${anything()} says ${line}\n`);
      await peer.receivesNothingMore();
    }
  });

  check('CHAT-C4/idle', 12, 'shows what comes while it waits for its user', async (scene) => {
    await using peer = await enters(scene);
    for (const said of ['boleh sudah terhubung dengan system', 'boleh says 70417', '(boleh) off']) {
      await peer.sends(`\r${said}\n`);
      await scene.screen.shows(said);
    }
  });

  const later = { after: ['CHAT-C4/idle'] };
  check('CHAT-C4/bytes', 5, 'shows what came as it came', later, async (scene) => {
    await using peer = await speaks(scene, 'list');
    await peer.sends('\rlist yang online\nboleh is online \ncafé☕ is online \nsaja is online \n');
    await endsIfQuiet(scene, peer);
    await scene.screen.shows('list yang online\nboleh is online \ncafé☕ is online \nsaja is online ');
  });

  check('CHAT-C4/pieces', 5, 'shows what comes in pieces', later, async (scene) => {
    await using peer = await speaks(scene, 'sendto boleh berapa?');
    await peer.sends('\rboleh says 90632 and 41705 \n', { cutAt: [17] });
    await endsIfQuiet(scene, peer);
    await scene.screen.shows('boleh says 90632');
    await scene.screen.shows('and 41705');
  });

  check('CHAT-C5/taken', 3, 'says that the name is taken, and ends', async (scene) => {
    await using peer = await enters(scene);
    await peer.sends('\rusername sudah dipake\n');
    await scene.screen.shows('username sudah dipake');
    await scene.client.ends();
  });

  check('CHAT-C5/closed', 2, 'ends when the server closes', async (scene) => {
    await using peer = await enters(scene);
    peer.closes();
    await scene.client.ends();
  });

  check('CHAT-C6', 5, 'ends without a login if the name has a blank', async ({ client, keyboard }) => {
    await keyboard.types('login');
    await keyboard.types('dua kata');
    await client.ends();
    if (!client.hasCalled) return;
    await using peer = await client.connects();
    await peer.receivesEnd();
  });

  checkClientRules(check, {
    points: { 'CLI-1': 5, 'CLI-2': 5, 'CLI-4': 10 },
    begins,
    asks: enters,
    answers: (peer) => peer.sends('\rboleh says 70417 \n'),
  });
});
