// What a batch keeps: names that no two ids share, files that are whole, errors that say what to do.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { assert, property, string, uniqueArray } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { claim, readBatch, writeBatch } from './batchFolder.ts';
import { digestOf } from './digest.ts';
import { type Kept, Results, fileNameOf, makeFolder, writeDurably } from './kept.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept: Kept = { schema: 'lab-result/v1', key: 'k', report: null, problem: 'none', isPassing: false };

test.each([
  ['101', '101'],
  ['budi_s-1.2', 'budi_s-1.2'],
  ['../../etc/passwd', '%2e./../etc/passwd'.replaceAll('/', '%2f')],
  ['.hidden', '%2ehidden'],
  ['Иван', '%d0%98%d0%b2%d0%b0%d0%bd'],
  ['a b', 'a%20b'],
  ['', '%'],
])('the id %j is written %j', (id, name) => {
  expect(fileNameOf(id)).toBe(name);
});

test('each id has a name of its own that any file system takes', () => {
  const ids = uniqueArray(string({ unit: 'binary', maxLength: 300, size: 'max' }), { maxLength: 30 });
  assert(
    property(ids, (all) => {
      const names = all.map(fileNameOf);
      expect(new Set(names).size).toBe(all.length);
      for (const name of names) expect(name).toMatch(/^(?!\.)[\w.%-]{1,200}$/);
    }),
  );
});

test('a result is read back, and what is no result counts as none', () => {
  const results = new Results(folder);
  expect(results.read('a')).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  results.prepare();
  results.keep('a', kept);
  results.keep('a', { ...kept, key: 'other' });
  expect(results.read('a')).toEqual({ ...kept, key: 'other' });
  for (const text of ['', '{', 'null', '[]', '{"schema":"lab-report/v1"}']) {
    writeFileSync(join(folder, 'results', 'b.json'), text);
    expect(results.read('b')).toBeUndefined();
  }
  expect(readdirSync(join(folder, 'results')).toSorted()).toEqual(['a.json', 'b.json']);
});

test('a folder is taken that is empty or holds what a batch leaves that was ended at once, and no other', () => {
  claim(folder, 'calculator', 'server');
  writeFileSync(join(folder, 'batch.json.draft'), '{');
  claim(folder, 'calculator', 'server');
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(() => claim(folder, 'calculator', 'server')).toThrow(/holds other files \(n/);
  expect(() => claim(join(folder, 'notes.txt'), 'calculator', 'server')).toThrow(/notes\.txt: a file is in its place/);
});

test.each(['', '{"schema":"lab-batch/v1",', '{"schema":"lab-batch/v1"}'])(
  'of a batch.json that is %j it is told how to go on',
  (text) => {
    writeFileSync(join(folder, 'class.html'), '');
    writeFileSync(join(folder, 'batch.json'), text);
    new Results(folder).prepare();
    new Results(folder).keep('a', kept);
    expect(() => claim(folder, 'calculator', 'server')).toThrow(
      /damaged; remove all that lies there but results, and give the same/,
    );
    for (const name of ['batch.json', 'class.html']) rmSync(join(folder, name));
    claim(folder, 'calculator', 'server');
    expect(new Results(folder).read('a')).toEqual(kept);
  },
);

test('one that holds a batch is taken by the same lab and program, and one from before clients were graded is of servers', () => {
  const batch = { schema: 'lab-batch/v1', lab: 'calculator', settings: [], layout: 'plain', listed: [] } as const;
  writeBatch(folder, { ...batch, role: 'client' });
  claim(folder, 'calculator', 'client');
  expect(() => claim(folder, 'calculator', 'server')).toThrow('holds a batch of clients, not of servers; name another folder');
  expect(() => claim(folder, 'chat', 'client')).toThrow('holds a batch of the lab calculator, not chat');
  writeFileSync(join(folder, 'batch.json'), JSON.stringify(batch));
  expect(readBatch(folder).role).toBe('server');
});

test('a file is replaced whole, and one that cannot be written says what to do', () => {
  const file = join(folder, 'a');
  writeDurably(file, 'x'.repeat(1 << 20));
  writeDurably(file, Buffer.from('short'));
  expect(readFileSync(file, 'utf8')).toBe('short');
  expect(() => writeDurably(join(folder, 'none', 'a'), 'x')).toThrow(
    /none\/a cannot be written \(ENOENT\): mend that, and give the same/,
  );
  expect(() => makeFolder(file)).toThrow(/a cannot be written \(a file is in its place\)/);
  if (existsSync('/dev/full')) {
    symlinkSync('/dev/full', join(folder, 'full.draft'));
    expect(() => writeDurably(join(folder, 'full'), 'x')).toThrow(/full cannot be written \(the disk is full\)/);
  }
});

test('a digest tells names, bytes and rights apart, and hangs on no place', () => {
  const put = (where: string, name: string, text: string, mode = 0o644) => {
    writeFileSync(join(where, name), text);
    chmodSync(join(where, name), mode);
    return digestOf([where]);
  };
  const [a, b] = [mkdtempSync(join(folder, 'a')), mkdtempSync(join(folder, 'b'))];
  const first = put(a, 'x', 'one');
  expect(put(b, 'x', 'one')).toBe(first);
  const seen = [
    first,
    digestOf([a], ['words']),
    put(a, 'x', 'two'),
    put(a, 'x', 'two', 0o755),
    put(a, 'y', ''),
    digestOf([a, b]),
  ];
  expect(new Set(seen).size).toBe(seen.length);
  expect(digestOf([join(folder, 'none')])).not.toBe(first);
});
