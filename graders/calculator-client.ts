// The checks of the calculator's client: it passes lines on, one at a time, and shows what comes back.
// The law here: what an answer says is the server's business, so the engine's answers are no sums: they are told apart from
// whatever a client prints of its own. Prompts are open, and so is whether a client keeps one connection or makes one a line.
import {
  Blocked,
  type Client,
  type ClientScene,
  anything,
  blockedBy,
  checkClientRules,
  clientGrader,
  clientSlips,
  endOf,
  exactly,
  inWords,
  slip,
  wire,
} from './engine/index.ts';

const bare = 'CALC-C1/line';
const many = 'CALC-C1/many';
const answered = 'CALC-C2/answer';

/** They get shorter, so that the end of an older one shows where a buffer is not emptied. */
const lines = ['2147483647 + 1', '-1200 / 48', '17 * -3', '9 / 2', '6 - 6', '0 * 0'];
/** Answers that no sum here has and no prompt, none of them a port; each but the last is longer than the next. */
const answers = ['-581237', '90632', '741'] as const;
const [answer] = answers;
/** An answer in two pieces, each of which can be told from everything else. */
const pieces = ['170418', '3259'] as const;

const slips = [
  slip('newline-sent', 'send the line without the newline that ends it', endsWith('\n'), [bare, many]),
  slip('blanks-removed', 'send the line as it was typed, with its blanks', (_sent, received) => received.toString() === '17+25', [
    bare,
  ]),
  slip('never-sends', 'your client has read the line: now send it', 'silence', [bare]),
  slip('nul-sent-too', "send the text, and not the '\\0' behind it", endsWith('\0'), [bare, many]),
  slip('result-sent', 'send the line as it was typed: to work it out is what the server is for', wire`42`, [bare]),
  slip('stale-tail', 'more follows the line: does your buffer still hold an older one?', 'bytes', [many]),
  slip('one-line-only', 'your client ends after an answer: go on until its input ends', ['end', 'reset', 'silence'], [many]),
  slip('does-not-wait', 'send the next line only when the answer to the one before has come', 'bytes', ['CALC-C1/turns']),
  slip(
    'stale-tail-shown',
    'more follows the answer: what recv gives you ends where it says, and no "\\0" stands behind it',
    inWords(/older answer/),
    ['CALC-C2/each'],
  ),
  slip(
    'prints-at-exit',
    'show each answer when it comes: wait neither for a newline, which it has not, nor for your own end',
    'bytes',
    [answered],
  ),
  slip('reads-once', 'an answer may come in two pieces: show what comes when it comes', 'bytes', ['CALC-C3']),
  ...clientSlips,
];

function endsWith(end: string) {
  return (_sent: Buffer, received: Buffer): boolean => received.toString('latin1').endsWith(end);
}

/** Some connect only when they have a line to send: then they are given one. */
async function begins(scene: ClientScene): Promise<void> {
  await starts(scene);
  if (!scene.client.hasCalled && !scene.client.hasEnded) await scene.keyboard.types(lines[0]!);
}

/** Waits until it has connected, or waits for a line first. */
async function starts({ client }: ClientScene): Promise<void> {
  await client.until(
    () => client.hasCalled,
    () => 'verdict',
  );
}

/** Types a line. @returns where it is to come: on the connection there is, or on one that was made for it */
async function types(scene: ClientScene, line: string, peer?: Client): Promise<Client> {
  const { client, keyboard } = scene;
  if (peer === undefined) await starts(scene);
  await keyboard.types(line);
  await client.settles();
  if (peer !== undefined && !client.hasCalled) return peer;
  return blockedBy('CLI-1', scene, () => client.connects());
}

/** What came is this line; where the first check about that has failed, whatever came is. */
async function hears(peer: Client, line: string, scene: ClientScene): Promise<void> {
  if (scene.passed(bare)) return void (await peer.receives(exactly(line + endOf(scene))));
  await blockedBy(bare, scene, () => peer.receives(wire`${anything()}`));
  await scene.client.settles();
  if (peer.takes() === '' && peer.receivedInAll === 0) throw new Blocked(bare);
}

/** Brings the client to where it waits for the answer to this line. */
async function asks(scene: ClientScene, line = '2 + 3', before?: Client): Promise<Client> {
  const peer = await types(scene, line, before);
  await hears(peer, line, scene);
  return peer;
}

const answersWith = (text: string, peer: Client, scene: ClientScene, cutAt?: number[]): Promise<void> =>
  peer.sends(text + endOf(scene), cutAt === undefined ? {} : { cutAt });

export const calculatorClient = clientGrader('calculator', { slips }, (check) => {
  checkClientRules(check, { points: { 'CLI-1': 10 }, asks, answers: () => Promise.resolve(), begins });

  check(bare, 20, 'sends a line as it is, without its newline', { after: ['CLI-1'] }, async (scene) => {
    const peer = await types(scene, '17 + 25');
    await peer.receives(exactly(`17 + 25${endOf(scene)}`));
    await peer.receivesNothingMore();
  });

  check(answered, 20, 'shows the answer when it comes', { after: ['CLI-1', bare] }, async (scene) => {
    const peer = await asks(scene);
    await answersWith(answer, peer, scene);
    await scene.screen.shows(answer);
  });

  const more = { after: ['CLI-1', bare, answered] };
  check(many, 10, 'sends line after line', more, async (scene) => {
    let peer: Client | undefined;
    for (const [i, line] of lines.entries()) {
      const next = () => asks(scene, line, peer);
      peer = await (i === 0 ? next() : blockedBy(answered, scene, next));
      if (scene.passed(bare)) await peer.receivesNothingMore();
      await answersWith(answer, peer, scene);
    }
  });

  check('CALC-C1/turns', 10, 'sends the next only when the answer has come', { after: ['CLI-1', bare] }, async (scene) => {
    const peer = await asks(scene);
    await scene.keyboard.types('4 * 5');
    if (scene.client.hasCalled) await (await scene.client.connects()).receivesNothingMore();
    await peer.receivesNothingMore();
  });

  const other = { after: [...more.after, many] };
  check('CALC-C2/each', 10, 'shows each answer before the next line is sent', other, async (scene) => {
    const { client, screen, passed } = scene;
    for (const needed of [many, answered]) if (!passed(needed)) throw new Blocked(needed);
    let peer: Client | undefined;
    let older = '';
    for (const [i, text] of answers.entries()) {
      peer = await asks(scene, lines[i], peer);
      await answersWith(text, peer, scene);
      await screen.shows(text);
      await client.settles();
      const tail = older.slice(text.length);
      if (tail !== '' && screen.text.startsWith(tail)) {
        const found = { expected: text, received: text + tail };
        throw await client.failure('other', {
          message: 'your client shows the end of an older answer behind this one',
          ...found,
        });
      }
      older = text;
    }
  });

  check('CALC-C3', 4, 'shows an answer that comes in two pieces', more, async (scene) => {
    if (!scene.passed(answered)) throw new Blocked(answered);
    const peer = await asks(scene);
    await answersWith(pieces.join(''), peer, scene, [pieces[0].length]);
    for (const piece of pieces) await scene.screen.shows(piece);
  });

  checkClientRules(check, {
    points: { 'CLI-2': 3, 'CLI-3': 3, 'CLI-4': 10 },
    asks,
    answers: (peer, scene) => answersWith(answer, peer, scene),
    begins,
    ...more,
    answered,
  });
});
