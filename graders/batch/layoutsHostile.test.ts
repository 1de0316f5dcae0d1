// Archives of a class in which something is wrong: who is hit is told with the reason, and the others are read.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { UsageError, takeIn } from '../subject/index.ts';
import { tarOf } from '../subject/tarWriter.test.support.ts';
import { type ZipEntry, zipOf } from '../subject/zipWriter.test.support.ts';
import { readClass } from './layouts.ts';
import { shown } from './layouts/classes.test.support.ts';

let folder: string;
let into: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layouts-'));
  into = join(folder, 'private', 'into');
  mkdirSync(into, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: Buffer, forced?: string) {
  const path = join(folder, 'class.zip');
  writeFileSync(path, bytes);
  return readClass(path, into, forced);
}
const lines = async (bytes: Buffer) => shown(await read(bytes), into);

const moodle = (student: string, rest: Partial<ZipEntry> = {}, file = 'server.py'): ZipEntry => ({
  name: `${student}_assignsubmission_file_/${file}`,
  data: 'print()',
  ...rest,
});
const fill = '000'.repeat(700_000);

test('one bad entry each, among many', async () => {
  const all = [
    moodle('Ali_1'),
    moodle('Budi_2', { flags: 1 }),
    moodle('Cici_3', { checksum: 1 }),
    moodle('Dewi_4'),
    moodle('Dewi_4', {}, 'data.bin'),
    moodle('Dewi_4', { data: fill }, 'bomb.bin'),
    moodle('Eka_5', {}, '../../../evil.py'),
    moodle('Fajar_6'),
    moodle('Fajar_6'),
    moodle('Gita_7', {}, `${'d/'.repeat(41)}a.py`),
    moodle('Hadi_8', { method: 14 }),
    moodle('Indah_9', {}, 'node_modules/\u0000/a.js'),
    moodle('INDAH_9'),
    { name: '/etc/cron.d/evil', data: 'x' },
    moodle('Joko_10', { data: 'sub/../../../etc/passwd', mode: 0o120777 }, 'link.py'),
    moodle('Joko_10'),
  ];
  expect(await lines(zipOf(all))).toEqual([
    '1=Ali: Ali_1_assignsubmission_file_',
    '9=INDAH: INDAH_9_assignsubmission_file_',
    '10=Joko: Joko_10_assignsubmission_file_',
    '! 2=Budi: Budi_2_assignsubmission_file_: server.py is encrypted',
    '! 3=Cici: Cici_3_assignsubmission_file_: server.py is damaged (its checksum is wrong)',
    '! 4=Dewi: Dewi_4_assignsubmission_file_: bomb.bin unpacks to more than 100 times its own size, as an archive does that is made to fill a disk',
    '! 6=Fajar: Fajar_6_assignsubmission_file_: server.py is there twice',
    `! 7=Gita: Gita_7_assignsubmission_file_: ${'d/'.repeat(41)}a.py lies more than 40 folders deep`,
    '! 8=Hadi: Hadi_8_assignsubmission_file_: server.py is compressed by method 14, and only 0 and 8 (Deflate) can be read',
    '! : Eka_5_assignsubmission_file_/../../../evil.py: leads out of its folder (..)',
    '! : /etc/cron.d/evil: is an absolute path',
  ]);
  expect([existsSync(join(folder, 'evil.py')), readdirSync(join(folder, 'private'))]).toEqual([false, ['into']]);
});

test('a bad file in a flat layout spoils its student only, also where it is the only one', async () => {
  const flat = (name: string, rest: Partial<ZipEntry> = {}): ZipEntry => ({ name, data: 'print()', ...rest });
  const all = [
    flat('budi_1_100_server.py'),
    flat('budi_1_101_common.py', { flags: 1 }),
    flat('siti_2_102_server.py', { checksum: 1 }),
    flat('ali_3_103_server.py'),
    flat('\u0007eka_4_104_server.py'),
  ];
  expect(await lines(zipOf(all))).toEqual([
    '3=ali: ali_3_103_server.py as server.py',
    '! : ?eka_4_104_server.py: its name is not UTF-8, or holds control characters',
    '! 1=budi: budi_1_101_common.py: it is encrypted',
    '! 2=siti: siti_2_102_server.py: it is damaged (its checksum is wrong)',
    '- budi_1_100_server.py: it belongs to budi_1_101_common.py, which is a problem',
  ]);
});

test('a bad entry in a folder of them all', async () => {
  const all = [
    { name: 'Tugas/ali/a.py', data: 'x' },
    { name: 'Tugas/budi/a.py', data: 'x', flags: 1 },
    { name: 'Tugas/cici.py', flags: 1 },
  ];
  expect(await lines(zipOf(all))).toEqual([
    'ali: Tugas/ali',
    '! budi: budi: a.py is encrypted',
    '! cici: cici.py: it is encrypted',
  ]);
  expect(await lines(zipOf([...all, { name: 'Tugas' }])).then((all) => all.at(-1))).toBe(
    '! : Tugas: it is there as a file and as a folder',
  );
  expect(await lines(zipOf([{ name: 'Tugas/ali/a.py', flags: 1 }]))).toEqual(['! Tugas: Tugas: ali/a.py is encrypted']);
  expect(await lines(zipOf([{ name: 'ali.py', flags: 1 }]))).toEqual(['! ali: ali.py: it is encrypted']);
});

