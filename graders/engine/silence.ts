// Waits for something a program should do, and shows when it never will.
// The law here: "nothing more will come" is said when all threads of the program slept at one common instant, nothing
// was under way in either direction, and no clock can wake them before the deadline; or when the deadline has passed,
// and then it is said that a deadline decided. The deadline is absolute, but for a program that was not let run until then.
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

import {
  type Program,
  type SocketRow,
  type Thread,
  type Threads,
  Unreadable,
  flushTerminal,
  isAtRest,
  provesAsleep,
  rowsOfPorts,
  scanThreads,
  socketInodes,
} from '../subject/index.ts';
import type { Budget } from './budget.ts';
import { isHousekeeping, mayPoll, outlasts, watchesOnly, wentRound } from './timedWaits.ts';

/** How the threads stood before something was sent. */
export interface Baseline {
  at: number;
  /** `undefined` where they could not be seen. */
  threads: Threads | undefined;
  /** All of them slept: whatever ran since then, our sending made it run. */
  quiet: boolean;
}

export type Outcome = 'done' | 'proof' | 'deadline';

/**
 * What hangs on it that nothing more comes. `verdict`: a failure, so it must be so. `order`: what is done next. `little`: it
 * is shown in another way as well, and the program's having run and slept again is enough.
 */
export type Stake = 'verdict' | 'order' | 'little';

/** Most answers come sooner than this; looking at the program meanwhile would only slow it down. */
const untroubledMs = 0.4;
/** For so long a program is looked at without a pause, but for one that leaves it the processor. */
const eagerMs = 3;
const pauseMs = 0.05;
/** Of much that is to come, so many bytes are worth waiting on for. */
const longStep = 64 * 1024;
/** A program that is still busy this long after a check will hinder the next one. */
const restMs = 250;
/** A program that has taken everything and has not rested for so long is one that never does. */
const restlessMs = 200;
/**
 * A send that was held up for so long, and whenever it was looked at, is held up for good. A receiver whose buffer is full drops
 * what comes, and may have room when it is sent once more: after 200 ms, then 400 (RFC 6298, with Linux's least time-out).
 */
const unreadMs = 700;
const unreadLooks = 20;
/** A program that neither rests nor is held up by then never will be. */
const mostUnreadMs = 4000;
/** Reading the table of sockets takes milliseconds. */
const tableEveryMs = 15;
/**
 * A program that would run has had its time when it was given a processor for this part of it, however many others want one;
 * but a machine that gives it less than that for so many times as long is none to grade on.
 */
const leastRun = 1 / 4;
const mostTimes = 8;
/** Waiting on this cell is a sleep that blocks: nobody ever notifies it. */
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Our end of what is waited on: of a connection, of a socket for datagrams, or one that listens. */
export interface End {
  readonly protocol: 'tcp' | 'udp';
  /** The one table of sockets in which it and the program's end stand; `undefined`: they may stand in either. */
  readonly version: 4 | 6 | undefined;
  readonly localPort: number;
  /** The program's port; 0 where it has none yet. */
  readonly remotePort: number;
  /** Bytes received, in one piece, since something was sent: our kernel may not have acknowledged them yet (RFC 1122 section 4.2.3.2). */
  readonly receivedSinceSent: number;
  readonly receivedInAll: number;
  /** Bytes to be sent that the kernel has not taken yet. */
  readonly pending: number;
}

/** A socket of ours that listens, to which so many have come. */
export const listeningEnd = (protocol: 'tcp' | 'udp', port: number, came: number): End => ({
  protocol,
  version: undefined,
  localPort: port,
  remotePort: 0,
  receivedSinceSent: 0,
  receivedInAll: came,
  pending: 0,
});

interface Wait {
  before: Baseline;
  deadline: number;
  on: readonly End[];
  stake: () => Stake;
  /** After so many milliseconds it will do that the program has taken what was sent. */
  readIsEnough?: number;
  /** Much is to come, or to go: the deadline counts from the last bytes that moved, if they were many. */
  isLong?: boolean;
  /** What grows while the program works something off: the deadline counts from when it last did. */
  progress?: (() => number) | undefined;
  /** How the threads stood when what was printed was last asked for. */
  flushed?: Threads;
  /** How the threads stood when all of them slept again with the input taken, timed sleeps included. */
  mark?: Threads;
  tableReadAt: number;
}

