// As many slots side by side as are asked for, each grading one submission at a time.
// The law here: a slot is used again only when its worker has shown that it is clean; else another takes its place.
import { mkdtempSync, readdirSync, realpathSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Report } from '../engine/index.ts';
import { atExit } from '../subject/index.ts';
import type { Job } from './job.ts';
import { Slot } from './slot.ts';

export interface SlotsOptions {
  /** How many there are at a time. */
  count: number;
  /** The compiled graders/batch/worker. */
  worker: string;
}

/** Of the users from here on, root gives each slot one; no system has users of its own there. */
const firstUser = 60_001;
const users = 1000;
const prefix = `lab-slots-`;

export class Slots implements AsyncDisposable {
  readonly #options: SlotsOptions;
  readonly #folder: string;
  readonly #forget: () => void;
  readonly #idle: Promise<Slot>[] = [];
  readonly #waiting: ((slot: Promise<Slot>) => void)[] = [];
  readonly #all = new Set<Slot>();
  #running = 0;
  #started = 0;
  #isClosed = false;

  constructor(options: SlotsOptions) {
    this.#options = options;
    const folder = realpathSync(tmpdir());
    removeAbandoned(folder);
    this.#folder = mkdtempSync(join(folder, `${prefix}${process.pid}-`));
    this.#forget = atExit(() => this.#end());
    this.#idle.push(this.#start()); // it starts while its first job is made ready
  }

  /** @throws UsageError, NotGradable, NotIsolated */
  async grade(job: Job, notice: (message: string) => void = () => {}): Promise<Report> {
    const slot = await this.#taken();
    let again = false;
    try {
      const { report, clean } = await slot.grade(job, notice);
      again = clean;
      return report;
    } finally {
      if (!again) this.#drop(slot);
      this.#give(again ? Promise.resolve(slot) : undefined);
    }
  }

  /** Tries whether this system lets programs be isolated. @throws NotIsolated where it does not */
  async try(): Promise<void> {
    const slot = await this.#taken();
    try {
      await slot.tries();
    } finally {
      this.#drop(slot);
      this.#give(undefined);
    }
  }

  #taken(): Promise<Slot> {
    const idle = this.#idle.shift();
    if (this.#running >= this.#options.count) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    return idle ?? this.#start();
  }

  #give(slot: Promise<Slot> | undefined): void {
    const next = this.#waiting.shift();
    if (next !== undefined) return next(slot ?? this.#start());
    this.#running -= 1;
    if (slot !== undefined) this.#idle.push(slot);
  }

  #start(): Promise<Slot> {
    this.#started += 1;
    const uid = firstUser + ((process.pid * 8 + this.#started) % users);
    const slot = Slot.start({ worker: this.#options.worker, folder: this.#folder, uid });
    slot.then(
      (started) => (this.#isClosed ? started.close() : this.#all.add(started)),
      () => {}, // whoever takes it hears of it
    );
    return slot;
  }

  #drop(slot: Slot): void {
    this.#all.delete(slot);
    slot.close();
  }

  #end(): void {
    this.#isClosed = true;
    for (const slot of this.#all) slot.close();
    rmdirIfEmpty(this.#folder);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    this.#end();
    return Promise.resolve();
  }
}

/** What a coordinator that was killed has left: an empty folder, for its slots' disks went with them. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmdirIfEmpty(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function rmdirIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it is in use, or gone
  }
}
