// The processes of one submission: the one that was started and everything it brought forth, also what left its parent.
// The law here: whoever may exist is looked at. Each new process id on the machine is examined once it can be seen; a
// process belongs when its session, its parent or the marker in its environment says so.
import { ProcFiles, Unreadable, listProc, readProc } from './procfs.ts';

/** Process ids that came up since the last look; beyond this many a walk over all of /proc is cheaper. */
const fewNewIds = 400;
/** Waiting on this cell is a sleep that blocks: nobody ever notifies it. */
const nobody = new Int32Array(new SharedArrayBuffer(4));

export class ProcessTree {
  readonly files = new ProcFiles();
  readonly root: number;
  readonly #marker: string;
  readonly #members = new Set<number>();
  #lastId: number;
  #notThereYet: number[] = [];

  /** @param marker what every process of this submission has in its environment, as `NAME=value` */
  constructor(root: number, marker: string) {
    this.root = root;
    this.#marker = marker;
    this.#lastId = root;
    this.#adopt(root);
  }

  /** The ids of all processes of the tree that are there now, zombies included. */
  pids(): number[] {
    this.#lookForNew();
    // A file of /proc that is kept open stays with its process: a later one with the same id does not answer through it.
    for (const pid of this.#members) if (this.#stat(pid) === undefined) this.#members.delete(pid);
    return [...this.#members];
  }

  /** Those of them that have not ended: a zombie has, though nobody has asked for its status yet. */
  alive(): number[] {
    return this.pids().filter((pid) => !/\) [ZX] /.test(this.#stat(pid) ?? ') X '));
  }

  /**
   * Sends SIGKILL to every process of the tree, again and again until none is left; `false` if some cannot be killed.
   * It blocks (a few milliseconds), so that it can run while this process is ending.
   */
  killAll(withinMs = 2000): boolean {
    for (const until = performance.now() + withinMs; ; Atomics.wait(nobody, 0, 0, 1)) {
      const alive = this.alive();
      if (alive.length === 0) return true;
      if (performance.now() > until) return false;
      for (const pid of alive) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it has ended meanwhile
        }
      }
    }
  }

  close(): void {
    this.files.retain(() => false);
  }

  #stat(pid: number): string | undefined {
    return this.files.read(`/proc/${pid}/stat`);
  }

  // The fifth field of /proc/loadavg is the id given out last, of processes and threads alike. An id may be given out
  // a moment before its process can be seen, so an id that was not there is looked for once more the next time.
  #lookForNew(): void {
    const last = Number(this.files.read('/proc/loadavg')?.split(' ')[4]);
    const again = this.#notThereYet;
    let from = this.#lastId + 1;
    if (last < this.#lastId || last - this.#lastId > fewNewIds) {
      for (const name of listProc('/proc')) if (/^\d/.test(name)) this.#adopt(Number(name));
      from = Math.max(1, last - 20);
    }
    this.#notThereYet = [];
    for (let id = from; id <= last; id += 1) if (!this.#adopt(id)) this.#notThereYet.push(id);
    for (const id of again) this.#adopt(id);
    this.#lastId = last;
  }

  /** `false` when there is no such process (yet). */
  #adopt(pid: number): boolean {
    if (this.#members.has(pid)) return true;
    const status = readProc(`/proc/${pid}/status`);
    if (status === undefined) return false;
    // /proc/<id> answers for a thread's id as well; only the leader of a thread group is a process
    if (status.includes(`\nTgid:\t${pid}\n`) && this.#belongs(pid) && this.#stat(pid) !== undefined) this.#members.add(pid);
    return true;
  }

  #belongs(pid: number): boolean {
    if (pid === this.root) return true;
    // the second field of stat is the program's name in parentheses and may hold anything (proc_pid_stat(5))
    const fields = readProc(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ');
    if (fields === undefined) return false;
    const [, parent, , session] = fields;
    if (Number(session) === this.root || this.#members.has(Number(parent))) return true;
    try {
      return readProc(`/proc/${pid}/environ`)?.split('\0').includes(this.#marker) ?? false;
    } catch (error) {
      if (error instanceof Unreadable) return false; // another user's process is not ours
      throw error;
    }
  }
}
