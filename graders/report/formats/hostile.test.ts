// What holds for every format, whatever stands in a report: a parser of that format reads it, and nothing in it is obeyed.
import * as fc from 'fast-check';
import { marked, type Token } from 'marked';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { validate } from 'ctrf';
import { renderText } from '../text.ts';
import { annotations, fenced, renderGithubSummary, reportFormats, classFormats } from './index.ts';
import { everyOutcome, filledWith, options, row, student } from './class.test.support.ts';
import { obeyedBy } from './runner.test.support.ts';

const evil = fc.constantFrom(
  '\u0000\u0008\u000b\u001b[2J\ufffe\ud800',
  ']]></failure><failure>',
  '<!-- -->&amp;<script>alert(1)</script>',
  '\n::error::mine\n',
  '\n  ::stop-commands::x\n::x::\n',
  '##[error]mine',
  '```\n# mine\n~~~~\n````\n',
  '\n\n<img src=x>![x](//x)[y](javascript:z) https://example.org www.example.org | x |',
  '=cmd|x!A0',
  '"quoted", and; more\r\n',
  '\r',
  '% %0A',
  '\u202e😀日本',
);
const text = fc.oneof(
  evil,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(evil, { maxLength: 4 }).map((all) => all.join('')),
);
const reports = fc
  .tuple(fc.array(text, { minLength: 1, maxLength: 40 }), fc.constantFrom(...everyOutcome.map(([, report]) => report)))
  .map(([hostile, report]) => filledWith(hostile, report));
const classOf = (maxLength: number) =>
  fc.array(
    fc
      .tuple(text, text, fc.option(reports, { nil: null }))
      .map(([id, name, report]) => row({ students: [student(id, { name })], report })),
    { minLength: 1, maxLength },
  );
const token = 'a-token-that-nobody-can-guess';

function wellFormed(xml: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

test('JUnit is well-formed XML, and its tests have names of their own', () => {
  fc.assert(
    fc.property(classOf(3), (rows) => {
      const { text } = classFormats['junit']!.render(rows, options());
      wellFormed(text);
      const names = Array.from(
        text.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/gu),
        ([, name, test]) => `${name}\n${test}`,
      );
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('CTRF keeps to its schema', () => {
  fc.assert(
    fc.property(classOf(40), (rows) => {
      const checked = validate(JSON.parse(classFormats['ctrf']!.render(rows, options()).text));
      expect(checked).toMatchObject({ valid: true });
    }),
    { numRuns: 8 }, // it compiles its schema anew each time
  );
});

test.each(['junit', 'ctrf', 'gradescope'] as const)('%s commands no terminal', (format) => {
  fc.assert(
    fc.property(reports, (report) => {
      const rendered = reportFormats[format]({ environment: {}, startedAtMs: 0 })(report);
      expect(rendered).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a workflow obeys our commands alone', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const ours = annotations(report);
      const printed = renderText(report, { colour: false, width: 80, verbose: true });
      expect(obeyedBy(fenced(printed, token))).toEqual([]);
      expect(obeyedBy(ours).length).toBe(ours.split('\n').length - 1);
      expect(obeyedBy(ours).every(({ command }) => ['error', 'warning', 'notice'].includes(command))).toBe(true);
      expect(obeyedBy(ours).filter(({ command }) => command === 'notice').length).toBe(1);
    }),
  );
});

test('a job summary is text, tables and blocks of code, and no larger than its room', () => {
  fc.assert(
    fc.property(reports, fc.integer({ min: 0, max: 5000 }), (report, room) => {
      const seen = new Set<string>();
      void marked.walkTokens(marked.lexer(renderGithubSummary(report)), (one: Token) => {
        seen.add(one.type);
      });
      const allowed = ['space', 'heading', 'text', 'escape', 'table', 'code', 'paragraph'];
      expect([...seen].filter((type) => !allowed.includes(type))).toEqual([]);
      expect(Buffer.byteLength(renderGithubSummary(report, room))).toBeLessThanOrEqual(room);
    }),
  );
});
