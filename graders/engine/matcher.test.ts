// What holds for every pattern: it matches as a regular expression does, however the bytes are cut, and it looks at none twice.
// The law here: the judge is JavaScript's own RegExp, given an equivalent expression and every beginning of the bytes.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Matcher, matchesWhole, sameBytes } from './matcher.ts';
import {
  type Pattern,
  anyOf,
  anything,
  clock,
  digits,
  exactly as fixed,
  integer,
  optional,
  sequence,
  text,
  wire,
} from './wire.ts';

/** What RegExp needs to know of a pattern. Bytes are written in latin1, one character each. */
interface Language {
  /** An equivalent expression without groups. */
  regex: string;
  /** The same, with a group for each hole. */
  grouped: string;
  /** An expression for all beginnings of what it describes. */
  beginnings: string;
  /** Something it describes. */
  example: string;
}
type Sample = Language & { pattern: Pattern };

const language = (regex: string, beginnings: string, example: string): Language => ({
  regex,
  grouped: regex,
  beginnings,
  example,
});
const one = (regex: string, example: string): Language => language(regex, `${regex}?`, example);

const inTurn = (parts: Language[]): Language => ({
  regex: parts.map(({ regex }) => regex).join(''),
  grouped: parts.map(({ grouped }) => grouped).join(''),
  beginnings: parts.reduceRight((rest, part) => `(?:${part.beginnings}|${part.regex}${rest})`, ''),
  example: parts.map(({ example }) => example).join(''),
});

const oneOf = (options: Language[], chosen: number): Language => ({
  regex: `(?:${options.map(({ regex }) => regex).join('|')})`,
  grouped: `(?:${options.map(({ grouped }) => grouped).join('|')})`,
  beginnings: `(?:${options.map(({ beginnings }) => beginnings).join('|')})`,
  example: options[chosen % options.length]!.example,
});

const exactly = (words: string): Language =>
  inTurn([...Buffer.from(words)].map((byte) => one(`\\x${byte.toString(16).padStart(2, '0')}`, String.fromCharCode(byte))));

const hole = (inside: Language): Language => ({ ...inside, grouped: `(${inside.regex})` });

function timeOfDay(hour: string, minute: string, second: string): Language {
  const two = (first: string, then: string, shown: string) => inTurn([one(first, shown[0]!), one(then, shown[1]!)]);
  const hours = oneOf([two('[01]', '[0-9]', hour), two('2', '[0-3]', hour)], 0);
  return inTurn([hours, exactly(':'), two('[0-5]', '[0-9]', minute), exactly(':'), two('[0-5]', '[0-9]', second)]);
}

const words = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', ':', '-', 'é', '\n'), maxLength: 3 });
const twoDigits = (max: number) => fc.nat(max).map((n) => String(n).padStart(2, '0'));

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  words.map((some) => ({ pattern: wire`${some}`, ...exactly(some) })),
  fc.tuple(fc.nat(2), fc.nat(2), fc.nat(99)).map(([min, more, n]) => {
    const example = String(n)
      .padStart(min, '0')
      .slice(0, min + more);
    return { pattern: digits(min, min + more), ...language(`[0-9]{${min},${min + more}}`, `[0-9]{0,${min + more}}`, example) };
  }),
  fc.integer({ min: -120, max: 120 }).map((n) => ({
    pattern: integer(),
    ...language('-?(?:0|[1-9][0-9]*)', '-?(?:0|[1-9][0-9]*)?', String(n)),
  })),
  fc.tuple(twoDigits(23), twoDigits(59), twoDigits(59)).map((shown) => ({ pattern: clock(), ...timeOfDay(...shown) })),
  words.map((some) => ({ pattern: text(), ...language('[^\\r\\n]+', '[^\\r\\n]*', `b${some.replaceAll(/[^ab]/g, '')}`) })),
  words.map((some) => ({ pattern: anything(), ...language('[^]*?', '[^]*', Buffer.from(some).toString('latin1')) })),
);

function template(texts: string[], holes: Sample[]): Sample {
  const pattern = wire(Object.assign(texts, { raw: texts }), ...holes.map((sample) => sample.pattern));
  return { pattern, ...inTurn(texts.flatMap((some, i) => [exactly(some), ...holes.slice(i, i + 1).map(hole)])) };
}

