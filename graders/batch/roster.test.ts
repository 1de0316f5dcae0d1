// Class lists as LMSes export them and people write them, and how they are joined to what was handed in.
import { describe, expect, test } from 'vitest';

import { UsageError } from '../subject/index.ts';
import { type HandedIn, type Problem, type Student, studentOf } from './layouts/layout.ts';
import { parseRoster } from './roster.ts';
import { joinRoster } from './rosterJoin.ts';

const listed = (text: string) => parseRoster(Buffer.from(text), 'class.csv');

describe('a list', () => {
  test.each<[what: string, text: string, expected: string[]]>([
    ['our own', 'email,github,id,name,username\nb@x.org,budi-gh,1,Budi,budi\n', ['1|Budi|b@x.org|budi|budi-gh']],
    ['ids alone', 'NRP\n0511194\n', ['0511194||||']],
    [
      'Moodle: participants',
      'First name,Last name,ID number,Email address\nBudi,Santoso,0511,b@x.org\nSuharto,,0512,\n',
      ['0511|Budi Santoso|b@x.org||', '0512|Suharto|||'],
    ],
    [
      'Moodle: worksheet',
      'Identifier,"Full name","Email address",Status,Grade\nParticipant 17,Siti,s@x.org,"No submission, yet",\nPeserta 18,Ali,,,\n',
      ['17|Siti|s@x.org||', '18|Ali|||'],
    ],
    [
      'Canvas: gradebook',
      'Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (77)\n    Points Possible,,,,,100\n"Santoso, Budi",1001,S9,budi,A,\n,,,,,Manual Posting\n"Student, Test",1002,,,A,\n',
      ['1001|Santoso, Budi||budi|', '1002|Student, Test|||'],
    ],
    ['Gradescope', 'First Name,Last Name,SID,Email,Role\nBudi,Santoso,0511,b@x.org,Student\n', ['0511|Budi Santoso|b@x.org||']],
    [
      'GitHub Classroom',
      '"identifier","github_username","github_id","name"\n"0511","budi-gh","99",""\n"0512","","",""\n',
      ['0511||||budi-gh', '0512||||'],
    ],
    [
      'Classroom 50',
      'username,first_name,last_name,email,section,github_id\nbudi-gh,Budi,Santoso,b@x.org,A,99\n',
      ['budi-gh|Budi Santoso|b@x.org|budi-gh|'],
    ],
    ['in Indonesian, with ;', 'Nama Lengkap;NIM;Alamat Surel\nAisyah "Nur";7;a@x.org\n', ['7|Aisyah "Nur"|a@x.org||']],
  ])('%s', (_, text, expected) => {
    const shown = listed(text).map(({ id, name, email, username, github }) => [id, name, email, username, github].join('|'));
    expect(shown).toEqual(expected);
  });

  test.each<[text: string, message: string]>([
    ['', 'class.csv is empty. Its first line names the columns: id, name, email, username, github.'],
    [
      '1,Budi\n2,Siti\n',
      'class.csv, line 1: no column is called id, name, email, username or github; there are "1", "Budi". Name them in the first line.',
    ],
    ['id,ID\n1,2\n', 'class.csv, line 1, columns 1 and 2: both are called id. Rename one.'],
    ['name,id\nA,1\nB,2\nC,1\n', 'class.csv, line 4, column 2: 1 is there already, in line 2. Remove one.'],
    ['id,login\n1,Budi\n2,budi\n', 'class.csv, line 3, column 2: budi is there already, in line 2. Remove one.'],
    [
      'id,name\n1,Santoso, Budi\n',
      'class.csv, line 2, column 3: there is "Budi", and the first line names only 2 columns. Put cells that hold a comma in quotation marks.',
    ],
    ['section,id\nA,1\nA,\n', 'class.csv, line 3, column 2: nobody is named (id). Fill it in, or remove the line.'],
  ])('%j', (text, message) => {
    expect(() => listed(text)).toThrow(new UsageError(message));
  });
});

const handed = (...students: Student[]): HandedIn => ({ students, entry: 'e', paths: ['p'], names: ['p'], late: false });
const flat = ({ id, name, email, username }: Student) => [id, name, email, username].join('|');

/** Who handed in after the join, `-` and who did not, `?` and who is not listed, `!` and what is to be said. */
function joined(layout: string, text: string, students: readonly Student[], problems: readonly Student[] = []): string[] {
  const rows: Problem[] = problems.map((student) => ({ students: [student], entry: 'e', reason: 'r' }));
  const result = joinRoster(listed(text), { layout, handedIn: students.map((each) => handed(each)), problems: rows });
  return [
    ...[...result.handedIn, ...result.problems].flatMap((each) => each.students.map(flat)),
    ...result.nothing.map((each) => `- ${flat(each)}`),
    ...result.unlisted.map((each) => `? ${flat(each)}`),
    ...result.doubts.map((each) => `! ${each}`),
  ];
}

