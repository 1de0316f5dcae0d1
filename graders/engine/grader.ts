// How a grader is written down: a lab's checks in the order of its rules, and what all of them share.
// The law here: a grader is data and checks. It starts nothing, waits for no time and knows no other lab.
import { type Role, UsageError } from '../subject/index.ts';
import type { Caller } from './caller.ts';
import type { Slip } from './failure.ts';
import type { Keyboard } from './keyboard.ts';
import type { Parameters } from './parameters.ts';
import type { Screen } from './screen.ts';
import type { Server } from './server.ts';
import type { Barrier } from './trial.ts';

/** What a check of a server is given. */
export interface Scene extends Common {
  server: Server;
}

/** What a check of a client is given: the program, and what a person has of it. */
export interface ClientScene extends Common {
  client: Caller;
  screen: Screen;
  keyboard: Keyboard;
}

interface Common {
  parameters: Parameters;
  /** Whether this check, which must stand in `after`, has passed; one that there is not as the parameters are set has. */
  passed: (id: string) => boolean;
  /**
   * Where this check, which must stand in `after`, has failed: tries whether what the rule at hand needs of it works all
   * the same. It is tried once a submission.
   * @throws Blocked when it does not
   */
  needs: (id: string, attempt: () => Promise<void>) => Promise<void>;
}

/** How the program of a check is started. */
export interface Setting {
  /**
   * Added to the program's environment; made anew for each start.
   * @param folder a private folder for files that it names
   */
  env: (folder: string) => Record<string, string>;
  /** Nobody listens where a client is told to connect to. */
  isDeserted?: true;
}

export interface CheckOptions {
  /** Checks whose verdict this one looks at; they run first. */
  after?: string[];
  /** It needs a server of its own. */
  fresh?: boolean;
  /** Little fits into connections that are made from now on, where the network is ours (`server.isNarrow`). */
  narrow?: boolean;
  /** It runs on a server started like this; checks that name the same setting share one. */
  setting?: Setting;
  /** Whether there is such a check at all, as the parameters are set. Without it no points are to be had for it. */
  when?: (parameters: Parameters) => boolean;
}

export interface Check<S = Scene | ClientScene> extends CheckOptions {
  /** The rule's id, or `RULE/slug`. */
  id: string;
  rule: string;
  points: number;
  title: string;
  run(scene: S): Promise<void>; // as a method, so that a check of either kind is a check
}

export interface Grader {
  lab: string;
  role: Role;
  /** Where a client is told to connect to. */
  host: string;
  checks: Check[];
  slips: Slip[];
  /** How servers are started where a check says nothing else. */
  setting: Setting;
  barrier?: Barrier;
}

/** Declares one check. */
export type Declare<S = Scene> = (
  id: string,
  points: number,
  title: string,
  ...rest: [CheckOptions, Check<S>['run']] | [Check<S>['run']]
) => void;

interface Shared {
  slips?: Slip[];
  setting?: Setting;
  barrier?: Barrier;
}

/** Checks on the common server run first, so that it is started once; then those with another setting, then those alone. */
export const rankOf = ({ fresh, setting }: CheckOptions): number => (fresh === true ? 2 : setting === undefined ? 0 : 1);

/**
 * @param declare is called once, with the function that declares a check
 * @throws UsageError for an id declared twice, or a check after one that does not run before it
 */
export function grader(
  lab: string,
  { slips = [], setting = { env: () => ({}) }, barrier }: Shared,
  declare: (check: Declare) => void,
): Grader {
  const checks = declared(lab, declare);
  return { lab, role: 'server', host: '', checks, slips, setting, ...(barrier && { barrier }) };
}

/**
 * The same for the client of a lab.
 * @param shared.host where clients are told to connect to; without it, an address of this machine that is not 127.0.0.1
 */
export function clientGrader(
  lab: string,
  { slips = [], host = '127.0.0.9' }: { slips?: Slip[]; host?: string },
  declare: (check: Declare<ClientScene>) => void,
): Grader {
  return { lab, role: 'client', host, checks: declared(lab, declare), slips, setting: { env: () => ({}) } };
}

function declared<S>(lab: string, declare: (check: Declare<S>) => void): Check<S>[] {
  const checks: Check<S>[] = [];
  const wrong = (words: string) => new UsageError(`grader('${lab}', …): ${words} (mend it, and npm run build)`);
  declare((id, points, title, ...rest) => {
    const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest;
    if (checks.some((check) => check.id === id)) throw wrong(`check ${id} is declared twice`);
    for (const earlier of options.after ?? []) {
      const found = checks.find((check) => check.id === earlier);
      if (found === undefined) throw wrong(`${id} is after ${earlier}, which is not declared before it`);
      if (rankOf(found) > rankOf(options)) throw wrong(`${id} is after ${earlier}, which runs later because of its server`);
    }
    checks.push({ ...options, id, rule: id.split('/')[0]!, points, title, run });
  });
  return checks;
}

/** The checks there are as the parameters are set. */
export const checksUnder = ({ checks }: Grader, parameters: Parameters): Check[] =>
  checks.filter(({ when }) => when?.(parameters) ?? true);