export class Silence {
  /** Whether silence can be proven for this program at all. */
  readonly provable: boolean;
  readonly #program: Program;
  readonly #listeners: ReadonlySet<string>;
  readonly #budget: Budget;
  /** For each thread its latest run count, and the look before the first that saw it: its sleep began after that. */
  readonly #seen = new Map<string, { runs: string; notBefore: number }>();
  #scannedAt = -Infinity;

  /** @param listeners the program's listening sockets, as `socket:[inode]` */
  constructor(program: Program, listeners: ReadonlySet<string>, budget: Budget, provable: boolean) {
    this.#program = program;
    this.#listeners = listeners;
    this.#budget = budget;
    this.provable = provable && program.running.tree !== null;
  }

  /** Taken before something is sent. */
  baseline(): Baseline {
    return { at: performance.now(), threads: this.#scan(), quiet: false };
  }

  /** The same, once the program sleeps; when it does not within a moment, the baseline is not quiet. */
  async quietBaseline(): Promise<Baseline> {
    for (const until = performance.now() + eagerMs; ; Atomics.wait(nobody, 0, 0, pauseMs)) {
      await turn();
      const at = performance.now();
      const look = this.#look(() => true);
      if (look?.asleep) return { at, threads: look.threads, quiet: true };
      if (look === undefined || at > until) return this.baseline();
    }
  }

  /** Waits for the program to come to rest, if only until a clock wakes it; `false` when it stays busy, or cannot be seen. */
  async rests(withinMs = restMs): Promise<boolean> {
    for (const start = performance.now(); ; await pause(start)) {
      await turn();
      if (!this.provable) return false;
      if (isAtRest(this.#program.running.tree!)) {
        await turn(); // what it sent is read, too
        return true;
      }
      if (performance.now() > start + withinMs) return false;
    }
  }

  /** Waits until the program has taken all these send, and rests; or has not run for a while, because nobody takes what it sends. */
  async restsUnread(on: readonly End[]): Promise<void> {
    const start = performance.now();
    let [threads, since, looks] = [this.#scan(), start, 0];
    for (; performance.now() < start + mostUnreadMs; await pause(start), looks += 1) {
      await turn();
      if (!this.provable) return;
      const now = this.#scan();
      const isStill = threads !== undefined && now !== undefined && sameRuns(threads, now);
      if (!isStill || !isAtRest(this.#program.running.tree!, true)) [threads, since, looks] = [now, performance.now(), 0];
      // what one of them has yet to send wakes it; we send between two looks
      else if (on.every(({ pending }) => pending === 0) || (looks > unreadLooks && performance.now() > since + unreadMs)) return;
    }
  }

  /** Waits until the program has read what was sent since `before`, and rests; nothing is said about what it will do. */
  async untilRead(done: () => boolean, before: Baseline, on: readonly End[]): Promise<Outcome> {
    const deadline = this.#budget.shortDeadline();
    const wait: Wait = { before, deadline, on, stake: () => 'little', readIsEnough: eagerMs, tableReadAt: -Infinity };
    return this.#wait(wait, done, () => true);
  }

  /**
   * Waits until the program has accepted these, has read all they sent, and does nothing more by itself, however long that
   * takes it while bytes move; of one that never rests, until it has accepted and read.
   */
  async untilTaken(before: Baseline, on: readonly End[]): Promise<Outcome> {
    const deadline = this.#budget.deadline();
    const wait: Wait = {
      before: { ...before, quiet: false }, // that it has run does not show that it has read all
      deadline,
      on,
      stake: () => 'little',
      isLong: true,
      readIsEnough: restlessMs,
      tableReadAt: -Infinity,
    };
    return this.#wait(
      wait,
      () => false,
      (thread) => this.#tolerates(thread, wait),
    );
  }

  /** Waits a moment for the program to sleep, so that what it sends at once has come. Shows nothing by itself. */
  async glimpse(done: () => boolean): Promise<void> {
    for (const until = performance.now() + eagerMs; performance.now() < until; Atomics.wait(nobody, 0, 0, pauseMs)) {
      await turn();
      if (done()) return;
      if (this.#look(() => true)?.asleep !== true) continue;
      await turn();
      await turn();
      return;
    }
  }

  /**
   * Waits until `done`, or until the program has read what was sent since `before` and will do nothing more by itself.
   * @param isLong much is to come: each further `longStep` bytes grant as much time again
   * @param progress so does each time that this number is higher than ever
   * @param withinMs a rule grants it so long
   */
  until(
    done: () => boolean,
    before: Baseline,
    on: readonly End[],
    stake: () => Stake,
    { isLong = false, progress, withinMs }: Pick<Wait, 'isLong' | 'progress'> & { withinMs?: number | undefined } = {},
  ): Promise<Outcome> {
    const usual = stake() === 'verdict' ? this.#budget.deadline() : this.#budget.shortDeadline();
    const deadline = withinMs === undefined ? usual : performance.now() + withinMs;
    const wait: Wait = { before, deadline, on, stake, isLong, progress, tableReadAt: -Infinity };
    return this.#wait(wait, done, (thread) => this.#tolerates(thread, wait));
  }

  async #wait(wait: Wait, done: () => boolean, tolerates: (timed: Thread) => boolean): Promise<Outcome> {
    let start = performance.now();
    const count = () => wait.on.reduce((sum, { receivedInAll, pending }) => sum + receivedInAll - pending, 0);
    let [counted, granted] = [count(), count()];
    let furthest = -Infinity;
    let ranBeforeMs = ranInAll(wait.before.threads);
    let isVerdict = wait.stake() === 'verdict';
    for (;;) {
      await turn();
      if (done()) {
        this.#budget.waited(performance.now() - start);
        return 'done';
      }
      if (isVerdict && wait.stake() !== 'verdict') {
        // what points hang on has come; what may still come is worth the time of any other wait
        [isVerdict, wait.deadline] = [false, Math.min(wait.deadline, this.#budget.shortDeadline())];
      }
      const came = count();
      const reached = wait.progress?.() ?? -Infinity;
      if ((wait.isLong && came - granted >= longStep) || reached > furthest) {
        [start, granted, furthest, wait.deadline] = [performance.now(), came, reached, this.#budget.deadline()];
        if (wait.progress !== undefined) ranBeforeMs = ranInAll(this.#scan());
      }
      if (came > counted && performance.now() < wait.deadline) {
        counted = came;
        continue; // while bytes flow there is nothing to look at, and nothing to wait for
      }
      const threads = performance.now() - start < untroubledMs ? undefined : this.#sleepers(wait, tolerates);
      if (threads !== undefined) {
        await turn();
        await turn(); // what came until now is read before anything is said
        if (done()) return 'done';
        const hasFlushed = this.#hasFlushed(wait, threads);
        const hasRead = wait.stake() === 'little' && hasMoved(wait.before, threads) && ![...threads.values()].some(mayPoll);
        if (hasRead || (hasFlushed && this.#nothingUnderWay(wait, threads))) {
          await turn();
          if (done()) return 'done';
          if (wait.stake() === 'verdict') this.#budget.spend(performance.now() - start);
          return performance.now() > wait.deadline ? 'deadline' : 'proof';
        }
      }
      const now = performance.now();
      if (now - start > (wait.readIsEnough ?? Infinity) && this.#hasTaken(wait)) return 'proof';
      const grantedMs = wait.deadline - start;
      const isStarved = () => now < start + mostTimes * grantedMs && this.#wouldRun(ranBeforeMs + leastRun * grantedMs);
      if (now > wait.deadline && !isStarved()) {
        if (wait.stake() === 'verdict') this.#budget.spend(now - start);
        return 'deadline';
      }
      await pause(start);
    }
  }

  /** Nothing that was printed at a terminal is still in the kernel: it was asked for when the program slept as it sleeps now. */
  #hasFlushed(wait: Wait, threads: Threads): boolean {
    const { terminal } = this.#program;
    if (terminal === undefined) return true;
    if (wait.flushed !== undefined && sameRuns(without(terminal, wait.flushed), without(terminal, threads))) return true;
    flushTerminal(terminal);
    wait.flushed = threads;
    return false;
  }

  /** All its threads sleep, those of its terminal among them, whatever may wake them. */
  get isAtRest(): boolean {
    return isAtRest(this.#program.running.tree!);
  }

  /** Whether the program has run since, or has ended; its terminal does not count. */
  hasRunSince({ threads }: Baseline): boolean {
    const { terminal = 0 } = this.#program;
    const now = this.#scan();
    return threads === undefined || now === undefined || !sameRuns(without(terminal, threads), without(terminal, now));
  }

  /** It would run, and has run for less than this in all: others have had the processors. */
  #wouldRun(ranMs: number): boolean {
    const threads = this.#scan();
    return ranInAll(threads) < ranMs && [...(threads?.values() ?? [])].some(({ wait }) => wait?.kind === 'running');
  }

  /** The program's threads if all of them sleep, and no clock wakes any that matters. */
  #sleepers(wait: Wait, tolerates: (timed: Thread) => boolean): Threads | undefined {
    const look = this.#look(tolerates);
    if (look === undefined || look.asleep) return look?.threads ?? undefined;
    if (wait.mark === undefined && look.awake?.wait?.kind === 'timed') {
      const marked = this.#look(() => true);
      if (marked?.asleep && (hasMoved(wait.before, marked.threads) || this.#nothingUnderWay(wait, marked.threads))) {
        wait.mark = marked.threads;
      }
    }
    return undefined;
  }

  // Once round its loop does not show that a thread has nothing to do the next time round: it may wait for a job's time to
  // come, or several timers may share it, also one that watches for new clients meanwhile. So no verdict hangs on that.
  #tolerates(thread: Thread, { before, deadline, mark, stake }: Wait): boolean {
    // a sleep that input does not cut short may be the work itself, so it is waited out
    const isWork = stake() !== 'little' && mayPoll(thread);
    if (!isWork && outlasts(thread, deadline, this.#asleepSince(thread, before))) return true;
    if (mark === undefined) return false;
    if (isHousekeeping(thread)) return true;
    if (stake() === 'verdict') return false;
    return watchesOnly(thread, this.#listeners) || wentRound(thread, before.threads, mark);
  }

  /** A moment before which this sleep cannot have begun, as far as the looks so far tell. */
  #asleepSince({ tid, runs }: Thread, before: Baseline): number | undefined {
    const seen = this.#seen.get(tid);
    if (seen?.runs === runs) return seen.notBefore;
    return before.threads === undefined || before.threads.get(tid)?.runs === runs ? undefined : before.at;
  }

  /** Nothing sent by either side has yet to arrive, nothing that arrived here has yet to be read, and the program slept on. */
  #nothingUnderWay(wait: Wait, threads: Threads): boolean {
    const rows = this.#rowsFor(wait);
    if (rows === undefined || wait.on.some((end) => isUnderWay(end, rows, wait.stake() === 'verdict'))) return false;
    // what the program sends to itself will wake it, too, when it arrives
    const { port, running } = this.#program;
    const ports = new Set([port, ...wait.on.flatMap(({ localPort, remotePort }) => [localPort, remotePort])]);
    const others = rows.filter((row) => row.unsent > 0 && !ports.has(row.port) && !ports.has(row.remotePort));
    const own = others.length === 0 ? undefined : socketInodes(running.tree!);
    if (others.some(({ inode }) => own?.has(inode))) return false;
    // what a program has not read yet though it could, it will read when it next looks
    if (wait.stake() === 'little' && [...threads.values()].some(mayPoll) && !this.#hasReadAll(wait)) return false;
    const after = this.#look(() => true);
    return after?.asleep === true && sameRuns(threads, after.threads);
  }

  /** All that was sent has arrived, and the program has read it: the table of sockets says so, whatever its threads do. */
  #hasTaken(wait: Wait): boolean {
    const rows = this.#rowsFor(wait);
    return (
      rows !== undefined &&
      wait.on.every((end) => end.pending === 0 && oursOf(end, rows).every(({ unsent }) => unsent === 0)) &&
      rows.every(({ state, unread }) => state !== 'listening' || unread === 0) && // unread there: clients not accepted
      this.#hasReadAll(wait)
    );
  }

  // The table is not read in one instant: the program's end may have been looked at before the bytes came, and ours when
  // they had. So once they are known to have come, the table is read anew.
  #hasReadAll(wait: Wait): boolean {
    const rows = this.#readRows(wait);
    return wait.on.every((end) => theirsOf(end, rows).every(({ unread }) => unread === 0));
  }

  /** Both ends of what is waited on, and what others have sent that has not arrived; `undefined` when the table has been read a moment ago. */
  #rowsFor(wait: Wait): SocketRow[] | undefined {
    return performance.now() - wait.tableReadAt < tableEveryMs ? undefined : this.#readRows(wait);
  }

  #readRows(wait: Wait): SocketRow[] {
    const { port } = this.#program;
    const ports = [...new Set([port, ...wait.on.flatMap((end) => (end.remotePort === port ? [] : [end.localPort]))])];
    const { protocol = this.#program.protocol, version } = wait.on[0] ?? {};
    const isOneTable = wait.on.every((end) => end.version === version);
    const rows = rowsOfPorts(ports, { protocol, version: isOneTable ? version : undefined, alsoUnsent: true });
    wait.tableReadAt = performance.now();
    return rows;
  }

  /** The program's end of a connection, if it has accepted it or may still do so. */
  theirEnd(on: End): SocketRow | undefined {
    const { protocol, version, remotePort } = on;
    return theirsOf(on, rowsOfPorts([remotePort], { protocol, version }))[0];
  }

  #scan(): Threads | undefined {
    try {
      const at = performance.now();
      const threads = this.provable ? scanThreads(this.#program.running.tree!) : undefined;
      for (const { tid, runs } of threads?.values() ?? []) {
        if (this.#seen.get(tid)?.runs !== runs) this.#seen.set(tid, { runs, notBefore: this.#scannedAt });
      }
      this.#scannedAt = at;
      return threads;
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  #look(tolerates: (timed: Thread) => boolean) {
    return this.provable ? provesAsleep(this.#program.running.tree!, tolerates) : undefined;
  }
}

// A socket for datagrams may be bound to whom it speaks to, or open to all (0).
const oursOf = ({ protocol, localPort, remotePort }: End, rows: SocketRow[]): SocketRow[] =>
  rows.filter((row) => row.port === localPort && (row.remotePort === remotePort || (protocol === 'udp' && row.remotePort === 0)));

const theirsOf = (end: End, rows: SocketRow[]): SocketRow[] =>
  oursOf({ ...end, localPort: end.remotePort, remotePort: end.localPort }, rows);

/** Something is on its way between the ends, or has arrived at ours and has not been read. */
function isUnderWay(end: End, rows: SocketRow[], isVerdict: boolean): boolean {
  if (end.pending > 0 || oursOf(end, rows).some(({ unsent, unread }) => unsent + unread > 0)) return true;
  // our kernel acknowledges after some 40 ms what the next segment does not; only a verdict waits for that
  const acknowledgedLate = isVerdict ? 0 : end.receivedSinceSent;
  return theirsOf(end, rows).some(({ unsent }) => unsent > acknowledgedLate);
}

/** Between two looks: at first hardly any, then longer and longer. */
async function pause(start: number): Promise<void> {
  const elapsedMs = performance.now() - start;
  if (elapsedMs < eagerMs) Atomics.wait(nobody, 0, 0, pauseMs);
  else await sleep(Math.min(5, 1 + elapsedMs / 50));
}

const ranInAll = (threads: Threads | undefined): number =>
  [...(threads?.values() ?? [])].reduce((sum, { ranMs }) => sum + ranMs, 0);

/** Some thread has run since a moment at which none did, or has ended: what was sent has reached the program. */
function hasMoved({ threads, quiet }: Baseline, now: Threads): boolean {
  return quiet && threads !== undefined && !sameRuns(threads, now);
}

const without = (pid: number, threads: Threads): Threads => new Map([...threads].filter(([, thread]) => thread.pid !== pid));

function sameRuns(before: Threads, after: Threads): boolean {
  return before.size === after.size && [...before].every(([tid, { runs }]) => after.get(tid)?.runs === runs);
}
