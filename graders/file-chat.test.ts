// What a line of chat and a file look like that come from a server with a slip.
// The law here: a hint is given where it is true, and nowhere else.
import { describe, expect, test } from 'vitest';

import { Failure } from './engine/index.ts';
import { looksLike } from './engine/looksLike.ts';
import { fileChat, hints } from './file-chat.ts';

/** The slip that it looks like when this came, whole, in this check; or when this was sent. */
const slipIn = (check: string, received: string | Buffer, sent: string | Buffer = ''): string | undefined =>
  looksLike(
    new Failure('bytes', { message: 'wrong' }, Buffer.from(received as string), Buffer.from(sent as string)),
    fileChat.slips.filter(({ of }) => of.length === 0 || of.includes(check)),
  )?.name;

describe('a line of chat looks like', () => {
  test.each([
    ['newline-kept', '<127.0.0.3> halo semua\n'],
    ['newline-kept', '<127.0.0.3> halo semua\r\n'],
    ['address-as-tuple', "<('127.0.0.3', 40112)> halo semua"],
    ['address-with-port', '<127.0.0.3:40112> halo semua'],
    ['address-of-server', '<127.0.0.1> halo semua'],
    ['address-of-last', '<127.0.0.4> halo semua'],
    ['brackets-missing', '127.0.0.3: halo semua'],
    ['brackets-missing', '127.0.0.3 halo semua'],
    ['bytes-repr', "<127.0.0.3> b'halo semua'"],
    ['address-missing', 'halo semua\n'],
    [undefined, ''],
    [undefined, 'Selamat datang!'],
  ])('%s: %j', (name, received) => {
    expect(slipIn('FILE-1', received)).toBe(name);
  });
});

describe('a file looks like', () => {
  test.each([
    ['address-before-command', '<127.0.0.3> SEND lagu'],
    ['prefix-passed-on', 'SEND terima_lagu\n'],
    ['command-not-passed', 'isi berkas yang pendek//AGUEL//TAMTAM//'],
    ['newline-before-mark', '\n//AGUEL//TAMTAM//'],
    [undefined, 'SEND'],
  ])('%s: %j', (name, received) => {
    expect(slipIn('FILE-2', received)).toBe(name);
  });

  test.each([
    ['text-mode', Buffer.from('awal\ufffd')],
    ['ascii-only', Buffer.from('awal\r\n')],
    [undefined, Buffer.from('awal\x80', 'latin1')],
    [undefined, Buffer.alloc(0)],
  ])('%s: %j', (name, received) => {
    expect(slipIn('FILE-4/values', received)).toBe(name);
  });
});

test.each([
  ['send-without-name-kills-server', 'SEND\n'],
  ['empty-line-kills-server', '\n'],
  ['utf8-kills-server', Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 10])],
  ['half-line-kills-server', 'X'.repeat(65_536)],
  [undefined, 'SEND x\n'],
])('%s ends a program: what was sent tells', (name, sent) => {
  expect(slipIn('TCP-3', '', sent)).toBe(name);
});

test('every hint is one line', () => {
  expect(Object.values(hints).filter((hint) => !/^\S.{8,100}[^\s.]$/.test(hint))).toEqual([]);
});
