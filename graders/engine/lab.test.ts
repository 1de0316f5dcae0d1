// A lab's folder as an instructor may have left it: each mistake is answered with the file and the key.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { UsageError, defaultLimits, limitNames } from '../subject/index.ts';
import { readLab } from './lab.ts';
import { Parameters } from './parameters.ts';

let course: string;
beforeAll(() => {
  course = mkdtempSync(join(tmpdir(), 'course-'));
  mkdirSync(join(course, 'labs/clock'), { recursive: true });
  writeFileSync(join(course, 'labs/clock/handout.md'), '- **TIME-1** (MUST) It answers.\n');
});
afterAll(() => rmSync(course, { recursive: true }));

const lines = {
  title: 'title: A clock',
  transport: 'transport: tcp',
  port: 'port: 45000',
  roles: 'roles: [server]',
  startTimeoutMs: 'startTimeoutMs: 10000',
  parameters: 'parameters:\n  zones: { default: [local], meaning: The zones. }\n  reply: { default: null, meaning: The answer. }',
};
type Key = keyof typeof lines;

/** Reads the lab with some of its lines otherwise. */
function reads(changed: Partial<Record<Key, string>>, more = ''): ReturnType<typeof readLab> {
  writeFileSync(join(course, 'labs/clock/lab.yaml'), `${Object.values({ ...lines, ...changed }).join('\n')}\n${more}`);
  return readLab(course, 'clock');
}

