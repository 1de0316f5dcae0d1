// Annotations as the runner of GitHub Actions reads them, and job summaries as a reader of Markdown does.
import { marked, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import { annotations, fenced, renderGithubSummary, summaryBytes } from './index.ts';
import { broken, everyOutcome, failing, notBuilt } from './class.test.support.ts';
import { obeyedBy } from './runner.test.support.ts';
import { sampleCheck, sampleFinding, sampleReport } from '../sample.test.support.ts';

test('an error for what failed, and the score', () => {
  expect(obeyedBy(annotations(failing))).toEqual([
    {
      command: 'error',
      properties: { title: 'TIME-1 answers TIME with JAM hh:mm:ss and CR LF' },
      data: 'the answer is not what it should be\nit looks like lf-only: your lines end in \\n alone; the rule wants \\r\\n',
    },
    { command: 'notice', properties: { title: 'time-server/student' }, data: '70 of 100 points' },
  ]);
});

test('as it is written', () => {
  const finding = sampleFinding({ message: '100% wrong:\nno' });
  const checks = [sampleCheck({ id: 'A', title: 'a, b: c', verdict: 'failed', finding })];
  expect(annotations(sampleReport({ checks, score: 0 }))).toBe(
    '::error title=A a%2C b%3A c::100%25 wrong:\\nno\n::notice title=time-server/student::0 of 100 points\n',
  );
});

test('a warning for what the grader broke; one error for what was not built', () => {
  expect(obeyedBy(annotations(broken)).map(({ command }) => command)).toEqual(['warning', 'notice']);
  expect(obeyedBy(annotations(notBuilt))).toMatchObject([
    { command: 'error', properties: { title: 'the program builds' }, data: 'gcc ended with exit code 1:' },
    { command: 'notice', data: 'not-built' },
  ]);
});

test.each([
  [10, 10, 'F9 a title'],
  [11, 10, 'and 2 more'],
  [50, 10, 'and 41 more'],
])('of %i errors %i are written, the last of them: %s', (count, written, last) => {
  const checks = Array.from({ length: count }, (_, i) => sampleCheck({ id: `F${i}`, verdict: 'failed' }));
  const errors = obeyedBy(annotations(sampleReport({ checks }))).filter(({ command }) => command === 'error');
  expect([errors.length, errors.at(-1)?.properties['title']]).toEqual([written, last]);
});

test('between the fences nothing is obeyed, behind them it is again', () => {
  const text = '::error::mine\n  ::set-output name=x::y\n::other::\n##[error]mine';
  expect(obeyedBy(text).length).toBeGreaterThan(2);
  expect(obeyedBy(`${fenced(text, 'secret')}::notice::ours`)).toEqual([{ command: 'notice', properties: {}, data: 'ours' }]);
});

const blocks = (markdown: string) => marked.lexer(markdown).filter(({ type }) => type !== 'space');

test('the summary: the score, a table, and what failed', () => {
  const [heading, table, detail, code, ...rest] = blocks(renderGithubSummary(failing));
  expect(rest).toEqual([]);
  expect(marked.parseInline((heading as Tokens.Heading).text)).toBe('time-server · student: 70 of 100 points');
  const rows = (table as Tokens.Table).rows.map((cells) => cells.map(({ text }) => marked.parseInline(text)));
  expect(rows).toEqual([
    ['❌ failed', 'TIME-1 answers TIME with JAM hh:mm:ss and CR LF', '0/25'],
    ['✅ passed', 'TIME-2/zone tells the local time', '20/20'],
    ['✅ passed', 'TIME-4 serves 8 clients at once', '50/50'],
    ['➖ skipped', 'TCP-3 goes on after nonsense (blocked by TIME-1)', '0/5'],
  ]);
  expect(detail?.raw).toContain('TIME');
  expect((code as Tokens.Code).text).toContain('received    JAM 03:04:00\\n\n                          ^ byte 12');
});

test.each(everyOutcome)('%s: there is a summary', (_, report) => {
  expect(
    blocks(renderGithubSummary(report))
      .slice(0, 2)
      .map(({ type }) => type),
  ).toEqual(['heading', 'table']);
});

test('a program cannot end its block of code', () => {
  const finding = sampleFinding({ message: 'x', standsAt: 'said\n```\n# mine\n`````' });
  const report = sampleReport({ checks: [sampleCheck({ verdict: 'failed', finding })] });
  expect(blocks(renderGithubSummary(report)).map(({ type }) => type)).toEqual(['heading', 'table', 'heading', 'code']);
});

test('a summary that is too large says what it leaves out', () => {
  const finding = sampleFinding({ message: 'x', standsAt: `said\n${'y'.repeat(300_000)}` });
  const checks = ['A', 'B', 'C', 'D', 'E'].map((id) => sampleCheck({ id, verdict: 'failed', finding }));
  const summary = renderGithubSummary(sampleReport({ checks }));
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(summaryBytes);
  expect(summary).toContain('#### ❌ B ');
  expect(summary).not.toContain('#### ❌ D ');
  const shown = ['A', 'B', 'C'].filter((id) => summary.includes(`#### ❌ ${id} `)).length;
  expect(summary).toMatch(new RegExp(`Missing are ${5 - shown} that did not pass`, 'u'));
  expect(renderGithubSummary(failing, 10)).toBe('');
});
