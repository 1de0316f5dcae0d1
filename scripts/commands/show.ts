// `lab show LAB`: the handout, and what each check is worth.
import { readFileSync } from 'node:fs';

import type { Language } from '../../graders/report/pages/words.ts';
import { handoutOf, labNamed } from '../course.ts';

export interface ShowCommand {
  language: Language;
}

export async function show(id: string, { language }: ShowCommand): Promise<void> {
  const { lab, grader } = await labNamed(id);
  console.log(readFileSync(handoutOf(lab, language), 'utf8').trimEnd());
  console.log('\n## Points\n\n| check | level | points | |\n|---|---|---|---|');
  for (const { id: check, rule, points, title } of grader.checks) {
    const level = lab.rules.find((one) => one.id === rule)?.level;
    console.log(`| ${check} | ${level} | ${points} | ${title} |`);
  }
}
