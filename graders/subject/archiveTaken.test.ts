// Archives that are taken: those that honest tools make, and what is made harmless in others.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { treeOf } from './folderTree.test.support.ts';
import { takeIn } from './intake.ts';
import { pax, tarOf } from './tarWriter.test.support.ts';
import { unicodePath, zipOf } from './zipWriter.test.support.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is taken in of a file with these bytes: files with modes and sizes, and what was left out. */
async function taken(name: string, bytes: Buffer): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const into = join(folder, 'into');
  mkdirSync(into);
  const { leftOut } = await takeIn(path, into);
  return [...treeOf(into), ...leftOut.map(({ path, why }) => `${path}: ${why}`)];
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const outside = 'it is a link to a folder, or to something outside the submission';
const notPlain = 'it is no plain file but a pipe, a socket or a device';
const unreadable = 'its name is not UTF-8, or holds control characters';

test.each<[what: string, name: string, bytes: Buffer, expected: string[]]>([
  [
    "Windows' own zip: backslashes, no modes, folders by attribute",
    'a.zip',
    zipOf([
      { name: 'Work\\src', host: 0, dosAttributes: 0x10 },
      { name: 'Work\\src\\server.py', data: 'x', host: 0, dosAttributes: 0x20 },
      { name: 'Work\\read me.txt', data: 'xy', host: 0 },
    ]),
    ['read me.txt 644 2', 'src/', 'src/server.py 644 1'],
  ],
  [
    'names in UTF-8, flagged or not, and in a code page',
    'a.zip',
    zipOf([
      { name: 'é1', flags: 0x800 },
      { name: 'é2' },
      { name: latin1('\x823'), host: 0 },
      { name: latin1('\xe94'), host: 0, flags: 0x800 },
      { name: latin1('\x825'), extra: unicodePath(latin1('\x825'), 'я5') },
      { name: 'a6', extra: unicodePath(latin1('another name'), 'я6') },
    ]),
    ['a6 644 0', 'Θ4 644 0', 'é1 644 0', 'é2 644 0', 'é3 644 0', 'я5 644 0'].sort(),
  ],
  [
    "macOS's zip: shadows, sizes behind the data, an icon",
    'a.zip',
    zipOf([
      { name: 'task/', host: 19, mode: 0o40755 },
      { name: 'task/server.py', data: 'x', host: 19, mode: 0o100755, flags: 8, local: { sizes: 0 } },
      { name: 'task/.DS_Store', host: 19 },
      { name: '__MACOSX/task/._server.py', host: 19 },
      { name: 'task/Icon\r', host: 19 },
    ]),
    ['server.py 755 1', `task/Icon?: ${unreadable}`],
  ],
  [
    'what no program needs, with the links in it, and however much of it',
    'a.tgz',
    gzipSync(
      tarOf([
        { name: 'a.py' },
        { name: 'node_modules/.bin/x', type: '2', link: '../../../x' },
        { name: 'node_modules/twice' },
        { name: 'node_modules/twice' },
        { name: 'src/__pycache__/a.pyc' },
        ...Array.from({ length: 10_001 }, (_, i) => ({ name: `.venv/${i}` })),
      ]),
    ),
    ['a.py 644 0'],
  ],
  [
    'sizes in an own header that nothing depends on',
    'a.zip',
    zipOf([{ name: 'a', data: 'four', local: { sizes: 0x7fffffff } }]),
    ['a 644 4'],
  ],
  [
    'modes: only x stays',
    'a.tar',
    tarOf([
      { name: 'd/', type: '5', mode: 0 },
      { name: 'd/setuid', mode: 0o6711 },
      { name: 'secret', mode: 0 },
    ]),
    ['d/', 'd/setuid 755 0', 'secret 644 0'],
  ],
  [
    'the same in a zip',
    'a.zip',
    zipOf([
      { name: 'd/', mode: 0o40000 },
      { name: 'd/setuid', mode: 0o106711 },
      { name: 'e', host: 0, mode: 0o100755 },
    ]),
    ['d/', 'd/setuid 755 0', 'e 644 0'],
  ],
  [
    'links: those within count as their files, the others are left out',
    'a.tar',
    tarOf([
      { name: 'src/main.py', data: 'four', mode: 0o755 },
      { name: 'top' },
      { name: 'soft', type: '2', link: 'src/main.py' },
      { name: 'src/hard', type: '1', link: 'src/main.py' },
      { name: 'src/up', type: '2', link: '../soft' },
      { name: 'dir', type: '2', link: 'src' },
      { name: 'passwd', type: '2', link: '/etc/passwd' },
      { name: 'out', type: '2', link: '../../a.tar' },
      { name: 'long', type: 'x', data: pax('linkpath', 'a'.repeat(5000)) },
      { name: 'long', type: '2', link: 'a' },
    ]),
    [
      'soft 755 4',
      'src/',
      'src/hard 755 4',
      'src/main.py 755 4',
      'src/up 755 4',
      'top 644 0',
      'long: it is a link to nowhere',
      `dir: ${outside}`,
      `out: ${outside}`,
      `passwd: ${outside}`,
    ],
  ],
  [
    'links in a zip',
    'a.zip',
    zipOf([
      { name: 'a', data: 'x' },
      { name: 'b', data: 'a', mode: 0o120777 },
      { name: 'c', data: '/etc/passwd', mode: 0o120777 },
      { name: 'd', data: '', mode: 0o120777 },
      { name: 'e', data: 'a\0', mode: 0o120777 },
    ]),
    ['a 644 1', 'b 644 1', 'd: it is a link to nowhere', 'e: it is a link to nowhere', `c: ${outside}`],
  ],
  [
    'devices, pipes and kinds nobody knows',
    'a.tar',
    tarOf([{ name: 'a' }, ...['3', '4', '6', 'S', 'Q'].map((type) => ({ name: `type${type}`, type, data: 'x' }))]),
    ['a 644 0', ...['3', '4', '6', 'S', 'Q'].map((type) => `type${type}: ${notPlain}`)],
  ],
  [
    'names that cannot be shown',
    'a.tar',
    tarOf([{ name: 'a' }, { name: latin1('\xff1') }, { name: latin1('\xfe1') }, { name: 'b\u001bc/d' }]),
    ['a 644 0', `\ufffd1: ${unreadable}`, `\ufffd1: ${unreadable}`, `b?c/d: ${unreadable}`],
  ],
  ['a name with NUL', 'a.zip', zipOf([{ name: 'a' }, { name: 'a.py\0.txt' }]), ['a 644 0', `a.py?.txt: ${unreadable}`]],
  ['the old form of tar', 'a.tar', tarOf([{ name: 'a', data: 'x', old: true }]), ['a 644 1']],
  [
    'an archive beside a program, as a file',
    'a.zip',
    zipOf([{ name: 'a.py' }, { name: 'b.zip', data: 'x' }]),
    ['a.py 644 0', 'b.zip 644 1'],
  ],
  ['an archive by another name', 'a.pyz', zipOf([{ name: 'a.py' }]), ['a.py 644 0']],
  ['a source file, whatever its name', 'server.py', Buffer.from('BZ = 1'), ['server.py 644 6']],
])('%s', async (_, name, bytes, expected) => {
  expect(await taken(name, bytes)).toEqual(expected);
});

