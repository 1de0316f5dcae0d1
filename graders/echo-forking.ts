// The checks of the forking echo: a process for each client sends the message back, with its own number in front.
// The law here: which processes there are is seen in the system, while clients are connected, and never taken from what
// the program says. When it forks, ahead of time or only once a client has spoken, is its own affair.
import {
  Blocked,
  type Client,
  Failure,
  type HeldUp,
  type LooksLike,
  type Scene,
  type Server,
  SignedEcho,
  checkPort,
  checkTcpRules,
  digits,
  grader,
  needsAnswers,
  needsTurns,
  signedSlips,
  slip,
  tcpSlips,
} from './engine/index.ts';

const many = 50;
const slack = 3;

const echo = new SignedEcho({ signature: digits(1, 10), answers: 'FORK-1', turns: 'FORK-6' });
const { asking } = echo;

const slips = [
  slip('no-pid', 'the answer begins with the number of the process, a colon and a blank', isMessage, ['FORK-1']),
  slip('blank-missing', 'one blank stands behind the colon', begins(/^\d+:\S/), ['FORK-1']),
  slip('bytes-repr', 'you send how Python prints bytes; put bytes together with bytes', begins(/^\d+: b['"]/), [
    'FORK-1',
    'FORK-5',
  ]),
  slip('pid-in-hex', 'the number of the process is written in decimal digits', begins(/^(?=\d*[a-fx])[\da-fx]+: /), ['FORK-1']),
  slip('name-for-pid', 'the number of the process is asked for, not a name', begins(/^[A-Za-z][^:\n]*: /), ['FORK-1']),
  ...signedSlips('FORK-1', 'FORK-5'),
  slip('child-failure-ends-parent', 'a child that ends badly must not end its parent', 'refused', ['TCP-2']),
  slip('nonsense-ends-parent', 'a child that ends badly must not end its parent', 'refused', ['TCP-3']),
  slip('fork-parent-leaks', 'after fork the parent holds the connection too: close it there as well', 'other', ['TCP-5']),
  ...tcpSlips,
];

function begins(how: RegExp): (sent: Buffer, got: Buffer) => boolean {
  return (_, got) => how.test(got.toString('latin1'));
}

function isMessage(sent: Buffer, got: Buffer): boolean {
  return sent.length > 0 && got.equals(sent);
}

const alive = (server: Server) => server.processes().filter(({ isZombie }) => !isZombie);

/** Why the connection is open still: it waits for the client to leave, or some process holds it that does nothing with it. */
async function open(client: Client): Promise<LooksLike> {
  client.endsSending();
  await client.settles();
  if (client.hasEnded) return { name: 'never-closes', hint: 'after the answer, close the connection' };
  return {
    name: 'fork-parent-keeps-fd',
    hint: 'it ends when every process that holds it has closed it: so must the parent, after fork',
  };
}

/** Who holds the second client up: the parent has no child for the first one, or waits for it. */
const heldUp = ({ before, withSilent }: HeldUp): LooksLike =>
  withSilent > before
    ? { name: 'wait-after-fork', hint: 'the parent waits for its child to end: go straight back to accept' }
    : { name: 'recv-before-fork', hint: 'the parent waits for the message: fork first, and let the child read it' };

function servesNoMore(count: number, isSilent: boolean): LooksLike {
  if (isSilent) return null;
  if (count < 3)
    return { name: 'accept-eintr', hint: 'your program ends with its first child: when accept gives EINTR, call it again' };
  const name = count < 20 ? 'ten-clients-only' : 'children-never-counted-down';
  return { name, hint: `your program ends after ${count} clients: go back to accept, for ever` };
}

/** The number in an answer. @throws Blocked where there is none */
function pidIn(signature: string | undefined): number {
  const number = /(?<![\w-])\d+$/.exec(signature ?? '')?.[0];
  if (number === undefined) throw new Blocked('FORK-1');
  return Number(number);
}

const notItsOwn = { name: 'number-of-fork', hint: 'ask for the number in the child itself: getpid()' };
const noProcess = { name: 'thread-for-process', hint: 'your program has started no process for its clients: threads are none' };

/**
 * Two clients at once are answered, one after the other. Each time the processes are looked at before the client speaks;
 * one that comes and goes after that is known by its number, which the system has given out meanwhile.
 * @returns the two numbers
 */
async function pidsOfTwo(scene: Scene): Promise<[number, number]> {
  const { server } = scene;
  const before = alive(server).length;
  const clients = await echo.twoAtOnce(scene);
  const hasForked = alive(server).length > before;
  const pids: number[] = [];
  for (const client of clients) {
    await server.settles(clients.filter(({ isClosed }) => !isClosed));
    const there = new Set(alive(server).map(({ pid }) => pid));
    const parents = server.processes().filter(({ isFirst }) => isFirst);
    const earlier = server.idsGivenOut();
    const pid = pidIn(await echo.asks(client, scene));
    const later = server.idsGivenOut();
    // several that listen on their own are workers, whose parent does not listen itself
    if (parents.length === 1 && parents[0]!.pid === pid) throw startedItself(client, pid, hasForked);
    const isNew = later.latest > earlier.latest && pid > earlier.known && pid <= later.latest;
    if (!there.has(pid) && !isNew) {
      const looksLike = hasForked || later.latest > earlier.latest ? notItsOwn : noProcess;
      throw client.failure({ message: `${pid} is no process of your program`, looksLike });
    }
    pids.push(pid);
    client.closes();
  }
  return [pids[0]!, pids[1]!];
}

function startedItself(client: Client, pid: number, hasForked: boolean): Error {
  const looksLike = hasForked
    ? { name: 'parent-pid', hint: 'this is the number of the parent: ask for it in the child, after fork' }
    : noProcess;
  return client.failure({ message: `${pid} is the process that was started; a child should serve the client`, looksLike });
}

interface Count {
  processes: number;
  zombies: number;
  listening: number;
}

async function countOf(server: Server, isEnough?: (count: Omit<Count, 'listening'>) => boolean): Promise<Count> {
  const { processes, zombies } = await server.census(isEnough);
  return { processes, zombies, listening: server.processes().filter(({ listens }) => listens).length };
}

function childrenStay(before: Count, after: Count): Failure {
  const looksLike =
    after.zombies > before.zombies + slack
      ? { name: 'zombies', hint: 'children that have ended stay until they are asked for: waitpid, or ignore SIGCHLD' }
      : after.listening > before.listening + slack
        ? { name: 'child-falls-through', hint: "after its client a child is done: it must end, not go on in the parent's loop" }
        : { name: 'child-stays', hint: 'after its client a child is done: it must end, or serve the next one' };
  const shown = ({ processes, zombies }: Count) => `${processes} processes and ${zombies} zombies`;
  const message = `after one client there were ${shown(before)}, and some ${many} clients later there are ${shown(after)}`;
  return new Failure('other', { message, looksLike });
}

export const echoForking = grader('echo-forking', { slips }, (check) => {
  checkPort(check, 5);

  check('FORK-1', 30, 'answers <pid>: <message>, and closes', (scene) => echo.answersAndCloses(scene, open));

  check('FORK-2', 25, 'serves each of two clients in a process of its own', { after: ['FORK-1'] }, async (scene) => {
    await needsAnswers(scene, asking);
    await scene.server.settles();
    const [a, b] = await pidsOfTwo(scene);
    if (a !== b || (await echo.areEverApart(scene))) return;
    await using client = await scene.server.connect();
    const looksLike = { name: 'one-child-for-all', hint: 'a process serves one client at a time: start one for each' };
    throw client.failure({ message: `two clients that are connected at once are both served by process ${a}`, looksLike });
  });

  check('FORK-3', 15, 'is not held up by a client that is silent', { after: ['FORK-1'] }, (scene) =>
    echo.isNotHeldUp(scene, () => alive(scene.server).length, heldUp),
  );

  check('FORK-6', 15, `serves ${many} clients, one after the other`, { after: ['FORK-1'] }, (scene) =>
    echo.servesInTurn(scene, servesNoMore),
  );

  check('FORK-5', 2, 'sends back characters of several bytes', { after: ['FORK-1'] }, (scene) => echo.keepsUtf8(scene));

  const turns = { after: ['FORK-1', 'FORK-6'] };
  check('FORK-4', 3, 'leaves no children behind, dead or alive', turns, async (scene) => {
    const { server } = scene;
    await needsTurns(scene, asking);
    const early = await echo.visits(scene, 1);
    if (early !== undefined) throw early;
    const before = await countOf(server);
    const most = before.processes + before.zombies + slack;
    const late = await echo.visits(scene, many);
    const last = late === undefined ? await server.connect() : undefined;
    await server.rests();
    last?.closes();
    const isEnough = ({ processes, zombies }: Omit<Count, 'listening'>) => processes + zombies <= most;
    const after = await countOf(server, isEnough);
    if (!isEnough(after)) throw childrenStay(before, after);
    if (late !== undefined) throw late;
  });

  checkTcpRules(check, {
    ...asking,
    closes: ['FORK-1', 'FORK-4'],
    points: { 'TCP-2': 2, 'TCP-3': 1, 'TCP-4': 1, 'TCP-5': 1 },
    request: 'halo',
    half: 'ha',
    nonsense: [Buffer.from('fffe80c328', 'hex'), 'a\0b\0', 'X'.repeat(65_536), Buffer.alloc(100, 0xff)],
    atOnce: 'FORK-3',
    silent: true,
    pool: 12,
  });
});
