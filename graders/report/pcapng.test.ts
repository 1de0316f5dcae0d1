// What a reader of the capture sees: conversations that keep to TCP and UDP, the transcript's bytes, and the comments.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { notation } from '../engine/notation.ts';
import type { CheckReport, Report, TranscriptEntry } from '../engine/report.ts';
import { renderPcapng } from './pcapng.ts';
import { type Capture, type ReadPacket, readCapture } from './pcapngReader.test.support.ts';
import { clientReport, sampleCheck, sampleFinding, sampleReport } from './sample.test.support.ts';

type Event = [client: string, event: TranscriptEntry['event'], bytes?: string | undefined, count?: number];

function entries(events: readonly Event[]): TranscriptEntry[] {
  return events.map(([client, event, bytes, count], i) => ({
    atMs: i * 1.5,
    client,
    event,
    ...(bytes !== undefined && { bytes }),
    ...(count !== undefined && (event === 'omitted' ? { count } : { byteCount: count })),
  }));
}

function capture(events: readonly Event[], check: Partial<CheckReport> = {}, report: Partial<Report> = {}): Capture {
  const checks = [sampleCheck({ title: 'answers', transcript: entries(events), ...check })];
  return readCapture(renderPcapng(sampleReport({ checks, ...report })));
}

const udp = {
  server: { listening: [{ protocol: 'udp', address: '0.0.0.0', port: 40_123 }], exit: null, stdout: '', stderr: '' },
};

/** A line a packet, sequence numbers counted from the first of each side, as Wireshark shows them. */
function shown(packets: readonly ReadPacket[]): string[] {
  const first = new Map<string, number>();
  return packets.map(({ atUs, from, to, flags, sequence, acknowledgement, payload }) => {
    if (flags.includes('S')) first.set(`${from}>${to}`, sequence);
    const relative = (way: string, number: number) => (number - (first.get(way) ?? 0) + 2 ** 32) % 2 ** 32;
    const numbers =
      flags === ''
        ? ''
        : ` ${relative(`${from}>${to}`, sequence)}/${flags.includes('.') ? relative(`${to}>${from}`, acknowledgement) : ''}`;
    return `${atUs} ${from}>${to} ${flags}${numbers} ${notation(payload)}`.trimEnd();
  });
}

test('a conversation from its handshake to its end, with the finding where the first wrong byte is', () => {
  const finding = sampleFinding({
    message: 'the answer is not what it should be',
    sent: 'TIME\\r\\n',
    expected: 'JAM hh:mm:ss\\r\\n',
    received: 'JAM 03:04:00\\n',
    offset: 12,
    wanted: '\\r',
    looksLike: { name: 'lf-only', hint: 'your lines end in \\n alone' },
    standsAt: 'waits in recv',
  });
  const { packets, comment, application, linkType } = capture(
    [
      ['A', 'connects'],
      ['A', 'sends', 'TIME\\r\\n'],
      ['A', 'receives', 'JAM '],
      ['A', 'receives', '03:04:00\\n'],
      ['A', 'endsSending'],
      ['A', 'ended'],
      ['A', 'closes'],
    ],
    { verdict: 'failed', points: 0, finding },
    { score: 75 },
  );
  expect([linkType, application]).toEqual([101, 'wirelab 0.1.0']);
  expect(comment).toMatch(/^time-server · student · 75 of 100 points\nMade from the transcripts/);
  expect(shown(packets)).toEqual([
    '0 49152>40123 S 0/',
    '0 40123>49152 S. 0/1',
    '0 49152>40123 . 1/1',
    '1500 49152>40123 P. 1/1 TIME\\r\\n',
    '3000 40123>49152 P. 1/7 JAM',
    '4500 40123>49152 P. 5/7 03:04:00\\n',
    '6000 49152>40123 F. 7/14',
    '6000 40123>49152 . 14/8',
    '7500 40123>49152 F. 14/8',
    '7500 49152>40123 . 8/15',
  ]);
  expect(packets.map((packet) => packet.comment)).toEqual([
    'TIME-1 failed (0 of 25): answers\nclient A',
    ...Array<string>(4).fill(''),
    'TIME-1: the answer is not what it should be\nbyte 12 is \\n, should be \\r\nexpected: JAM hh:mm:ss\\r\\n\n' +
      'received: JAM 03:04:00\\n\nlooks like lf-only: your lines end in \\n alone\nserver: waits in recv',
    ...Array<string>(4).fill(''),
  ]);
});

