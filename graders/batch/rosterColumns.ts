// Which column of a class list holds what, by the names that LMSes and people give to columns.
// The law here: of several columns that could serve, the one that is named first here does.
import { UsageError } from '../subject/index.ts';
import type { Row } from './csv.ts';

export type Field = 'id' | 'name' | 'firstName' | 'lastName' | 'email' | 'username' | 'github';

/** As `plain` makes them. Moodle's worksheet has "Identifier", Canvas "ID" and "SIS Login ID", Gradescope "SID". */
const known: Record<Field, readonly string[]> = {
  id: (
    'id identifier sid userid uniqueid studentid canvasuserid studentnumber idnumber sisuserid ' +
    'nim nrp npm nomorinduk nomorindukmahasiswa matriculationnumber matrikelnummer'
  ).split(' '),
  name: ['name', 'fullname', 'student', 'studentname', 'displayname', 'nama', 'namalengkap', 'namamahasiswa'],
  firstName: ['firstname', 'givenname', 'namadepan'],
  lastName: ['lastname', 'surname', 'familyname', 'namabelakang'],
  email: ['email', 'emailaddress', 'mail', 'alamatemail', 'surel', 'alamatsurel'],
  username: ['username', 'login', 'loginid', 'sisloginid', 'netid', 'namapengguna'],
  github: ['github', 'githubusername', 'githublogin', 'githubuser', 'githubhandle'],
};

export type Columns = Partial<Record<Field, number>>;

const plain = (header: string): string => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** @throws UsageError */
export function columnsOf(name: string, header: Row | undefined): Columns {
  if (header === undefined)
    throw new UsageError(`${name} is empty. Its first line names the columns: id, name, email, username, github.`);
  const headers = header.cells.map(plain);
  const columns: Columns = {};
  for (const [field, names] of Object.entries(known) as [Field, readonly string[]][]) {
    const found = names.find((each) => headers.includes(each));
    if (found === undefined) continue;
    const at = headers.indexOf(found);
    const again = headers.indexOf(found, at + 1);
    if (again >= 0) {
      throw new UsageError(
        `${name}, line ${header.line}, columns ${at + 1} and ${again + 1}: both are called ${header.cells[at]}. Rename one.`,
      );
    }
    columns[field] = at;
  }
  if (Object.keys(columns).length > 0) return columns;
  const found = header.cells.map((cell) => JSON.stringify(cell)).join(', ');
  throw new UsageError(
    `${name}, line ${header.line}: no column is called id, name, email, username or github; there are ${found}. Name them in the first line.`,
  );
}
