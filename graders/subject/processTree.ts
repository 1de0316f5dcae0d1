// The processes of one submission: the one that was started and everything it brought forth, also what left its parent.
// The law here: whoever may exist is looked at. Each new process id on the machine is examined until it can be told whose
// it is. A process belongs when its parent does; in a sandbox also when its parent is the sandbox's init, and elsewhere
// when its session or the marker in its environment says so.
import { ProcFiles, Unreadable, listProc, readProc } from './procfs.ts';

/** Process ids that came up since the last look; beyond this many a walk over all of /proc is cheaper. */
const fewNewIds = 400;
/** For so long an id is looked at again whose process cannot be seen yet, or not its environment. */
const undecidedMs = 250;
/** Of the flags in stat: PF_KTHREAD (include/linux/sched.h). */
const kernelThread = 0x200000;
/** Waiting on this cell is a sleep that blocks: nobody ever notifies it. */
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** `init`: process 1 of its sandbox, which adopts all orphans. `marker`: what its processes have in their environment, as `NAME=value`. */
export type Sign = { init: number } | { marker: string };

export class ProcessTree {
  readonly files = new ProcFiles();
  readonly root: number;
  readonly #sign: Sign;
  readonly #members = new Set<number>();
  /** The ids of all that ever belonged, as each sees its own (see `ownId`). */
  readonly #everSeen = new Set<number>();
  #isClosed = false;
  #lastId: number;
  /** Ids to look at again, and until when. */
  readonly #undecided = new Map<number, number>();
  readonly #ownRoot: number;

  constructor(root: number, sign: Sign) {
    this.root = root;
    this.#sign = sign;
    this.#lastId = root;
    if (this.#stat(root) !== undefined) this.#members.add(root);
    this.#ownRoot = ownId(readProc(`/proc/${root}/status`) ?? '');
    this.#everSeen.add(this.#ownRoot);
  }

  /** Whether a process that calls itself so belongs, or has belonged and was seen before it ended. */
  hasSeen(ownPid: number): boolean {
    this.pids();
    return this.#everSeen.has(ownPid);
  }

  /**
   * How far the ids of processes and threads have been given out, as the program sees them: `known` is the newest that one
   * of its own has now, and none has ever been given a later one than `latest`. For what ends before it can be seen.
   */
  idsGivenOut(): { known: number; latest: number } {
    const last = lastId(this.files);
    // each id there is in the program's own eyes is one in ours, too; and once ours have begun anew nothing can be said
    if (!(last >= this.root)) return { known: 0, latest: Infinity };
    const tasks = this.pids().flatMap((pid) => listProc(`/proc/${pid}/task`).map((tid) => `/proc/${pid}/task/${tid}/status`));
    const own = tasks.map((path) => ownId(readProc(path) ?? '')).filter((id) => !Number.isNaN(id));
    return { known: Math.max(0, ...own), latest: this.#ownRoot + last - this.root };
  }

  /** The ids of all processes of the tree that are there now, zombies included. */
  pids(): number[] {
    if (this.#isClosed) return [];
    // A file of /proc that is kept open stays with its process: a later one with the same id does not answer through it.
    // What has ended is closed first: its descriptors may be those that a look at the new ones needs.
    for (const pid of this.#members) if (this.#stat(pid) === undefined) this.#members.delete(pid);
    this.#lookForNew();
    return [...this.#members];
  }

  /** Those of them that have not ended: a zombie has, though nobody has asked for its status yet. */
  alive(): number[] {
    return this.pids().filter((pid) => {
      const fields = afterName(this.#stat(pid) ?? 'X').split(' ');
      return !'ZX'.includes(fields[0]!) || Number(fields[17] ?? 0) > 1; // the first thread may end before the others
    });
  }

  /**
   * Sends SIGKILL to every process of the tree, again and again until none is left; `false` if some cannot be killed.
   * It blocks (a few milliseconds), so that it can run while this process is ending. Never throws.
   */
  killAll(withinMs = 2000): boolean {
    this.files.retain((path) => !path.includes('/task/')); // looking at threads may have used up all descriptors
    for (const until = performance.now() + withinMs; ; Atomics.wait(nobody, 0, 0, 1)) {
      const alive = this.#aliveIfSeen();
      if (alive?.length === 0) return true;
      if (performance.now() > until) return false;
      for (const pid of alive ?? this.#members) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it has ended meanwhile
        }
      }
    }
  }

  #aliveIfSeen(): number[] | undefined {
    try {
      return this.alive();
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.files.retain(() => false);
  }

  #stat(pid: number): string | undefined {
    return this.files.read(`/proc/${pid}/stat`);
  }

  // An id may be given out a while before its process can be seen, when the parent loses the processor in the midst of fork.
  #lookForNew(): void {
    const last = lastId(this.files);
    const now = performance.now();
    for (const [id, until] of this.#undecided) if (this.#adopt(id) || now > until) this.#undecided.delete(id);
    const ids: number[] = [];
    if (last < this.#lastId || last - this.#lastId > fewNewIds) {
      for (const name of listProc('/proc')) if (/^\d/.test(name)) ids.push(Number(name));
      this.#lastId = Math.max(0, last - 20);
    }
    for (let id = this.#lastId + 1; id <= last; id += 1) ids.push(id);
    for (const id of ids) if (!this.#adopt(id)) this.#undecided.set(id, now + undecidedMs);
    this.#lastId = last;
  }

  /** `false` when it cannot be told yet whether this process belongs: look again. */
  #adopt(pid: number): boolean {
    if (this.#members.has(pid)) return true;
    const status = readProc(`/proc/${pid}/status`);
    if (status === undefined) return false;
    // /proc/<id> answers for a thread's id as well; only the leader of a thread group is a process
    if (!status.includes(`\nTgid:\t${pid}\n`)) return true;
    const belongs = this.#belongs(pid);
    if (belongs === true) this.#everSeen.add(ownId(status));
    if (belongs === true && this.#stat(pid) !== undefined) this.#members.add(pid);
    return belongs !== undefined;
  }

  /** `undefined`: it cannot be told yet. In the midst of exec a process has no environment; a parent may be adopted after its child. */
  #belongs(pid: number): boolean | undefined {
    const stat = readProc(`/proc/${pid}/stat`);
    if (stat === undefined) return false;
    const [state = '', parent, , session, , , flags] = afterName(stat).split(' ');
    if ('init' in this.#sign) return Number(parent) === this.#sign.init || this.#members.has(Number(parent)) || undefined;
    if (Number(session) === this.root || this.#members.has(Number(parent))) return true;
    if ('ZX'.includes(state) || (Number(flags) & kernelThread) !== 0) return false;
    try {
      const environment = readProc(`/proc/${pid}/environ`);
      return environment === '' ? undefined : (environment?.split('\0').includes(this.#sign.marker) ?? false);
    } catch (error) {
      if (error instanceof Unreadable) return false; // another user's process is not ours
      throw error;
    }
  }
}

/** The id given out last, of processes and threads alike: the fifth field of /proc/loadavg (proc_loadavg(5)). */
const lastId = (files: ProcFiles): number => Number(files.read('/proc/loadavg')?.split(' ')[4]);

/** What follows the program's name in stat: the name stands in parentheses and may hold anything (proc_pid_stat(5)). */
const afterName = (stat: string): string => stat.replace(/^.*\) /s, '');

/** The id of a process as it sees it itself, in /proc/<pid>/status: the last of its ids, one for each namespace it is in. */
export const ownId = (status: string): number => Number(/^NSpid:.*?(\d+)$/m.exec(status)?.[1]);
