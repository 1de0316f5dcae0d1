// How a grader is written down: a lab's checks in the order of its rules, and what all of them share.
// The law here: a grader is data and checks. It starts nothing, waits for no time and knows no other lab.
import { UsageError } from '../subject/index.ts';
import type { Slip } from './failure.ts';
import type { Server } from './server.ts';
import type { Barrier } from './trial.ts';

/** What a check is given. */
export interface Scene {
  server: Server;
  parameters: Parameters;
  /** Whether this check, which must stand in `after`, has passed. */
  passed: (id: string) => boolean;
  /**
   * Where this check, which must stand in `after`, has failed: tries whether what the rule at hand needs of it works all
   * the same. It is tried once a submission.
   * @throws Blocked when it does not
   */
  needs: (id: string, attempt: () => Promise<void>) => Promise<void>;
}

/** How the server of a check is started. */
export interface Setting {
  /**
   * Added to the program's environment; made anew for each start.
   * @param folder a private folder for files that it names
   */
  env: (folder: string) => Record<string, string>;
}

export interface CheckOptions {
  /** Checks whose verdict this one looks at; they run first. */
  after?: string[];
  /** It needs a server of its own. */
  fresh?: boolean;
  /** It runs on a server started like this; checks that name the same setting share one. */
  setting?: Setting;
}

export interface Check extends CheckOptions {
  /** The rule's id, or `RULE/slug`. */
  id: string;
  rule: string;
  points: number;
  title: string;
  run(scene: Scene): Promise<void>;
}

export interface Grader {
  lab: string;
  checks: Check[];
  slips: Slip[];
  /** How servers are started where a check says nothing else. */
  setting: Setting;
  barrier?: Barrier;
}

type Declare = (id: string, points: number, title: string, ...rest: [CheckOptions, Check['run']] | [Check['run']]) => void;

interface Shared {
  slips?: Slip[];
  setting?: Setting;
  barrier?: Barrier;
}

/** Checks on the common server run first, so that it is started once; then those with another setting, then those alone. */
export const rankOf = ({ fresh, setting }: CheckOptions): number => (fresh === true ? 2 : setting === undefined ? 0 : 1);

/** @param declare is called once, with the function that declares a check */
export function grader(
  lab: string,
  { slips = [], setting = { env: () => ({}) }, barrier }: Shared,
  declare: (check: Declare) => void,
): Grader {
  const checks: Check[] = [];
  declare((id, points, title, ...rest) => {
    const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest;
    if (checks.some((check) => check.id === id)) throw new TypeError(`${lab}: check ${id} is declared twice`);
    for (const earlier of options.after ?? []) {
      const found = checks.find((check) => check.id === earlier);
      if (found === undefined) throw new TypeError(`${lab}: ${id} is after ${earlier}, which is not declared before it`);
      if (rankOf(found) > rankOf(options))
        throw new TypeError(`${lab}: ${id} is after ${earlier}, which runs later because of its server`);
    }
    checks.push({ ...options, id, rule: id.split('/')[0]!, points, title, run });
  });
  return { lab, checks, slips, setting, ...(barrier && { barrier }) };
}

/** A lab's parameters, by name, each read as what it must be. */
export class Parameters {
  readonly #values: Record<string, unknown>;
  readonly #lab: string;

  constructor(lab: string, values: Record<string, unknown>) {
    this.#lab = lab;
    this.#values = values;
  }

  texts(name: string): string[] {
    const value = this.#values[name];
    if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string'))
      throw this.#wrong(name, 'a list of texts');
    return value;
  }

  textOrNone(name: string): string | null {
    const value = this.#values[name] ?? null;
    if (value !== null && typeof value !== 'string') throw this.#wrong(name, 'a text, or nothing');
    return value;
  }

  #wrong(name: string, kind: string): UsageError {
    return new UsageError(`labs/${this.#lab}/lab.yaml: parameters.${name} must be ${kind}`);
  }
}
