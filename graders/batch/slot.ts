// A slot: a network, a process tree, mounts and IPC of its own (namespaces(7)), with a worker in it as process 1.
// The law here: nothing outlives its slot. The worker ends when the channel to it closes, also by our SIGKILL.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';

import type { Report } from '../engine/index.ts';
import { NotGradable, NotIsolated, Tail } from '../subject/index.ts';
import { type Job, type Told, errorOf, probe } from './job.ts';

// Every IPv4 address is local, so a program may listen on any; ports below 1024 are free, and no client of the kernel's
// choosing takes one a program has fixed.
const furnished = `
set -e
ip -batch - <<< $'link set lo up\\nroute add local 0.0.0.0/0 dev lo'
net=/proc/sys/net
echo 0 > $net/ipv4/ip_unprivileged_port_start
echo '61000 65535' > $net/ipv4/ip_local_port_range
echo 0 > $net/ipv4/tcp_max_tw_buckets # see lingers in worker.ts
if [ -e $net/ipv6/ip_nonlocal_bind ]; then echo 1 > $net/ipv6/ip_nonlocal_bind; fi
exec "$@"`;

// Descriptors that we inherited and do not know are closed, but for the channel, which is 3.
// A network made in this one gets small hash tables of its own (Linux 6.1 and, for UDP, 6.3; ip-sysctl). To read
// /proc/net/tcp is else to walk the 262,144 chains that a big machine's networks share, and a grading reads it hundreds of
// times: that was two fifths of its CPU time.
const entered = `
for f in /proc/self/fd/*; do f=\${f##*/}; [ "$f" -gt 3 ] && eval "exec $f>&-"; done
for f in /proc/sys/net/ipv4/{tcp_child_ehash,udp_child_hash}_entries; do if [ -e $f ]; then echo 1024 > $f; fi; done
exec unshare -n bash -p -c "$@"`;

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

/** Too many processes or open files, or no memory left: that may be otherwise in a minute. */
const passing = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

export class Slot {
  readonly #worker: ChildProcess;
  readonly #said: Tail | undefined;
  readonly #ended: Promise<string>;
  readonly #ready: Promise<unknown>;
  #onTold: (told: Told) => void = () => {};

  constructor({ worker, folder, uid }: SlotOptions) {
    const isRoot = process.getuid!() === 0;
    // -p: what a user's BASH_ENV names is not run
    const words = [...unshare, ...(isRoot ? [] : ['-U', '-r']), 'bash', '-p', '-c', entered, 'slot', furnished, 'slot'];
    const child = spawn('setpriv', [...words, process.execPath, worker, folder, isRoot ? String(uid) : ''], {
      env: { ...process.env, HOME: homedir() }, // in there another user's is found
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: true, // Ctrl-C in the terminal is for the coordinator
    });
    this.#worker = child;
    const failed = once(child, 'error');
    child.on('error', () => {});
    child.on('message', (told: Told) => this.#onTold(told));
    this.#ready = this.#hears('ready');
    if (child.pid === undefined) {
      this.#ended = failed.then(([error]) => Promise.reject(unstarted(error as NodeJS.ErrnoException)));
    } else {
      failed.catch(() => {});
      this.#said = new Tail(child.stderr!, '\0');
      this.#ended = once(child, 'exit').then(([code, signal]) =>
        signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`,
      );
    }
    this.#ended.catch(() => {});
  }

  /** Resolves when its worker listens. @throws NotIsolated */
  async ready(): Promise<void> {
    const how = await Promise.race([this.#ready, this.#ended]);
    if (typeof how !== 'string') return;
    await this.#said!.ended;
    throw new NotIsolated(
      `this system does not give programs namespaces of their own: ${this.#said!.text.trim() || `its first process ${how}`}`,
    );
  }

  get hasEnded(): boolean {
    return this.#worker.exitCode !== null || this.#worker.signalCode !== null;
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
    this.#worker.send(job, () => {}); // one that is gone has ended: see below
    const timer = setTimeout(() => {
      failed = new NotGradable(`grading took longer than ${job.lab.limits.time} s and was stopped (limit time)`);
      this.close();
    }, job.lab.limits.time * 1000);
    const last = await Promise.race([done, this.#ended]);
    clearTimeout(timer);
    if (failed !== undefined) throw failed;
    if (report !== undefined) return { report, clean: typeof last !== 'string' && last.clean };
    await this.#said?.ended;
    const said = this.#said?.text.trim() ?? '';
    const how = typeof last === 'string' ? last : 'told nothing';
    throw new NotGradable(
      `the process that graded it ${how}, perhaps for want of memory: grade it again${said && `. It said:\n${said}`}`,
    );
  }

  /** Tries whether sandboxes can be made in it. @throws NotIsolated */
  async tries(): Promise<void> {
    let failed: Error | undefined;
    const done = this.#hears('done', (told) => {
      if (told.is === 'error') failed = errorOf(told);
    });
    this.#worker.send(probe, () => {});
    const last = await Promise.race([done, this.#ended]);
    if (failed === undefined && typeof last === 'string') failed = new NotIsolated(`the first process of a slot ${last}`);
    if (failed !== undefined) throw failed;
  }

  /** Everything in it is dead a moment later. */
  close(): void {
    // a worker that was about to begin, and hears nothing of its parent's end, ends by this
    if (this.#worker.connected) this.#worker.disconnect();
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

function unstarted({ code = '', message }: NodeJS.ErrnoException): Error {
  if (passing.has(code))
    return new NotGradable(`this machine cannot start another process now (${code}): end some, then grade again`);
  return new NotIsolated(
    `setpriv, which starts programs in namespaces of their own, cannot be started (${message}); install util-linux`,
  );
}
