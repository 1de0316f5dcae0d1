// Archives that hold the work of many: a bad entry is left out and named, and the others are there, whole.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { unpack } from './archive.ts';
import type { Extent } from './archiveUnpacking.ts';
import { UsageError } from './errors.ts';
import { treeOf } from './folderTree.test.support.ts';
import { tarOf } from './tarWriter.test.support.ts';
import { type ZipEntry, zipOf } from './zipWriter.test.support.ts';

let folder: string;
let into: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  into = join(folder, 'private', 'into');
  mkdirSync(into, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const extent: Extent = { entries: 50, mebibytes: 3, spares: true };

async function unpacked(bytes: Buffer) {
  const path = join(folder, 'class.zip');
  writeFileSync(path, bytes);
  const result = (await unpack(path, into, extent))!;
  return { tree: treeOf(result.folder), spoiled: result.spoiled.map(({ path, why }) => `${path}: ${why}`) };
}

const zeros = Buffer.alloc(2_000_000);
const many = (count: number): ZipEntry[] => Array.from({ length: count }, (_, i) => ({ name: `${i}/a`, data: 'x' }));

test.each<[what: string, entry: ZipEntry, spoiled: string]>([
  ['a name that leads out', { name: 'b/../../evil' }, 'b/../../evil: leads out of its folder (..)'],
  ['an absolute name', { name: '/tmp/evil' }, '/tmp/evil: is an absolute path'],
  ['a name for Windows', { name: 'C:evil' }, 'C:evil: begins with a drive letter'],
  ['a name that a terminal would obey', { name: '/\u001b[2J' }, '/?[2J: is an absolute path'],
  ['a place twice', { name: 'a/server.py', data: 'other' }, 'a/server.py: is there twice'],
  ['a file where a folder is', { name: 'a' }, 'a: is there as a file and as a folder'],
  ['a password', { name: 'b', flags: 1 }, 'b: is encrypted'],
  ['a wrong checksum', { name: 'b', data: 'x', checksum: 1 }, 'b: is damaged (its checksum is wrong)'],
  ['too few bytes', { name: 'b', data: 'x', size: 2 }, 'b: is damaged (it holds 1 of the 2 bytes it promises)'],
  ['too many bytes', { name: 'b', data: 'xy', size: 1 }, 'b: is damaged (it holds more than the 1 bytes it promises)'],
  [
    'another compression',
    { name: 'b', data: 'x', method: 14 },
    'b: is compressed by method 14, and only 0 and 8 (Deflate) can be read',
  ],
  [
    'a bomb',
    { name: 'b', data: zeros },
    'b: unpacks to more than 100 times its own size, as an archive does that is made to fill a disk',
  ],
  ['too many folders', { name: `${'d/'.repeat(41)}b` }, `${'d/'.repeat(41)}b: lies more than 40 folders deep`],
  ['a size beyond all', { name: 'b', data: 'x', size: 0x7fffffff }, 'b: holds more than 256 MiB'],
])('%s spoils one entry of a zip', async (_, entry, spoiled) => {
  const before = { name: 'a/server.py', data: 'first' };
  const result = await unpacked(zipOf([before, entry, { name: 'c/server.py', data: 'third' }]));
  expect(result).toEqual({ tree: ['a/', 'a/server.py 644 5', 'c/', 'c/server.py 644 5'], spoiled: [spoiled] });
  expect(existsSync(join(folder, 'evil'))).toBe(false);
});

test('bad entries of a tar', async () => {
  const bytes = tarOf([
    { name: 'a', data: 'first' },
    { name: '../evil', data: 'x'.repeat(600) },
    { name: 'a', data: 'second' },
    { name: 'hard', type: '1', link: '/etc/passwd' },
    { name: 'c', data: 'third' },
  ]);
  for (const each of [bytes, gzipSync(bytes)]) {
    expect(await unpacked(each)).toEqual({
      tree: ['a 644 5', 'c 644 5'],
      spoiled: [
        '../evil: leads out of its folder (..)',
        'a: is there twice',
        'hard: is a link to "/etc/passwd", which is an absolute path',
      ],
    });
  }
  expect(existsSync(join(into, 'evil'))).toBe(false);
});

test.each<[what: string, bytes: () => Buffer, found: string]>([
  ['entries', () => zipOf(many(26)), 'it holds more than 50 files and folders'],
  ['listed entries', () => zipOf(many(1), 251), 'it lists 251 entries'],
  ['bytes', () => zipOf(['a', 'b'].map((name) => ({ name, data: zeros, method: 0 }))), 'takes more than 3 MiB'],
  [
    'bytes when unpacked',
    () => gzipSync(tarOf([{ name: 'a', data: Buffer.concat([zeros, zeros]) }])),
    'it holds more than 3 MiB when unpacked',
  ],
  ['entries for their bytes', () => zipOf([{ name: 'a' }, { name: 'a', sharesOffset: 0 }]), 'shares its bytes with another'],
  ['names for an entry', () => zipOf([{ name: 'a', local: { name: 'b' } }]), 'where the entry calls itself "b"'],
  ['bytes missing', () => zipOf(many(1)).subarray(0, -1), 'is damaged or cut off'],
])('what is wrong with the whole ends it: too many %s', async (_, bytes, found) => {
  const error: unknown = await unpacked(bytes()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toContain(found);
  expect(treeOf(into)).toEqual([]);
});
