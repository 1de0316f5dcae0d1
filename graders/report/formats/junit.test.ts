// JUnit XML of whole reports, read by a strict parser of XML.
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { classFormats, reportFormats } from './index.ts';
import { broken, everyOutcome, failing, options, sampleClass } from './class.test.support.ts';
import { sampleCheck, sampleReport } from '../sample.test.support.ts';
import type { Report } from '../../engine/report.ts';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const path = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    path.at(-1)!.children.push(element);
    path.push(element);
  });
  parser.on('closetag', () => path.pop());
  parser.on('text', (text) => {
    path.at(-1)!.text += text;
  });
  parser.write(xml).close();
  return root.children[0]!;
}

const junit = (report: Report) => parsed(reportFormats.junit({ environment: {}, startedAtMs: 0 })(report));
const casesOf = (suites: Element) =>
  suites.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));

test('a report', () => {
  const suites = junit(failing);
  const [suite] = suites.children;
  expect(suites.attributes).toEqual({ name: 'lab', tests: '4', failures: '1', errors: '0', skipped: '1', time: '0.010' });
  expect(suite?.attributes).toMatchObject({ name: 'time-server/student', tests: '4', failures: '1', errors: '0', skipped: '1' });
  expect(suite?.children[0]?.children.map(({ attributes }) => attributes)).toEqual([
    { name: 'seed', value: '7' },
    { name: 'points', value: '70' },
    { name: 'maxPoints', value: '100' },
    { name: 'tool', value: 'wirelab 0.1.0' },
  ]);
  const [wrong, right, , skipped] = casesOf(suites);
  expect(wrong?.attributes).toEqual({
    classname: 'time-server/student',
    name: 'TIME-1 answers TIME with JAM hh:mm:ss and CR LF',
    time: '0.003',
  });
  expect(right?.children).toEqual([]);
  expect(skipped?.children).toMatchObject([
    { name: 'skipped', attributes: { message: 'blocked by TIME-1' }, text: 'blocked by TIME-1' },
  ]);
  expect(wrong?.children).toMatchObject([{ name: 'failure', attributes: { message: 'the answer is not what it should be' } }]);
  expect(wrong?.children[0]?.text).toBe(`\
  the answer is not what it should be
  sent        TIME\\r\\n
  expected    JAM hh:mm:ss\\r\\n
  received    JAM 03:04:00\\n
                          ^ byte 12 is \\n, should be \\r
  looks like  lf-only: your lines end in \\n alone; the rule wants \\r\\n

  the conversation:
    0.0 ms  A  →  (connects)
    0.2 ms  A  →  TIME\\r\\n
    1.5 ms  A  ←  JAM 03:04:00\\n`);
});

test.each(everyOutcome)('%s: there is a test for it', (_, report) => {
  const cases = casesOf(junit(report)).map(({ attributes, children }) => [
    attributes['name'],
    children[0]?.name,
    children[0]?.attributes['message'],
  ]);
  const alone: Partial<Record<Report['outcome'], unknown[]>> = {
    'not-built': ['the program builds', 'failure', 'gcc ended with exit code 1:'],
    'not-started': ['the program starts and listens', 'failure', 'it ended before it listened'],
    'not-gradable': ['the program can be graded here', 'error', 'this machine has no Python 2'],
  };
  if (report.outcome === 'graded') expect(cases.length).toBe(report.checks.length);
  else expect(cases).toEqual([alone[report.outcome]]);
});

test('the grader broke: an error, and no failure', () => {
  const cases = casesOf(junit(broken));
  expect(cases.flatMap(({ children }) => children.map(({ name, text }) => [name, text]))).toEqual([
    ['error', "TypeError: a fault of the grader\n\nThis is not the program's fault, and costs it no points."],
  ]);
});

test('names that are alike are told apart', () => {
  const check = sampleCheck({ id: 'A', title: 'b' });
  const report = sampleReport({ checks: [check, check, sampleCheck({ id: 'A', title: 'b #2' })] });
  expect(casesOf(junit(report)).map(({ attributes }) => attributes['name'])).toEqual(['A b', 'A b #2', 'A b #2 #2']);
});

test('submissions of one student are told apart', () => {
  const [ann] = sampleClass;
  const suites = parsed(classFormats['junit']!.render([ann!, ann!], options()).text);
  expect(suites.children.map(({ attributes }) => attributes['name'])).toEqual([
    'time-server/Ann Ö (101)',
    'time-server/Ann Ö (101) #2',
  ]);
});

test('a class: a suite for each, also for those of whom there is no report', () => {
  const suites = parsed(classFormats['junit']!.render(sampleClass, options()).text);
  expect(suites.children.map(({ attributes, children }) => [attributes['name'], children[1]?.children[0]?.name])).toEqual([
    ['time-server/Ann Ö (101)', 'failure'],
    ['time-server/Budi (102), =Cok, "C" (103)', undefined],
    ['time-server/Dewi (104)', 'skipped'],
    ['time-server/Eko (105)', 'error'],
    ['time-server/Fajar (106)', 'error'],
  ]);
  expect(casesOf(suites)[9]?.children[0]?.text).toBe('the archive is damaged');
});
