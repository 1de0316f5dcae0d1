// The rules that every TCP server owes the world, TCP-1 to TCP-5, as checks that each such lab declares, and the ways in
// which a check finds out whether what it needs works at all.
// The law here: nothing of a lab is known but how a client asks, and which of its checks say that asking works.
import type { Client } from './client.ts';
import { Blocked, Failure, type Slip, slip } from './failure.ts';
import type { Declare, Scene } from './grader.ts';
import { leaksNothing, visitors } from './tcpVisits.ts';

export interface Asking {
  /** The first rule about answers, and the one whose failure may mean that nobody is served after another. */
  answers: string;
  turns: string;
  /** Where `turns` has failed, so many must be served one after the other before the other rules can be seen. */
  inTurn?: number;
  /** The rules by which the program closes a connection, if there are any. */
  closes?: string | readonly string[];
  /** How a client comes, where it is not as any. */
  connects?: (scene: Scene) => Promise<Client>;
  /** One exchange on a connection that has just been opened. */
  asks: (client: Client, scene: Scene) => Promise<unknown>;
}

const comes = (scene: Scene, { connects }: Asking): Promise<Client> => connects?.(scene) ?? scene.server.connect();

/** A client that comes after others is served. */
export async function servesNext(scene: Scene, asking: Asking): Promise<void> {
  await scene.server.rests(); // what the others did has had its effect by now
  await using next = await comes(scene, asking);
  await asking.asks(next, scene);
}

/** Where the first rule has failed there may be no answers at all, and then most rules cannot be seen. @throws Blocked */
export const needsAnswers = (scene: Scene, asking: Asking): Promise<void> =>
  scene.needs(asking.answers, async () => {
    await using client = await comes(scene, asking);
    await asking.asks(client, scene);
  });

/** Perhaps nobody is served after another. @throws Blocked */
export async function needsTurns(scene: Scene, asking: Asking): Promise<void> {
  await needsAnswers(scene, asking);
  await scene.needs(asking.turns, async () => {
    for (let i = 0; i < (asking.inTurn ?? 2); i += 1) await servesNext(scene, asking);
  });
}

/** Slips that are seen in these checks. */
export const tcpSlips: Slip[] = [
  slip('reset-kills-server', 'an error on one connection must end that connection alone', 'refused', ['TCP-2']),
  slip('nonsense-kills-server', 'what one client sends must not end the program for all', 'refused', ['TCP-3']),
  slip('no-reuseaddr', 'set SO_REUSEADDR on the listening socket before bind', 'other', ['TCP-4']),
  slip('half-open-for-ever', 'when a client has left (recv gives nothing), close its socket', 'other', ['TCP-5']),
  slip('port-ignored', "take the port from PORT or an argument, or use the lab's own", 'other', ['TCP-1', 'UDP-1/port']),
];

/** TCP-1, or whatever a lab calls the rule. */
export function checkPort(check: Declare, points: number, id = 'TCP-1'): void {
  check(id, points, "listens on the port it was given, or the lab's own", ({ server: { port, givenPort, labPort } }) => {
    if (port === givenPort || port === labPort) return Promise.resolve();
    const message = `your program listens on port ${port}; it was given ${givenPort}, and the lab's own port is ${labPort}`;
    return Promise.reject(new Failure('other', { message }));
  });
}

type TcpRule = 'TCP-2' | 'TCP-3' | 'TCP-4' | 'TCP-5';

export interface TcpRules extends Asking {
  /** A rule without points is not checked. */
  points: Partial<Record<TcpRule, number>>;
  request: string | Uint8Array;
  /** What a client has sent that vanishes in the middle of a message. */
  half: string | Uint8Array;
  /** What makes no sense to send. A client for each. */
  nonsense: readonly (string | Uint8Array)[];
  /** Many are served at once, or the check that shows it: one that stays is held up by none that vanish. */
  atOnce: boolean | string;
  /** Some clients leave without a byte. Not where another rule is about them. */
  silent: boolean;
  /** Where a pool may lose a worker to each of its clients: so many times it is tried. */
  pool?: number;
}

