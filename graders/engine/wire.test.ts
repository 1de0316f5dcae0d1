// The table of expectations: what each pattern prints, what it takes and its holes hold, and where and why it stops.
// The law here: bytes are fed one by one, so every row also shows that nothing is decided before the byte that decides it.
import { describe, expect, test } from 'vitest';

import { Matcher, matchesWhole } from './matcher.ts';
import { type Pattern, anyOf, anything, bytes, clock, digits, integer, optional, sequence, text, wire } from './wire.ts';

/** Text in UTF-8, or the bytes themselves. */
type Bytes = string | number[];

interface Row {
  prints: string;
  /** Taken to the last byte, after which nothing more can belong to it; and the text in each hole. */
  takes?: [all: Bytes, ...holes: string[]][];
  /** Taken to the last byte, and more might belong to it. */
  takesSoFar?: [all: Bytes, ...holes: string[]][];
  /** Taken but for this end of it. */
  leaves?: [all: Bytes, left: string, ...holes: string[]][];
  /** The offset of the first byte that is wrong, or missing where that is the length, and what should stand there. */
  misses?: [all: Bytes, offset: number, wanted: string][];
}

const pair = wire`${digits(1, 2)}:${digits(1, 2)}`;

const table: [Pattern, Row][] = [
  [wire``, { prints: '', takes: [['']], leaves: [['a', 'a']] }],
  [
    wire`TIME\r\n`,
    {
      prints: 'TIME\\r\\n',
      takes: [['TIME\r\n']],
      leaves: [['TIME\r\nTIME', 'TIME']],
      misses: [
        ['', 0, "'T'"],
        ['TIM', 3, "'E'"],
        ['TIMER', 4, '\\r'],
        ['TIME\n', 4, '\\r'],
        ['TIME\r', 5, '\\n'],
        ['TIME\r\r', 5, '\\n'],
        ['time\r\n', 0, "'T'"],
      ],
    },
  ],
  [
    wire`a b\t\\\0'`,
    {
      prints: "a b\\t\\\\\\x00'",
      takes: [["a b\t\\\0'"]],
      misses: [
        ['a', 1, 'a blank'],
        ['a b', 3, '\\t'],
        ['a b\t', 4, '\\\\'],
        ['a b\t\\', 5, '\\x00'],
        ['a b\t\\\0', 6, "'''"],
      ],
    },
  ],
  [
    wire`é日😀`,
    {
      prints: 'é日😀',
      takes: [['é日😀'], [[0xc3, 0xa9, 0xe6, 0x97, 0xa5, 0xf0, 0x9f, 0x98, 0x80]]],
      misses: [
        [[0xe9], 0, '\\xc3'],
        [[0xc3, 0xa8], 1, '\\xa9'],
        ['é日', 5, '\\xf0'],
      ],
    },
  ],
  [wire`\xff`, { prints: 'ÿ', takes: [[[0xc3, 0xbf]]], misses: [[[0xff], 0, '\\xc3']] }],
  [
    bytes(0xff, 0, 13, 65),
    {
      prints: '\\xff\\x00\\rA',
      takes: [[[0xff, 0, 13, 65]]],
      misses: [
        ['ÿ', 0, '\\xff'],
        [[0xff, 1], 1, '\\x00'],
      ],
    },
  ],
  [bytes(), { prints: '', takes: [['']] }],
  [
    wire`${'a.b'}=${-17}\n`,
    {
      prints: 'a.b=-17\\n',
      takes: [['a.b=-17\n']],
      misses: [
        ['axb=-17\n', 1, "'.'"],
        ['a.b=17\n', 4, "'-'"],
      ],
    },
  ],
  [
    wire`JAM ${clock()}\r\n`,
    {
      prints: 'JAM hh:mm:ss\\r\\n',
      takes: [
        ['JAM 09:15:00\r\n', '09:15:00'],
        ['JAM 00:00:00\r\n', '00:00:00'],
        ['JAM 19:59:59\r\n', '19:59:59'],
        ['JAM 23:59:59\r\n', '23:59:59'],
      ],
      leaves: [['JAM 09:15:00\r\n\n', '\n', '09:15:00']],
      misses: [
        ['JAM', 3, 'a blank'],
        ['JAM:', 3, 'a blank'],
        ['JAM  09:15:00\r\n', 4, 'the hour, two digits'],
        ['JAM 9:15:00\r\n', 4, 'the hour, two digits'],
        ['JAM 1:15:00\r\n', 5, 'the hour, two digits'],
        ['JAM 2:15:00\r\n', 5, 'an hour up to 23'],
        ['JAM 24:15:00\r\n', 5, 'an hour up to 23'],
        ['JAM 30:15:00\r\n', 4, 'the hour, two digits'],
        ['JAM 09.15.00\r\n', 6, "':'"],
        ['JAM 09:5:00\r\n', 8, 'the minute, two digits'],
        ['JAM 09:60:00\r\n', 7, 'the minute, two digits'],
        ['JAM 09:15\r\n', 9, "':'"],
        ['JAM 09:15:', 10, 'the second, two digits'],
        ['JAM 09:15:60\r\n', 10, 'the second, two digits'],
        ['JAM 09:15:0\r\n', 11, 'the second, two digits'],
        ['JAM 09:15:00', 12, '\\r'],
        ['JAM 09:15:00\n', 12, '\\r'],
        ['JAM 09:15:00 \r\n', 12, '\\r'],
        ['JAM 09:15:00\r', 13, '\\n'],
      ],
    },
  ],
  [
    digits(2, 2),
    {
      prints: '<2 digits>',
      takes: [['09']],
      leaves: [['093', '3']],
      misses: [
        ['9', 1, 'a digit'],
        ['9x', 1, 'a digit'],
        ['٩٩', 0, 'a digit'],
      ],
    },
  ],
  [
    digits(1, 2),
    {
      prints: '<1 to 2 digits>',
      takes: [['12']],
      takesSoFar: [['1']],
      leaves: [
        ['1:', ':'],
        ['123', '3'],
      ],
      misses: [
        ['', 0, 'a digit'],
        ['/', 0, 'a digit'],
        [':', 0, 'a digit'],
      ],
    },
  ],
  [digits(0, 1), { prints: '<0 to 1 digits>', takes: [['1']], takesSoFar: [['']], leaves: [['x', 'x']] }],
  [
    integer(),
    {
      prints: '<integer>',
      takes: [['0']],
      takesSoFar: [['7'], ['-7'], ['1200'], ['-98765432109876543210']],
      leaves: [
        ['07', '7'],
        ['12.5', '.5'],
        ['3-', '-'],
      ],
      misses: [
        ['', 0, "'-' or '0' or a digit"],
        ['+7', 0, "'-' or '0' or a digit"],
        ['.5', 0, "'-' or '0' or a digit"],
        ['-', 1, "'0' or a digit"],
        ['--7', 1, "'0' or a digit"],
      ],
    },
  ],
  [
    wire`= ${integer()}\n`,
    {
      prints: '= <integer>\\n',
      takes: [
        ['= -42\n', '-42'],
        ['= 0\n', '0'],
      ],
      misses: [
        ['= 07\n', 3, '\\n'],
        ['= 4', 3, 'a digit or \\n'],
      ],
    },
  ],
  [
    text(),
    {
      prints: '<text>',
      takesSoFar: [['a'], ['é\t\0 \\'], [[0xff]]],
      leaves: [
        ['a\n', '\n'],
        ['a\r', '\r'],
      ],
      misses: [
        ['', 0, 'text'],
        ['\n', 0, 'text'],
        ['\r', 0, 'text'],
      ],
    },
  ],
  [
    wire`[${text()}] ${text()}\r\n`,
    {
      prints: '[<text>] <text>\\r\\n',
      takes: [
        ['[Ayu] hé\r\n', 'Ayu', 'hé'],
        ['[a] b] c\r\n', 'a] b', 'c'],
      ],
      misses: [
        ['[] b\r\n', 4, "text or ']'"],
        ['[a] \r\n', 4, "text or ']'"],
      ],
    },
  ],
  [anything(), { prints: '…', takes: [['']], leaves: [['a', 'a']] }],
  [
    wire`${anything()}\n${anything()}.`,
    {
      prints: '…\\n….',
      takes: [
        ['\n.', '', ''],
        ['a.b\nc.', 'a.b', 'c'],
        ['\n\n\r\0.', '', '\n\r\0'],
      ],
      leaves: [['a\n.b\n.', 'b\n.', 'a', '']],
      misses: [
        ['ab', 2, '\\n or anything'],
        ['a\nb', 3, "'.' or anything or \\n"],
      ],
    },
  ],
  [
    anyOf('OK', 'ON\n', sequence(bytes(69), digits(1, 1))),
    {
      prints: '(OK or ON\\n or E<digit>)',
      takes: [['OK'], ['ON\n'], ['E4']],
      leaves: [['OK\n', '\n']],
      misses: [
        ['', 0, "'O' or 'E'"],
        ['O', 1, "'K' or 'N'"],
        ['ON', 2, '\\n'],
        ['ok', 0, "'O' or 'E'"],
        ['EK', 1, 'a digit'],
      ],
    },
  ],
  [anyOf('a', 'ab'), { prints: '(a or ab)', takes: [['a']], leaves: [['abc', 'bc']] }],
  [
    anyOf('ab', 'a'),
    {
      prints: '(ab or a)',
      takes: [['ab']],
      takesSoFar: [['a']],
      leaves: [['ac', 'c']],
    },
  ],
  [wire`${anyOf('a', 'ab')}${anyOf('c', 'bcd')}`, { prints: '(a or ab)(c or bcd)', takes: [['abcd', 'a', 'bcd']] }],
  [
    wire`OK${optional('\r')}\n`,
    {
      prints: 'OK[\\r]\\n',
      takes: [
        ['OK\n', ''],
        ['OK\r\n', '\r'],
      ],
      misses: [
        ['OK', 2, '\\r or \\n'],
        ['OK\r\r', 3, '\\n'],
      ],
    },
  ],
  [
    optional(wire`${digits(1, 1)}.`),
    {
      prints: '[<digit>.]',
      takes: [['7.', '7']],
      takesSoFar: [['', '']],
      leaves: [
        ['7', '7', ''],
        ['7:', '7:', ''],
      ],
    },
  ],
  [
    wire`${pair} ${wire`<${wire`${integer()}`}>`}!`,
    {
      prints: '<1 to 2 digits>:<1 to 2 digits> <<integer>>!',
      takes: [['9:05 <-3>!', '9:05', '<-3>']],
      misses: [['9:05 <-3!', 8, "a digit or '>'"]],
    },
  ],
  [
    sequence(wire`a${digits(1, 2)}`, bytes(0xff), wire`b${digits(1, 1)}`, optional('c')),
    {
      prints: 'a<1 to 2 digits>\\xffb<digit>[c]',
      takes: [[[97, 49, 0xff, 98, 50, 99], '1', '2']],
      takesSoFar: [[[97, 49, 50, 0xff, 98, 51], '12', '3']],
    },
  ],
  [
    anyOf(wire`OK ${integer()}\n`, wire`ERROR ${text()} at ${integer()}\n`),
    {
      prints: '(OK <integer>\\n or ERROR <text> at <integer>\\n)',
      takes: [
        ['OK 12\n', '12', '', ''],
        ['ERROR odd at 7\n', '', 'odd', '7'],
      ],
    },
  ],
  [
    wire`${anything()}${wire`${pair}:${digits(1, 2)}`}`,
    {
      prints: '…<1 to 2 digits>:<1 to 2 digits>:<1 to 2 digits>',
      takes: [
        ['09:15:00', '', '09:15:00'],
        ['JAM 1: 9:5:30', 'JAM 1: ', '9:5:30'],
      ],
      takesSoFar: [['It is 9:5:3', 'It is ', '9:5:3']],
      leaves: [['9:5:3\r\n', '\r\n', '', '9:5:3']],
      misses: [['JAM', 3, 'a digit or anything']],
    },
  ],
];

