// Programs that send back what they got with a signature in front, `21160: halo`: who has served this client.
// The law here: what the first rule about answers charges the others tolerate. Where it has failed, whatever comes is an
// answer, and what stands before the message in it is the signature.
import type { Client } from './client.ts';
import { explained, nextClient } from './echo.ts';
import { Blocked, Failure } from './failure.ts';
import type { Scene } from './grader.ts';
import type { Finding } from './report.ts';
import { type Asking, needsAnswers } from './tcpRules.ts';
import { oneByOne } from './tcpVisits.ts';
import { type Pattern, exactly, wire } from './wire.ts';

/** Up to 1024 bytes, and nothing that is not plain text: other rules are about that. */
const messages = ['Hello echo server!', ' \tblanks \n', 'a %d b: {} c\\n '.repeat(69).slice(0, 1024)];
/** Characters of two, three and four bytes; and 1024 bytes of them. */
const utf8 = ['naïve ☕ 日本 😀', 'é'.repeat(512)];
const plain = 'halo';
const many = 50;
const tries = 5;

export type LooksLike = Finding['looksLike'];

export interface Signed {
  signature: Pattern;
  /** Its rules: about answers, and about clients in turn. */
  answers: string;
  turns: string;
}

/** How many processes or threads there were while a client was held up. */
export interface HeldUp {
  before: number;
  withSilent: number;
  withBoth: number;
  /** Once the silent one has spoken, something is started. */
  startsLate: boolean;
}

/** The words of the checks of such a lab. */
export class SignedEcho {
  readonly asking: Asking;
  readonly #lab: Signed;

  constructor(lab: Signed) {
    this.#lab = lab;
    const { answers, turns } = lab;
    this.asking = { answers, turns, inTurn: many, asks: (client, scene) => this.asks(client, scene) };
  }

  /** One exchange. @returns the signature; `undefined` where the answer has none */
  async asks(client: Client, scene: Scene, message = plain): Promise<string | undefined> {
    await client.sends(message);
    return this.#hears(client, scene, message);
  }

  async #hears(client: Client, scene: Scene, message: string): Promise<string | undefined> {
    if (scene.passed(this.#lab.answers)) {
      const [signature] = await client.receives(this.#answer(message));
      await client.ends();
      return signature;
    }
    const said = await client.settles();
    if (said === '') throw client.failure({ message: 'there is no answer' });
    return looseSignature(said, message);
  }

  /** Messages come back, signed, and then the program closes. @param open why a connection stays open */
  async answersAndCloses({ server }: Scene, open: (client: Client) => Promise<LooksLike>): Promise<void> {
    await using first = await server.connect();
    await first.receivesNothingYet();
    for (const [i, message] of messages.entries()) {
      await using client = i === 0 ? first : await nextClient(server);
      if (client === undefined) return; // that there is no other is the rule's business that is about clients in turn
      await client.sends(message);
      try {
        await client.receives(this.#answer(message));
      } catch (error) {
        throw error instanceof Failure && error.shortfall === 'silence'
          ? await explained(error, client, () => server.connect())
          : error;
      }
      try {
        await client.receivesEnd();
      } catch (error) {
        throw error instanceof Failure && error.shortfall === 'silence' ? named(error, await open(client)) : error;
      }
    }
  }

  /**
   * One client is silent while another is served.
   * @param count of what serves a client, processes or threads
   * @param why what holds the other up
   */
  async isNotHeldUp(scene: Scene, count: () => number | Promise<number>, why: (held: HeldUp) => LooksLike): Promise<void> {
    const { server } = scene;
    await needsAnswers(scene, this.asking);
    await server.settles();
    const before = await count();
    await using silent = await server.connect();
    await server.settles([silent]);
    const withSilent = await count();
    await using other = await server.connect();
    try {
      await this.asks(other, scene);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const withBoth = await count();
      const { latest } = server.idsGivenOut();
      await silent.sends(plain);
      await silent.settles();
      const startsLate = server.idsGivenOut().latest > latest;
      throw named(error, why({ before, withSilent, withBoth, startsLate }));
    }
    other.closes();
    await this.asks(silent, scene);
  }

  /** @param why it serves no more, told from how many it has served and whether it is silent or gone */
  async servesInTurn(scene: Scene, why: (count: number, isSilent: boolean) => LooksLike): Promise<void> {
    await needsAnswers(scene, this.asking);
    for (let i = 0; i < many; i += 1) {
      try {
        await using client = await scene.server.connect();
        await this.asks(client, scene, `${plain} ${i + 1}`);
      } catch (error) {
        if (!(error instanceof Failure) || i === 0) throw error;
        throw named(error, why(i, error.shortfall === 'silence'));
      }
    }
  }

  /** Characters of several bytes come back whole. */
  async keepsUtf8(scene: Scene): Promise<void> {
    const { answers } = this.#lab;
    await needsAnswers(scene, this.asking);
    for (const message of utf8) {
      await using client = await nextClient(scene.server);
      if (client === undefined) return;
      await client.sends(message);
      if (scene.passed(answers)) await client.receives(this.#answer(message));
      else if (!(await client.settles()).includes(utf8[0]!)) throw new Blocked(answers);
      else return; // a short one came back whole; what becomes of a long one may be what is charged already
    }
  }

  /**
   * One client after the other, each only when the program has done all it does about the one before.
   * @returns why not all of them were served
   */
  async visits(scene: Scene, count: number): Promise<Failure | undefined> {
    const rests = oneByOne(scene.server);
    try {
      for (let i = 0; i < count; i += 1) {
        const client = await scene.server.connect();
        await this.asks(client, scene);
        client.closes();
        await rests();
      }
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    return undefined;
  }

  /** Two clients that are connected and silent; the program has done all it does about that. */
  async twoAtOnce({ server }: Scene): Promise<[Client, Client]> {
    const a = await server.connect();
    await server.settles([a]);
    const b = await server.connect();
    await server.settles([a, b]);
    return [a, b];
  }

  /**
   * Whether two clients that speak at the same moment are ever told different signatures. One pool gives what it is asked
   * one after the other to the same worker; another is not all there at first.
   */
  async areEverApart(scene: Scene): Promise<boolean> {
    await scene.server.census(() => false);
    for (let i = 0; i < tries; i += 1) {
      const clients = await this.twoAtOnce(scene);
      for (const client of clients) await client.sends(plain);
      const signatures: (string | undefined)[] = [];
      for (const client of clients) signatures.push(await this.#hears(client, scene, plain));
      for (const client of clients) client.closes();
      if (signatures[0] !== signatures[1]) return true;
    }
    return false;
  }

  #answer(message: string): Pattern {
    return wire`${this.#lab.signature}: ${exactly(message)}`;
  }
}

/** What stands before the message, on its line, without what is most often wrong between the two. */
function looseSignature(answer: string, message: string): string | undefined {
  const at = answer.toLowerCase().indexOf(message.toLowerCase());
  const line = answer.slice(answer.lastIndexOf('\n', at - 1) + 1, Math.max(at, 0));
  const signature = line.replace(/[:\s]*(b?['"])?$/, '');
  return signature === '' ? undefined : signature;
}

const named = ({ shortfall, finding, received, sent }: Failure, looksLike: LooksLike): Failure =>
  new Failure(shortfall, { ...finding, looksLike: finding.looksLike ?? looksLike }, received, sent);