/** TCP-2 to TCP-5. */
export function checkTcpRules(check: Declare, lab: TcpRules): void {
  const { points, answers, turns, closes, asks, request } = lab;
  const closing = [closes ?? []].flat();
  const sometimes = typeof lab.atOnce === 'string' ? [lab.atOnce] : [];
  // a program that is known to die of clients that vanish, or not to close, or not to serve many, leaks nothing by that
  const excuses = [turns, ...closing, ...(points['TCP-2'] === undefined ? [] : ['TCP-2'])];
  const options = { after: [...new Set([answers, turns, ...closing, ...sometimes])] };
  const declare = (rule: TcpRule, title: string, run: (scene: Scene) => Promise<void>, more = options) => {
    if (points[rule] !== undefined) check(rule, points[rule], title, more, run);
  };

  declare('TCP-2', 'goes on when clients vanish', async (scene) => {
    await needsTurns(scene, lab);
    const isAtOnce = typeof lab.atOnce === 'string' ? scene.passed(lab.atOnce) : lab.atOnce;
    const stays = isAtOnce ? await comes(scene, lab) : undefined;
    const vanish: ((client: Client) => Promise<void> | void)[] = [
      ...(lab.silent ? [(client: Client) => client.closes()] : []),
      (client) => client.sends(lab.half).then(() => client.closes()),
      (client) => client.resets(),
      (client) => scene.server.rests().then(() => client.resets()), // it waits for the client's first byte by then
      (client) => client.sends(request).then(() => client.resets()),
    ];
    for (const way of vanish) {
      await way(await comes(scene, lab));
      await scene.server.rests();
    }
    if (stays !== undefined) {
      await asks(stays, scene);
      stays.closes();
    }
    await servesNext(scene, lab);
    await poolLasts(scene, lab, 'workers-die-of-resets', (client) => client.resets());
  });

  declare('TCP-3', 'goes on after input that makes no sense', async (scene) => {
    await needsTurns(scene, lab);
    for (const bytes of lab.nonsense) {
      await using client = await comes(scene, lab);
      await client.sends(bytes);
      await scene.server.rests();
    }
    await servesNext(scene, lab);
    const noText = lab.nonsense.find((bytes) => typeof bytes !== 'string') ?? '';
    await poolLasts(scene, lab, 'workers-die-of-nonsense', (client) => client.sends(noText));
  });

  const alone = { fresh: true, after: [answers, 'TCP-1'] };
  declare('TCP-4', 'starts again on the same port at once', async (scene) => restartsAfter(scene, lab), alone);

  declare(
    'TCP-5',
    `leaks no descriptors over ${visitors} connections`,
    async (scene) => {
      await needsTurns(scene, lab);
      await leaksNothing(scene, { ...lab, excuses });
    },
    { after: [...new Set([...options.after, ...excuses])] },
  );
}

/** Clients that each may end a worker of a pool: in the end there is still one left, or another. */
async function poolLasts(
  scene: Scene,
  lab: TcpRules,
  name: string,
  does: (client: Client) => Promise<void> | void,
): Promise<void> {
  if (lab.pool === undefined) return;
  try {
    for (let i = 0; i < lab.pool; i += 1) {
      await using client = await scene.server.connect();
      await scene.server.rests();
      await does(client);
      await scene.server.rests();
    }
    await servesNext(scene, lab);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const hint = 'each such client ends one of your workers, and in the end none is left: catch the error in the worker';
    throw new Failure(error.shortfall, { ...error.finding, looksLike: { name, hint } }, error.received, error.sent);
  }
}

async function restartsAfter(scene: Scene, lab: TcpRules): Promise<void> {
  await using client = await comes(scene, lab);
  if (scene.passed(lab.answers)) await lab.asks(client, scene);
  else await client.settles();
  const [before, port] = [scene.server.port, await scene.server.restarts()];
  if (port === before) return;
  if (!scene.passed('TCP-1')) throw new Blocked('TCP-1'); // where it listens is its own affair, and that has been charged
  throw new Failure('other', { message: `started again, your program listens on port ${port} instead of ${before}` });
}
