// What an answer of the time server looks like to a student who made a slip, and how its servers are started.
// The law here: a hint is given where it is true, and nowhere else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { Failure, secondOfDay } from './engine/index.ts';
import { looksLike } from './engine/looksLike.ts';
import { timeServer } from './time-server.ts';

/** The slip that a wrong answer to TIME, whole, looks like: the first whose pattern it is. */
const slipIn = (answer: string): string | undefined =>
  looksLike(
    new Failure('bytes', { message: 'wrong' }, Buffer.from(answer)),
    timeServer.slips.filter(({ of }) => of.length === 0 || of.includes('TIME-1')),
  )?.name;

describe('an answer looks like', () => {
  test.each([
    ['lf-only', 'JAM 03:04:07\n'],
    ['newline-missing', 'JAM 03:04:07'],
    ['cr-only', 'JAM 03:04:07\r'],
    ['newline-doubled', 'JAM 03:04:07\r\n\n'],
    ['newline-doubled', 'JAM 03:04:07\r\n\r\n'],
    ['no-zero-pad', 'JAM 3:4:7\r\n'],
    ['no-zero-pad', 'JAM 3:04:07\r\n'],
    ['no-zero-pad', 'JAM 13:4:07\r\n'],
    ['no-zero-pad', 'JAM  3:04:07\r\n'],
    ['locale-time', 'JAM 3:04:07 AM\r\n'],
    ['no-jam', '03:04:07\r\n'],
    ['no-jam', '03:04:07'],
    ['two-blanks', 'JAM  03:04:07\r\n'],
    ['jam-colon', 'JAM: 03:04:07\r\n'],
    ['time-for-jam', 'TIME 03:04:07\r\n'],
    ['bytes-repr', "b'JAM 03:04:07\\r\\n'"],
    ['crlf-literal', 'JAM 03:04:07\\r\\n'],
    ['crlf-literal', 'JAM 03:04:071310'],
    ['date-in-front', 'JAM 20 11 2026 03:04:07\r\n'],
    ['date-in-front', 'JAM 2026-11-20 03:04:07\r\n'],
    ['greeting', 'Welcome to the time server\r\nJAM 03:04:07\r\n'],
    [undefined, ''],
    ['trailing-blank', 'JAM 03:04:07 \r\n'],
    ['fraction-of-second', 'JAM 03:04:07.123456\r\n'],
    ['locale-time', 'JAM 03:04:07 AM\r\n'],
    ['prompt', 'JAM 03:04:07\r\n> '],
    ['stale-tail', 'JAM 03:04:07\r\nid Command!\r\n'],
    ['nul-sent-too', 'JAM 03:04:07\r\n\0\0\0'],
    ['epoch', 'JAM 1795167847\r\n'],
    ['newline-reversed', 'JAM 03:04:07\n\r'],
    ['dots-for-colons', 'JAM 03.04.07\r\n'],
    ['lower-case', 'Jam 03:04:07\r\n'],
    ['echoes-request', 'TIME\r\nJAM 03:04:07\r\n'],
    ['cr-left-in', 'WARNING: Invalid Command!\r\n'],
    [undefined, 'JAM'],
  ])('%s: %j', (name, answer) => {
    expect(slipIn(answer)).toBe(name);
  });
});

test('servers are started where numbers have one digit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    const env = timeServer.setting.env(folder);
    const hour = secondOfDay(env['TZ']!, Date.now()) / 3600;
    expect(hour).toBeGreaterThanOrEqual(1);
    expect(hour).toBeLessThan(10);
    const shown = execFileSync('date', ['+%-H:%-M'], { env: { ...process.env, ...env }, encoding: 'utf8' });
    expect(shown).toBe('3:4\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the time is looked at past noon', () => {
  const settings = timeServer.checks.filter(({ rule }) => rule === 'TIME-2').map(({ setting }) => setting);
  expect(settings.length).toBe(2);
  expect(new Set(settings).size).toBe(1); // they share one server
  const hour = secondOfDay(settings[0]!.env('')['TZ']!, Date.now()) / 3600;
  expect(hour).toBeGreaterThanOrEqual(13);
  expect(hour).toBeLessThan(23);
});
