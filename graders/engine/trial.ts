// One run of one check on one started program: what the check's clients share, and what is known when it falls short.
// The law here: a trial belongs to one check. Its transcript, its evidence and the program's words begin with it.
import {
  type Program,
  type Role,
  type Tail,
  describeExit,
  describeThread,
  lendsTerminal,
  scanThreads,
} from '../subject/index.ts';
import type { Budget } from './budget.ts';
import { type Failure, weaker } from './failure.ts';
import { notation } from './notation.ts';
import { complains, ownWords } from './ownWords.ts';
import type { Evidence } from './report.ts';
import type { Baseline, End, Outcome, Silence } from './silence.ts';
import { Transcript } from './transcript.ts';
import type { Pattern } from './wire.ts';

/** A request, and its answer, between which nothing else may come. */
export interface Barrier {
  request: string;
  answer: Pattern;
}

/** What is the same for all trials of a grader. */
export interface Kind {
  barrier: Barrier | undefined;
  labPort: number;
  role: Role;
}

/** What a check has opened towards the program: a connection, a socket for datagrams, one that listens. */
export interface Opened extends AsyncDisposable {
  /** The pieces sent so far. */
  readonly sent: readonly Uint8Array[];
  readonly sockets: readonly End[];
  /** The address it was asked to have. */
  readonly from: string | undefined;
  readonly isClosed: boolean;
  /** Does nothing more by itself. For when the program is about to be stopped: it must be the first to close then. */
  holds(): void;
  /** What it still holds in the kernel is thrown away. For when the program is dead. */
  forget(): void;
}

/** Where the program may send something to. */
export interface Hearing {
  readonly sockets: readonly End[];
  /** Something came that has not been taken. */
  readonly hasMore: boolean;
  /** Waits for exactly what the pattern describes. @returns the text in each hole @throws Failure */
  receives(expected: Pattern): Promise<string[]>;
  /** What is said where nothing should have come, and something did; and the other way round. */
  tooMuch(): Failure;
  nothingCame(outcome: Outcome): Failure;
}

/** Whether none of it runs any more. What was started may have ended long ago and left its work to a child, as daemons do. */
export function hasEnded({ running: { tree, exit } }: Program): boolean {
  return tree === null ? exit !== null : tree.alive().length === 0;
}

export class Trial {
  readonly program: Program;
  readonly silence: Silence;
  readonly budget: Budget;
  readonly barrier: Barrier | undefined;
  readonly transcript = new Transcript();
  readonly opened: Opened[] = [];
  /** How the threads stood before something was sent last, by whomever. */
  before: Baseline | undefined;
  /** The weakest evidence used so far. */
  evidence: Evidence = 'bytes';
  /** The lab's own port, for programs that take none. */
  readonly labPort: number;
  readonly role: Role;
  /** What was typed last, where a client is graded. */
  typed: string | null = null;
  readonly #printed: Tail;
  readonly #printedBefore: number;

  constructor(program: Program, silence: Silence, budget: Budget, { barrier, labPort, role }: Kind) {
    this.program = program;
    this.silence = silence;
    this.budget = budget;
    this.barrier = barrier;
    this.labPort = labPort;
    this.role = role;
    this.#printed = role === 'client' ? program.running.stdout : program.running.stderr; // all of what a client says is on its screen
    this.#printedBefore = this.#printed.count;
  }

  restsOn(evidence: Evidence): void {
    this.evidence = weaker(this.evidence, evidence);
  }

  /** Waits for the program to rest before it is said where it stands; of one that has died, how, which is known a moment later. */
  async comesToRest(): Promise<void> {
    await this.silence.rests();
    if (hasEnded(this.program)) await this.program.running.exited;
  }