test('names that only some systems tell apart', async () => {
  const all = ['ali/a.py', 'Ali/a.py', 'é/a.py', 'e\u0301/a.py'].map((name) => ({ name, data: 'x' }));
  expect(await lines(zipOf(all))).toEqual([
    'ali: ali',
    'é: é',
    '! Ali: Ali: a.py is the same name as "ali" on some systems',
    '! e\u0301: e\u0301: a.py is the same name as "é" on some systems',
  ]);
});

test('links and devices, at the top and below', async () => {
  const all = [
    { name: 'Ali_1_assignsubmission_file_/a.py', data: 'x' },
    { name: 'Budi_2_assignsubmission_file_', type: '2', link: 'Ali_1_assignsubmission_file_' },
    { name: 'Cici_3_assignsubmission_file_/a.py', type: '2', link: '../Ali_1_assignsubmission_file_/a.py' },
    { name: 'Cici_3_assignsubmission_file_/b.py', data: 'y' },
    { name: 'Dewi_4_assignsubmission_file_', type: '6' },
  ];
  const result = await read(tarOf(all));
  expect(shown(result, into)).toEqual([
    '1=Ali: Ali_1_assignsubmission_file_',
    '3=Cici: Cici_3_assignsubmission_file_',
    '! 2=Budi: Budi_2_assignsubmission_file_: it is a link, or no file at all: hand in the file',
    '! 4=Dewi: Dewi_4_assignsubmission_file_: it is no plain file but a pipe, a socket or a device',
  ]);
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  const cici = await takeIn(result.handedIn[1]!.paths[0]!, copy);
  expect(cici.files.map(({ path }) => path)).toEqual(['b.py']); // nobody hands in a neighbour's file by a link
});

test('whose folder holds nothing that can be taken is told', async () => {
  const all = [moodle('Ali_1'), moodle('Ali_1', {}, 'a\u0007b.py'), moodle('Bu\ndi_2'), moodle('Bu\ndi_2', {}, 'other.py')];
  expect(await lines(zipOf(all))).toEqual([
    '1=Ali: Ali_1_assignsubmission_file_',
    '! 2=Bu?di: Bu?di_2_assignsubmission_file_: its name is not UTF-8, or holds control characters',
  ]);
  const below = all.map((entry) => ({ ...entry, name: `Tugas/${String(entry.name)}` }));
  expect(await lines(zipOf(below))).toEqual([
    '1=Ali: Tugas/Ali_1_assignsubmission_file_',
    '! 2=Bu?di: Bu?di_2_assignsubmission_file_: its name is not UTF-8, or holds control characters',
  ]);
});

test('a student who writes what only a teacher should', async () => {
  const all = [
    { name: 'submission_metadata.yml', type: '2', link: '/etc/passwd' },
    ...['lab-anna', 'lab-budi', 'lab-e-ka', 'lab-e-x'].map((name) => ({ name: `${name}/a.py`, data: 'x' })),
    { name: 'lab-anna/.classroom50.yaml', type: '2', link: '/etc/passwd' },
    { name: 'lab-budi/.classroom50.yaml', data: 'classroom: lab\nassignment: "e"\n' },
    { name: 'lab-e-x/.classroom50.yaml', data: 'classroom: lab\nassignment: "e"\n' },
    { name: 'lab-e-ka/.classroom50.yaml', data: 'classroom: lab\nassignment: "(.*"\n' },
  ];
  const result = await read(tarOf(all));
  expect([result.layout, ...shown(result, into)]).toEqual([
    'github-classroom',
    'anna: lab-anna',
    'budi: lab-budi',
    'e-ka: lab-e-ka',
    'e-x: lab-e-x',
    '! : submission_metadata.yml: it is a link, or no file at all: hand in the file',
  ]);
  await expect(read(tarOf(all), 'gradescope')).rejects.toThrow('submission_metadata.yml cannot be used: it is a link');
});

test('what is wrong with the archive itself ends it, and leaves nothing', async () => {
  const shared = zipOf([
    { name: 'a', data: 'x' },
    { name: 'a', sharesOffset: 0 },
  ]);
  for (const bytes of [shared, zipOf([moodle('Ali_1')]).subarray(0, -1), tarOf([{ name: 'a' }], Buffer.alloc(0))]) {
    await expect(read(bytes)).rejects.toBeInstanceOf(UsageError);
    expect(readdirSync(into)).toEqual([]);
  }
});

test('a thousand submissions', async () => {
  const all = Array.from({ length: 1000 }, (_, i) =>
    moodle(`Nama ${i % 10}_${100_000 + i}`, { data: `print(${i})`.repeat(500) }),
  );
  const { layout, handedIn, problems } = await read(zipOf(all));
  expect([layout, handedIn.length, problems.length]).toEqual(['moodle', 1000, 0]);
  expect(new Set(handedIn.map(({ students }) => students[0]!.id)).size).toBe(1000);
});
