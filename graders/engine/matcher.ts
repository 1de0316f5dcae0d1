// Matches bytes against a pattern as they come, and knows after every byte where it is.
// The law here: all readings of a pattern are followed side by side (a Pike machine), so no byte is looked at twice and
// how TCP cut the bytes makes no difference. Where several readings match, the first in the order of the pattern counts,
// as in a regular expression: a choice tries its options in turn, a repeat takes as much as it can or, when `lazy`, as little.
import type { Node, Pattern } from './wire.ts';

type Step =
  | { do: 'take'; accepts: (byte: number) => boolean; wanted: string }
  | { do: 'fork'; to: number[] }
  | { do: 'mark'; slot: number }
  | { do: 'match' };

interface Reading {
  at: number;
  /** Offsets at which holes began and ended, by slot. */
  marks: readonly number[];
}

function compile(root: Node): Step[] {
  const steps: Step[] = [];
  let slots = 0;
  let isInHole = false;
  const fork = (...to: number[]): number[] => {
    steps.push({ do: 'fork', to });
    return to;
  };
  const emit = (node: Node): void => {
    switch (node.type) {
      case 'byte':
        steps.push({ do: 'take', accepts: node.accepts, wanted: node.wanted });
        return;
      case 'sequence':
        node.nodes.forEach(emit);
        return;
      case 'choice': {
        const options = fork();
        const ends = node.nodes.map((option) => {
          options.push(steps.length);
          emit(option);
          return fork();
        });
        for (const end of ends) end.push(steps.length);
        return;
      }
      case 'repeat': {
        for (let i = 0; i < node.min; i += 1) emit(node.node);
        const start = steps.length;
        const exits = Array.from({ length: node.max === Infinity ? 1 : node.max - node.min }, () => {
          const exit = fork(steps.length + 1);
          emit(node.node);
          return exit;
        });
        if (node.max === Infinity) fork(start);
        for (const exit of exits) {
          if (node.lazy) exit.unshift(steps.length);
          else exit.push(steps.length);
        }
        return;
      }
      case 'hole': {
        if (isInHole) return emit(node.node); // a pattern in a hole is one text, whatever holes it has itself
        const slot = slots;
        slots += 2;
        isInHole = true;
        steps.push({ do: 'mark', slot });
        emit(node.node);
        steps.push({ do: 'mark', slot: slot + 1 });
        isInHole = false;
      }
    }
  };
  emit(root);
  steps.push({ do: 'match' });
  return steps;
}

/**
 * `beginning`: more must come · `matched so far`: it matches, and more might belong to it · `matched`: it matches, and
 * nothing more can belong to it · `wrong`: no reading is left, from `offset` on.
 */
export type MatchState = 'beginning' | 'matched so far' | 'matched' | 'wrong';

export class Matcher {
  state: MatchState = 'beginning';
  /** Bytes taken so far; when `wrong`, the offset of the first wrong byte. */
  offset = 0;
  /** Length in bytes of the best match so far, and where its holes were; one in an option that was not taken is empty. */
  match: { length: number; holes: [from: number, to: number][] } | undefined;
  readonly #steps: Step[];
  readonly #holeCount: number;
  #readings: Reading[] = [];

  constructor(pattern: Pattern) {
    this.#steps = compile(pattern.node);
    this.#holeCount = this.#steps.filter((step) => step.do === 'mark').length / 2;
    this.#follow([{ at: 0, marks: [] }]);
  }

  /** Takes bytes until the pattern has matched or can no longer match. */
  feed(chunk: Iterable<number>): void {
    for (const byte of chunk) {
      if (this.state === 'matched' || this.state === 'wrong') return;
      const next = this.#readings.filter(({ at }) => {
        const step = this.#steps[at]!;
        return step.do === 'take' && step.accepts(byte);
      });
      if (next.length === 0) {
        this.state = this.match === undefined ? 'wrong' : 'matched';
        return;
      }
      this.offset += 1;
      this.#follow(next.map(({ at, marks }) => ({ at: at + 1, marks })));
    }
  }

  /** What could come next, in words: `the minute, two digits`, `\r`. */
  wanted(): string[] {
    const words = this.#readings.map(({ at }) => this.#steps[at]!).flatMap((step) => (step.do === 'take' ? [step.wanted] : []));
    return [...new Set(words)];
  }

  /** Moves readings on until each stands before a byte, or at the end. */
  #follow(starts: Reading[]): void {
    const seen = new Set<number>();
    const readings: Reading[] = [];
    let matched: Reading | undefined;
    const visit = ({ at, marks }: Reading): void => {
      if (seen.has(at) || matched !== undefined) return; // what comes after a match in the order has lost against it
      seen.add(at);
      const step = this.#steps[at]!;
      if (step.do === 'take') readings.push({ at, marks });
      else if (step.do === 'match') matched = { at, marks };
      else if (step.do === 'mark') visit({ at: at + 1, marks: Object.assign([...marks], { [step.slot]: this.offset }) });
      else for (const to of step.to) visit({ at: to, marks });
    };
    starts.forEach(visit);
    this.#readings = readings;
    if (matched !== undefined) {
      const { marks } = matched;
      const holes = Array.from({ length: this.#holeCount }, (_, i): [number, number] => [
        marks[2 * i] ?? 0,
        marks[2 * i + 1] ?? 0,
      ]);
      this.match = { length: this.offset, holes };
    }
    this.state = this.match === undefined ? 'beginning' : readings.length === 0 ? 'matched' : 'matched so far';
  }
}

/** Stands behind the last byte, and is none. */
const theEnd = 256;

/** Whether these bytes, all of them, are what the pattern describes: also by a reading that is not the first in its order. */
export function matchesWhole({ print, node }: Pattern, whole: Uint8Array): boolean {
  const end: Node = { type: 'byte', accepts: (byte) => byte === theEnd, wanted: 'the end' };
  const matcher = new Matcher({ print, node: { type: 'sequence', nodes: [node, end] } });
  matcher.feed(whole);
  matcher.feed([theEnd]);
  return matcher.match !== undefined;
}