const bytesOf = (all: Bytes): Buffer => Buffer.from(all as string);

/** Its states after each byte, and the matcher itself. */
function fedSingly(pattern: Pattern, all: Buffer): { matcher: Matcher; states: string[] } {
  const matcher = new Matcher(pattern);
  const states = [matcher.state as string];
  for (const byte of all) {
    matcher.take(byte);
    states.push(matcher.state);
  }
  return { matcher, states };
}

function whatItTook(matcher: Matcher, all: Buffer): { left: string; holes: string[] } | undefined {
  const { match } = matcher;
  if (match === undefined) return undefined;
  return { left: all.toString('utf8', match.length), holes: match.holes.map(([from, to]) => all.toString('utf8', from, to)) };
}

describe.each(table)('$print', (pattern, { prints, takes = [], takesSoFar = [], leaves = [], misses = [] }) => {
  test('prints as it was written', () => {
    expect(pattern.print).toBe(prints);
  });

  test.each([...takes.map((row) => ['matched', row] as const), ...takesSoFar.map((row) => ['matched so far', row] as const)])(
    '%s: %j',
    (state, [bytes, ...holes]) => {
      const all = bytesOf(bytes);
      const { matcher, states } = fedSingly(pattern, all);
      expect(states.at(-1)).toBe(state);
      expect(states.slice(0, -1)).not.toContain('matched');
      expect(matcher.offset).toBe(all.length);
      expect(whatItTook(matcher, all)).toEqual({ left: '', holes });
      expect(matchesWhole(pattern, all)).toBe(true);
    },
  );

  test.each(leaves)('of %j leaves %j', (bytes, left, ...holes) => {
    const all = bytesOf(bytes);
    expect(whatItTook(fedSingly(pattern, all).matcher, all)).toEqual({ left, holes });
  });

  test.each(misses)('misses %j at %i: %s', (bytes, offset, wanted) => {
    const all = bytesOf(bytes);
    const { matcher, states } = fedSingly(pattern, all);
    expect(states.slice(0, offset + 1)).toEqual(Array.from({ length: offset + 1 }, () => 'beginning'));
    expect(states.slice(offset + 1)).toEqual(Array.from({ length: all.length - offset }, () => 'wrong'));
    expect({ offset: matcher.offset, wanted: matcher.wanted().join(' or '), match: matcher.match }).toEqual({
      offset,
      wanted,
      match: undefined,
    });
    expect(matchesWhole(pattern, all)).toBe(false);
  });
});

test('an escape that JavaScript does not know is an error that shows it', () => {
  expect(() => wire`JAM \u{time}`).toThrow(new TypeError('not an escape of JavaScript: JAM \\u{time}'));
  expect(() => wire`a${1}\xg`).toThrow('not an escape of JavaScript: \\xg');
});