test.each([
  ['tar cf ../a.tar .', 'a.tar'],
  ['tar czf ../a.tar.gz task', 'a.tar.gz'],
  ['tar --format=pax -czf ../a.tgz task', 'a.tgz'],
  ['tar --format=v7 -cf ../a.tar task/server.py task/lib', 'a.tar'],
  ['python3 -m zipfile -c ../a.zip task', 'a.zip'],
  ['python3 -m tarfile -c ../a.tgz task', 'a.tgz'],
])('%s: the same files and the same hash as the folder', async (command, name) => {
  mkdirSync(join(folder, 's/task/lib'), { recursive: true });
  writeFileSync(join(folder, 's/task/server.py'), 'print("é")\n');
  writeFileSync(
    join(folder, `s/task/lib/${'long'.repeat(30)}é`.slice(0, command.includes('v7') ? -60 : undefined)),
    'x'.repeat(70_000),
  );
  symlinkSync('../server.py', join(folder, 's/task/lib/link.py'));
  execFileSync('sh', ['-c', command], { cwd: join(folder, 's') });
  const [a, b] = ['a', 'b'].map((into) => join(folder, into)) as [string, string];
  mkdirSync(a);
  mkdirSync(b);
  const packed = await takeIn(join(folder, name), a);
  const plain = await takeIn(join(folder, 's'), b);
  expect(packed.files.length).toBe(3);
  expect(treeOf(a)).toEqual(treeOf(b));
  expect(packed.sha256).toBe(plain.sha256);
  expect(packed.name).toBe(name);
});
