// Archives that are refused, each with its exact words. They are written here byte by byte: no honest tool makes them.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { UsageError } from './errors.ts';
import { treeOf } from './folderTree.test.support.ts';
import { takeIn } from './intake.ts';
import { type TarEntry, pax, tarOf } from './tarWriter.test.support.ts';
import { type ZipEntry, unicodePath, zipOf } from './zipWriter.test.support.ts';

let folder: string;
let into: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  into = join(folder, 'private', 'into');
  mkdirSync(into, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zip = (...entries: (string | ZipEntry)[]) =>
  zipOf(entries.map((entry) => (typeof entry === 'string' ? { name: entry } : entry)));
const tar = (...entries: (string | TarEntry)[]) =>
  tarOf(entries.map((entry) => (typeof entry === 'string' ? { name: entry } : entry)));
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const zeros = Buffer.alloc(2_000_000);
const pipes = (count: number): TarEntry[] => Array.from({ length: count }, (_, i) => ({ name: `${i}`, type: '6' }));

/** The same bytes but for one bit of one of them. */
function damaged(bytes: Buffer, at: number): Buffer {
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return bytes;
}

/** `todo` is what each message ends with. */
function refused(todo: string, archives: Record<string, [bytes: Buffer, found: string]>): void {
  test.each(Object.entries(archives))('%s', async (name, [bytes, found]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const before = treeOf(folder);
    const error: unknown = await takeIn(path, into).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toBe(`${path} ${found}. ${todo}`);
    expect(treeOf(folder)).toEqual(before); // nothing is left behind, inside or outside
    rmSync(path);
  });
}

describe('names that lead elsewhere', () => {
  const up = 'leads out of its folder (..)';
  refused("Pack the program's folder by its plain name.", {
    'up.zip': [zip('../evil'), `cannot be used: its entry "../evil" ${up}`],
    'in and out.zip': [zip('a/../../evil'), `cannot be used: its entry "a/../../evil" ${up}`],
    'windows.zip': [zip({ name: 'a\\..\\evil', host: 0 }), `cannot be used: its entry "a\\\\..\\\\evil" ${up}`],
    'ignored.zip': [zip('.git/../../evil'), `cannot be used: its entry ".git/../../evil" ${up}`],
    'unicode.zip': [
      zip({ name: 'a', extra: unicodePath(Buffer.from('a'), '../evil') }),
      `cannot be used: its entry "../evil" ${up}`,
    ],
    'absolute.zip': [zip('/tmp/evil'), 'cannot be used: its entry "/tmp/evil" is an absolute path'],
    'share.zip': [zip('\\\\host\\evil'), 'cannot be used: its entry "\\\\\\\\host\\\\evil" is an absolute path'],
    'drive.zip': [zip('C:evil'), 'cannot be used: its entry "C:evil" begins with a drive letter'],
    'shown.zip': [zip('/\u001b[2J\u009b\u202e'), 'cannot be used: its entry "/\\u001b[2J\\u{9b}\\u{202e}" is an absolute path'],
    'up.tar': [tar('../evil'), `cannot be used: its entry "../evil" ${up}`],
    'absolute.tar': [tar('/evil'), 'cannot be used: its entry "/evil" is an absolute path'],
    'pax.tar': [tar({ name: 'x', type: 'x', data: pax('path', '../evil') }, 'a'), `cannot be used: its entry "../evil" ${up}`],
    'gnu.tar': [tar({ name: 'x', type: 'L', data: '../evil\0' }, 'a'), `cannot be used: its entry "../evil" ${up}`],
  });
});

describe('names that are too much', () => {
  refused("Pack only the program's own files, and hand that in.", {
    'deep.zip': [
      zip(`${'a/'.repeat(40)}b`),
      `cannot be used: its entry "${'a/'.repeat(25)}…${'/a'.repeat(9)}/b" lies more than 40 folders deep`,
    ],
    'name.zip': [
      zip('é'.repeat(128)),
      `cannot be used: its entry "${'é'.repeat(50)}…${'é'.repeat(20)}" has a name of more than 255 bytes`,
    ],
    'path.zip': [
      zip(`${'a'.repeat(200)}/`.repeat(6)),
      `cannot be used: its entry "${'a'.repeat(50)}…${'a'.repeat(19)}/" has a path of more than 1024 bytes`,
    ],
    'header.tar': [
      tar({ name: 'x', type: 'x', data: zeros }, 'a'),
      'cannot be used: the header of its entry "x" takes more than 1 MiB',
    ],
    'hard link.tar': [
      tar({ name: 'a', type: '1', link: '/etc/passwd' }),
      'cannot be used: its entry "a" is a link to "/etc/passwd", which is an absolute path',
    ],
  });
});

describe('two entries with one place', () => {
  const both = 'cannot be used: its entry "a" is there as a file and as a folder';
  refused('Pack it anew, into an archive that is not there yet.', {
    'twice.zip': [zip('a', './a'), 'cannot be used: its entry "a" is there twice'],
    'twice.tar': [tar('a', 'a'), 'cannot be used: its entry "a" is there twice'],
    'both.zip': [zip('a', 'a/b'), both],
    'both.tar': [tar('a/b', 'a'), both],
    'through a link.zip': [zip({ name: 'a', data: '/tmp', mode: 0o120777 }, 'a/evil'), both],
    'through a link.tar': [tar({ name: 'a', type: '2', link: '/tmp' }, 'a/evil'), both],
    'onto a link.tar': [tar({ name: 'a', type: '2', link: '/tmp/evil' }, 'a'), 'cannot be used: its entry "a" is there twice'],
  });
  refused('Rename one, and pack it again.', {
    'case.zip': [zip('src/a', 'SRC/b'), 'cannot be used: its entry "SRC" is the same name as "src" on some systems'],
    'forms.zip': [zip('\u00e9', 'e\u0301'), 'cannot be used: its entry "e\u0301" is the same name as "\u00e9" on some systems'],
  });
});

describe('sizes', () => {
  const ratio = 'cannot be used: it unpacks to more than 100 times its own size, as an archive does that is made to fill a disk';
  const shares = 'shares its bytes with another, as in an archive made to fill a disk';
  const member = gzipSync(tarOf([{ name: '.git/a', data: Buffer.concat([randomBytes(25_000), zeros]) }], Buffer.alloc(0)));
  const big = Buffer.concat(Array.from({ length: 140 }, () => member)); // gzip may be joined to gzip
  const tooMany = 'cannot be used: it holds more than 10000 files and folders';
  refused("Pack only the program's own files, and hand that in.", {
    'bomb.zip': [zip({ name: 'a', data: zeros }), ratio],
    'bomb of many.zip': [zip(...['a', 'b', 'c'].map((name) => ({ name, data: zeros.subarray(0, 900_000) }))), ratio],
    'link.zip': [zip({ name: 'a', data: zeros, mode: 0o120777 }), ratio],
    'bomb.tgz': [gzipSync(tar({ name: 'a', data: zeros })), ratio],
    'ignored.tgz': [gzipSync(tar({ name: '.git/a', data: zeros })), ratio],
    'behind the end.tgz': [gzipSync(Buffer.concat([tar('a'), zeros])), ratio],
    'big.tgz': [big, 'cannot be used: it holds more than 256 MiB when unpacked'],
    'shared.zip': [zip('a', { name: 'a', sharesOffset: 0 }), `cannot be used: its entry "a" ${shares}`],
    'one in another.zip': [
      zip({ name: 'a', method: 0, data: zip('b') }, { name: 'b', sharesOffset: 31 }),
      `cannot be used: its entry "b" ${shares}`,
    ],
    'many.zip': [zip(...pipes(10_001).map(({ name }) => ({ name, mode: 0o010644, method: 0 }))), tooMany],
    'many.tar': [tar(...pipes(10_001)), tooMany],
    'folders.tar': [tar(...pipes(9_990), `${'d/'.repeat(20)}a`), tooMany],
    'listed.zip': [zipOf([{ name: 'a' }], 60_000), 'cannot be used: it lists 60000 entries'],
  });
});

describe('zip entries that lie', () => {
  refused('Pack it again.', {
    'method.zip': [
      zip({ name: 'a', local: { method: 0 } }),
      'cannot be used: its entry "a" is not compressed in the way that its directory says',
    ],
    'name.zip': [
      zip({ name: 'a', local: { name: '../b' } }),
      'cannot be used: its directory lists "a" where the entry calls itself "../b"',
    ],
    'more.zip': [
      zip({ name: 'a', data: 'four', size: 3 }),
      'cannot be used: its entry "a" is damaged (it holds more than the 3 bytes it promises)',
    ],
    'less.zip': [
      zip({ name: 'a', data: 'four', size: 5 }),
      'cannot be used: its entry "a" is damaged (it holds 4 of the 5 bytes it promises)',
    ],
    'checksum.zip': [
      zip({ name: 'a', data: 'x', checksum: 1 }),
      'cannot be used: its entry "a" is damaged (its checksum is wrong)',
    ],
    'elsewhere.zip': [
      zip({ name: 'a', sharesOffset: 1 }, 'b'),
      'cannot be used: its entry "a" is damaged (invalid local file header signature: 0x1404034b)',
    ],
  });
});

describe('encryption and unknown compression', () => {
  refused('Pack it without a password.', {
    'encrypted.zip': [zip({ name: 'a', flags: 1 }), 'cannot be used: its entry "a" is encrypted'],
    'secretly.zip': [zip({ name: 'a', local: { flags: 1 } }), 'cannot be used: its entry "a" is encrypted'],
  });
  refused('Pack it as a plain zip, or as .tar.gz.', {
    'lzma.zip': [
      zip({ name: 'a', data: 'x', method: 14 }),
      'cannot be used: its entry "a" is compressed by method 14, and only 0 and 8 (Deflate) can be read',
    ],
  });
});

describe('other kinds of file', () => {
  const unknown = 'is named like an archive, but its first bytes are those of no archive that is known';
  const cannot = 'which cannot be unpacked here';
  refused("Hand in the folder with the program's source, or a .zip, .tar, .tar.gz or .tgz of it.", {
    'work.rar': [latin1('Rar!\x1a\x07\x01\0'), `is a RAR archive, ${cannot}`],
    'work.7z': [latin1("7z\xbc\xaf'\x1c\0"), `is a 7-Zip archive, ${cannot}`],
    'renamed 7z.zip': [latin1("7z\xbc\xaf'\x1c\0"), `is a 7-Zip archive, ${cannot}`],
    'work.tar.xz': [latin1('\xfd7zXZ\0'), `is compressed with xz, ${cannot}`],
    'work.z01.zip': [latin1('PK\x07\x08'), `is one part of a zip archive in several parts, ${cannot}`],
    'report.pdf': [latin1('%PDF-1.7'), `is a PDF document, ${cannot}`],
    'report.docx': [zip('word/document.xml'), 'is a document, not a program'],
    'text.zip': [latin1('print()'), unknown],
    'zeros.tar': [Buffer.alloc(10_240), unknown],
    'empty.tar.gz': [Buffer.alloc(0), 'is named like an archive, but it is empty'],
  });
  refused('Pack the folder as .tar.gz or .zip.', {
    'server.py.gz': [gzipSync('print()'), 'cannot be used: it is compressed by gzip, and there is no tar archive inside'],
    'twice.tar.gz': [
      gzipSync(gzipSync(tar('a'))),
      'cannot be used: it is compressed by gzip, and there is no tar archive inside',
    ],
  });
  refused('Hand in the one that is meant.', {
    'nested.zip': [
      zip({ name: 'work.zip', data: zip('a') }),
      'holds nothing but archives (work.zip), and they are not looked into',
    ],
  });
});

describe('damage', () => {
  const noDirectory = 'End of central directory record signature not found. Either not a zip file, or file is truncated';
  refused('Pack it again, or hand in the folder.', {
    'cut.zip': [zip('a').subarray(0, -1), `is damaged or cut off (${noDirectory})`],
    'head.zip': [zip('a').subarray(0, 4), `is damaged or cut off (${noDirectory})`],
    'count.zip': [zipOf([{ name: 'a' }], 2), 'is damaged or cut off (unexpected EOF)'],
    'sizes.zip': [
      zip({ name: 'a', data: 'x', size: 2, method: 0 }),
      'is damaged or cut off (compressed/uncompressed size mismatch for stored file: 1 != 2)',
    ],
    'strong encryption.zip': [zip({ name: 'a', flags: 0x41 }), 'is damaged or cut off (strong encryption is not supported)'],
    'cut.tar': [
      tar({ name: 'a', data: zeros.subarray(0, 5120) }).subarray(0, 1024),
      'is damaged or cut off (Truncated input (needed 4608 more bytes, only 0 available))',
    ],
    'size.tar': [
      tar({ name: 'a', size: 4096 }),
      'is damaged or cut off (Truncated input (needed 3072 more bytes, only 0 available))',
    ],
    'no end.tar': [tarOf([{ name: 'a' }], Buffer.alloc(0)), 'is damaged or cut off (its end is missing)'],
    'flipped.tar': [tar('a', { name: 'b', wrongChecksum: true }), 'is damaged or cut off (checksum failure)'],
    'cut.tgz': [gzipSync(tar('a')).subarray(0, -9), 'is damaged or cut off (unexpected end of file)'],
    'flipped.tgz': [damaged(gzipSync(tar('a')), -6), 'is damaged or cut off (incorrect data check)'],
  });
  refused('Pack it again.', {
    'flipped.zip': [
      damaged(zip({ name: 'a', data: 'x', method: 0 }), 31),
      'cannot be used: its entry "a" is damaged (its checksum is wrong)',
    ],
    'deflate.zip': [
      damaged(zip({ name: 'a', data: 'x'.repeat(99) }), 31),
      'cannot be used: its entry "a" is damaged (unexpected end of file)',
    ],
  });
});

describe('nothing to grade', () => {
  refused("Give the folder with the program's source, or its one file.", {
    'empty.zip': [zip(), 'holds no file to grade'],
    'ignored.zip': [zip('__MACOSX/._a', '.DS_Store'), 'holds no file to grade'],
    'link.tar': [
      tar({ name: 'a', type: '2', link: '/etc/passwd' }),
      'holds no file to grade (a: it is a link to a folder, or to something outside the submission)',
    ],
  });
});
