// The keyboard of the student's client.
// The law here: a line is typed when the client is idle, as people type: first its text, which the terminal or the program
// repeats, and then Enter, which hands it over. So whatever is repeated is known from what the program makes of the line.
import { setTimeout as sleep } from 'node:timers/promises';

import { endOfInput, enter } from '../subject/index.ts';
import type { Caller } from './caller.ts';
import type { Screen } from './screen.ts';
import type { Baseline } from './silence.ts';
import type { Trial } from './trial.ts';

/**
 * What is typed passes through the kernel in its own time, with every thread asleep meanwhile. It takes a millisecond, but on a
 * machine whose processors have too much to do more than a hundred, now and then.
 */
const onItsWayMs = 1000;
/** A program that has run since has been told; what it has to say to that comes sooner. */
const heardMs = 100;
/** Of a program that never sleeps: for so many times as long. */
const mostTimes = 2;

export class Keyboard {
  readonly #trial: Trial;
  readonly #caller: Caller;
  readonly #screen: Screen;
  readonly #isTerminal: boolean;

  constructor(trial: Trial, caller: Caller, screen: Screen, isTerminal: boolean) {
    this.#trial = trial;
    this.#caller = caller;
    this.#screen = screen;
    this.#isTerminal = isTerminal;
  }

  /** Waits until the client is idle, and types a line. */
  async types(line: string): Promise<void> {
    const idle = await this.#begins(line);
    const { silence, transcript, program } = this.#trial;
    transcript.add('keyboard', 'types', Buffer.from(`${line}\n`));
    if (!this.#isTerminal) return void program.running.stdin.write(`${line}\n`);
    const isRepeated = await this.#presses(line, idle, this.#screen.awaitsEcho(line));
    // a program that has the terminal hand over each key has run by now; it gets its line all the same only with Enter
    const before = (this.#trial.before = await silence.quietBaseline());
    await this.#presses(enter, before, isRepeated ? this.#screen.awaitsEcho('\n') : () => silence.hasRunSince(before));
  }

  /** Waits until the client is idle, and ends its input: Ctrl-D at a terminal. */
  async ends(): Promise<void> {
    const before = await this.#begins('the end of the input (Ctrl-D)');
    const { silence, transcript, program } = this.#trial;
    transcript.add('keyboard', 'endsInput');
    if (!this.#isTerminal) return void program.running.stdin.end();
    await this.#presses(endOfInput, before, () => silence.hasRunSince(before));
  }

  async #begins(typed: string): Promise<Baseline> {
    await this.#caller.settles();
    this.#trial.typed = typed;
    return (this.#trial.before = await this.#trial.silence.quietBaseline());
  }

  /** @returns whether it is seen to have arrived */
  async #presses(keys: string, before: Baseline, hasArrived: () => boolean): Promise<boolean> {
    const { program, silence } = this.#trial;
    const begun = performance.now();
    program.running.stdin.write(keys);
    // the time counts while everything sleeps: who passes it on may have to wait for a processor
    let from = begun;
    for (let now = begun; now < begun + mostTimes * onItsWayMs; now = performance.now()) {
      if (hasArrived()) return true;
      if (this.#caller.hasEnded) return false;
      if (!silence.isAtRest) from = now;
      else if (now > from + (silence.hasRunSince(before) ? heardMs : onItsWayMs)) break;
      await sleep(1);
    }
    return hasArrived();
  }
}
