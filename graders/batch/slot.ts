// A slot: a network, a process tree, mounts and IPC of its own (namespaces(7)), with a worker in it as process 1.
// The law here: nothing outlives its slot. The worker ends when the channel to it closes, also by our SIGKILL.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import type { Report } from '../engine/index.ts';
import { NotGradable, NotIsolated, Tail } from '../subject/index.ts';
import { type Job, type Told, errorOf, probe } from './job.ts';

// Descriptors that we inherited and do not know are closed, but for the channel, which is 3. Every IPv4 address is local, so a
// program may listen on any; ports below 1024 are free, and no client of the kernel's choosing takes one a program has fixed.
const furnished = `
for f in /proc/self/fd/*; do f=\${f##*/}; [ "$f" -gt 3 ] && eval "exec $f>&-"; done 2>/dev/null
set -e
ip -batch - <<< $'link set lo up\\nroute add local 0.0.0.0/0 dev lo'
cd /proc/sys/net
echo 0 > ipv4/ip_unprivileged_port_start
echo '61000 65535' > ipv4/ip_local_port_range
echo 0 > ipv4/tcp_max_tw_buckets # see lingers in worker.ts
if [ -e ipv6/ip_nonlocal_bind ]; then echo 1 > ipv6/ip_nonlocal_bind; fi
cd "$OLDPWD"
exec "$@"`;

/** The slot is process 1's; `setpriv` has the kernel end it with us, should its worker be stuck. */
const unshare = ['--pdeathsig', 'KILL', 'unshare', '-n', '-p', '-m', '-i', '-f', '--kill-child', '--mount-proc'];

export interface SlotOptions {
  /** The compiled graders/batch/worker. */
  worker: string;
  /** An empty folder that many slots may share: each mounts a disk of its own there. */
  folder: string;
  /** For root: the user that programs run as. */
  uid: number;
}

export class Slot {
  readonly #worker: ChildProcess;
  readonly #said: Tail;
  readonly #exited: Promise<unknown>;
  #onTold: (told: Told) => void = () => {};

  private constructor({ worker, folder, uid }: SlotOptions) {
    const isRoot = process.getuid!() === 0;
    const words = [...unshare, ...(isRoot ? [] : ['-U', '-r']), 'bash', '-c', furnished, 'slot'];
    const child = spawn('setpriv', [...words, process.execPath, worker, folder, isRoot ? String(uid) : ''], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: true, // Ctrl-C in the terminal is for the coordinator
    });
    this.#worker = child;
    this.#said = new Tail(child.stderr!, '\0');
    child.on('error', () => {});
    this.#exited = child.pid === undefined ? once(child, 'error') : once(child, 'exit');
    child.on('message', (told: Told) => this.#onTold(told));
  }

  /** @throws NotIsolated */
  static async start(options: SlotOptions): Promise<Slot> {
    const slot = new Slot(options);
    const isReady = await Promise.race([slot.#hears('ready'), slot.#exited.then(() => false)]);
    if (isReady !== false) return slot;
    await slot.#said.ended;
    throw new NotIsolated(
      `this system does not give programs namespaces of their own: ${slot.#said.text.trim() || 'setpriv is missing'}`,
    );
  }

  /**
   * @returns the report, and whether the slot is as clean as a new one
   * @throws UsageError, NotGradable, NotIsolated
   */
  async grade(job: Job, notice: (message: string) => void): Promise<{ report: Report; clean: boolean }> {
    let report: Report | undefined;
    let failed: Error | undefined;
    const done = this.#hears('done', (told) => {
      if (told.is === 'notice') notice(told.message);
      if (told.is === 'report') report = told.report;
      if (told.is === 'error') failed = errorOf(told);
    });
    this.#worker.send(job);
    const timer = setTimeout(() => {
      failed = new NotGradable(`grading took longer than ${job.lab.limits.time} s and was stopped (limit time)`);
      this.close();
    }, job.lab.limits.time * 1000);
    const last = await Promise.race([done, this.#exited]);
    clearTimeout(timer);
    if (failed !== undefined) throw failed;
    if (report === undefined) {
      await this.#said.ended;
      throw new Error(
        `the slot's worker has ended (${this.#worker.exitCode ?? this.#worker.signalCode}): ${this.#said.text.trim()}`,
      );
    }
    return { report, clean: (last as Extract<Told, { is: 'done' }>).clean };
  }

  /** Tries whether sandboxes can be made in it. @throws NotIsolated */
  async tries(): Promise<void> {
    let failed: Error | undefined;
    const done = this.#hears('done', (told) => {
      if (told.is === 'error') failed = errorOf(told);
    });
    this.#worker.send(probe);
    await Promise.race([done, this.#exited]);
    if (failed !== undefined) throw failed;
  }

  /** Everything in it is dead a moment later. */
  close(): void {
    this.#worker.kill('SIGKILL');
  }

  #hears<Kind extends Told['is']>(kind: Kind, also: (told: Told) => void = () => {}): Promise<Extract<Told, { is: Kind }>> {
    return new Promise((resolve) => {
      this.#onTold = (told) => {
        also(told);
        if (told.is === kind) resolve(told as Extract<Told, { is: Kind }>);
      };
    });
  }
}
