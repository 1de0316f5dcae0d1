// The rules as the handout has them: `- **TIME-1** (MUST) what must be so`.
// The law here: a rule's words and level stand in the handout and nowhere else.
import { readFileSync } from 'node:fs';

import type { Level } from './report.ts';

export interface Rule {
  id: string;
  level: Level;
  text: string;
}

export function readRules(handout: string): Rule[] {
  return [...handout.matchAll(/^- \*\*([A-Z]+-[A-Z]?\d+)\*\* \((MUST|SHOULD)\) (.+)$/gm)].map(([, id, level, text]) => ({
    id: id!,
    level: level as Level,
    text: text!,
  }));
}

export const rulesOf = (handoutFile: string): Rule[] => readRules(readFileSync(handoutFile, 'utf8'));