test.each<[string, Event[], string[]]>([
  ['refused', [['A', 'refused']], ['0 49152>40123 S 0/', '0 40123>49152 R. 0/1']],
  [
    'reset by the program: what the client does then is no packet',
    [
      ['A', 'connects'],
      ['A', 'reset'],
      ['A', 'sends', 'x'],
      ['A', 'closes'],
    ],
    ['1500 40123>49152 R. 1/1'],
  ],
  [
    'reset by the client',
    [
      ['A', 'connects'],
      ['A', 'receives', 'hi'],
      ['A', 'resets'],
    ],
    ['1500 40123>49152 P. 1/1 hi', '3000 49152>40123 R. 1/3'],
  ],
  [
    'bytes that are not kept count',
    [
      ['A', 'connects'],
      ['A', 'receives', 'ab', 70_000],
      ['A', 'sends', 'x'],
      ['A', 'receives', 'c'],
    ],
    ['1500 40123>49152 P. 1/1 ab', '3000 49152>40123 P. 1/70001 x', '4500 40123>49152 P. 70001/2 c'],
  ],
  [
    'clients side by side',
    [
      ['A', 'connects'],
      ['B', 'connects'],
      ['A', 'sends', 'a'],
      ['B', 'sends', 'b'],
    ],
    [
      '1500 49153>40123 S 0/',
      '1500 40123>49153 S. 0/1',
      '1500 49153>40123 . 1/1',
      '3000 49152>40123 P. 1/1 a',
      '4500 49153>40123 P. 1/1 b',
    ],
  ],
])('%s', (_, events, lines) => {
  expect(shown(capture(events).packets).slice(-lines.length)).toEqual(lines);
});

test('a program that calls back connects to the port where the client listens, each time from another of its own', () => {
  const { packets } = capture([
    ['A:5001', 'accepts'],
    ['A:5001', 'accepts'],
    ['A:5001', 'receives', 'one'],
    ['A:5001', 'ended'],
    ['A:5001', 'receives', 'two'],
  ]);
  expect(shown(packets)).toEqual([
    '0 49152>5001 S 0/',
    '0 5001>49152 S. 0/1',
    '0 49152>5001 . 1/1',
    '1500 49153>5001 S 0/',
    '1500 5001>49153 S. 0/1',
    '1500 49153>5001 . 1/1',
    '3000 49152>5001 P. 1/1 one',
    '4500 49152>5001 F. 4/1',
    '4500 5001>49152 . 1/5',
    '6000 49153>5001 P. 1/1 two',
  ]);
});

test('a client opens its connections, each from a port of its own; what is typed and shown goes over no wire', () => {
  const { packets, comment } = readCapture(renderPcapng(clientReport()));
  expect(comment).toMatch(/^calculator \(client\) · student/);
  expect(shown(packets)).toEqual([
    '1000 49152>49151 S 0/',
    '1000 49151>49152 S. 0/1',
    '1000 49152>49151 . 1/1',
    '3000 49152>49151 P. 1/1 2 + 3',
    '4000 49151>49152 P. 1/6 70417',
    '7000 49152>49151 F. 6/6',
    '7000 49151>49152 . 6/7',
  ]);
  expect(packets[0]!.comment).toContain('connection A');
  expect(packets.map((packet) => packet.comment).join('')).toContain(
    'typed: 2 + 3\nexpected: 70417\nreceived: nothing\nclient: waits in recv for more',
  );
});

test('a client that is called back has the port that is called', () => {
  const events: Event[] = [['A', 'accepts'], ['B', 'connects'], ['B', 'sends', 'news'], ['A', 'sends', 'late'], ['B', 'reset'], ['B', 'receives', 'x']]; // prettier-ignore
  const { packets } = capture(events, {}, { role: 'client', server: { listening: [], exit: null, stdout: '', stderr: '' } });
  expect(shown(packets).slice(3)).toEqual([
    '1500 49153>49154 S 0/',
    '1500 49154>49153 S. 0/1',
    '1500 49153>49154 . 1/1',
    '3000 49153>49154 P. 1/1 news',
    '4500 49151>49152 P. 1/1 late',
    '6000 49154>49153 R. 1/5',
  ]);
  expect(packets.at(-1)!.comment).toContain('the client would send 1 byte more');
});