async function mistake(reading: ReturnType<typeof readLab>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

test('a lab is its data and the rules of its handout', async () => {
  expect(await reads({})).toEqual({
    id: 'clock',
    title: 'A clock',
    transport: 'tcp',
    port: 45_000,
    roles: ['server'],
    weights: { server: 1, client: 1 },
    startTimeoutMs: 10_000,
    limits: defaultLimits,
    parameters: expect.any(Parameters) as unknown,
    rules: [{ id: 'TIME-1', level: 'MUST', text: 'It answers.' }],
    folder: join(course, 'labs/clock'),
  });
});

test('limits are those that the lab sets, and else the usual', async () => {
  expect((await reads({ parameters: 'limits: { memory: 64, disk: 8 }' })).limits).toEqual({
    ...defaultLimits,
    memory: 64,
    disk: 8,
  });
  expect(await mistake(reads({ parameters: 'limits: { memory: 0 }' }))).toContain('lab.yaml: limits.memory: ');
});

test('parameters are read, each with what it may be', async () => {
  const more = 'parameters:\n  framing: { default: line, choices: [lockstep, line], meaning: The framing. }';
  expect((await reads({})).parameters.texts('zones')).toEqual(['local']);
  const { parameters } = await reads({ parameters: more });
  expect(parameters.text('framing')).toBe('line');
  await expect(parameters.with(['framing=both'])).rejects.toThrow('the value must be lockstep or line');
});

test('parameters may be left out', async () => {
  expect((await reads({ parameters: '' })).parameters.env()).toEqual({});
});

test('a default that is not among the choices is a mistake', async () => {
  const parameters = 'parameters: { framing: { default: both, choices: [lockstep, line], meaning: m } }';
  expect(await mistake(reads({ parameters }))).toMatch(/lab\.yaml: parameters\.framing must be lockstep or line$/);
});

test('a lab that there is not is answered with those that there are', async () => {
  mkdirSync(join(course, 'labs/echo'), { recursive: true });
  writeFileSync(join(course, 'labs/echo/lab.yaml'), '');
  expect(await mistake(readLab(course, 'clocks'))).toBe('there is no lab "clocks"; there are: clock, echo');
  mkdirSync(join(course, 'labs/bare'));
  const file = join(course, 'labs/bare/lab.yaml');
  expect(await mistake(readLab(course, 'bare'))).toBe(`there is no lab "bare" (${file} is missing); there are: clock, echo`);
});

test('a lab whose handout is missing, or has other rules in another language, is told with the file', async () => {
  const other = join(course, 'labs/clock/handout.id.md');
  writeFileSync(other, '- **TIME-2** (MUST) Ia menjawab.\n');
  try {
    expect(await mistake(reads({}))).toMatch(`${other}: rule 1 is TIME-2 (MUST), and in handout.md TIME-1 (MUST): `);
  } finally {
    rmSync(other);
  }
  mkdirSync(join(course, 'labs/echo'), { recursive: true });
  writeFileSync(join(course, 'labs/echo/lab.yaml'), '');
  expect(await mistake(readLab(course, 'echo'))).toBe(
    `${join(course, 'labs/echo/handout.md')} is missing: it holds the rules of the lab`,
  );
});

describe('a mistake in lab.yaml is answered with the file, the key and what was found', () => {
  test.each<[string, Partial<Record<Key, string>>, key: string, found: string]>([
    ['a text for a number', { port: 'port: "45000"' }, 'port', '"45000"'],
    ['a port that there cannot be', { port: 'port: 70000' }, 'port', '70000'],
    ['a port of none', { port: 'port: 0' }, 'port', '0'],
    ['half a port', { port: 'port: 4500.5' }, 'port', '4500.5'],
    ['a key left out', { port: '' }, 'port', 'undefined'],
    ['a number for a text', { title: 'title: 5' }, 'title', '5'],
    ['a transport that there is not', { transport: 'transport: sctp' }, 'transport', '"sctp"'],
    ['a role that there is not', { roles: 'roles: [server, waiter]' }, 'roles.1', '"waiter"'],
    ['a weight below nothing', { roles: 'roles: [server]\nweights: { server: 1, client: -1 }' }, 'weights.client', '-1'],
    ['a weight alone', { roles: 'roles: [server]\nweights: { server: 1 }' }, 'weights.client', 'undefined'],
    ['one role for a list', { roles: 'roles: server' }, 'roles', '"server"'],
    ['no time to start', { startTimeoutMs: 'startTimeoutMs: 0' }, 'startTimeoutMs', '0'],
    [
      'a parameter without a default',
      { parameters: 'parameters: { zones: { meaning: m } }' },
      'parameters.zones.default',
      'undefined',
    ],
    [
      'a parameter without a meaning',
      { parameters: 'parameters: { zones: { default: [] } }' },
      'parameters.zones.meaning',
      'undefined',
    ],
    ['a bare value for a parameter', { parameters: 'parameters: { zones: local }' }, 'parameters.zones', '"local"'],
  ])('%s', async (_, changed, key, found) => {
    const [file, where, ...words] = (await mistake(reads(changed))).split(': ');
    expect(file).toBe(join(course, 'labs/clock/lab.yaml'));
    expect(where).toBe(key);
    expect(words.join(': ')).toMatch(new RegExp(`[Rr]eceived ${found}$`));
  });

  test.each([
    ['titel', { title: 'title: t\ntitel: t' }, 'title, transport, port, roles, weights, startTimeoutMs, limits, parameters'],
    ['rôles', { roles: 'rôles: [server]' }, 'title, transport, port, roles, weights, startTimeoutMs, limits, parameters'],
    ['limits.mem', { parameters: 'limits: { mem: 64 }' }, limitNames.join(', ')],
    ['parameters.z.why', { parameters: 'parameters: { z: { default: 1, meaning: m, why: w } }' }, 'default, choices, meaning'],
  ])('an unknown key, %s', async (key, changed, known) => {
    expect(await mistake(reads(changed))).toBe(
      `${join(course, 'labs/clock/lab.yaml')}: ${key}: no such key is known here; there are: ${known}`,
    );
  });

  test.each([
    ['a bracket that is never closed', 'more: [1', 'at line 9'],
    ['a key that stands there twice', 'port: 45001\n', 'unique at line 9'],
  ])('%s: with the line', async (_, more, words) => {
    const message = await mistake(reads({}, more));
    expect(message.startsWith(`${join(course, 'labs/clock/lab.yaml')}: `)).toBe(true);
    expect(message).toContain(words);
  });

  test.each(['', '45000', 'text'])('no keys at all: %j', async (all) => {
    writeFileSync(join(course, 'labs/clock/lab.yaml'), all);
    expect(await mistake(readLab(course, 'clock'))).toContain('lab.yaml: the whole file: ');
  });
});
