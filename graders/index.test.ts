// Each lab in the registry: its handouts, its checks and its points agree.
// The law here: a rule has a check and a check has a rule, in whichever language a student reads it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { type Rule, readLab, roleOf, rulesOf } from './engine/index.ts';
import { clientGraders, graders } from './index.ts';

const course = fileURLToPath(new URL('..', import.meta.url));
/** The report's table has room for so many characters. */
const longestTitle = 54;

test('every lab has one grader, and every grader a lab', () => {
  const labs = readdirSync(join(course, 'labs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(labs.length).toBeGreaterThan(0);
  expect(graders.map(({ lab }) => lab).sort()).toEqual(labs.map(({ name }) => name).sort());
});

test('a lab has a grader of clients where a student may hand in a client, and then one', async () => {
  const labs = await Promise.all(graders.map(({ lab }) => readLab(course, lab)));
  const expected = labs.filter(({ roles }) => roles.includes('client')).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(0);
  expect(clientGraders.map(({ lab }) => lab).sort()).toEqual(expected.sort());
});

test.each(graders)('$lab can be read, and its port and its time to start stand in both handouts', async ({ lab }) => {
  const { port, startTimeoutMs, folder } = await readLab(course, lab);
  for (const name of ['handout.md', 'handout.id.md']) {
    const handout = readFileSync(join(folder, name), 'utf8');
    expect(handout).toMatch(new RegExp(`\\bnc (-\\w+ )*127\\.0\\.0\\.1 ${port}\\b`));
    const listens = rulesOf(join(folder, name)).find(({ id }) => id === 'TCP-1' || id === 'UDP-1');
    expect(listens?.text).toMatch(new RegExp(`\\b${startTimeoutMs / 1000} (seconds|detik)\\b.*\\b${port}\\b`));
  }
});

describe.each([...graders, ...clientGraders])('$lab ($role)', ({ lab, role, checks, slips }) => {
  const folder = join(course, 'labs', lab);
  const rules = rulesOf(join(folder, 'handout.md')).filter(({ id }) => roleOf(id) === role);
  const levelOf = (rule: string) => rules.find(({ id }) => id === rule)?.level;

  test('has the same rules, of the same levels, in both languages, each once', () => {
    const listed = (all: Rule[]) => all.map(({ id, level }) => `${id} ${level}`);
    expect(rules.length).toBeGreaterThan(0);
    const others = rulesOf(join(folder, 'handout.id.md')).filter(({ id }) => roleOf(id) === role);
    expect(listed(others)).toEqual(listed(rules));
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test('reads every rule that a handout has', () => {
    for (const name of ['handout.md', 'handout.id.md']) {
      const bold = readFileSync(join(folder, name), 'utf8').match(/(?<=\*\*)[A-Z]+-\w*\d(?=\*\*)/g) ?? [];
      expect(bold.filter((id) => roleOf(id) === role)).toHaveLength(rules.length);
    }
  });

  test('has a check for each rule, and a rule for each check', () => {
    expect([...new Set(checks.map(({ rule }) => rule))].sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  test('names a check by its rule, or each of several by a slug too', () => {
    const named = checks.filter(({ id, rule }) => {
      const isAlone = checks.filter((other) => other.rule === rule).length === 1;
      return isAlone ? id === rule : /^\/[a-z]+(-[a-z]+)*$/.test(id.slice(rule.length));
    });
    expect(named.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  });

  test('gives 90 points for what it MUST do and 10 for what it SHOULD', () => {
    const sum = (level: string) =>
      checks.filter(({ rule }) => levelOf(rule) === level).reduce((total, { points }) => total + points, 0);
    expect({ MUST: sum('MUST'), SHOULD: sum('SHOULD') }).toEqual({ MUST: 90, SHOULD: 10 });
    expect(checks.filter(({ points }) => !Number.isInteger(points) || points < 1)).toEqual([]);
  });

  test('has titles that fit into the table, and can be told apart', () => {
    const titles = checks.map(({ title }) => title);
    expect(titles.filter((title) => title === '' || title.length > longestTitle)).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('has a hint of one line for each slip', () => {
    const all = slips;
    expect(all.filter(({ name, hint }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^\S.{8,100}[^\s.]$/.test(hint))).toEqual(
      [],
    );
  });

  test('has a reference, and starters in the same languages as the other program has', () => {
    expect(existsSync(join(course, 'reference', lab, `${role}.ts`))).toBe(true);
    const starters = readdirSync(join(folder, 'starter'));
    expect(starters.length).toBeGreaterThan(0);
    const named = role === 'server' ? /./ : /client/i;
    expect(
      starters.filter((language) => !readdirSync(join(folder, 'starter', language)).some((file) => named.test(file))),
    ).toEqual([]);
  });
});
