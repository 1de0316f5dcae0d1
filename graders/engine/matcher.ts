// Matches bytes against a pattern as they come, and knows after every byte where it is.
// The law here: all readings of a pattern are followed side by side (a Pike machine), so no byte is looked at twice and
// how TCP cut the bytes makes no difference. Where several readings match, the first in the order of the pattern counts,
// as in a regular expression: a choice tries its options in turn, a repeat takes as much as it can or, when `lazy`, as little.
import { type Node, type Pattern, named } from './wire.ts';

type Step =
  | { do: 'bytes'; bytes: Buffer }
  | { do: 'take'; accepts: (byte: number) => boolean; wanted: string }
  | { do: 'fork'; to: number[] }
  | { do: 'mark'; slot: number }
  | { do: 'match' };

interface Reading {
  at: number;
  /** So many bytes of a step `bytes` have come. */
  within: number;
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
      case 'bytes':
        if (node.bytes.length > 0) steps.push({ do: 'bytes', bytes: node.bytes });
        return;
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
    this.#follow([{ at: 0, within: 0, marks: [] }]);
  }

  /** Takes bytes until the pattern has matched or can no longer match. */
  feed(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length;) {
      if (this.state === 'matched' || this.state === 'wrong') return;
      const taken = this.#takeRun(chunk, i);
      if (taken === 0) this.take(chunk[i]!);
      i += Math.max(1, taken);
    }
  }

  /** Takes one byte. */
  take(byte: number): void {
    if (this.state === 'matched' || this.state === 'wrong') return;
    const next = this.#readings.flatMap((reading) => {
      const step = this.#steps[reading.at]!;
      if (step.do === 'bytes') return step.bytes[reading.within] === byte ? [movedOn(reading, step, 1)] : [];
      return step.do === 'take' && step.accepts(byte) ? [{ ...reading, at: reading.at + 1 }] : [];
    });
    if (next.length === 0) {
      this.state = this.match === undefined ? 'wrong' : 'matched';
      return;
    }
    this.offset += 1;
    this.#follow(next);
  }

  /** Where there is but one reading, and fixed bytes stand next, takes as many of them as have come, at once; or none. */
  #takeRun(chunk: Uint8Array, from: number): number {
    const [reading] = this.#readings;
    if (this.#readings.length !== 1 || reading === undefined) return 0;
    const step = this.#steps[reading.at]!;
    if (step.do !== 'bytes') return 0;
    const length = Math.min(chunk.length - from, step.bytes.length - reading.within);
    const wanted = step.bytes.subarray(reading.within, reading.within + length);
    const count = sameBytes(wanted, chunk.subarray(from, from + length));
    if (count === 0) return 0;
    this.offset += count;
    this.#follow([movedOn(reading, step, count)]);
    return count;
  }

  /** What could come next, in words: `the minute, two digits`, `\r`. */
  wanted(): string[] {
    const words = this.#readings.flatMap(({ at, within }) => {
      const step = this.#steps[at]!;
      if (step.do === 'bytes') return [named(step.bytes[within]!)];
      return step.do === 'take' ? [step.wanted] : [];
    });
    return [...new Set(words)];
  }

  /** Moves readings on until each stands before a byte, or at the end. */
  #follow(starts: Reading[]): void {
    const seen = new Set<number>();
    const place = ({ at, within }: Reading): number => within * this.#steps.length + at;
    const readings: Reading[] = [];
    let matched: Reading | undefined;
    const visit = (reading: Reading): void => {
      if (seen.has(place(reading)) || matched !== undefined) return; // what comes after a match in the order has lost against it
      seen.add(place(reading));
      const { at, marks } = reading;
      const step = this.#steps[at]!;
      if (step.do === 'take' || step.do === 'bytes') readings.push(reading);
      else if (step.do === 'match') matched = reading;
      else if (step.do === 'mark')
        visit({ ...reading, at: at + 1, marks: Object.assign([...marks], { [step.slot]: this.offset }) });
      else for (const to of step.to) visit({ ...reading, at: to });
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

/** A reading of which `count` bytes more of its step have come. */
function movedOn({ at, within, marks }: Reading, { bytes }: { bytes: Buffer }, count: number): Reading {
  return within + count === bytes.length ? { at: at + 1, within: 0, marks } : { at, within: within + count, marks };
}

/** How many bytes at the beginning of both are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): number {
  let same = 0;
  let unknown = Math.min(a.length, b.length);
  while (unknown > 0) {
    const half = Math.ceil(unknown / 2);
    const isSame = Buffer.compare(a.subarray(same, same + half), b.subarray(same, same + half)) === 0;
    if (isSame) same += half;
    else if (half === 1) return same;
    unknown = isSame ? unknown - half : half;
  }
  return same;
}

/** Stands behind the last byte, and is none. */
const theEnd = 256;

/** Whether these bytes, all of them, are what the pattern describes: also by a reading that is not the first in its order. */
export function matchesWhole({ print, node }: Pattern, whole: Uint8Array): boolean {
  const end: Node = { type: 'byte', accepts: (byte) => byte === theEnd, wanted: 'the end' };
  const matcher = new Matcher({ print, node: { type: 'sequence', nodes: [node, end] } });
  matcher.feed(whole);
  matcher.take(theEnd);
  return matcher.match !== undefined;
}