describe('joined', () => {
  test('by the id, and who handed in nothing; a problem is not nothing', () => {
    const text = 'id,name,email,username\n1,Budi,b@x.org,budi\n2,Siti,s@x.org,siti\n3,Ali,a@x.org,ali\n';
    expect(joined('canvas', text, [studentOf('1', { name: 'budi' })], [studentOf('3')])).toEqual([
      '1|Budi|b@x.org|budi',
      '3|Ali|a@x.org|ali',
      '- 2|Siti|s@x.org|siti',
    ]);
  });

  test('by the user name or the mail, whatever their case', () => {
    const text = 'id,github,email\nS1,Budi-GH,\nS2,,Siti@X.org\nS3,ali,\n';
    expect(
      joined('github-classroom', text, [studentOf('budi-gh', { username: 'budi-gh' }), studentOf('eka', { username: 'eka' })]),
    ).toEqual(['S1|||budi-gh', 'eka|||eka', '- S2||Siti@X.org|', '- S3|||ali', '? eka|||eka']);
    expect(joined('gradescope', text, [studentOf('77', { email: 'siti@x.ORG', name: 'Siti' })])).toEqual([
      '77|Siti|Siti@X.org|',
      '- S1|||Budi-GH',
      '- S3|||ali',
    ]);
  });

  test('a folder may be called by the id, the user name, the mail or the name', () => {
    const text = 'id,name,username,email\n1,Budi,budi,b@x.org\n2,Siti Nur,siti,s@x.org\n3,Ali,ali,a@x.org\n';
    expect(
      joined(
        'plain',
        text,
        ['1', 'SITI', 'a@x.org'].map((id) => studentOf(id)),
      ),
    ).toEqual(['1|Budi|b@x.org|budi', '2|Siti Nur|s@x.org|siti', '3|Ali|a@x.org|ali']);
    expect(joined('plain', text, [studentOf('Siti Nur')]).filter((line) => !line.startsWith('-'))).toEqual([
      '2|Siti Nur|s@x.org|siti',
      '! Siti Nur was joined to line 3 of the list by the name alone, Siti Nur',
    ]);
  });

  test('two of one name are never joined by it', () => {
    const two = [studentOf('901', { name: 'Siti' }), studentOf('902', { name: 'Siti' })];
    expect(joined('moodle', 'id,name\n1,Siti\n', two)).toEqual([
      '901|Siti||',
      '902|Siti||',
      '- 1|Siti||',
      '? 901|Siti||',
      '? 902|Siti||',
      '! Siti was not joined by that name: there is more than one handed in',
    ]);
    expect(joined('moodle', 'id,name\n901,Siti\n7,Siti\n', two)).toContain(
      '! Siti was not joined by that name: there is more than one handed in',
    );
    expect(joined('moodle', 'id,name\n1,Siti\n2,Siti\n', two.slice(0, 1))).toContain(
      '! Siti was not joined by that name: there is more than one on the list',
    );
    expect(joined('moodle', 'id,name\n1,siti\n', two.slice(0, 1))).toContain('? 901|Siti||'); // exactly, or not at all
  });

  test('the id decides before anything else', () => {
    const text = 'id,name,username\nx,Budi,y\nz,Siti,x\n';
    expect(joined('plain', text, [studentOf('x'), studentOf('y')])).toEqual(['x|Budi||y', 'y|||', '- z|Siti||x', '? y|||']);
  });

  test('ids that agree where names do not are most likely those of another list', () => {
    expect(joined('moodle', 'id,name\n17,Budi\n', [studentOf('17', { name: 'Siti' })])).toEqual([
      '17|Budi||',
      '! 17 was joined to line 2 of the list by the id, and is called Siti here and Budi there',
    ]);
    expect(joined('canvas', 'id,name\n17,"O\'Neil, Siti"\n', [studentOf('17', { name: 'oneilsiti' })])).toHaveLength(1);
  });

  test('nobody gets an id that another has', () => {
    const text = 'id,username\nbudi,siti\n';
    expect(joined('plain', text, [studentOf('siti'), studentOf('budi')])).toEqual(['siti|||', 'budi|||siti', '? siti|||']);
    expect(
      joined(
        'plain',
        text,
        ['siti', 'budi', 'BUDI'].map((id) => studentOf(id)),
      ).slice(0, 3),
    ).toEqual(['siti|||siti', 'budi|||', 'BUDI|||']);
  });

  test('a team is joined one by one', () => {
    const result = joinRoster(listed('id,name\n1,A\n2,B\n3,C\n'), {
      layout: 'gradescope',
      handedIn: [handed(studentOf('1'), studentOf('3'))],
      problems: [],
    });
    expect(result.handedIn[0]!.students.map(flat)).toEqual(['1|A||', '3|C||']);
    expect(result.nothing.map(flat)).toEqual(['2|B||']);
  });
});
