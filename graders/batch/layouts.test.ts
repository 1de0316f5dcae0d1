// Each layout, on names as there are: which it is taken for, and what is read out of it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { UsageError, takeIn } from '../subject/index.ts';
import { zipOf } from '../subject/zipWriter.test.support.ts';
import { readClass } from './layouts.ts';
import { filesOf, layDown, packed, shown } from './layouts/classes.test.support.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layouts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is read of these files in a folder called `name`. */
async function read(
  files: readonly string[] | Record<string, string>,
  { name = 'class', forced }: { name?: string; forced?: string } = {},
) {
  const path = layDown(join(folder, name), Array.isArray(files) ? filesOf(files) : (files as Record<string, string>));
  const into = join(folder, 'into');
  mkdirSync(into, { recursive: true });
  const result = await readClass(path, into, forced);
  return { layout: result.layout, doubts: result.doubts, lines: shown(result, path) };
}

const isDocument = 'it is a document, not a program';
const beside = 'it is a document beside the program';
const counts = 'a file was handed in as well, and that counts';

interface Case {
  files: readonly string[] | Record<string, string>;
  lines: string[];
  doubts?: string[];
  /** Of the folder in which they lie. */
  name?: string;
}

function reads(layout: string, cases: Record<string, Case>): void {
  test.each(Object.entries(cases))('%s', async (_, { files, lines, doubts = [], name }) => {
    expect(await read(files, name === undefined ? {} : { name })).toEqual({ layout, doubts, lines });
  });
}

