// Taking submissions in, with real files.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { UsageError } from './errors.ts';
import { takeIn } from './intake.ts';

let folder: string;
let into: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'intake-'));
  into = join(folder, 'into');
  mkdirSync(into);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text = '', mode = 0o644): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text, { mode });
  return full;
}
const paths = (submission: { files: { path: string }[] }) => submission.files.map(({ path }) => path);

test('copies a folder with its folders and executable bits, and leaves the original alone', async () => {
  put('s/server.py', 'print("é")\n');
  put('s/lib/start', '#!/bin/sh\n', 0o755);
  put('s/.env', 'PORT=1\n');
  mkdirSync(join(folder, 's/uploads'));
  const submission = await takeIn(join(folder, 's'), into);
  expect(submission.name).toBe('s');
  expect(submission.files.map(({ path, executable }) => [path, executable])).toEqual([
    ['.env', false],
    ['lib/start', true],
    ['server.py', false],
  ]);
  expect(readFileSync(join(submission.root, 'server.py'), 'utf8')).toBe('print("é")\n');
  expect(statSync(join(submission.root, 'lib/start')).mode & 0o777).toBe(0o755);
  expect(existsSync(join(submission.root, 'uploads'))).toBe(true);
  writeFileSync(join(submission.root, 'server.py'), 'changed');
  expect(readFileSync(join(folder, 's/server.py'), 'utf8')).toBe('print("é")\n');
  expect(submission.leftOut).toEqual([]);
});

test('a copy can be written to, though the original could not, and is never set-user-id', async () => {
  chmodSync(put('s/data.txt', 'x'), 0o444);
  chmodSync(put('s/tool', 'x'), 0o6555);
  const { root } = await takeIn(join(folder, 's'), into);
  expect(statSync(join(root, 'data.txt')).mode & 0o7777).toBe(0o644);
  expect(statSync(join(root, 'tool')).mode & 0o7777).toBe(0o755);
});

test('takes a single file', async () => {
  put('other.py', '');
  const submission = await takeIn(put('server.py', 'x = 1\n'), into);
  expect(paths(submission)).toEqual(['server.py']);
  expect(submission.name).toBe('server.py');
});

test('enters a folder that is all there is, past what nobody handed in on purpose', async () => {
  put('s/task/1/server.c');
  put('s/task/.DS_Store');
  put('s/__MACOSX/task/._server.c');
  put('s/task/1/._server.c');
  put('s/task/1/node_modules/x/server.js');
  put('s/task/1/.git/HEAD');
  put('s/task/1/src/__pycache__/x.pyc');
  put('s/task/1/src/a.h');
  const submission = await takeIn(join(folder, 's'), into);
  expect(paths(submission)).toEqual(['server.c', 'src/a.h']);
  expect(existsSync(join(submission.root, 'server.c'))).toBe(true);
});

test('copies a link within the submission as its file, and leaves out the others', async () => {
  const secret = put('secret.txt', 'secret');
  put('s/src/server.py', 'x');
  put('s/README', 'x');
  symlinkSync('src/server.py', join(folder, 's/main.py'));
  symlinkSync(secret, join(folder, 's/outside.txt'));
  symlinkSync('src', join(folder, 's/folder'));
  symlinkSync('nowhere', join(folder, 's/broken'));
  symlinkSync('.', join(folder, 's/src/loop'));
  const { files, leftOut, root } = await takeIn(join(folder, 's'), into);
  expect(paths({ files })).toEqual(['README', 'main.py', 'src/server.py']);
  expect(statSync(join(root, 'main.py')).isFile()).toBe(true);
  expect(leftOut.map(({ path, why }) => `${path}: ${why}`).sort()).toEqual([
    'broken: it is a link to something that is not there',
    'folder: it is a link to a folder, or to something outside the submission',
    'outside.txt: it is a link to a folder, or to something outside the submission',
    'src/loop: it is a link to a folder, or to something outside the submission',
  ]);
});

