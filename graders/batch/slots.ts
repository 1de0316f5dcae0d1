// As many slots side by side as are asked for, each grading one submission at a time.
// The law here: a slot is used again only when its worker has shown that it is clean; else another takes its place.
import { rmdirSync } from 'node:fs';

import type { Report } from '../engine/index.ts';
import { NotGradable, atExit } from '../subject/index.ts';
import { ownFolder, quietly } from './abandoned.ts';
import type { Job } from './job.ts';
import { Slot } from './slot.ts';

export interface SlotsOptions {
  /** How many there are at a time. */
  count: number;
  /** The compiled graders/batch/worker. */
  worker: string;
}

/** Of the users from here on, root gives each slot one; systemd and Debian leave these unused. */
const firstUser = 60_578;
const users = 600;
/** What a coordinator that was killed has left is empty: its slots' disks went with them. */
const folderName = 'lab-slots-';

export class Slots implements AsyncDisposable {
  readonly #options: SlotsOptions;
  readonly #folder: string;
  readonly #forget: () => void;
  /** Clean, and used by nobody. The first is started while its job is made ready. */
  readonly #idle: Promise<Slot>[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #all = new Set<Slot>();
  #running = 0;
  #started = 0;
  #isClosed = false;

  constructor(options: SlotsOptions) {
    this.#options = options;
    this.#folder = ownFolder(folderName, rmdirSync);
    this.#forget = atExit(() => this.#end());
    const first = this.#start();
    first.catch(() => {}); // whoever takes it hears of it
    this.#idle.push(first);
  }

  /** @throws UsageError, NotGradable, NotIsolated */
  async grade(job: Job, notice: (message: string) => void = () => {}): Promise<Report> {
    await this.#turn();
    let slot: Slot | undefined;
    let isClean = false;
    try {
      slot = await this.#taken();
      const { report, clean } = await slot.grade(job, notice);
      isClean = clean;
      return report;
    } finally {
      if (isClean) this.#idle.push(Promise.resolve(slot!));
      else if (slot !== undefined) this.#drop(slot);
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Tries whether this system lets programs be isolated. @throws NotIsolated where it does not */
  async try(): Promise<void> {
    const slot = await this.#taken();
    try {
      await slot.tries();
    } finally {
      this.#drop(slot);
    }
  }

  /** At once, or when somebody's ends. */
  #turn(): Promise<void> {
    if (this.#running >= this.#options.count) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    return Promise.resolve();
  }

  async #taken(): Promise<Slot> {
    const idle = await this.#idle.shift();
    if (idle === undefined) return this.#start();
    if (!idle.hasEnded) return idle;
    this.#drop(idle);
    return this.#start();
  }

  async #start(): Promise<Slot> {
    if (this.#isClosed) throw new NotGradable('it was not graded: grading has ended');
    this.#started += 1;
    const uid = firstUser + ((process.pid * 8 + this.#started) % users);
    const slot = new Slot({ worker: this.#options.worker, folder: this.#folder, uid });
    this.#all.add(slot);
    try {
      await slot.ready();
    } catch (error) {
      this.#drop(slot);
      throw error;
    }
    return slot;
  }

  #drop(slot: Slot): void {
    this.#all.delete(slot);
    slot.close();
  }

  #end(): void {
    this.#isClosed = true;
    for (const slot of this.#all) slot.close();
    quietly(() => rmdirSync(this.#folder)); // it may be in use
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    this.#end();
    return Promise.resolve();
  }
}