describe('moodle', () => {
  reads('moodle', {
    'folders, with names as there are': {
      files: [
        'Budi Santoso_1234567_assignsubmission_file_/server.py',
        "Conor O'Brien_1234568_assignsubmission_file_/server.py",
        'Иван Петров_1234569_assignsubmission_file_/сервер.py',
        '王 小明_1234570_assignsubmission_file_/src/main.c',
        "'Aisyah Nur_1234571_assignsubmission_file_/a b.py",
        'I Gusti_Ngurah_Agung_1234572_assignsubmission_file_/server.py',
      ],
      lines: [
        "1234571='Aisyah Nur: 'Aisyah Nur_1234571_assignsubmission_file_",
        '1234567=Budi Santoso: Budi Santoso_1234567_assignsubmission_file_',
        "1234568=Conor O'Brien: Conor O'Brien_1234568_assignsubmission_file_",
        '1234572=I Gusti_Ngurah_Agung: I Gusti_Ngurah_Agung_1234572_assignsubmission_file_',
        '1234569=Иван Петров: Иван Петров_1234569_assignsubmission_file_',
        '1234570=王 小明: 王 小明_1234570_assignsubmission_file_',
      ],
    },
    'folders without the last _, and two students of one name': {
      files: ['Siti_21_assignsubmission_file/a.py', 'Siti_22_assignsubmission_file/a.py'],
      lines: ['21=Siti: Siti_21_assignsubmission_file', '22=Siti: Siti_22_assignsubmission_file'],
    },
    flat: {
      files: [
        'Budi_1_assignsubmission_file_server.py',
        'Budi_1_assignsubmission_file_common.py',
        'Siti_2_assignsubmission_file_05111940000001_tugas 1.zip',
        'Ali_3_assignsubmission_file_9_assignsubmission_file_x.py',
      ],
      lines: [
        '3=Ali: Ali_3_assignsubmission_file_9_assignsubmission_file_x.py as 9_assignsubmission_file_x.py',
        '1=Budi: Budi_1_assignsubmission_file_common.py as common.py, Budi_1_assignsubmission_file_server.py as server.py',
        '2=Siti: Siti_2_assignsubmission_file_05111940000001_tugas 1.zip as 05111940000001_tugas 1.zip',
      ],
    },
    'a text typed in counts only for itself': {
      files: [
        'Budi_1_assignsubmission_file_/server.py',
        'Budi_1_assignsubmission_onlinetext_/onlinetext.html',
        'Siti_2_assignsubmission_onlinetext_/onlinetext.html',
        'Ali_3_assignsubmission_file_server.py',
        'Ali_3_assignsubmission_onlinetext_onlinetext.html',
      ],
      lines: [
        '3=Ali: Ali_3_assignsubmission_file_server.py as server.py',
        '1=Budi: Budi_1_assignsubmission_file_',
        '! 2=Siti: Siti_2_assignsubmission_onlinetext_: nothing was handed in but onlinetext: no file',
        `- Ali_3_assignsubmission_onlinetext_onlinetext.html: ${counts}`,
        `- Budi_1_assignsubmission_onlinetext_: ${counts}`,
      ],
    },
    'blind, in English': {
      files: ['Participant_31_assignsubmission_file_/a.py', 'Participant_32_assignsubmission_file_/a.py'],
      lines: ['31: Participant_31_assignsubmission_file_', '32: Participant_32_assignsubmission_file_'],
    },
    'blind, in any language': {
      files: ['1', '2', '3'].map((id) => `Участник_${id}_assignsubmission_file_/a.py`),
      lines: ['1', '2', '3'].map((id) => `${id}: Участник_${id}_assignsubmission_file_`),
    },
    'teams, and those without': {
      files: [
        'Kelompok 1_701_assignsubmission_file_/server.py',
        'Kelompok 2_702_assignsubmission_file_/server.py',
        'Default group_assignsubmission_file_/server.py',
      ],
      lines: [
        '701=Kelompok 1: Kelompok 1_701_assignsubmission_file_',
        '702=Kelompok 2: Kelompok 2_702_assignsubmission_file_',
        '! : Default group_assignsubmission_file_: it has no id: Moodle packs so what students without a group handed in where groups hand in together',
      ],
    },
    'an archive in a folder, with documents or in folders, is what was handed in': {
      files: [
        'A_1_assignsubmission_file_/tugas.zip',
        'B_2_assignsubmission_file_/laporan.PDF',
        'B_2_assignsubmission_file_/tugas.tar.gz',
        'C_3_assignsubmission_file_/tugas/tugas.rar',
        'D_4_assignsubmission_file_/tugas.zip',
        'D_4_assignsubmission_file_/server.py',
        'E_5_assignsubmission_file_/__MACOSX/._tugas.zip',
        'E_5_assignsubmission_file_/tugas.zip',
        'F_6_assignsubmission_file_/laporan.pdf',
        'G_7_assignsubmission_file_/laporan.pdf',
        'G_7_assignsubmission_file_/tugas/tugas.zip',
      ],
      lines: [
        '1=A: A_1_assignsubmission_file_/tugas.zip',
        '2=B: B_2_assignsubmission_file_/tugas.tar.gz',
        '3=C: C_3_assignsubmission_file_/tugas/tugas.rar',
        '4=D: D_4_assignsubmission_file_',
        '5=E: E_5_assignsubmission_file_/tugas.zip',
        '6=F: F_6_assignsubmission_file_',
        '7=G: G_7_assignsubmission_file_/tugas/tugas.zip',
      ],
    },
    'what does not fit, and junk': {
      files: [
        'A_1_assignsubmission_file_/a.py',
        'B_2_assignsubmission_file_/a.py',
        'C/a.py',
        '__MACOSX/._x',
        '.DS_Store',
        'Thumbs.db',
        'desktop.ini',
        '.hidden/x',
        '.net_4_assignsubmission_file_/a.py',
        '._A_1_assignsubmission_file_',
      ],
      lines: [
        '4=.net: .net_4_assignsubmission_file_',
        '1=A: A_1_assignsubmission_file_',
        '2=B: B_2_assignsubmission_file_',
        '! : C: its name is not of the form <name>_<id>_assignsubmission_file, as Moodle makes it',
      ],
    },
    'one id in two places': {
      files: ['A_1_assignsubmission_file/a.py', 'A_1_assignsubmission_file_/a.py', 'B_2_assignsubmission_file_/a.py'],
      lines: [
        '2=B: B_2_assignsubmission_file_',
        '! 1=A: A_1_assignsubmission_file: the id 1 is there more than once: leave only what counts',
        '- A_1_assignsubmission_file_: it belongs to A_1_assignsubmission_file, which is a problem',
      ],
    },
    'a class of one': { files: ['A_1_assignsubmission_file_/a.py'], lines: ['1=A: A_1_assignsubmission_file_'] },
    'in a folder of its own': {
      files: ['Tugas 1-12/A_1_assignsubmission_file_/a.py', 'Tugas 1-12/B_2_assignsubmission_file_/a.py'],
      lines: ['1=A: Tugas 1-12/A_1_assignsubmission_file_', '2=B: Tugas 1-12/B_2_assignsubmission_file_'],
      doubts: ['the submissions are taken from the folder Tugas 1-12, which is all there is'],
    },
  });
});

