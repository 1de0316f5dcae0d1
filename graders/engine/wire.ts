// Expectations: what should come over the wire, byte for byte, with holes where the bytes are free.
// The law here: an expectation prints as it was written, and text is UTF-8 (a byte that is not text is `bytes(0xff)`).
import { notation } from './notation.ts';

/** What a pattern is made of: bytes, one after the other, one of several, again and again. */
export type Node =
  | { type: 'bytes'; bytes: Buffer }
  | { type: 'byte'; accepts: (byte: number) => boolean; wanted: string }
  | { type: 'sequence'; nodes: Node[] }
  | { type: 'choice'; nodes: Node[] }
  | { type: 'repeat'; node: Node; min: number; max: number; lazy?: true }
  | { type: 'hole'; node: Node };

export interface Pattern {
  /** As it was written: `JAM hh:mm:ss\r\n`. */
  readonly print: string;
  readonly node: Node;
}

/** wire`JAM ${clock()}\r\n`: text, numbers and patterns in it are matched one after the other; each pattern is a hole. */
export function wire({ raw, ...strings }: TemplateStringsArray, ...holes: (Pattern | string | number)[]): Pattern {
  const cooked = Object.values(strings) as (string | undefined)[];
  const parts = cooked.flatMap((text, i): Pattern[] => {
    if (text === undefined) throw new TypeError(`not an escape of JavaScript: ${raw[i]}`);
    const hole = holes[i];
    const before = literal(text);
    if (hole === undefined) return [before];
    if (typeof hole !== 'object') return [before, literal(String(hole))];
    return [before, { print: hole.print, node: { type: 'hole', node: hole.node } }];
  });
  return sequence(...parts);
}

export function sequence(...parts: Pattern[]): Pattern {
  return { print: parts.map((part) => part.print).join(''), node: { type: 'sequence', nodes: parts.map((part) => part.node) } };
}

/** More bytes than this are not printed. */
const mostPrinted = 4096;

/** Exactly these bytes, of any number and value. */
export function exactly(data: string | Uint8Array): Pattern {
  const all = Buffer.from(data as string);
  const print = all.length > mostPrinted ? `<${all.length} bytes>` : notation(all);
  return { print, node: { type: 'bytes', bytes: all } };
}

const literal = (text: string): Pattern => exactly(text);

/** Exactly these bytes. */
export const bytes = (...values: number[]): Pattern => exactly(Buffer.from(values));

/** One byte in a sentence. */
export function named(value: number): string {
  const written = notation(Buffer.of(value));
  return value === 32 ? 'a blank' : written.length === 1 ? `'${written}'` : written;
}

/** `min` to `max` digits. */
export function digits(min: number, max: number): Pattern {
  return {
    print: min === 1 && max === 1 ? '<digit>' : `<${min === max ? min : `${min} to ${max}`} digits>`,
    node: { type: 'repeat', node: between('0', '9', 'a digit'), min, max },
  };
}

/** A decimal integer without a sign `+` and without leading zeros. */
export function integer(): Pattern {
  const digit = between('0', '9', 'a digit');
  const number = choice([
    literal('0').node,
    many([between('1', '9', 'a digit'), { type: 'repeat', node: digit, min: 0, max: Infinity }]),
  ]);
  return { print: '<integer>', node: many([{ type: 'repeat', node: literal('-').node, min: 0, max: 1 }, number]) };
}

/** The time of day, two digits each: 00:00:00 to 23:59:59. */
export function clock(): Pattern {
  const hour = choice([
    many([between('0', '1', 'the hour, two digits'), between('0', '9', 'the hour, two digits')]),
    many([between('2', '2', 'the hour, two digits'), between('0', '3', 'an hour up to 23')]),
  ]);
  const sixty = (unit: string) =>
    many([between('0', '5', `the ${unit}, two digits`), between('0', '9', `the ${unit}, two digits`)]);
  const colon = literal(':').node;
  return { print: 'hh:mm:ss', node: many([hour, colon, sixty('minute'), colon, sixty('second')]) };
}

/** At least one byte, none of them a newline. */
export function text(): Pattern {
  const node: Node = { type: 'byte', accepts: (byte) => byte !== 10 && byte !== 13, wanted: 'text' };
  return { print: '<text>', node: { type: 'repeat', node, min: 1, max: Infinity } };
}

/** Any bytes at all, also none; as few as what follows allows. */
export function anything(): Pattern {
  const node: Node = { type: 'byte', accepts: () => true, wanted: 'anything' };
  return { print: '…', node: { type: 'repeat', node, min: 0, max: Infinity, lazy: true } };
}

export function anyOf(...patterns: (Pattern | string)[]): Pattern {
  const all = patterns.map((pattern) => (typeof pattern === 'string' ? literal(pattern) : pattern));
  return { print: `(${all.map((pattern) => pattern.print).join(' or ')})`, node: choice(all.map((pattern) => pattern.node)) };
}

export function optional(pattern: Pattern | string): Pattern {
  const { print, node } = typeof pattern === 'string' ? literal(pattern) : pattern;
  return { print: `[${print}]`, node: { type: 'repeat', node, min: 0, max: 1 } };
}

const many = (nodes: Node[]): Node => ({ type: 'sequence', nodes });
const choice = (nodes: Node[]): Node => ({ type: 'choice', nodes });
const between = (low: string, high: string, wanted: string): Node => ({
  type: 'byte',
  accepts: (byte) => byte >= low.charCodeAt(0) && byte <= high.charCodeAt(0),
  wanted,
});
