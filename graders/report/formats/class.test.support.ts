// A class to test with, and a way to fill a report with hostile words.
import type { ClassRow, Student } from '../classRow.ts';
import { sampleFinding, sampleReport, sampleWith } from '../sample.test.support.ts';
import type { ClassOptions } from './classFormat.ts';
import type { Report } from '../../engine/report.ts';

const lfOnly = sampleFinding({
  message: 'the answer is not what it should be',
  sent: 'TIME\\r\\n',
  expected: 'JAM hh:mm:ss\\r\\n',
  received: 'JAM 03:04:00\\n',
  offset: 12,
  wanted: '\\r',
  looksLike: { name: 'lf-only', hint: 'your lines end in \\n alone; the rule wants \\r\\n' },
});

const transcript: Report['checks'][number]['transcript'] = [
  { atMs: 0, client: 'A', event: 'connects' },
  { atMs: 0.2, client: 'A', event: 'sends', bytes: 'TIME\\r\\n' },
  { atMs: 1.5, client: 'A', event: 'receives', bytes: 'JAM 03:04:00\\n' },
];

/** 75 of 100: one failed, with all that a finding has, and one that it blocks. */
export const failing = sampleWith({
  'TIME-1': { verdict: 'failed', finding: lfOnly, transcript },
  'TCP-3': { verdict: 'skipped', blockedBy: 'TIME-1' },
});

const nothing = { score: 0, checks: [] };
export const notBuilt = sampleReport({
  ...nothing,
  outcome: 'not-built',
  reason: 'gcc ended with exit code 1:\nserver.c:1: error',
});
const notStarted = sampleReport({ ...nothing, outcome: 'not-started', reason: 'it ended before it listened' });
export const notGradable = sampleReport({ ...nothing, outcome: 'not-gradable', reason: 'this machine has no Python 2' });
export const broken = sampleWith({
  'TIME-4': { verdict: 'broken', finding: sampleFinding({ message: 'TypeError: a fault of the grader' }) },
});

export const everyOutcome: [string, Report][] = [
  ['all passed', sampleReport()],
  ['something failed', failing],
  ['not built', notBuilt],
  ['not started', notStarted],
  ['not gradable', notGradable],
  ['the grader broke', broken],
];

export const student = (id: string, changes: Partial<Student> = {}): Student => ({
  id,
  name: null,
  email: null,
  username: null,
  ...changes,
});

export const row = (changes: Partial<ClassRow> & Pick<ClassRow, 'students'>): ClassRow => ({
  submission: 'folder',
  late: false,
  report: null,
  problem: null,
  ...changes,
});

const ann = student('101', { name: 'Ann Ö', email: 'ann@example.org', username: 'ann' });
const budi = student('102', { name: 'Budi', email: 'budi@example.org', username: 'budi' });
const cok = student('103', { name: '=Cok, "C"', username: 'cok' });
const dewi = student('104', { name: 'Dewi' });
const eko = student('105', { name: 'Eko', email: 'eko@example.org' });
const fajar = student('106', { name: 'Fajar', username: 'fajar' });

export const sampleClass: ClassRow[] = [
  row({ students: [ann], report: failing }),
  row({ students: [budi, cok], report: sampleReport(), late: true }),
  row({ students: [dewi], submission: null }),
  row({ students: [eko], problem: 'the archive is damaged' }),
  row({ students: [fajar], report: notGradable }),
];

export const options = (changes: Partial<ClassOptions> = {}): ClassOptions => ({
  lab: { id: 'time-server', title: 'Time server' },
  startedAtMs: Date.UTC(2026, 2, 1, 10, 0, 0),
  exported: null,
  columns: {},
  ...changes,
});

const words = ['verdict', 'outcome', 'level', 'decidedBy', 'event', 'isolation', 'silence', 'schema', 'protocol', 'role'];

/** The report with `hostile` in the place of every text that is not one of a few known words. */
export function filledWith(hostile: readonly string[], report: Report): Report {
  let next = 0;
  const text = JSON.stringify(report, (key, value: unknown) =>
    typeof value === 'string' && !words.includes(key) ? hostile[next++ % hostile.length] : value,
  );
  return JSON.parse(text) as Report;
}
