// Gradebooks of a class: what is made anew, and what is filled into a file that a teacher exported.
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { broken, failing, options, row, sampleClass, student } from './class.test.support.ts';
import { classFormats } from './index.ts';
import { sampleReport } from '../sample.test.support.ts';

const read = (text: string): string[][] => parse(text, { bom: true, relax_column_count: false });
const render = (format: string, changes = {}, rows = sampleClass) => classFormats[format]!.render(rows, options(changes));

const annFeedback =
  'TIME-1 (0 of 25) answers TIME with JAM hh:mm:ss and CR LF: the answer is not what it should be; ' +
  'it looks like lf-only: your lines end in \\n alone; the rule wants \\r\\n';

test('the summary', () => {
  const { text, notes } = render('summary');
  expect(text).toMatch(/^\ufeffid,name,/u);
  expect(read(text)).toEqual([
    [
      'id',
      'name',
      'email',
      'username',
      'submission',
      'late',
      'outcome',
      'score',
      'maxScore',
      'problem',
      'TIME-1',
      'TIME-2/zone',
      'TIME-4',
      'TCP-3',
    ],
    ['101', 'Ann Ö', 'ann@example.org', 'ann', 'folder', '', 'graded', '70', '100', '', '0', '20', '50', 'skipped'],
    ['102', 'Budi', 'budi@example.org', 'budi', 'folder', 'late', 'graded', '100', '100', '', '25', '20', '50', '5'],
    ['103', '\'=Cok, "C"', '', 'cok', 'folder', 'late', 'graded', '100', '100', '', '25', '20', '50', '5'],
    ['104', 'Dewi', '', '', '', '', 'not-handed-in', '', '', '', '', '', '', ''],
    ['105', 'Eko', 'eko@example.org', '', 'folder', '', 'not-read', '', '', 'the archive is damaged', '', '', '', ''],
    ['106', 'Fajar', '', 'fajar', 'folder', '', 'not-gradable', '', '100', 'this machine has no Python 2', '', '', '', ''],
  ]);
  expect(notes).toEqual([]);
});

test('the gradebook of Moodle: feedback is HTML there, and a grade that does not stand is empty', () => {
  const { text, notes } = render('moodle-gradebook');
  expect(read(text)).toEqual([
    ['username', 'email', 'Time server', 'Time server feedback'],
    ['ann', 'ann@example.org', '70', `70 of 100 points<br>${annFeedback}`],
    ['budi', 'budi@example.org', '100', '100 of 100 points'],
    ['cok', '', '100', '100 of 100 points'],
    ['', 'eko@example.org', '', ''],
    ['fajar', '', '', ''],
  ]);
  expect(notes).toEqual([
    'left out, 1 student with neither user name nor email address (a roster could tell them): Dewi (104)',
    'without a grade, 2 students: Eko (105), Fajar (106)',
  ]);
});

test('what the grader broke leaves no grade that stands', () => {
  const { text } = render('moodle-gradebook', {}, [row({ students: [student('1', { username: 'x' })], report: broken })]);
  expect(read(text)[1]).toEqual(['x', '', '', '']);
});

test('feedback is text, not HTML', () => {
  const report = sampleReport({ outcome: 'not-built', score: 0, checks: [], reason: '<script>"&\u001b' });
  const { text } = render('moodle-gradebook', {}, [row({ students: [student('1', { username: 'x' })], report })]);
  expect(read(text)[1]?.[3]).toBe('0 of 100 points: the program does not build<br>&lt;script&gt;&quot;&amp;\\x1b');
});

const worksheet = (
  maximum = '100.00',
  [id, grade, max, feedback] = ['Identifier', 'Grade', 'Maximum Grade', 'Feedback comments'],
) =>
  [
    `\ufeff${id},"Full name",Status,${grade},"${max}","Grade can be changed","Last modified (grade)","${feedback}"`,
    `"Participant 102",Budi,"Submitted, late",,${maximum},Yes,-,"old"`,
    `Participant 101,"Ann ""Ö""",Submitted,"50,00",${maximum},Yes,"Monday, 2 March 2026, 1:00 PM",`,
    `Participant 106,Fajar,,12.00,${maximum},Yes,-,stays`,
    `Participant 999,"Somebody\r\nelse",,,${maximum},Yes,-,`,
    '',
  ].join('\r\n');

test('the worksheet of Moodle: grades and feedback change, and every other byte stays', () => {
  const exported = worksheet();
  const { text, notes } = render('moodle-worksheet', { exported });
  expect(text).toBe(
    exported
      .replace('late",,', 'late",100,')
      .replace('"old"', '100 of 100 points')
      .replace('"50,00"', '70')
      .replace('PM",\r\n', `PM","70 of 100 points<br>${annFeedback}"\r\n`),
  );
  expect(notes).toEqual([
    'not in the worksheet, 3 students: =Cok, "C" (103), Dewi (104), Eko (105)',
    'left as they were, having no grade, 1 student: Fajar (106)',
  ]);
});

test('the worksheet of an assignment that is worth another number of points', () => {
  const grades = read(render('moodle-worksheet', { exported: worksheet('10.00') }).text).map((cells) => cells[3]);
  expect(grades).toEqual(['Grade', '10', '7', '12.00', '']);
});

