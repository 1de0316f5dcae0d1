// The checks of the threading echo: a thread for each client sends the message back, with its own name in front.
// The law here: what threads there are is seen in the system, while clients are connected; what they are called, only the
// program can tell. When it starts them, ahead of time or only once a client has spoken, is its own affair.
import {
  Blocked,
  type Client,
  Failure,
  type HeldUp,
  type LooksLike,
  type Scene,
  SignedEcho,
  checkPort,
  checkTcpRules,
  grader,
  needsAnswers,
  needsTurns,
  signedSlips,
  slip,
  tcpSlips,
  text,
} from './engine/index.ts';

const many = 50;
const most = 200;
const slack = 5;

const echo = new SignedEcho({ signature: text(), answers: 'THR-1', turns: 'THR-6' });
const { asking } = echo;

type Shows = (sent: Buffer, got: Buffer) => boolean;
const isMessage: Shows = (sent, got) => sent.length > 0 && got.equals(sent);
/** How what stands around the message looks. */
const around =
  (how: RegExp): Shows =>
  (sent, got) =>
    sent.length > 0 && got.includes(sent) && how.test(got.toString('latin1').replace(sent.toString('latin1'), '<message>'));
const endsWith =
  (how: RegExp) =>
  (_sent: Buffer, _got: Buffer, { shortfall, finding }: Failure): boolean =>
    shortfall === 'refused' && how.test(finding.standsAt ?? '');

