// `lab show LAB`: the handout, and what each check is worth.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { labNamed } from '../course.ts';

export async function show(id: string, { language }: { language: string }): Promise<void> {
  const { lab, grader } = await labNamed(id);
  const file = language === 'en' ? 'handout.md' : `handout.${language}.md`;
  console.log(readFileSync(join(lab.folder, file), 'utf8').trimEnd());
  console.log('\n## Points\n\n| check | level | points | |\n|---|---|---|---|');
  for (const { id: check, rule, points, title } of grader.checks) {
    const level = lab.rules.find((one) => one.id === rule)?.level;
    console.log(`| ${check} | ${level} | ${points} | ${title} |`);
  }
}
