// Reports and a class to test the pages with, and strings as an attacker would choose them.
// The law here: all of it is made, nothing is random, so that a page has the same bytes each time.
import type { CheckReport, Report } from '../../engine/index.ts';
import { escapeHarmful } from '../characters.ts';
import type { ClassRow } from '../classRow.ts';
import { sampleCheck, sampleFinding, sampleReport, sampleWith } from '../sample.test.support.ts';

/** TIME-1 failed at byte 12 of one answer, TIME-4 by silence. */
export function failingReport(changes: Partial<Report> = {}): Report {
  const report = sampleWith(
    {
      'TIME-1': {
        verdict: 'failed',
        decidedBy: 'bytes',
        finding: sampleFinding({
          message: 'the answer is not what it should be',
          sent: 'TIME\\r\\n',
          expected: 'JAM hh:mm:ss\\r\\n',
          received: 'JAM 03:04:00\\n',
          offset: 12,
          wanted: '\\r',
          looksLike: { name: 'lf-only', hint: 'your lines end in \\n alone; the rule wants \\r\\n' },
          standsAt: 'has read all 6 bytes and waits in accept for a client',
          reproduce: "(printf 'TIME\\r\\n'; sleep 1) | nc 127.0.0.1 45000",
        }),
        transcript: [
          { atMs: 0.5, client: 'A', event: 'connects' },
          { atMs: 1, client: 'A', event: 'sends', bytes: 'TI' },
          { atMs: 1.5, client: 'A', event: 'sends', bytes: 'ME\\r\\n' },
          { atMs: 2, client: 'A', event: 'receives', bytes: 'JAM 03:04:00\\n' },
          { atMs: 3, client: 'A', event: 'closes' },
        ],
      },
      'TIME-4': {
        verdict: 'failed',
        decidedBy: 'proof',
        finding: sampleFinding({ message: 'there is no answer', looksLike: { name: 'serial-accept', hint: 'one at a time' } }),
        transcript: [
          { atMs: 0.5, client: 'A', event: 'connects' },
          { atMs: 1, client: 'B', event: 'connects' },
          { atMs: 1.5, client: 'B', event: 'sends', bytes: 'TIME\\r\\n' },
          { atMs: 3, client: 'B', event: 'closes' },
        ],
      },
    },
    changes,
  );
  return report;
}

export function sampleRow(index: number, changes: Partial<ClassRow> = {}): ClassRow {
  const report = index % 3 === 0 ? failingReport({ durationMs: 50 + index }) : sampleReport({ durationMs: 50 + index });
  return {
    students: [{ id: `id${index}`, name: `Student ${index}`, email: null, username: null }],
    submission: `student-${index}`,
    late: false,
    report,
    problem: null,
    ...changes,
  };
}

export const sampleRows = (count: number): ClassRow[] => Array.from({ length: count }, (_, index) => sampleRow(index));

/** Breaks out of whatever it is put into, and sets `window.broken` if that works. */
export const attack = [
  `<script>window.broken=1</script><img src=x onerror="window.broken=1"><svg onload=window.broken=1>`,
  `</style></script></title></textarea>"'\`><b onclick=window.broken=1 style="color:red">x</b>`,
  '\u202e\u2066\u0000\u001b[2J\u2028\u200b\ud800&lt;&#x3c;{{7*7}}${7*7}',
].join('');

/** A report in which every string is an attack. */
export function hostileReport(): Report {
  const report = failingReport();
  const attacked = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => attacked(one));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, attacked(one, name)]));
    const isWord = ['schema', 'role', 'level', 'verdict', 'decidedBy', 'event', 'outcome', 'isolation', 'silence', 'protocol'];
    return typeof value === 'string' && !isWord.includes(key) ? value + attack : value;
  };
  const hostile = attacked(report) as Report;
  return { ...hostile, server: { ...hostile.server, stdout: attack, stderr: `${attack}\n${attack}`, exit: attack } };
}

/** A check whose conversation is long. */
export const longCheck = (events: number): CheckReport =>
  sampleCheck({
    transcript: Array.from({ length: events }, (_, i) => ({
      atMs: i,
      client: 'A',
      event: i % 2 === 0 ? ('sends' as const) : ('receives' as const),
      bytes: `[${i}]`,
    })),
  });

/** The characters of a page that could hide, reorder or command; there must be none. */
export function harmfulIn(html: string): string[] {
  const found: string[] = [];
  escapeHarmful(html, (character) => {
    found.push(character.codePointAt(0)!.toString(16));
    return '';
  });
  return found;
}
