// Who is to blame, said in a type. None of these costs a student points by itself; the command line gives each an exit status.
// The law here: a message says what was found, where, and what to do.

/** Wrong use: the path, option or file given to `lab` cannot be used as it is. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** This machine cannot grade this program: a runtime is missing, a port is taken, a disk is full. Exit status 3. */
export class NotGradable extends Error {
  override readonly name: string = 'NotGradable';
}

/** This machine does not let programs be isolated by namespaces; `message` says what stands in the way. */
export class NotIsolated extends NotGradable {
  override readonly name = 'NotIsolated';
}

/** The student's program does not build; `message` holds the compiler's own words. Exit status 1. */
export class NotBuilt extends Error {
  override readonly name = 'NotBuilt';
}

/** The student's program was run and never listened; `printed` is what it said. Exit status 1. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
  readonly printed: Printed;

  constructor(message: string, printed: Printed) {
    super(message);
    this.printed = printed;
  }
}

/** What is left of a program that ran: how it ended (for people), and what it printed. */
export interface Printed {
  exit: string | null;
  stdout: string;
  stderr: string;
}
