// `lab show LAB`: the handout, and what each check is worth, of the server and of the client.
import { readFileSync } from 'node:fs';

import type { Role } from '../../graders/subject/index.ts';
import type { Language } from '../../graders/report/pages/words.ts';
import { handoutOf, labNamed, rolesOf } from '../course.ts';

export interface ShowCommand {
  language: Language;
  role?: Role;
}

export async function show(id: string, { language, role: wanted }: ShowCommand): Promise<void> {
  const roles = wanted === undefined ? await rolesOf(id) : [wanted];
  for (const [i, role] of roles.entries()) {
    const { lab, grader } = await labNamed(id, [], role);
    if (i === 0) console.log(readFileSync(handoutOf(lab, language), 'utf8').trimEnd());
    console.log(`\n## Points${role === 'client' ? ' of the client' : ''}\n\n| check | level | points | |\n|---|---|---|---|`);
    for (const { id: check, rule, points, title } of grader.checks) {
      const level = lab.rules.find((one) => one.id === rule)?.level;
      console.log(`| ${check} | ${level} | ${points} | ${title} |`);
    }
  }
}
