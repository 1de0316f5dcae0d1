// Many clients that come and go, and what a program holds after them: TCP-5.
// The law here: what is counted is what is left once the program is at rest; what a pool has started for itself, it may keep.
import type { Client } from './client.ts';
import { Blocked, Failure } from './failure.ts';
import type { Scene } from './grader.ts';
import type { Server } from './server.ts';

/** A program that has not accepted a client by then gets the next one all the same. */
const paceMs = 5;
/** One that so often in a row has not come to rest after a client does not do so at all. */
const patience = 16;
const few = 20;
export const visitors = 200;
const slack = 5;

/** For after each of many clients: waits until the program has done all it does about it, so that no pool grows by haste alone. */
export function oneByOne(server: Server): () => Promise<void> {
  let left = patience;
  return async () => {
    left = (await server.rests(left > 0 ? undefined : paceMs)) ? patience : left - 1;
  };
}

export interface Visits {
  request: string | Uint8Array;
  /** Most leave without a byte. */
  silent: boolean;
  /** There may be a pool, which grows when there is haste. */
  pool?: number;
  /** Checks whose failure says all about a program that leaks, or serves no more. */
  excuses: readonly string[];
}

/** @throws Failure, Blocked */
export async function leaksNothing(scene: Scene, lab: Visits): Promise<void> {
  const { server } = scene;
  await visits(scene, few, lab);
  const { descriptors: before } = await server.census();
  await visits(scene, visitors - few, lab);
  const isEnough = ({ descriptors }: { descriptors: number }) => descriptors <= before + slack;
  if (isEnough(await server.census(isEnough))) return;
  (await nextClient(scene, lab)).closes(); // what ended while it was busy, some put away only when there is another
  const { descriptors: after } = await server.census(isEnough);
  if (after <= before + slack) return;
  throw excused(
    scene,
    lab,
    new Failure('other', {
      message: `your program's processes hold ${before} descriptors after ${few} clients, and ${after} after ${visitors}`,
      standsAt: server.standing(),
    }),
  );
}

async function visits(scene: Scene, count: number, lab: Visits): Promise<void> {
  const rests = lab.pool === undefined ? () => scene.server.rests(paceMs) : oneByOne(scene.server);
  for (let i = 0; i < count; i += 1) {
    await using client = await nextClient(scene, lab);
    if (!lab.silent || i % 10 === 0) await client.sends(lab.request); // what it answers, if it is too busy for an answer, is open
    if (i % 2 === 0) await rests(); // two at most wait to be accepted: the shortest queue holds them
  }
}

async function nextClient(scene: Scene, lab: Visits): Promise<Client> {
  try {
    return await scene.server.connect();
  } catch (error) {
    throw error instanceof Failure && error.shortfall === 'refused' ? excused(scene, lab, error) : error;
  }
}

function excused({ passed }: Scene, { excuses }: Visits, failure: Failure): Failure | Blocked {
  const known = excuses.find((id) => !passed(id));
  return known === undefined ? failure : new Blocked(known);
}
