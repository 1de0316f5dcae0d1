// The checks of the broadcast calculator's client: it passes lines on, and shows what everybody's questions bring.
// The law here: what a notice says is the server's business, so the results are no sums, and told apart from whatever a client
// prints of its own. It is told in the way that it has chosen: on its connection, or by calls to where it listens.
import {
  type Client,
  type ClientScene,
  type Failure,
  checkClientRules,
  clientGrader,
  clientSlips,
  endOf,
  exactly,
  failureOf,
  inWords,
  slip,
} from './engine/index.ts';

/** What the screen showed in place of a notice. */
const shown =
  (pattern: RegExp) =>
  (_sent: Buffer, _received: Buffer, { finding }: Failure) =>
    pattern.test(finding.received ?? '');

const slips = [
  slip('newline-sent', 'send the line without the newline that ends it', (_sent, received) => received.at(-1) === 10, ['BC-C1']),
  slip('nul-sent-too', "send the text, and not the '\\0' behind it", (_sent, received) => received.at(-1) === 0, ['BC-C1']),
  slip('blanks-left-out', 'send the line as it was typed, with its blanks', exactly('17+25'), ['BC-C1']),
  slip('end-kept', 'END is for the server: send it as any other line', ['end', 'reset', 'silence'], ['BC-C1']),
  slip('result-alone', 'show the notice whole, as it came', shown(/(?:^|[^,\d])(?:70417|90632)\b/), [
    'BC-C2/own',
    'BC-C2/others',
  ]),
  slip('own-unshown', 'who asks gets the notice like everybody else: show every one', 'bytes', ['BC-C2/own']),
  slip(
    'others-unshown',
    'others ask while you wait for your user: wait for both at once, by a thread for one of them, or select',
    'bytes',
    ['BC-C2/others'],
  ),
  slip('listens-elsewhere', 'listen for the calls on the port that the handout names, from the start', 'refused', []),
  slip('goes-at-own-end', 'when END is sent the total is still to come: wait for it, and show it', 'bytes', ['BC-C3/asker']),
  slip('total-status', 'a program that has done its task ends with 0', inWords(/exit code/), ['BC-C3/asker', 'BC-C3/others']),
  slip('waits-for-close', 'end when the total has come: the server may leave the connection open', 'silence', ['BC-C3/others']),
  ...clientSlips,
];

const fromOther = (request: string, result: string): string => `127.0.0.3,40113,${request},${result}`;
const own = (peer: Client, request: string, result: string): string =>
  `${peer.remoteAddress},${peer.remotePort},${request},${result}`;

/** Tells this client a notice or a total, in the one way or the other. */
async function tells(scene: ClientScene, peer: Client, message: string): Promise<void> {
  const { client, parameters } = scene;
  const port = parameters.integer('callbackPort');
  const delivery = parameters.text('delivery');
  if (delivery === 'connection' || (delivery === 'auto' && !(await client.listensOn(port))))
    return peer.sends(message + endOf(scene));
  await using call = await client.isCalledBack(peer, port);
  await call.sends(message + endOf(scene));
}

/** The same, where another rule is charged for a client that does not hear it. */
async function triesToTell(scene: ClientScene, peer: Client, message: string): Promise<void> {
  await failureOf(() => tells(scene, peer, message));
}

/** Asks, in whatever form: that is the business of BC-C1. Some connect only then. */
async function asks({ client, keyboard }: ClientScene, line = '2 + 3'): Promise<Client> {
  await keyboard.types(line);
  const peer = await client.connects();
  await client.settles();
  if (peer.takes() === '') throw await client.failure('silence', { message: 'your client sends nothing' });
  return peer;
}

/** Asks, and is told what came of it. */
async function joins(scene: ClientScene): Promise<Client> {
  const peer = await asks(scene);
  await tells(scene, peer, own(peer, '2 + 3', '70417'));
  return peer;
}

export const broadcastClient = clientGrader('broadcast', { slips }, (check) => {
  check('BC-C1', 25, 'sends a line as it is, without its newline', async (scene) => {
    const { client, keyboard } = scene;
    let peer: Client | undefined;
    for (const [line, result] of [
      ['17 + 25', '70417'],
      ['-3 * 8', '-58123'],
      ['9 / 2', '90632'],
      ['END', undefined],
    ] as const) {
      await keyboard.types(line);
      peer ??= await client.connects();
      await peer.receives(exactly(line + endOf(scene)));
      await peer.receivesNothingMore();
      if (result !== undefined) await triesToTell(scene, peer, own(peer, line, result));
    }
  });

  check('BC-C2/own', 15, 'shows the notices of its own operations', async (scene) => {
    const { client, keyboard, screen } = scene;
    await using peer = await joins(scene);
    await screen.shows(own(peer, '2 + 3', '70417'));
    await keyboard.types('4 * 5');
    await client.settles();
    await tells(scene, peer, own(peer, '4 * 5', '-58123'));
    await screen.shows(own(peer, '4 * 5', '-58123'));
  });

  check('BC-C2/others', 15, "shows others' notices while it waits for its user", { after: ['BC-C2/own'] }, async (scene) => {
    const { client, screen, passed } = scene;
    await using peer = await joins(scene);
    const notices = [fromOther('6 - 1', '90632'), fromOther('7 * 7', '-41705')];
    for (const notice of notices) {
      await tells(scene, peer, notice);
      if (passed('BC-C2/own')) await screen.shows(notice);
    }
    if (passed('BC-C2/own')) return;
    // what it keeps to itself it may show at its end: that has been charged
    await tells(scene, peer, 'TOTAL : 58417 END');
    await failureOf(() => client.ends());
    for (const notice of notices) await screen.shows(notice);
  });

  check('BC-C3/asker', 10, 'shows the total after its own END, and ends with 0', async (scene) => {
    const { client, keyboard, screen } = scene;
    await using peer = await joins(scene);
    await keyboard.types('END');
    await client.settles();
    await tells(scene, peer, 'TOTAL : 58417 END');
    await client.settles();
    peer.closes();
    await screen.shows('TOTAL : 58417 END');
    await client.endsWell();
  });

  const after = ['BC-C3/asker'];
  check('BC-C3/others', 10, "shows the total after another's END, and ends with 0", { after }, async (scene) => {
    const { client, screen, passed } = scene;
    await using peer = await joins(scene);
    await tells(scene, peer, 'TOTAL : 58417 END');
    if (!passed('BC-C3/asker')) return void (await client.ends());
    await screen.shows('TOTAL : 58417 END');
    await client.endsWell();
  });

  checkClientRules(check, {
    points: { 'CLI-1': 5, 'CLI-2': 5, 'CLI-3': 5, 'CLI-4': 10 },
    asks,
    answers: (peer, scene) => triesToTell(scene, peer, own(peer, '2 + 3', '70417')),
  });
});
