// A lab's parameters: what they are read as, what they may be set to, and how a program is told.
// The law here: whoever sets one wrongly is told which there are and what each may be.
import { describe, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { type Parameter, Parameters } from './parameters.ts';

const file = 'labs/calc/lab.yaml';
const known: Record<string, Parameter> = {
  framing: { value: 'lockstep', choices: ['lockstep', 'line'] },
  errorReply: { value: null },
  port: { value: 5001 },
  zones: { value: ['local', 'UTC'] },
  mark: { value: '' },
};
const parameters = new Parameters(file, known);

test('each is read as what it is', () => {
  expect(parameters.text('framing')).toBe('lockstep');
  expect(parameters.text('mark')).toBe('');
  expect(parameters.textOrNone('errorReply')).toBeNull();
  expect(parameters.textOrNone('framing')).toBe('lockstep');
  expect(parameters.integer('port')).toBe(5001);
  expect(parameters.texts('zones')).toEqual(['local', 'UTC']);
});

test.each([
  ['a text', () => parameters.text('port'), 'port'],
  ['a text', () => parameters.text('errorReply'), 'errorReply'],
  ['a text, or null', () => parameters.textOrNone('zones'), 'zones'],
  ['a list of texts', () => parameters.texts('framing'), 'framing'],
  ['a whole number', () => parameters.integer('errorReply'), 'errorReply'],
])('one that is not %s is a mistake in lab.yaml', (kind, read, name) => {
  expect(read).toThrow(new UsageError(`${file}: parameters.${name} must be ${kind}`));
});

test('one that there is not is answered with those there are', () => {
  expect(() => parameters.text('division')).toThrow(
    new UsageError(
      `${file}: parameters.division is missing; there are: framing (lockstep or line), errorReply (a text, or null), ` +
        'port (a whole number), zones (a list of texts), mark (a text)',
    ),
  );
  expect(() => new Parameters(file).text('division')).toThrow(/missing; this lab has no parameters$/);
});

test.each<[string, Parameter]>([
  ['a text, a whole number, a list of texts, or null', { value: 1.5 }],
  ['a text, a whole number, a list of texts, or null', { value: ['a', 1] }],
  ['a text, a whole number, a list of texts, or null', { value: undefined }],
  ['a or b', { value: 'c', choices: ['a', 'b'] }],
])('a default must be %s', (kind, parameter) => {
  expect(() => new Parameters(file, { one: parameter })).toThrow(new UsageError(`${file}: parameters.one must be ${kind}`));
});

describe('--set', () => {
  test('sets some of them, and leaves the others and the original as they are', async () => {
    const set = await parameters.with(['framing=line', 'errorReply="huh? = no\\r\\n"', 'zones=[UTC]', 'port=7', 'mark=//A=B//']);
    expect(set.text('framing')).toBe('line');
    expect(set.textOrNone('errorReply')).toBe('huh? = no\r\n');
    expect(set.texts('zones')).toEqual(['UTC']);
    expect(set.integer('port')).toBe(7);
    expect(set.text('mark')).toBe('//A=B//');
    expect(parameters.text('framing')).toBe('lockstep');
    const later = await parameters.with(['framing=line', 'framing=lockstep']);
    expect(later.text('framing')).toBe('lockstep');
  });

  test('a text where the default is null, and null again', async () => {
    expect((await parameters.with(['errorReply=error'])).textOrNone('errorReply')).toBe('error');
    expect((await parameters.with(['errorReply=null'])).textOrNone('errorReply')).toBeNull();
  });

  test.each([
    ['framing', 'write name=value; there are: framing'],
    ['division=floor', 'write name=value; there are: framing'],
    ['framing=both', 'the value must be lockstep or line; there are: '],
    ['port=x', 'the value must be a whole number; there are: '],
    ['port=1.5', 'the value must be a whole number; there are: '],
    ['zones=UTC', 'the value must be a list of texts; there are: '],
    ['mark=12', 'the value must be a text; in quotes, "12", it is a text; there are: '],
    ['errorReply=[a]', 'the value must be a text, or null; in quotes, "[a]", it is a text; there are: '],
    ['errorReply="a', 'the value is no YAML: '],
  ])('%s is refused', async (setting, words) => {
    const mistake: unknown = await parameters.with([setting]).catch((error: unknown) => error);
    expect(mistake).toBeInstanceOf(UsageError);
    expect((mistake as UsageError).message).toContain(`--set ${setting}: ${words}`);
  });
});

test('a program is told by its environment', async () => {
  const set = { LAB_FRAMING: 'lockstep', LAB_PORT: '5001', LAB_ZONES: 'local,UTC', LAB_MARK: '' };
  expect(parameters.env()).toEqual(set);
  expect((await parameters.with(['errorReply=huh?'])).env()).toEqual({ ...set, LAB_ERROR_REPLY: 'huh?' });
});
