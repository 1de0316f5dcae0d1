// What holds for every report, whatever its strings are: it fits its width, commands no terminal, and can be written and read.
import * as fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import type { CheckReport, Finding, Report } from '../engine/report.ts';
import { columns } from './characters.ts';
import { renderJson } from './json.ts';
import { parseReport } from './schema.ts';
import { renderText } from './text.ts';

const hostile = fc.constantFrom(
  '\u001b[2J',
  '\u009b1A',
  '\u202e',
  '\r',
  '\t',
  '\u0007',
  '日本',
  '😀',
  'e\u0301',
  '\ud800',
  'hh:mm:ss',
  '…',
  ' ',
  '\\r\\n',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.oneof(hostile, fc.string({ maxLength: 12 })), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.lorem({ maxCount: 40 }),
  fc.constant('x'.repeat(300)),
);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const points = fc.nat(100);

const finding = (reproduce: fc.Arbitrary<string>): fc.Arbitrary<Finding> =>
  fc.record({
    message: text,
    sent: maybe(text),
    typed: maybe(text),
    expected: maybe(text),
    received: maybe(text),
    offset: maybe(fc.nat(3000)),
    wanted: maybe(text),
    looksLike: maybe(fc.record({ name: text, hint: text })),
    standsAt: maybe(text),
    reproduce: maybe(reproduce),
  });

const when = { atMs: fc.nat(99_999).map((tenths) => tenths / 10), client: fc.constantFrom('A', 'B') };
const transcriptEntry = fc.oneof(
  fc.record({
    ...when,
    event: fc.constantFrom('connects', 'refused', 'ended', 'reset', 'closes', 'resets', 'accepts', 'endsInput'),
  }),
  fc.record({ ...when, event: fc.constantFrom('sends', 'receives', 'types', 'shows'), bytes: text }),
  fc.record({ ...when, event: fc.constantFrom('sends', 'receives'), bytes: text, byteCount: fc.nat(999_999) }),
);

const check = (reproduce: fc.Arbitrary<string>): fc.Arbitrary<CheckReport> =>
  fc.record({
    id: text,
    rule: text,
    level: fc.constantFrom('MUST', 'SHOULD'),
    title: text,
    points,
    maxPoints: points,
    verdict: fc.constantFrom('passed', 'failed', 'skipped', 'broken'),
    decidedBy: fc.constantFrom('bytes', 'end', 'barrier', 'proof', 'deadline'),
    durationMs: fc.nat(),
    blockedBy: maybe(text),
    finding: maybe(finding(reproduce)),
    transcript: fc.array(transcriptEntry, { maxLength: 4 }),
  });

const reportWith = (reproduce: fc.Arbitrary<string>): fc.Arbitrary<Report> =>
  fc.record({
    schema: fc.constant('lab-report/v1'),
    lab: text,
    role: fc.constantFrom('server', 'client'),
    submission: fc.record({
      name: text,
      sha256: text,
      runtime: maybe(text),
      command: fc.array(text, { maxLength: 4 }),
      chosen: maybe(text),
    }),
    outcome: fc.constantFrom('graded', 'not-built', 'not-started', 'not-gradable'),
    reason: maybe(text),
    score: points,
    maxScore: points,
    seed: fc.integer(),
    durationMs: fc.nat(),
    environment: fc.record({
      isolation: fc.constantFrom('namespaces', 'process-group'),
      silence: fc.constantFrom('proof', 'deadline'),
      tool: text,
      node: text,
      platform: text,
    }),
    checks: fc.array(check(reproduce), { maxLength: 4 }),
    server: fc.record({
      listening: fc.array(fc.record({ protocol: fc.constantFrom('tcp', 'udp'), address: text, port: fc.nat(65_535) }), {
        maxLength: 2,
      }),
      exit: maybe(text),
      stdout: text,
      stderr: text,
    }),
  });

const options = fc.record({ width: fc.integer({ min: 40, max: 200 }), verbose: fc.boolean() });
const ourColours = /\u001b\[(?:1|2|22|31|32|33|36|39)m/gu;

test('no line is wider than the page, but for a command that must stay in one piece', () => {
  fc.assert(
    fc.property(reportWith(fc.constant('nc localhost')), options, (report, { width, verbose }) => {
      const lines = renderText(report, { colour: false, width, verbose }).split('\n');
      expect(lines.filter((line) => columns(line) > width && !line.startsWith('  by hand'))).toEqual([]);
    }),
  );
});

test('no control character comes out but newlines and our own colours, which are all that colour adds', () => {
  fc.assert(
    fc.property(reportWith(text), options, (report, { width, verbose }) => {
      const plain = renderText(report, { colour: false, width, verbose });
      expect(plain).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
      expect(renderText(report, { colour: true, width, verbose }).replaceAll(ourColours, '')).toBe(plain);
    }),
  );
});

test('a report that was written as JSON is read as the same report, and commands no terminal on the way', () => {
  fc.assert(
    fc.property(reportWith(text), (report) => {
      const json = renderJson(report);
      expect(json).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
      expect(parseReport(json)).toEqual(report);
      expect(renderJson(parseReport(json))).toBe(json);
    }),
  );
});

test('the schema and the type of a report are the same', () => {
  expectTypeOf<ReturnType<typeof parseReport>>().toEqualTypeOf<Report>();
});