const sendsRepr: Shows = (_, got) => /: b['"]/.test(got.toString('latin1'));
const listens = 'an error on one connection must end that connection alone: listen for the event error on each socket';

const slips = [
  slip('no-name', 'the answer begins with the name of the thread, a colon and a blank', isMessage, ['THR-1']),
  slip('empty-name', 'the thread has no name: ask for it, or give it one', around(/^: <message>$/), ['THR-1']),
  slip('blank-missing', 'one blank stands behind the colon', around(/^[^\n]+:<message>$/), ['THR-1']),
  slip('name-on-its-own-line', 'the name and the message stand on one line', around(/^.+\n:? ?<message>$/), ['THR-1']),
  slip('name-at-the-end', 'the name comes first, then the message', around(/^<message>.*\w/), ['THR-1']),
  slip('bytes-repr', 'you send how Python prints bytes; put bytes together with bytes', sendsRepr, ['THR-1', 'THR-5']),
  ...signedSlips('THR-1', 'THR-5'),
  slip('sigpipe-kills-server', 'to send to a client that has left raises SIGPIPE: ignore it', endsWith(/SIGPIPE/), ['TCP-2']),
  slip('error-event-unhandled', listens, endsWith(/'error' event/), ['TCP-2']),
  slip('shutdown-is-not-close', 'every client leaves a socket behind: close it, in any case', 'other', ['TCP-5']),
  ...tcpSlips,
];

const neverCloses = { name: 'never-closes', hint: 'after the answer, close the connection' };

/** Who holds the second client up, told from how many threads there were. */
function heldUp({ before, withSilent, withBoth, startsLate }: HeldUp): LooksLike {
  if (withSilent <= before && !startsLate)
    return {
      name: 'run-not-start',
      hint: 'no thread is started for a client: start() does that; run() works in the thread that calls it',
    };
  if (withSilent <= before)
    return {
      name: 'recv-before-thread',
      hint: 'the thread that accepts waits for the message: start another, and let that one read',
    };
  return withBoth > withSilent
    ? {
        name: 'lock-held',
        hint: 'both clients have a thread, and one waits for the other: hold no lock while you wait for a client',
      }
    : { name: 'join-after-start', hint: 'the thread that accepts waits for the other to end: go straight back to accept' };
}

function servesNoMore(count: number, isSilent: boolean): LooksLike {
  if (isSilent) {
    const hint = `after ${count} clients nobody is served: what each of them takes, it must give back`;
    return { name: 'semaphore-not-released', hint };
  }
  const name = count === 1 ? 'one-shot' : count < 20 ? 'ten-clients-only' : 'threads-table-full';
  return { name, hint: `your program ends after ${count} client${count === 1 ? '' : 's'}: go back to accept, for ever` };
}

interface Served {
  client: Client;
  name: string;
  /** Something was started for it when it spoke, a thread perhaps, which may have ended since. */
  isNew: boolean;
}

/** Two clients that are connected at once are answered, one after the other. @throws Blocked where no name can be told */
async function twoServed(scene: Scene): Promise<{ served: [Served, Served]; hasThreads: boolean; hasProcesses: boolean }> {
  const { server } = scene;
  const clients = await echo.twoAtOnce(scene);
  const { threads, processes } = await server.census();
  const served: Served[] = [];
  for (const client of clients) {
    const { latest } = server.idsGivenOut();
    const name = await echo.asks(client, scene);
    if (name === undefined) throw new Blocked('THR-1');
    served.push({ client, name, isNew: server.idsGivenOut().latest > latest });
    client.closes();
    await server.rests(); // one that serves in turn begins with the other now
  }
  return { served: [served[0]!, served[1]!], hasThreads: threads > processes, hasProcesses: processes > 1 };
}

/** What is said of two clients that were told the same name. */
async function sameName(scene: Scene, { client, name }: Served): Promise<Failure> {
  await using later = await scene.server.connect();
  const another = await echo.asks(later, scene);
  const number = /\d+/.exec(name)?.[0];
  const looksLike =
    name === 'MainThread' || name === 'main'
      ? {
          name: 'main-thread-name',
          hint: 'this is the name of the first thread: ask for it in the thread that serves the client',
        }
      : number !== undefined && scene.server.hasSeenProcess(Number(number))
        ? { name: 'pid-for-name', hint: 'all threads share the number of their process: give each a name of its own' }
        : another === name
          ? { name: 'one-name-for-all', hint: 'give each thread a name of its own' }
          : { name: 'name-in-global', hint: 'all threads write to the same variable: keep the name in one of the thread alone' };
  return client.failure({ message: `two clients that are connected at once are both served by "${name}"`, looksLike });
}

function threadsStay(counts: string, late?: Failure): Failure {
  const looksLike = { name: 'thread-stays', hint: 'after its client a thread is done: it must end, or serve the next one' };
  const message = `there are more and more threads: ${counts}`;
  return new Failure('other', { message, looksLike, standsAt: late?.finding.standsAt ?? null });
}

export const echoThreading = grader('echo-threading', { slips }, (check) => {
  checkPort(check, 5);

  check('THR-1', 30, 'answers <thread name>: <message>, and closes', (scene) =>
    echo.answersAndCloses(scene, () => Promise.resolve(neverCloses)),
  );

  check('THR-3', 15, 'is not held up by a client that is silent', { after: ['THR-1'] }, (scene) =>
    echo.isNotHeldUp(scene, async () => (await scene.server.census()).threads, heldUp),
  );

  check('THR-2', 25, 'serves each of two clients in a thread of its own', { after: ['THR-1', 'THR-3'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await scene.server.settles();
    const { served, hasThreads, hasProcesses } = await twoServed(scene);
    const [a, b] = served;
    if (a.name === b.name && !(await echo.areEverApart(scene))) throw await sameName(scene, a);
    // one thread that serves all, one after the other, is charged where it holds them up
    if (hasThreads || (a.isNew && b.isNew) || !scene.passed('THR-3')) return;
    const looksLike = hasProcesses
      ? { name: 'process-for-thread', hint: 'these are processes, each with one thread: start threads in one process' }
      : { name: 'no-threads', hint: 'start a thread for each client, and let it read and answer' };
    throw a.client.failure({ message: 'two clients are connected at once, and your program has no second thread', looksLike });
  });

  check('THR-6', 15, `serves ${many} clients, one after the other`, { after: ['THR-1'] }, (scene) =>
    echo.servesInTurn(scene, servesNoMore),
  );

  check('THR-5', 2, 'sends back characters of several bytes', { after: ['THR-1'] }, (scene) => echo.keepsUtf8(scene));

  const turns = { after: ['THR-1', 'THR-6'] };
  check('THR-4', 3, 'ends the threads of clients that have left', turns, async (scene) => {
    const { server } = scene;
    await needsTurns(scene, asking);
    const first = await echo.visits(scene, 1);
    const { threads: atFirst } = await server.census();
    const early = first ?? (await echo.visits(scene, many - 1));
    if (early !== undefined) throw early;
    const { threads: before } = await server.census();
    const late = await echo.visits(scene, most - many);
    const { threads: after } = await server.census(({ threads }) => threads <= before + slack);
    if (after > before + slack) throw threadsStay(`${before} after ${many} clients, ${after} after up to ${most}`);
    if (late === undefined) return;
    // it has died of them, perhaps
    throw before > atFirst + many / 2 ? threadsStay(`${atFirst} after one client, ${before} after ${many}`, late) : late;
  });

  checkTcpRules(check, {
    ...asking,
    closes: ['THR-1', 'THR-4'],
    points: { 'TCP-2': 2, 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    request: 'halo',
    half: 'ha',
    nonsense: [Buffer.from('fffe80c328', 'hex'), 'a\0b\0', 'X'.repeat(65_536), Buffer.alloc(100, 0xff)],
    atOnce: 'THR-3',
    silent: true,
    pool: 12,
  });
});