test('a folder whose name begins as the submission is called is outside of it', async () => {
  put('s-private/key', 'secret');
  put('s/server.py', 'x');
  put('s/README', 'x');
  symlinkSync('../s-private/key', join(folder, 's/key'));
  expect(paths(await takeIn(join(folder, 's'), into))).toEqual(['README', 'server.py']);
});

test('leaves out pipes and names that cannot be shown', async () => {
  put('s/server.py', 'x');
  put('s/a\u001b[2Jb', 'x');
  execFileSync('sh', ['-c', 'mkfifo s/pipe'], { cwd: folder });
  execFileSync('sh', ['-c', String.raw`touch "$(printf 's/\377.py')"`], { cwd: folder });
  const { files, leftOut } = await takeIn(join(folder, 's'), into);
  expect(paths({ files })).toEqual(['server.py']);
  expect(leftOut.map(({ path }) => path).sort()).toEqual(['a?[2Jb', 'pipe', '\ufffd.py']);
});

test('the hash is that of the files, wherever they lie', async () => {
  put('a/x/server.py', 'one');
  put('a/x/z.txt', 'two');
  put('b/server.py', 'one');
  put('b/z.txt', 'two');
  put('b/.DS_Store', 'noise');
  put('c/server.py', 'onet');
  put('c/z.txt', 'wo');
  const hashes = [];
  for (const name of ['a', 'b', 'c']) {
    mkdirSync(join(folder, `into-${name}`));
    hashes.push((await takeIn(join(folder, name), join(folder, `into-${name}`))).sha256);
  }
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
  const lines = execFileSync('sh', ['-c', 'sha256sum server.py z.txt | sha256sum'], {
    cwd: join(folder, 'into-a'),
    encoding: 'utf8',
  });
  expect(lines).toContain(hashes[0]);
});

test('reads text once, without what is beyond 256 KiB, and never fails on bytes', async () => {
  put('s/big.txt', 'a'.repeat(300_000));
  writeFileSync(join(folder, 's/latin1.py'), Buffer.from('caf\xe9', 'latin1'));
  const { files, root } = await takeIn(join(folder, 's'), into);
  expect(files.map((file) => file.read().length)).toEqual([256 * 1024, 4]);
  expect(files[1]!.read()).toBe('caf\ufffd');
  expect(statSync(join(root, 'big.txt')).size).toBe(300_000);
  rmSync(join(root, 'latin1.py'));
  expect(files[1]!.read()).toBe('caf\ufffd');
});

test.each([
  ['missing', 'missing does not exist. Give the path of a folder or of a source file.'],
  ['empty', "empty holds no file to grade. Give the folder with the program's source, or its one file."],
  ['packed', 'packed holds nothing but archives (a.zip, b.tar.gz), and they are not looked into. Hand in the one that is meant.'],
  ['pipe', "pipe is neither a folder nor a plain file. Give the program's folder or source file."],
])('refuses %s', async (name, message) => {
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'empty/.git'));
  put('packed/a.zip', 'PK');
  put('packed/b.tar.gz', '');
  execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: folder });
  const refused = takeIn(join(folder, name), into);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(message);
});

test('refuses what is too big or has too many files, before it copies a byte', async () => {
  put('s/a.py', 'x');
  truncateSync(put('s/disk.img'), 257 * 1024 * 1024);
  await expect(takeIn(join(folder, 's'), into)).rejects.toThrow('holds more than 256 MiB: is this the right folder?');
  put('many/0', '');
  for (let index = 1; index <= 10_000; index += 1) writeFileSync(join(folder, `many/${index}`), '');
  await expect(takeIn(join(folder, 'many'), into)).rejects.toThrow(
    'holds more than 10000 files and folders: is this the right folder?',
  );
  expect(readdirSync(into)).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('says which file may not be read', async () => {
  chmodSync(put('s/server.py', 'x'), 0);
  await expect(takeIn(join(folder, 's'), into)).rejects.toThrow(/server\.py may not be read by you/);
});