test('a worksheet in another language: what stands below the headings tells grades, feedback is to be named', () => {
  const exported = worksheet('100,00', ['Pengenal', 'Nilai', 'Nilai maksimum', 'Komentar']).replaceAll('100,00', '"100,00"');
  const unnamed = render('moodle-worksheet', { exported });
  expect(read(unnamed.text).map((cells) => [cells[3], cells[7]])).toEqual([
    ['Nilai', 'Komentar'],
    ['100', 'old'],
    ['70', ''],
    ['12.00', 'stays'],
    ['', ''],
  ]);
  expect(unnamed.notes[0]).toMatch(/^no column for feedback is known, .*feedback=HEADING/u);
  const named = render('moodle-worksheet', {
    exported,
    columns: { feedback: 'Komentar', grade: 'Nilai', identifier: 'Pengenal' },
  });
  expect(read(named.text)[1]?.[7]).toBe('100 of 100 points');
});

test.each([
  ['nothing', null, {}, /export it from the assignment/u],
  ['an empty file', '', {}, /the file is empty/u],
  [
    'no identifier',
    'Name,Grade\nBudi,5\n',
    {},
    /column for identifier: no heading is known.* There are: "Name", "Grade"\. Name it: identifier=HEADING/u,
  ],
  ['no grade', 'Identifier,Nilai\nParticipant 101,5\n', {}, /column for grade: no heading is known/u],
  ['two grades', 'Identifier,Grade,grade\nParticipant 101,5,5\n', {}, /2 columns could be it/u],
  ['a wrong name', worksheet(), { feedback: 'Komen' }, /column for feedback: no column is called "Komen"/u],
  [
    'other students',
    worksheet().replaceAll('Participant 10', 'Participant 90'),
    {},
    /none of its rows is a student of this class/u,
  ],
  ['a short row', 'Identifier,Grade\nParticipant 101\n', {}, /a row is shorter than the header/u],
  ['an open quote', 'Identifier,Grade\n"Participant 101,\n', {}, /Moodle worksheet, line 2: a cell begins with a quote/u],
])('a worksheet with %s is refused', (_, exported, columns, message) => {
  expect(() => render('moodle-worksheet', { exported, columns })).toThrow(
    expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) as string }) as Error,
  );
});

const canvas = (separator = ',', title = 'Time server (77)') =>
  [
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Other (1)', title, 'Final Score'],
    ['    Points Possible', '', '', '', '', '5', '50', '(read only)'],
    ['"Ö, Ann"', '101', '', 'ann', 'A', '4', '', '80'],
    ['Budi', '102', '"0102"', 'budi', 'A', '', '3', ''],
    ['Fajar', '106', '', 'fajar', 'A', '', 'EX', ''],
    ['"Student, Test"', '', '', '', 'A', '', '', ''],
  ]
    .map((cells) => `${cells.join(separator)}\n`)
    .join('');

test.each([
  [',', 'Time server (77)', {}],
  [';', 'time-server', {}],
  [',', 'Lab 1 (77)', { assignment: 'Lab 1' }],
  [',', 'Lab 1 (77)', { assignment: 'Lab 1 (77)' }],
])('a gradebook of Canvas with %s between cells: the column %s is filled in', (separator, title, columns) => {
  const exported = canvas(separator, title);
  const { text, notes } = render('canvas', { exported, columns });
  const cells = (line: string) => line.replaceAll(',', separator);
  expect(text).toBe(exported.replace(cells('A,4,,80'), cells('A,4,35,80')).replace(cells('A,,3,'), cells('A,,50,')));
  expect(notes).toEqual([
    'not in the gradebook, 3 students: =Cok, "C" (103), Dewi (104), Eko (105)',
    'without a grade, 3 students: Dewi (104), Eko (105), Fajar (106)',
  ]);
});

test.each([
  [
    'no such assignment',
    canvas(',', 'Lab 1 (77)'),
    {},
    /column for assignment: none is called "Time server" or "time-server"\. There are: .*"Lab 1 \(77\)"/u,
  ],
  ['two of them', canvas(',', 'Time server (77)').replace('Other (1)', 'Time server (76)'), {}, /2 columns could be it/u],
  ['no ids', 'Student,Time server\nAnn,\n', {}, /column for id: there is none called ID/u],
  ['other students', canvas().replaceAll(',10', ',90'), {}, /none of its rows/u],
])('a gradebook of Canvas with %s is refused', (_, exported, columns, message) => {
  expect(() => render('canvas', { exported, columns })).toThrow(
    expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) as string }) as Error,
  );
});

test('a gradebook of Canvas made anew', () => {
  expect(
    read(
      render('canvas', {}, [
        row({ students: [student('9', { name: 'Ann' })], report: failing }),
        row({ students: [student('8', { username: 'b' })] }),
      ]).text,
    ),
  ).toEqual([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Time server'],
    ['    Points Possible', '', '', '', '', '100'],
    ['Ann', '9', '', '', '', '70'],
    ['8', '8', '', 'b', '', ''],
  ]);
});

test('a long message is cut, and says so', () => {
  const report = sampleReport({ outcome: 'not-started', score: 0, checks: [], reason: '😀'.repeat(500) });
  const { text } = render('moodle-gradebook', {}, [row({ students: [student('1', { username: 'x' })], report })]);
  expect(read(text)[1]?.[3]).toMatch(/<br>(?:😀){400} … \(100 characters more\)$/u);
});

test('every format of a class renders a class of nobody', () => {
  for (const [name, { render: of }] of Object.entries(classFormats)) {
    if (name !== 'moodle-worksheet') expect(of([], options()).text).not.toBe('');
  }
});
