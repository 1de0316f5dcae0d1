// JUnit XML, which GitLab, Jenkins and most test viewers read.
// The law here: well-formed whatever a program printed, and what is to be read stands in element text, as some readers show only that.
import { oneLine } from '../characters.ts';
import type { Item, Suite } from './items.ts';

export function renderJunit(suites: readonly Suite[]): string {
  const items = suites.flatMap((suite) => suite.items);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'lab', ...countsOf(items) })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines({ lab, student, report, items }: Suite): string[] {
  const name = `${lab}/${student}`;
  const properties = report === null ? {} : propertiesOf(items, report.seed, report.environment.tool);
  return [
    `  <testsuite${attributes({ name, ...countsOf(items) })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
    '    </properties>',
    ...items.flatMap((item) => caseLines(name, item)),
    '  </testsuite>',
  ];
}

function propertiesOf(items: Item[], seed: number, tool: string): Record<string, string> {
  const sum = (key: 'score' | 'maxScore') => items.reduce((total, item) => total + item[key], 0);
  return { seed: String(seed), points: String(sum('score')), maxPoints: String(sum('maxScore')), tool: oneLine(tool) };
}

function caseLines(classname: string, { name, verdict, durationMs, message, body }: Item): string[] {
  const opening = `    <testcase${attributes({ classname, name, time: seconds(durationMs) })}`;
  if (verdict === 'passed') return [`${opening}/>`];
  const element = ({ failed: 'failure', broken: 'error', skipped: 'skipped' } as const)[verdict];
  const text = escapeXml(body === '' ? message : body);
  return [`${opening}>`, `      <${element}${attributes({ message })}>${text}</${element}>`, '    </testcase>'];
}

function countsOf(items: Item[]): Record<string, string> {
  const having = (verdict: Item['verdict']) => String(items.filter((item) => item.verdict === verdict).length);
  return {
    tests: String(items.length),
    failures: having('failed'),
    errors: having('broken'),
    skipped: having('skipped'),
    time: seconds(items.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

const seconds = (durationMs: number): string => (durationMs / 1000).toFixed(3);

const attributes = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join('');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** For text that is safe: no character is left in it that XML 1.0 forbids. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}
