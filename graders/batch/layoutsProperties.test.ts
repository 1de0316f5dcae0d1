// What holds for every class, whatever it is called and however it is packed: nobody is lost, nobody is there twice.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

import { array, assert, asyncProperty, constantFrom, nat, oneof, option, string, tuple, uniqueArray } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { layoutNames, readClass } from './layouts.ts';
import { packed } from './layouts/classes.test.support.ts';

let folder: string;
let runCount = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layouts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const person = oneof(
  constantFrom(
    'Budi Santoso',
    "O'Brien",
    'Иван',
    '王小明',
    'ngurah_agung',
    'a_1_b',
    '',
    'Participant',
    'LATE',
    'anon',
    'É',
    'E\u0301',
  ),
  string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll(/[/\\\p{C}]/gu, '')),
);
const file = constantFrom('server.py', 'server-1.py', 'a_b.c', 'tugas.zip', 'laporan.pdf', '7_x.py', '..', 'onlinetext.html');
const id = nat(4);
const name = oneof(
  tuple(person, id, constantFrom('file', 'onlinetext'), constantFrom('', '_')).map(
    ([who, id, plugin, end]) => `${who}_${id}_assignsubmission_${plugin}${end}`,
  ),
  tuple(person, id, file).map(([who, id, file]) => `${who}_${id}_assignsubmission_file_${file}`),
  tuple(person, constantFrom('', '_LATE'), id, id, file).map(([who, late, id, at, file]) => `${who}${late}_${id}_${at}_${file}`),
  tuple(person, id, constantFrom('text', 'link')).map(([who, id, kind]) => `${who}_${id}_${kind}.html`),
  id.map((id) => `submission_${id}`),
  tuple(constantFrom('lab-', 'lab-1-'), person).map(([prefix, who]) => prefix + who),
  tuple(person, constantFrom('', '.py', '.zip', '.tar.gz', '.pdf')).map(([who, end]) => who + end),
  constantFrom('submission_metadata.yml', 'scores.csv'),
);
const usable = (name: string) => !/^[.~]|^[a-z]:|^\s*$/i.test(name) && Buffer.byteLength(name) < 200;
const metadata = 'submission_1:\n  :submitters:\n  - :sid: a\nsubmission_2:\n  :submitters:\n  - :sid: a\n';

/** Names in which no two are one on some systems. */
const names = uniqueArray(name.filter(usable), {
  minLength: 1,
  maxLength: 8,
  selector: (each) => each.normalize('NFC').toLowerCase(),
});
const isFolder = (name: string) => !/\.(?:py|c|zip|gz|pdf|html|yml|csv)$/.test(name);

test('every entry is handed in, a problem, or set aside, and once; no id is there twice', async () => {
  let takenCount = 0;
  const forced = option(constantFrom(...layoutNames), { nil: undefined });
  await assert(
    asyncProperty(names, forced, constantFrom(...Object.keys(packed)), async (names, forced, archive) => {
      const into = join(folder, `${(runCount += 1)}`);
      mkdirSync(into);
      const path = join(into, archive);
      const all = [...names, 'Zara Z', 'Zora Z'];
      const files = all.map((each): [string, string] => {
        return [isFolder(each) ? `${each}/a.py` : each, each.endsWith('.yml') ? metadata : 'x'];
      });
      writeFileSync(path, packed[archive]!(Object.fromEntries(files)));
      try {
        const { handedIn, problems, setAside } = await readClass(path, into, forced);
        takenCount += 1;
        const taken = handedIn.flatMap(({ paths }) => paths.map((each) => each.slice(into.length + 1).split(sep)[1]));
        const rest = [...problems, ...setAside].map(({ entry }) => entry);
        const found = [...taken, ...rest].map(String).sort();
        const listedOnly = rest.filter((each) => /^submission_[12]$/.test(each) && !all.some((one) => one === each));
        expect(found.filter((each) => !listedOnly.includes(each))).toEqual([...all].sort());
        const ids = [...handedIn, ...problems].flatMap(({ students }) => students.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const each of handedIn) expect([each.students.length > 0, each.names.length]).toEqual([true, each.paths.length]);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      } finally {
        rmSync(into, { recursive: true });
      }
    }),
    { numRuns: 100 },
  );
  expect(takenCount).toBeGreaterThan(50);
});

test('the order in which a class is packed changes nothing', async () => {
  const shuffled = array(nat(1000), { minLength: 8, maxLength: 8 });
  await assert(
    asyncProperty(names, shuffled, async (names, order) => {
      const read = async (names: readonly string[], as: string) => {
        const into = join(folder, `${(runCount += 1)}`);
        mkdirSync(into);
        const path = join(into, as);
        writeFileSync(
          path,
          packed[as]!(Object.fromEntries(names.map((each) => [isFolder(each) ? `${each}/a.py` : each, metadata]))),
        );
        const result: unknown = await readClass(path, into).catch((error: unknown) => (error as Error).constructor.name);
        rmSync(into, { recursive: true });
        return JSON.stringify(result)
          .replaceAll(into, '')
          .replaceAll(/unpacked-\w+/g, '');
      };
      const other = names
        .map((name, i) => ({ name, at: order[i]! }))
        .sort((a, b) => a.at - b.at)
        .map(({ name }) => name);
      expect(await read(other, 'class.tar')).toBe(await read(names, 'class.zip'));
    }),
    { numRuns: 40 },
  );
});
