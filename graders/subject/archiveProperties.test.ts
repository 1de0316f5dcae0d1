// What holds for every archive, whatever is in it: it is taken or refused with a UsageError, and nothing outside is touched.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { array, assert, asyncProperty, constantFrom, nat, oneof, record, tuple, uint8Array } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { UsageError } from './errors.ts';
import { treeOf } from './folderTree.test.support.ts';
import { takeIn } from './intake.ts';
import { tarOf } from './tarWriter.test.support.ts';
import { zipOf } from './zipWriter.test.support.ts';

let folder: string;
let runCount = 0;
let takenCount = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes an archive in, below a folder in which any other change would show. */
async function takesOrRefuses(bytes: Buffer): Promise<void> {
  const around = join(folder, `${(runCount += 1)}`);
  const into = join(around, 'private/into');
  mkdirSync(into, { recursive: true });
  writeFileSync(join(around, 'target'), 'as it was');
  writeFileSync(join(around, 'a.zip'), bytes);
  const before = treeOf(around);
  try {
    const { files } = await takeIn(join(around, 'a.zip'), into);
    takenCount += 1;
    expect(treeOf(into).filter((line) => / -> |^unpacked-/.test(line))).toEqual([]);
    expect(treeOf(into).filter((line) => !line.endsWith('/')).length).toBe(files.length);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(treeOf(into)).toEqual([]);
  }
  expect(treeOf(around).filter((line) => !/^private\/into\/./.test(line))).toEqual(before);
  rmSync(around, { recursive: true });
}

const part = constantFrom('a', 'b', 'A', '..', '.', '', 'node_modules', 'c\0', '\u001b', 'é', 'e\u0301', 'x'.repeat(300));
const name = tuple(
  constantFrom('', '', '', '', '/', 'C:', '\\\\', './', '../../../'),
  array(part, { minLength: 1, maxLength: 4 }),
  constantFrom('/', '/', '\\'),
).map(([start, parts, between]) => start + parts.join(between));
const target = oneof(name, constantFrom('../../../target', '../../..', '/etc/passwd', '/'));
const entries = array(
  record({
    name: oneof({ weight: 3, arbitrary: constantFrom('a', 'b', 'd/a', 'd/b', 'd') }, name),
    data: target,
    kind: nat(9),
  }),
  { minLength: 1, maxLength: 6 },
);

test('whatever the entries of a zip', async () => {
  const modes = [0o100644, 0o100755, 0o104755, 0o40755, 0o120777, 0o120777, 0o120777, 0o010644, 0o020644, 0];
  await assert(
    asyncProperty(entries, (list) =>
      takesOrRefuses(zipOf(list.map(({ name, data, kind }) => ({ name, data, mode: modes[kind]! })))),
    ),
  );
});

test('whatever the entries of a tar', async () => {
  await assert(
    asyncProperty(entries, (list) =>
      takesOrRefuses(tarOf(list.map(({ name, data, kind }) => ({ name, data, link: data, type: '0012221567'[kind]! })))),
    ),
  );
});

const tar = tarOf([
  { name: 'd/a', data: 'text '.repeat(50) },
  { name: 'b', data: 'c' },
  { name: 'l', type: '1', link: 'b' },
]);
const archives = [
  zipOf([
    { name: 'd/a', data: 'text '.repeat(50) },
    { name: 'b', data: 'c', method: 0 },
    { name: 'l', data: 'b', mode: 0o120777 },
  ]),
  tar,
  gzipSync(tar),
];

test('whichever bytes of an honest one are changed, left out or put in', async () => {
  const change = record({ at: nat(100_000), bytes: uint8Array({ maxLength: 8 }), omitted: nat(8) });
  await assert(
    asyncProperty(nat(2), array(change, { minLength: 1, maxLength: 3 }), (which, changes) => {
      let bytes = archives[which]!;
      for (const { at, bytes: put, omitted } of changes) {
        const from = at % bytes.length;
        bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + omitted)]);
      }
      return takesOrRefuses(bytes);
    }),
    { numRuns: 300, examples: archives.map((_, which) => [which, [{ at: 0, bytes: new Uint8Array(), omitted: 0 }]]) },
  );
});

test('whatever follows the first bytes of an archive', async () => {
  const magic = constantFrom('PK\x03\x04', 'PK\x05\x06', '\x1f\x8b\x08\0', '\x1f\x8b');
  await assert(
    asyncProperty(magic, uint8Array({ maxLength: 600 }), (start, rest) =>
      takesOrRefuses(Buffer.concat([Buffer.from(start, 'latin1'), rest])),
    ),
  );
});

test('and some were taken', () => {
  expect(takenCount).toBeGreaterThanOrEqual(archives.length);
});
