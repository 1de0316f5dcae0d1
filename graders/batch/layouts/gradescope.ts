// Gradescope's "Export Submissions": `submission_<id>` folders, and submission_metadata.yml that tells whose each is.
// The law here: the metadata decides. A folder it does not name, and a name without a folder, is a problem and no student.
import { readHead, UsageError } from '../../subject/index.ts';
import { type ClassFolder, type Entry, type Layout, type Reading, type Student, studentOf } from './layout.ts';
import { add, addUnfit, emptyReading } from './submission.ts';

const maxMetadataBytes = 256 * 1024 * 1024;
const isMetadata = ({ name, isFolder }: Entry): boolean => !isFolder && /^submission_metadata\.ya?ml$/.test(name);
export const isGradescope = ({ name, isFolder }: Entry): boolean => isFolder && /^submission_\d+$/.test(name);

export const gradescope: Layout = { name: 'gradescope', fits, read };

function fits({ entries }: ClassFolder): number {
  return entries.some(isMetadata)
    ? entries.filter((entry) => isMetadata(entry) || entry.name.startsWith('submission_')).length
    : 0;
}

interface Listed {
  key: string;
  students: Student[];
  createdAt: string;
}

async function read({ given, entries }: ClassFolder): Promise<Reading> {
  const metadata = entries.find(isMetadata);
  if (metadata === undefined || metadata.spoiled !== null) {
    const found = metadata === undefined ? 'is not there' : `cannot be used: ${metadata.spoiled}`;
    throw new UsageError(`${given}: submission_metadata.yml ${found}. Export the submissions from Gradescope again, with it.`);
  }
  const listed = await listedIn(metadata, given);
  const reading = emptyReading();
  reading.setAside.push({ entry: metadata.name, reason: 'it tells whose each submission is' });
  const lastOf = lastByStudent(listed);
  for (const { key, students } of listed) {
    const entry = entries.find(({ name }) => name === key);
    const theirs = students.filter(({ id }) => lastOf.get(id) === key);
    const [first] = students;
    if (entry === undefined) {
      const reason = 'submission_metadata.yml lists it, and there is no such folder';
      if (theirs.length > 0) reading.problems.push({ entry: key, reason, students: theirs });
    } else if (first === undefined) {
      reading.problems.push({ entry: key, reason: 'submission_metadata.yml names nobody for it', students });
    } else if (theirs.length === 0) {
      reading.setAside.push({ entry: key, reason: `whose it is handed in again, as ${lastOf.get(first.id)}` });
    } else add(reading, { students: theirs, entry: key, parts: [{ entry, name: key }], late: false });
  }
  const keys = new Set(listed.map(({ key }) => key));
  for (const entry of entries) {
    if (entry === metadata || keys.has(entry.name)) continue;
    const reason = 'submission_metadata.yml does not list it, so nobody knows whose it is';
    addUnfit(reading, entry, reason);
  }
  return reading;
}

/** The keys are Ruby's symbols, with a colon in front. Nothing but text is read: ids keep their zeros. */
async function listedIn({ name, path }: Entry, given: string): Promise<Listed[]> {
  const { parse } = await import('yaml');
  let all: unknown;
  try {
    all = parse(readHead(path, maxMetadataBytes).toString(), { schema: 'failsafe', logLevel: 'error', uniqueKeys: true });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new UsageError(`${given}: ${name} cannot be read (${reason.replace(/:$/, '')}). Export it from Gradescope again.`);
  }
  if (!isRecord(all)) throw new UsageError(`${given}: ${name} lists no submissions. Export it from Gradescope again.`);
  return Object.entries(all).map(([key, value]) => {
    const submitters = field(value, 'submitters');
    const students = (Array.isArray(submitters) ? (submitters as unknown[]) : []).map((each) => studentIn(each, key));
    return { key, students: uniqueById(students), createdAt: text(field(value, 'created_at')) ?? '' };
  });
}

function studentIn(submitter: unknown, key: string): Student {
  const [sid, email, name] = ['sid', 'email', 'name'].map((each) => text(field(submitter, each)));
  return studentOf(sid ?? email ?? `${key}: ${name ?? 'nobody'}`, { name: name ?? null, email: email ?? null });
}

const uniqueById = (students: Student[]): Student[] => [...new Map(students.map((student) => [student.id, student])).values()];

/** The last submission of each student: who is in two teams, or handed in again, counts only there. */
function lastByStudent(listed: readonly Listed[]): Map<string, string> {
  const byTime = [...listed].sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  return new Map(byTime.flatMap(({ key, students }) => students.map(({ id }) => [id, key] as const)));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const field = (value: unknown, name: string): unknown => (isRecord(value) ? (value[`:${name}`] ?? value[name]) : undefined);

/** YAML writes nothing in four ways. */
function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return ['', '~', 'null', 'nil'].includes(trimmed) ? undefined : trimmed;
}