  /** Where the program stands now, seen from the connection that waits for it, and what it has printed meanwhile. */
  standing(waiting?: Opened): string {
    const { running } = this.program;
    const words = ownWords(this.#printed.since(this.#printedBefore));
    const exit = hasEnded(this.program) ? running.exit : null;
    const printed = words === '' || (exit === null && !complains(words)) ? '' : `; it printed:\n${lastLines(words, 12)}`;
    if (exit !== null) return `${exit.broke === undefined ? 'has ended' : 'was'} ${describeExit(exit)}${printed}`;
    const met = running.limitMet?.() ?? '';
    return [met, this.#taken(waiting), this.#doing()].filter((part) => part !== '').join(' and ') + printed;
  }

  #taken(waiting?: Opened): string {
    const count = waiting?.sent.reduce((sum, piece) => sum + piece.length, 0) ?? 0;
    const [end] = waiting?.sockets ?? [];
    if (end === undefined || count === 0) return '';
    const row = end.protocol === 'tcp' ? this.silence.theirEnd(end) : undefined; // of datagrams only whole ones are counted
    if (row?.state !== 'established') return '';
    const read = count - row.unread;
    return row.unread === 0 ? `has read all ${count} bytes` : `has read ${read} of ${count} bytes`;
  }

  #doing(): string {
    const { tree } = this.program.running;
    if (tree === null) return '';
    try {
      const threads = [...scanThreads(tree).values()].filter(({ pid }) => this.role === 'server' || !lendsTerminal(pid));
      const words = threads.map(describeThread).filter((doing) => doing !== 'waits for another thread' && doing !== 'has ended');
      return [...new Set(words)].slice(0, 3).join(', ');
    } catch {
      return '';
    }
  }

  /** A shell command that does what this client did, while the others are connected. */
  reproduce(client?: Opened): string {
    if (this.role === 'client') return this.#reproduceClient(client);
    const { port, givenPort, protocol } = this.program;
    const nc = (from?: string) => {
      const options = `${protocol === 'udp' ? '-u -w1 ' : ''}${from === undefined ? '' : `-s ${from} `}`;
      return `nc ${options}127.0.0.1 ${port === givenPort ? this.labPort : port}`;
    };
    const others = this.opened.filter((other) => other !== client && !other.isClosed);
    const first = others.find(({ sent }) => sent.length > 0) ?? others[0];
    const meanwhile = first === undefined ? '' : `${said(first, 9)} | ${nc()} & `;
    return `${meanwhile}${client === undefined ? '(sleep 1)' : said(client, 1)} | ${nc(client?.from)}`;
  }

  /** What listens in the engine's place, for a client to be started against by hand. */
  #reproduceClient(peer?: Opened): string {
    const answers = peer === undefined || peer.sent.length === 0 ? '' : `${said(peer, 9)} | `;
    const isUdp = this.program.protocol === 'udp' ? '-u ' : '';
    const then = this.typed === null ? '' : `, where you type ${JSON.stringify(this.typed)}`;
    return `${answers}nc ${isUdp}-l ${this.labPort}   (and in another terminal your client, told port ${this.labPort}${then})`;
  }
}

const lastLines = (text: string, count: number): string => text.split('\n').slice(-count).join('\n');

/** A shell command that says what a client has said last, and stays so many seconds after it. */
function said({ sent }: Opened, stays: number): string {
  if (sent.length === 0) return stays === 1 ? '(sleep 1)' : `sleep ${stays}`;
  const pieces = sent.slice(-6).map(shellPrint);
  return `(${pieces.join('; sleep 1; ')}; sleep ${stays})`;
}

/** A piece longer than this is not written out. */
const longestPrinted = 200;

/** A shell command that prints these bytes; of many, as many: of the one that they all are, or any. */
function shellPrint(piece: Uint8Array): string {
  if (piece.length <= longestPrinted) return `printf '${shellFormat(piece)}'`;
  if (piece.some((byte) => byte !== piece[0])) return `head -c ${piece.length} /dev/urandom`;
  return `head -c ${piece.length} /dev/zero | tr '\\0' '${shellFormat(piece.subarray(0, 1))}'`;
}

/** What printf(1) needs to write these bytes. */
function shellFormat(piece: Uint8Array): string {
  const octal = (hex: string) => `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`;
  return notation(piece)
    .replaceAll('%', '%%')
    .replaceAll("'", `'\\''`)
    .replace(/\\x(..)/g, (_, hex: string) => octal(hex));
}