test('datagrams of a client come from its own port', () => {
  const { packets } = capture([['A', 'receives', 'ping'], ['A', 'sends', 'pong']], {}, { role: 'client', server: { listening: [], exit: null, stdout: '', stderr: '' } }); // prettier-ignore
  expect(shown(packets)).toEqual(['0 49152>49151  ping', '1500 49151>49152  pong']);
});

test('datagrams: one a packet, also an empty one, and one of which not all is kept', () => {
  const { packets } = capture(
    [
      ['A', 'sends', 'ping'],
      ['A', 'receives', ''],
      ['A', 'receives', 'po', 5000],
      ['A', 'closes'],
    ],
    {},
    udp as Partial<Report>,
  );
  expect(shown(packets)).toEqual(['0 49152>40123  ping', '1500 40123>49152', '3000 40123>49152  po']);
  expect(packets.map(({ length }) => length)).toEqual([4, 0, 5000]);
});

test.each<[string, Event[], Partial<CheckReport>, string[]]>([
  [
    'what the transcript leaves out',
    [
      ['A', 'connects'],
      ['A', 'receives', 'ab', 3],
      ['', 'omitted', undefined, 5448],
    ],
    {},
    ['1 byte more followed that the transcript does not keep\n5,448 more events are not in the transcript'],
  ],
  [
    'a client that stops reading',
    [
      ['A', 'connects'],
      ['A', 'pauses'],
    ],
    {},
    ['after this, at 1.5 ms, client A stops reading'],
  ],
  [
    'a missing byte: at the last that came',
    [
      ['A', 'connects'],
      ['A', 'sends', 'x'],
      ['A', 'receives', 'J'],
      ['A', 'closes'],
    ],
    { finding: sampleFinding({ message: 'it stops', sent: 'x', received: 'J', offset: 1, wanted: 'A' }) },
    ['TIME-1: it stops\nbyte 1 is missing, should be A\nreceived: J', '', ''],
  ],
  [
    'a wrong byte that begins a packet: there',
    [
      ['A', 'connects'],
      ['A', 'receives', 'JAM '],
      ['A', 'receives', 'x3'],
    ],
    { finding: sampleFinding({ message: 'wrong', received: 'JAM x3', offset: 4, wanted: 'the hour' }) },
    ['', "TIME-1: wrong\nbyte 4 is 'x', should be the hour\nreceived: JAM x3"],
  ],
  [
    'no answer: at what was sent, by the client that sent it',
    [
      ['A', 'connects'],
      ['B', 'connects'],
      ['A', 'sends', 'TIME'],
      ['B', 'sends', 'QUIT'],
    ],
    { finding: sampleFinding({ message: 'there is no answer', sent: 'TIME', received: '', offset: 0 }) },
    ['TIME-1: there is no answer\nreceived: nothing', ''],
  ],
  [
    'nothing sent or received: at the last packet',
    [['A', 'refused']],
    { finding: sampleFinding({ message: 'refused' }) },
    ['TIME-1: refused'],
  ],
  [
    'what only another client received: there',
    [
      ['A', 'connects'],
      ['B', 'connects'],
      ['A', 'sends', 'x'],
      ['B', 'receives', 'bad'],
      ['A', 'receives', 'good'],
    ],
    { finding: sampleFinding({ message: 'wrong', sent: 'x', received: 'bad', offset: 0 }) },
    ["TIME-1: wrong\nbyte 0 is 'b'\nreceived: bad", ''],
  ],
])('a comment says %s', (_, events, check, comments) => {
  expect(
    capture(events, check)
      .packets.slice(-comments.length)
      .map((packet) => packet.comment),
  ).toEqual(comments);
});