const { sample } = fc.letrec<{ sample: Sample }>((tie) => {
  const several = fc.array(tie('sample'), { minLength: 1, maxLength: 3 });
  return {
    sample: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      several.map((parts) => ({ pattern: sequence(...parts.map(({ pattern }) => pattern)), ...inTurn(parts) })),
      fc.tuple(several, fc.nat(2)).map(([options, chosen]) => ({
        pattern: anyOf(...options.map(({ pattern }) => pattern)),
        ...oneOf(options, chosen),
      })),
      // RegExp's own `?` refuses to take nothing where it could, so it is written as a choice
      fc.tuple(tie('sample'), fc.nat(1)).map(([inside, chosen]) => ({
        pattern: optional(inside.pattern),
        ...oneOf([inside, exactly('')], chosen),
      })),
      fc
        .tuple(several, fc.array(words, { minLength: 4, maxLength: 4 }))
        .map(([holes, texts]) => template(texts.slice(0, holes.length + 1), holes)),
    ),
  };
});

/** What the pattern describes, or a beginning of it, or something that goes another way from somewhere on. */
const noise = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '5', ':', '-', 'Ã', '©', '\r', '\n'), maxLength: 6 });
const fed = fc
  .tuple(sample, fc.nat(30), noise)
  .map(([some, cut, rest]) => ({ ...some, all: Buffer.from(some.example.slice(0, cut) + rest, 'latin1') }));

/** The best match, as RegExp sees it. */
function judged({ grouped }: Language, bytes: Buffer): { length: number; holes: string[] } | undefined {
  const found = new RegExp(`^(?:${grouped})`).exec(bytes.toString('latin1'));
  return found === null
    ? undefined
    : { length: found[0].length, holes: found.slice(1).map((group: string | undefined) => group ?? '') };
}

function whatItFound({ match }: Matcher, bytes: Buffer): { length: number; holes: string[] } | undefined {
  return match && { length: match.length, holes: match.holes.map(([from, to]) => bytes.toString('latin1', from, to)) };
}

/** How many bytes could still have become what the pattern describes. */
function viable({ beginnings }: Language, bytes: Buffer): number {
  const beginning = new RegExp(`^(?:${beginnings})$`);
  for (let length = bytes.length; ; length -= 1) if (beginning.test(bytes.toString('latin1', 0, length))) return length;
}

test('matches as RegExp does, after every byte, and knows the first that is wrong', () => {
  fc.assert(
    fc.property(fed, ({ pattern, all, ...its }) => {
      const matcher = new Matcher(pattern);
      for (let length = 0; ; length += 1) {
        const soFar = all.subarray(0, length);
        const expected = judged(its, soFar);
        expect(whatItFound(matcher, soFar)).toEqual(expected);
        const taken = viable(its, soFar);
        if (expected !== undefined) expect(matcher.state).toMatch(/^matched/);
        else expect([matcher.state, matcher.offset]).toEqual([taken === length ? 'beginning' : 'wrong', taken]);
        if (length === all.length) return;
        matcher.feed(all.subarray(length, length + 1));
      }
    }),
    { numRuns: 2000 },
  );
});