describe('canvas', () => {
  reads('canvas', {
    'names as there are, and late ones': {
      files: [
        'santosobudi_1001_50001_server.py',
        'obrienconor_LATE_1002_50002_server.py',
        'петровиван_1003_50003_сервер.py',
        '王小明_LATE_1004_50004_main.c',
        'ngurah_agung_1005_50005_05111940000001_server v2.py',
        'late_1006_50006_a.py',
      ],
      lines: [
        '1006=late: late_1006_50006_a.py as a.py',
        '1005=ngurah_agung: ngurah_agung_1005_50005_05111940000001_server v2.py as 05111940000001_server v2.py',
        '1002=obrienconor LATE: obrienconor_LATE_1002_50002_server.py as server.py',
        '1001=santosobudi: santosobudi_1001_50001_server.py as server.py',
        '1003=петровиван: петровиван_1003_50003_сервер.py as сервер.py',
        '1004=王小明 LATE: 王小明_LATE_1004_50004_main.c as main.c',
      ],
    },
    anonymous: {
      files: ['anon_Ab3dE_7001_server.py', 'LATE_anon_xY9zQ_7002_server.py', 'anon_k2k2k_text.html'],
      lines: [
        'xY9zQ LATE: LATE_anon_xY9zQ_7002_server.py as server.py',
        'Ab3dE: anon_Ab3dE_7001_server.py as server.py',
        '! k2k2k: anon_k2k2k_text.html: nothing was handed in but a text: no file',
      ],
    },
    'handed in again: the last counts, and gets its name back': {
      files: [
        'budi_1_100_server.py',
        'budi_LATE_1_300_server-2.py',
        'budi_1_200_server-1.py',
        'siti_2_400_Server-1.java',
        'ali_3_498_tugas-10.tar.gz',
        'ali_3_499_tugas-9.tar.gz',
      ],
      lines: [
        '3=ali: ali_3_498_tugas-10.tar.gz as tugas.tar.gz',
        '1=budi LATE: budi_LATE_1_300_server-2.py as server.py',
        '2=siti: siti_2_400_Server-1.java as Server.java',
        '- ali_3_499_tugas-9.tar.gz: it was handed in again, as ali_3_498_tugas-10.tar.gz',
        '- budi_1_100_server.py: it was handed in again, as budi_1_200_server-1.py',
        '- budi_1_200_server-1.py: it was handed in again, as budi_LATE_1_300_server-2.py',
      ],
    },
    'several files, and what is beside an archive': {
      files: [
        'budi_1_101_common.h',
        'budi_1_100_server.c',
        'siti_2_102_tugas.zip',
        'siti_2_103_laporan.pdf',
        'ali_3_104_laporan.pdf',
        'eka_4_link.html',
        'dewi_5_105_a.py',
        'dewi_5_text.html',
      ],
      lines: [
        '3=ali: ali_3_104_laporan.pdf as laporan.pdf',
        '1=budi: budi_1_100_server.c as server.c, budi_1_101_common.h as common.h',
        '5=dewi: dewi_5_105_a.py as a.py',
        '2=siti: siti_2_102_tugas.zip as tugas.zip',
        '! 4=eka: eka_4_link.html: nothing was handed in but a link: no file',
        `- dewi_5_text.html: ${counts}`,
        `- siti_2_103_laporan.pdf: ${beside}`,
      ],
    },
    'unpacked by hand, and by hand in part': {
      files: ['budi_1_100_tugas/server.py', 'siti_2_101_tugas/a.py', 'siti_2_102_tugas.zip', 'readme'],
      lines: [
        '1=budi: budi_1_100_tugas as tugas',
        '! : readme: its name is not of the form <name>_<user>_<attachment>_<file>, as Canvas makes it',
        '! 2=siti: siti_2_101_tugas: there is more than one folder or archive (tugas, tugas.zip): hand in one',
        '- siti_2_102_tugas.zip: it belongs to siti_2_101_tugas, which is a problem',
      ],
    },
    'a name that would lead out': {
      files: ['budi_1_100_..', 'siti_2_101_a.py'],
      lines: ['1=budi: budi_1_100_..', '2=siti: siti_2_101_a.py as a.py'],
    },
  });
});