test('checks follow one another in time, each with clients of its own, and one without a packet is named', () => {
  const transcript = entries([['A', 'connects']]);
  const checks = [
    sampleCheck({ id: 'ONE', durationMs: 2000.0004, transcript }),
    sampleCheck({ id: 'TWO', verdict: 'skipped', title: 'is skipped' }),
    sampleCheck({ id: 'THREE', transcript }),
  ];
  const listening = [{ protocol: 'tcp' as const, address: '::', port: 49_153 }];
  const server = { listening, exit: null, stdout: '', stderr: '' };
  const { packets, comment } = readCapture(renderPcapng(sampleReport({ checks, server })));
  expect(shown([packets[0]!, packets[3]!])).toEqual(['0 49152>49153 S 0/', '2002503 49154>49153 S 0/']);
  expect(comment).toMatch(/\nChecks without a packet:\nTWO skipped \(0 of 25\): is skipped$/);
  expect(readCapture(renderPcapng(sampleReport({ checks: [], outcome: 'not-built', reason: 'x' }))).packets).toEqual([]);
});

test('what a program said cannot command a terminal, and a comment that is too long is cut with a count', () => {
  const finding = sampleFinding({ message: '\x1b[2J\u202e', standsAt: '日'.repeat(70_000) });
  const said = capture([['A', 'connects']], { finding })
    .packets.map((packet) => packet.comment)
    .join('');
  expect(said).toContain('TIME-1: \\x1b[2J\\xe2\\x80\\xae\n');
  expect(said).toMatch(/日 … and \d+ characters more$/);
  expect(said).not.toContain('\x1b');
});

const event = fc.constantFrom<TranscriptEntry['event'][]>(
  ...(['connects', 'refused', 'accepts', 'sends', 'receives', 'endsSending', 'pauses'] as const),
  ...(['resumes', 'ended', 'reset', 'closes', 'resets', 'omitted', 'types', 'shows', 'endsInput'] as const),
);
const anyEntry = fc.record({
  atMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  client: fc.constantFrom('A', 'B', 'C:5001'),
  event,
  bytes: fc.uint8Array({ maxLength: 9 }).map(notation),
});

test('any transcript becomes a capture that keeps to TCP', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 40 }), fc.constantFrom('server', 'client'), (transcript, role) => {
      const checks = [sampleCheck({ transcript }), sampleCheck({ transcript })];
      const { packets } = readCapture(renderPcapng(sampleReport({ checks, role })));
      const next = new Map<string, number>();
      for (const { from, to, flags, sequence, acknowledgement, payload } of packets.filter((packet) => packet.flags !== '')) {
        const [mine, theirs] = [`${from}>${to}`, `${to}>${from}`];
        if (!flags.includes('S') && next.has(mine)) expect(sequence).toBe(next.get(mine));
        if (flags.includes('.') && next.has(theirs)) expect(acknowledgement).toBe(next.get(theirs));
        next.set(mine, (sequence + payload.length + (/[SF]/.test(flags) ? 1 : 0)) % 2 ** 32);
      }
    }),
  );
});

test('the bytes of a conversation are those of its transcript', () => {
  const pieces = fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, (list) => {
      const { packets } = capture([
        ['A', 'connects'],
        ...list.map(([isSent, bytes]): Event => ['A', isSent ? 'sends' : 'receives', notation(bytes)]),
      ]);
      for (const isSent of [true, false]) {
        const seen = packets.filter(({ to }) => (to === 40_123) === isSent).map(({ payload }) => payload);
        const had = list.filter(([side]) => side === isSent).map(([, bytes]) => bytes);
        expect(Buffer.concat(seen)).toEqual(Buffer.concat(had));
      }
    }),
  );
});

test('what no packet could carry comes in several', () => {
  const bytes = Buffer.from(Array.from({ length: 140_000 }, (_, i) => i % 251));
  const { packets } = capture([
    ['A', 'connects'],
    ['A', 'receives', notation(bytes)],
    ['A', 'closes'],
  ]);
  expect(packets.map(({ length }) => length)).toEqual([0, 0, 0, 65_495, 65_495, 9010, 0, 0]);
  expect(Buffer.concat(packets.map(({ payload }) => payload)).equals(bytes)).toBe(true);
  const [long] = capture([['A', 'sends', notation(bytes)]], {}, udp as Partial<Report>).packets;
  expect(long).toMatchObject({ length: 65_507 });
});
