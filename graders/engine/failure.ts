// What ends a check early, with the blame in the type.
// The law here: only a `Failure` costs points. `Blocked` says that this rule could not be seen. Anything else that is
// thrown is the grader's own fault.
import type { Evidence, Finding } from './report.ts';
import type { Pattern } from './wire.ts';

/** How what came fell short of what was expected. */
export type Shortfall = 'bytes' | 'silence' | 'end' | 'reset' | 'refused' | 'other';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly finding: Finding;
  readonly shortfall: Shortfall;
  /** The bytes behind `finding.received`. */
  readonly received: Buffer;
  /** The bytes behind `finding.sent`. */
  readonly sent: Buffer;

  constructor(
    shortfall: Shortfall,
    finding: Partial<Finding> & Pick<Finding, 'message'>,
    received: Buffer = Buffer.alloc(0),
    sent: Buffer = Buffer.alloc(0),
  ) {
    super(finding.message);
    this.shortfall = shortfall;
    this.received = received;
    this.sent = sent;
    this.finding = {
      looksLike: finding.looksLike ?? null,
      message: finding.message,
      sent: finding.sent ?? null,
      ...(finding.typed !== undefined && { typed: finding.typed }),
      expected: finding.expected ?? null,
      received: finding.received ?? null,
      offset: finding.offset ?? null,
      wanted: finding.wanted ?? null,
      standsAt: finding.standsAt ?? null,
      reproduce: finding.reproduce ?? null,
    };
  }
}

/** How an attempt fails; `undefined` where it does not. @throws what is no failure */
export async function failureOf(attempt: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

export class Blocked extends Error {
  override readonly name = 'Blocked';
  readonly by: string;

  constructor(by: string) {
    super(`blocked by ${by}`);
    this.by = by;
  }
}

/** A mistake that many make, by the name of the mutant that makes it. */
export interface Slip {
  name: string;
  /** One sentence to the student. */
  hint: string;
  /** What came, whole; or what became of what was sent; or how it fell short. */
  when: Pattern | Shortfall[] | ((sent: Buffer, received: Buffer, failure: Failure) => boolean);
  /** The checks whose failure may look like this; none: all of them. */
  of: string[];
}

export function slip(name: string, hint: string, when: Slip['when'] | Shortfall, of: string[] = []): Slip {
  return { name, hint, when: typeof when === 'string' ? [when] : when, of };
}

/** A slip that shows in the words of the finding. */
export const inWords =
  (pattern: RegExp): Slip['when'] =>
  (_sent, _received, { finding }) =>
    pattern.test(finding.message);

const strength: Evidence[] = ['bytes', 'end', 'barrier', 'proof', 'deadline'];

export const weaker = (a: Evidence, b: Evidence): Evidence => (strength.indexOf(a) > strength.indexOf(b) ? a : b);