test('describes the same as RegExp, whichever reading it takes', () => {
  fc.assert(
    fc.property(fed, ({ pattern, regex, all, example }) => {
      const whole = new RegExp(`^(?:${regex})$`);
      expect(matchesWhole(pattern, all)).toBe(whole.test(all.toString('latin1')));
      expect(matchesWhole(pattern, Buffer.from(example, 'latin1'))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('says what it wants exactly as long as more may come', () => {
  fc.assert(
    fc.property(fed, ({ pattern, all }) => {
      const matcher = new Matcher(pattern);
      matcher.feed(all);
      if (matcher.state === 'beginning' || matcher.state === 'matched so far') expect(matcher.wanted()).not.toEqual([]);
      expect(new Set(matcher.wanted()).size).toBe(matcher.wanted().length);
    }),
  );
});

const seen = (matcher: Matcher) => [matcher.state, matcher.offset, matcher.match, matcher.wanted()];

test('how the bytes are cut makes no difference', () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 6 }).map((offsets) => offsets.sort((a, b) => a - b));
  fc.assert(
    fc.property(fed, cuts, ({ pattern, all }, offsets) => {
      const [whole, inPieces] = [new Matcher(pattern), new Matcher(pattern)];
      whole.feed(all);
      [0, ...offsets].forEach((from, i) => inPieces.feed(all.subarray(from, offsets[i])));
      expect(seen(inPieces)).toEqual(seen(whole));
    }),
    { numRuns: 500 },
  );
});

test('what comes after the decision changes nothing', () => {
  for (const [pattern, bytes] of [
    [wire`OK\n`, 'OK\nOK\n'],
    [wire`OK\n`, 'ON\n'],
    [optional('OK'), 'ON'],
  ] as const) {
    const matcher = new Matcher(pattern);
    matcher.feed(Buffer.from(bytes));
    const before = seen(matcher);
    matcher.feed(Buffer.from('OK\n'));
    expect(seen(matcher)).toEqual(before);
  }
});

test('a match stays one while more that might belong to it comes', () => {
  const matcher = new Matcher(wire`OK${optional(' 12')}`);
  const states = [...Buffer.from('OK 1x')].map((byte) => {
    matcher.take(byte);
    return matcher.state;
  });
  expect(states).toEqual(['beginning', 'matched so far', 'matched so far', 'matched so far', 'matched']);
  expect(matcher.match).toEqual({ length: 2, holes: [[2, 2]] });
});

test('asks each place in the pattern at most once about a byte, however many readings there are', () => {
  let asked = 0;
  const counting: Pattern = {
    print: '',
    node: { type: 'repeat', min: 0, max: Infinity, node: { type: 'byte', wanted: '', accepts: () => (asked += 1) > 0 } },
  };
  const matcher = new Matcher(sequence(...Array.from({ length: 20 }, () => counting), wire`!`));
  matcher.feed(Buffer.alloc(1000, 'a'));
  expect(matcher.state).toBe('beginning');
  expect(asked).toBe(20 * 1000);
});

describe('bytes without a hole', () => {
  const all = Buffer.from(Array.from({ length: 3 << 20 }, (_, i) => (i * 7 + (i >> 8)) & 255));

  test.each([0, 1, 255, 256, 65_536, all.length - 1])('are compared at once, and parted at byte %i exactly', (at) => {
    const wrong = Buffer.from(all);
    wrong[at]! ^= 1;
    const matcher = new Matcher(wire`${fixed(all)}`);
    for (let i = 0; i < all.length; i += 65_000) matcher.feed(wrong.subarray(i, i + 65_000));
    expect([matcher.state, matcher.offset]).toEqual(['wrong', at]);
  });

  test('match when the last one has come, and not before', () => {
    const matcher = new Matcher(fixed(all));
    matcher.feed(all.subarray(0, -1));
    expect([matcher.state, matcher.offset]).toEqual(['beginning', all.length - 1]);
    matcher.feed(all.subarray(-1));
    expect([matcher.state, matcher.match]).toEqual(['matched', { length: all.length, holes: [] }]);
  });

  test('of which there are none have come already', () => {
    expect(new Matcher(fixed('')).match).toEqual({ length: 0, holes: [] });
  });

  test('may stand behind and before what is open, and be begun in several ways', () => {
    const pattern = wire`${anything()}${fixed('aab')}${integer()}!`;
    const matcher = new Matcher(pattern);
    matcher.feed(Buffer.from('xaaaaab12!'));
    expect(matcher.match).toEqual({
      length: 10,
      holes: [
        [0, 4],
        [4, 7],
        [7, 9],
      ],
    });
  });
});

test.each([
  ['', '', 0],
  ['abc', 'abc', 3],
  ['abc', 'abd', 2],
  ['abc', 'xbc', 0],
  ['abc', 'ab', 2],
])('%j and %j begin with %i same bytes', (a, b, count) => {
  expect(sameBytes(Buffer.from(a), Buffer.from(b))).toBe(count);
});