const metadata = `---
submission_11:
  :submitters:
  - :name: Budi Santoso
    :sid: '0511194'
    :email: budi@example.org
  :created_at: 2025-03-01 10:00:00.000000000 Z
  :score: 9.0
  :results: &1
    tests: []
submission_12:
  :submitters:
  - :name: "Siti O'Neil"
    :sid:
    :email: siti@example.org
  - :name: Budi Santoso
    :sid: '0511194'
  - :name: 王小明
    :sid: 007
    :email: ~
  :created_at: 2025-03-01 11:00:00.000000000 Z
  :results: *1
submission_13:
  :submitters:
  - :name: Budi Santoso
    :sid: '0511194'
    :email: budi@example.org
  :created_at: 2025-03-02 09:00:00.000000000 Z
submission_14:
  :submitters: []
submission_15:
  :submitters:
  - :name: Gone
    :sid: '15'
submission_16:
  :submitters:
  - :name: Nobody Known
submission_17:
  :submitters:
  - :sid: eka
  :created_at: 2025-03-02 09:00:01.000000000 Z
submission_18:
  :submitters:
  - :sid: eka
  :created_at: 2025-03-02 09:00:00.000000000 Z
`;

describe('gradescope', () => {
  reads('gradescope', {
    'an export': {
      files: {
        ...filesOf(
          ['11', '12', '13', '14', '16', '17', '18', '99'].map((id) => `assignment_5_export/submission_${id}/server.py`),
        ),
        'assignment_5_export/submission_metadata.yml': metadata,
      },
      lines: [
        "siti@example.org=Siti O'Neil+007=王小明: assignment_5_export/submission_12",
        '0511194=Budi Santoso: assignment_5_export/submission_13',
        'submission_16: Nobody Known=Nobody Known: assignment_5_export/submission_16',
        'eka: assignment_5_export/submission_17',
        '! : submission_14: submission_metadata.yml names nobody for it',
        '! 15=Gone: submission_15: submission_metadata.yml lists it, and there is no such folder',
        '! : submission_99: submission_metadata.yml does not list it, so nobody knows whose it is',
        '- submission_metadata.yml: it tells whose each submission is',
        '- submission_11: whose it is handed in again, as submission_13',
        '- submission_18: whose it is handed in again, as submission_17',
      ],
      doubts: ['the submissions are taken from the folder assignment_5_export, which is all there is'],
    },
  });

  test.each([
    ['[', 'cannot be read (Flow sequence must end with a ] at line 1'],
    ['- a', 'lists no submissions'],
    [
      'a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n',
      'cannot be read (Excessive alias count',
    ],
  ])('metadata that is no use: %.20s', async (text, found) => {
    const files = { 'submission_1/a.py': '', 'submission_2/a.py': '', 'submission_metadata.yml': text };
    await expect(read(files)).rejects.toThrow(found);
    await expect(read(files)).rejects.toBeInstanceOf(UsageError);
  });
});

const marked = (names: readonly string[], mark = '.git/HEAD') =>
  names.flatMap((name) => [`${name}/server.py`, `${name}/${mark}`]);

