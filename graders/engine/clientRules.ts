// The rules of every client program, CLI-1 to CLI-4, for a lab's grader to declare.
// The law here: how a client comes to ask something is the lab's; what becomes of it then is the same everywhere.
import type { Client } from './client.ts';
import { Blocked, Failure, type Slip, inWords, slip } from './failure.ts';
import type { ClientScene, Declare } from './grader.ts';

type ClientRule = 'CLI-1' | 'CLI-2' | 'CLI-3' | 'CLI-4';

export interface ClientRules {
  /** A rule without points is not checked. */
  points: Partial<Record<ClientRule, number>>;
  /** Brings the client to the point where it has asked something and waits for the answer. @throws Failure */
  asks: (scene: ClientScene) => Promise<Client>;
  /** Answers that. */
  answers: (peer: Client, scene: ClientScene) => Promise<void>;
  /** What has to be typed before it connects. */
  begins?: (scene: ClientScene) => Promise<void>;
  /** Checks whose verdict `asks` and `answers` look at. */
  after?: string[];
  /** One of these that is about answers: where it has failed, a client that does not end may wait for one still. */
  answered?: string;
}

/** What CLI-2 grants. */
const refusedMs = 10_000;
const nobody = { env: () => ({}), isDeserted: true } as const;

export const clientSlips: Slip[] = [
  slip('end-not-seen', 'when recv gives nothing the server has closed: leave the loop, and end', 'silence', ['CLI-3']),
  slip('port-ignored', 'connect to the port that you are given', inWords(/to port (\d+)\b.* not to port (?!\1 )/), ['CLI-1']),
  slip('host-ignored', 'connect to the host that you are given', inWords(/ and not to port/), ['CLI-1']),
  slip(
    'error-swallowed',
    'whoever started your client sees by its exit status that it went wrong: end with another one than 0',
    inWords(/ends with 0/),
    ['CLI-2'],
  ),
  slip('silent-when-refused', 'tell your user what went wrong', inWords(/does not say so/), ['CLI-2']),
  slip('eof-unhandled', 'the end of the input is no error: close, and end with 0', inWords(/exit code/), ['CLI-4']),
  slip('stays-at-end-of-input', 'at the end of the input close the connection, and end', 'silence', ['CLI-4']),
  slip('tries-for-ever', 'where nobody listens, trying on helps nobody: say so, and end', 'silence', ['CLI-2']),
];

/**
 * Does something that this check is not about.
 * @param other the check that is; it stands in `after`
 * @throws Blocked where it fails, and the other check has failed too: that has been charged
 */
export async function blockedBy<T>(other: string, { passed }: ClientScene, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof Failure && !passed(other) ? new Blocked(other) : error;
  }
}

/** CLI-1 to CLI-4. */
export function checkClientRules(
  check: Declare<ClientScene>,
  { points, asks, answers, begins, after = [], answered }: ClientRules,
): void {
  const declare = (rule: ClientRule, title: string, run: (scene: ClientScene) => Promise<void>, options = {}) => {
    if (points[rule] !== undefined) check(rule, points[rule], title, { after, ...options }, run);
  };

  declare('CLI-1', 'goes to the host and the port it is given', async (scene) => {
    const { client } = scene;
    await begins?.(scene);
    await using peer = await client.connects();
    const { host, port } = client.told;
    const isThere = host === 'localhost' ? /^(?:127\.|::1$)/.test(peer.address) : peer.address === host;
    if (!isThere || peer.localPort !== port) {
      const where = `port ${peer.localPort} of ${peer.address}`;
      const message = `your client connects to ${where}, and not to port ${port} of ${host}, as it was told`;
      throw await client.failure('other', { message });
    }
  });

  declare(
    'CLI-2',
    'says so, and ends, where nobody listens',
    async (scene) => {
      const { client, screen } = scene;
      await begins?.(scene);
      const status = await client.ends({ withinMs: refusedMs });
      if (status === 0)
        throw await client.failure('other', { message: 'nobody listened, and your client ends with 0, as if all had gone well' });
      if (screen.answer.trim() === '')
        throw await client.failure('other', { message: 'nobody listened, and your client does not say so' });
    },
    { setting: nobody },
  );

  declare('CLI-3', 'ends when the server closes in place of an answer', async (scene) => {
    await using peer = await asks(scene);
    peer.closes();
    await scene.client.ends();
  });

  declare('CLI-4', 'closes at the end of its input, and ends with 0', async (scene) => {
    await using peer = await asks(scene);
    await answers(peer, scene);
    await scene.client.settles();
    await scene.keyboard.ends();
    const leaves = async () => {
      await peer.ends();
      peer.closes();
      await scene.client.endsWell();
    };
    await (answered === undefined ? leaves() : blockedBy(answered, scene, leaves));
  });
}
