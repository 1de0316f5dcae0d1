// What is refused as a report, and in which words.
import { expect, test } from 'vitest';
import type { Report } from '../engine/report.ts';
import { UsageError } from '../subject/errors.ts';
import { sampleCheck, sampleFinding, sampleReport } from './sample.test.support.ts';
import { parseReport } from './schema.ts';

/** The sample with the value at a path replaced; `undefined` leaves the key out. */
function sourceWith(path: (string | number)[], value: unknown): string {
  const report: unknown = structuredClone(sampleReport());
  let place = report as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[path.at(-1) ?? ''] = value;
  return JSON.stringify(report);
}

const advice = 'Have it written anew: lab grade LAB SUBMISSION --json FILE.';

test.each([
  [['checks', 3, 'verdict'], 'pased', 'checks[3].verdict is "pased", should be ("passed" | "failed" | "skipped" | "broken")'],
  [['checks', 0, 'title'], undefined, 'checks[0].title is missing'],
  [['submission', 'name'], 7, 'submission.name is 7, should be string'],
  [['submission', 'colour'], 'red', 'submission.colour is not part of it'],
  [['server'], null, 'server is null, should be Object'],
  [['checks'], 'none', 'checks is "none", should be Array'],
  [['score'], -1, 'score is -1, should be >=0'],
  [['server', 'listening', 0, 'port'], 1.5, 'server.listening[0].port: Invalid safe integer: Received 1.5'],
  [['schema'], 'lab-report/v2', 'its schema is "lab-report/v2", which is another version'],
  [['checks', 1, 'level'], '\u001b[2J', 'checks[1].level is "\\x1b[2J", should be ("MUST" | "SHOULD")'],
  [
    ['checks', 1, 'level'],
    'x'.repeat(5000),
    `checks[1].level is "${'x'.repeat(28)} … 4,959 bytes … ${'x'.repeat(13)}", should be ("MUST" | "SHOULD")`,
  ],
])('%j = %j', (path, value, complaint) => {
  expect(() => parseReport(sourceWith(path, value))).toThrow(new UsageError(`This is no lab-report/v1: ${complaint}. ${advice}`));
});

test.each([
  ['', /^This is no lab-report\/v1, for it is no JSON: Unexpected end of JSON input\. Have/],
  ['7', /^This is no lab-report\/v1: the whole is 7, should be Object\. Have/],
  ['null', /^This is no lab-report\/v1: the whole is null, should be Object\. Have/],
  ['{}', /^This is no lab-report\/v1: schema is missing; lab is missing; role is missing; and 10 more\. Have/],
])('%j', (source, complaint) => {
  expect(() => parseReport(source)).toThrow(complaint);
});

test('so is one of a client, with what was typed and shown', () => {
  const { environment } = sampleReport();
  const transcript = [
    { atMs: 1, client: 'A', event: 'accepts' },
    { atMs: 2, client: 'keyboard', event: 'types', bytes: '1 + 2\\n' },
    { atMs: 3, client: 'screen', event: 'shows', bytes: '3' },
    { atMs: 4, client: 'keyboard', event: 'endsInput' },
  ] as const;
  const check = sampleCheck({ finding: sampleFinding({ typed: '1 + 2' }), transcript: [...transcript] });
  const report = sampleReport({ role: 'client', environment: { ...environment, terminal: 'pty' }, checks: [check] });
  expect(parseReport(JSON.stringify(report))).toEqual(report);
  expect(() => parseReport(sourceWith(['environment', 'terminal'], 'screen'))).toThrow(
    'environment.terminal is "screen", should be ("pty" | "pipe")',
  );
});

test('a whole report is read as it is', () => {
  const report: Report = sampleReport();
  expect(parseReport(JSON.stringify(report))).toEqual(report);
});