describe('github-classroom', () => {
  reads('github-classroom', {
    'checkouts, told by their folder': {
      name: 'time-server-submissions',
      files: ['time-server-anna/a.py', 'time-server-andi-99/a.py', 'notes/a.py'],
      lines: [
        'andi-99: time-server-andi-99',
        'anna: time-server-anna',
        '! : notes: its name does not begin with time-server- and go on with a login',
      ],
    },
    'checkouts, told by what is in them': {
      files: marked(['lab-1-anna', 'lab-1-cs-budi', 'lab-1-cs-eka', 'lab-1-cs-fajar']),
      lines: ['anna: lab-1-anna', 'cs-budi: lab-1-cs-budi', 'cs-eka: lab-1-cs-eka', 'cs-fajar: lab-1-cs-fajar'],
    },
    'Classroom 50, with its file in each, and scores that tell who was late': {
      files: {
        ...filesOf(['net-hello-anna/a.py', 'net-hello-andi/a.py', 'net-hello-budi/.github/workflows/x.yml']),
        'net-hello-anna/.classroom50.yaml': 'schema: "classroom50/repo-config/v1"\nclassroom: "net"\nassignment: "hello"\n',
        'net-hello-andi/.classroom50.yaml': 'classroom: net\nassignment: hello\n',
        'net-hello-budi/.classroom50.yaml': 'classroom: "net-hello-b"\nassignment: "u"\n', // not what its folder says
        'scores.csv': 'username,first_name,late\nANDI,Andi,true\nanna,"Anna, A.",false\n',
      },
      lines: [
        'andi LATE: net-hello-andi',
        'anna: net-hello-anna',
        'budi: net-hello-budi',
        '- scores.csv: it holds the scores of another grading; only who was late is read',
      ],
    },
    'the name that Classroom 50 gives to the folder': {
      name: 'net-hello_submissions_2026_06_01_T_10_00_00',
      files: ['net-hello-anna/a.py'],
      lines: ['anna: net-hello-anna'],
    },
    'as GitHub packs them': {
      name: 'lab-submissions',
      files: ['lab-anna-main.zip', 'lab-budi-master/a.py', 'lab-anna/a.py', 'lab-_x/a.py'],
      lines: [
        'anna: lab-anna',
        'budi: lab-budi-master',
        '! : lab-_x: its name does not begin with lab- and go on with a login',
        '! : lab-anna-main.zip: anna is there already, as lab-anna: leave only what counts',
      ],
    },
  });
});

describe('plain', () => {
  reads('plain', {
    'folders, archives and files': {
      files: ["Conor O'Brien/server.py", 'Иван Петров.zip', '王小明.tar.gz', 'siti.py', 'J. Doe.c', 'Makefile', 'nilai.csv'],
      lines: [
        "Conor O'Brien: Conor O'Brien",
        'J. Doe: J. Doe.c',
        'Makefile: Makefile',
        'siti: siti.py',
        'Иван Петров: Иван Петров.zip',
        '王小明: 王小明.tar.gz',
        `! : nilai.csv: ${isDocument}`,
      ],
    },
    'names that differ only in their endings': {
      files: ['budi/a.py', 'budi.zip', 'budi.zip.zip', 'siti.py', 'siti.c', 'ali.zip'],
      lines: [
        'ali: ali.zip',
        'budi: budi',
        'budi.zip: budi.zip',
        'budi.zip.zip: budi.zip.zip',
        'siti.c: siti.c',
        'siti.py: siti.py',
      ],
    },
    'a class of one is not taken for a folder of many': { files: ['budi/server.py', 'budi/util.py'], lines: ['budi: budi'] },
    'nor where the program lies deeper': { files: ['budi/lab/x.py'], lines: ['budi: budi'] },
    'a folder in a folder is entered': {
      files: ['a/b/budi.py', 'a/b/siti.py'],
      lines: ['budi: a/b/budi.py', 'siti: a/b/siti.py'],
      doubts: ['the submissions are taken from the folder b, which is all there is'],
    },
    'some that look like Moodle': {
      files: ['A_1_assignsubmission_file_/a.py', 'B/a.py'],
      lines: ['A_1_assignsubmission_file_: A_1_assignsubmission_file_', 'B: B'],
      doubts: ["1 of 2 names could be moodle's, and all are taken as they are: if that is wrong, give --layout moodle"],
    },
    'names with one beginning, which may mean nothing': {
      files: ['kelas-a-budi/a.py', 'kelas-a-siti/a.py', 'kelas-a-eka/a.py'],
      lines: ['kelas-a-budi: kelas-a-budi', 'kelas-a-eka: kelas-a-eka', 'kelas-a-siti: kelas-a-siti'],
      doubts: [
        "3 of 3 names could be github-classroom's, and all are taken as they are: if that is wrong, give --layout github-classroom",
      ],
    },
  });

  test('names with one beginning, and some checkouts among them', async () => {
    const files = [...marked(['lab-ali', 'lab-budi']), 'lab-eka/a.py', 'lab-siti/a.py', 'x/a.py'];
    expect(await read(files)).toMatchObject({ layout: 'plain', doubts: [expect.stringContaining('4 of 5 names')] });
  });

  test.each([
    [['A_1_assignsubmission_file_/a.py', 'budi_1_2_a.py']],
    [['budi_1_2_3_assignsubmission_file_a.py', 'siti_2_3_4_assignsubmission_file_a.py']],
  ])('as many that look like one as like another: %s', async (files) => {
    const { layout, doubts } = await read(files);
    expect({ layout, doubtCount: doubts.length }).toEqual({ layout: 'plain', doubtCount: 2 });
  });

  test('links are not followed', async () => {
    layDown(join(folder, 'class'), filesOf(['budi/a.py', 'siti/a.py']));
    symlinkSync('/etc', join(folder, 'class', 'evil'));
    symlinkSync('/etc/passwd', join(folder, 'class', 'evil.py'));
    const reason = 'it is a link, or no file at all: hand in the file';
    expect((await read([])).lines).toEqual([
      'budi: budi',
      'siti: siti',
      `! evil: evil: ${reason}`,
      `! evil.py: evil.py: ${reason}`,
    ]);
  });
});

