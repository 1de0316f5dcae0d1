// The rules as the handout has them: `- **TIME-1** (MUST) what must be so`.
// The law here: a rule's words and level stand in the handout and nowhere else, and no line that looks like a rule is
// passed over.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Role, UsageError } from '../subject/index.ts';
import type { Level } from './report.ts';

export interface Rule {
  id: string;
  level: Level;
  text: string;
}

/** Whose rule it is: a client's ids are CLI-1, or have a C before the number. */
export const roleOf = (id: string): Role => (/^CLI-|-C\d/.test(id) ? 'client' : 'server');

export function readRules(handout: string): Rule[] {
  return [...handout.matchAll(/^- \*\*([A-Z]+-[A-Z]?\d+)\*\* \((MUST|SHOULD)\) (.+)$/gm)].map(([, id, level, text]) => ({
    id: id!,
    level: level as Level,
    text: text!,
  }));
}

/** What begins like a rule: an id in bold with a number in it, or anything with a level. */
const likeRule = /^[-*+]\s+(?:\*\*[a-z]+-\w*\d[^*\s]*\*\*|\**[\w/-]+\**\s+\((?:must|should|may)\))/i;

/** @throws UsageError that names the line that looks like a rule and is none, or the file that is not there */
export function rulesOf(handoutFile: string): Rule[] {
  if (!existsSync(handoutFile)) throw new UsageError(`${handoutFile} is missing: it holds the rules of the lab`);
  const handout = readFileSync(handoutFile, 'utf8');
  const lines = handout.split('\n');
  const unread = lines.findIndex((line) => likeRule.test(line) && readRules(line).length === 0);
  if (unread < 0) return readRules(handout);
  const where = `${handoutFile}:${unread + 1}: this rule cannot be read: ${lines[unread]!.trimEnd()}`;
  throw new UsageError(`${where}\nWrite it in one line: - **DAY-1** (MUST) What must be so. (Or SHOULD; the id in capitals.)`);
}

/** @throws UsageError that names the handout in another language that has not the same rules, of the same levels, in the same order */
export function checkTranslations(folder: string, rules: Rule[]): void {
  for (const name of readdirSync(folder).filter((file) => /^handout\.\w+\.md$/.test(file))) {
    const others = rulesOf(join(folder, name));
    const at = [...rules, undefined].findIndex((rule, i) => rule?.id !== others[i]?.id || rule?.level !== others[i]?.level);
    if (at < 0) continue;
    const [here, there] = [others[at], rules[at]].map((rule) =>
      rule === undefined ? 'not there' : `${rule.id} (${rule.level})`,
    );
    throw new UsageError(
      `${join(folder, name)}: rule ${at + 1} is ${here}, and in handout.md ${there}: give both the same rules`,
    );
  }
}