describe('forced', () => {
  test('a layout that is given is taken, whatever it looks like', async () => {
    const files = ['kelas-a-budi/a.py', 'kelas-a-siti/a.py', 'x/a.py'];
    expect(await read(files, { forced: 'github-classroom' })).toMatchObject({
      layout: 'github-classroom',
      doubts: [],
      lines: [
        'budi: kelas-a-budi',
        'siti: kelas-a-siti',
        expect.stringContaining('! : x: its name does not begin with kelas-a-'),
      ],
    });
    const { lines } = await read(files, { forced: 'canvas' });
    expect(lines.map((line) => line[0])).toEqual(['!', '!', '!']);
  });

  test.each([
    [
      'blackboard',
      'blackboard is no layout that is known. Give one of moodle, canvas, gradescope, github-classroom, plain, or none.',
    ],
    ['gradescope', 'submission_metadata.yml is not there. Export the submissions from Gradescope again, with it.'],
  ])('%s', async (forced, message) => {
    await expect(read(['a/a.py', 'b/a.py'], { forced })).rejects.toThrow(message);
    await expect(read(['a/a.py', 'b/a.py'], { forced })).rejects.toBeInstanceOf(UsageError);
  });
});

describe('what is no class', () => {
  test.each([
    ['nothing.zip', () => zipOf([]), 'holds no submissions'],
    ['junk.zip', () => zipOf([{ name: '__MACOSX/._a' }, { name: '.DS_Store' }]), 'holds no submissions'],
    ['server.py', () => Buffer.from('print()'), 'is neither a folder nor an archive'],
    ['class.rar', () => Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), 'is a RAR archive'],
  ])('%s', async (name, bytes, found) => {
    const path = join(folder, name);
    writeFileSync(path, bytes());
    await expect(readClass(path, folder)).rejects.toThrow(`${path} ${found}`);
    await expect(readClass(path, folder)).rejects.toBeInstanceOf(UsageError);
  });

  test('a path that is not there', async () => {
    await expect(readClass(join(folder, 'none'), folder)).rejects.toThrow('does not exist');
  });
});

describe.each(Object.entries(packed))('packed as %s', (name, pack) => {
  const files = {
    ...filesOf([
      'x/Budi Santoso_1_assignsubmission_file_/server.py',
      'x/王 小明_2_assignsubmission_file_/main.c',
      '__MACOSX/x/._y',
    ]),
    'x/Siti_3_assignsubmission_file_/tugas.zip': zipOf([{ name: 'server.py', data: 'print()' }]).toString('latin1'),
  };

  test('it is the same as a folder', async () => {
    const path = join(folder, name);
    writeFileSync(path, pack(files));
    const into = join(folder, 'into');
    mkdirSync(into);
    const result = await readClass(path, into);
    expect({ layout: result.layout, lines: shown(result, into) }).toEqual({
      layout: 'moodle',
      lines: [
        '1=Budi Santoso: x/Budi Santoso_1_assignsubmission_file_',
        '3=Siti: x/Siti_3_assignsubmission_file_/tugas.zip',
        '2=王 小明: x/王 小明_2_assignsubmission_file_',
      ],
    });
    const copy = mkdtempSync(join(into, 'copy-'));
    expect((await takeIn(result.handedIn[2]!.paths[0]!, copy)).files.map(({ path }) => path)).toEqual(['main.c']);
  });
});
