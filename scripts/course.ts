// Where the labs are: the folder that holds labs/, graders/ and reference/.
// The law here: paths are found from this file, so they hold from the source as from dist/, and wherever lab is called.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Grader, type Lab, type Rule, readLab, rulesOf } from '../graders/engine/index.ts';
import { graders } from '../graders/index.ts';
import type { Language } from '../graders/report/pages/words.ts';

function rootFrom(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootFrom(dirname(folder));
}

export const root = rootFrom(dirname(fileURLToPath(import.meta.url)));

/** What runs in a slot; compiled, so that it starts fast. */
export const worker = join(root, 'dist', 'graders', 'batch', 'worker.js');

/**
 * @param settings parameters to be set otherwise, each as `name=value`
 * @throws UsageError that lists the labs, or the parameters, there are
 */
export async function labNamed(id: string, settings: readonly string[] = []): Promise<{ lab: Lab; grader: Grader }> {
  const read = await readLab(root, id);
  const lab = settings.length === 0 ? read : { ...read, parameters: await read.parameters.with(settings) };
  const grader = graders.find((one) => one.lab === id);
  if (grader === undefined) throw new TypeError(`labs/${id} has no grader in graders/index.ts`);
  return { lab, grader };
}

export const referenceOf = (id: string): string => join(root, 'reference', id, 'server.ts');

export const handoutOf = (lab: Lab, language: Language): string =>
  join(lab.folder, language === 'en' ? 'handout.md' : `handout.${language}.md`);

export const rulesIn = (lab: Lab, language: Language): Rule[] =>
  language === 'en' ? lab.rules : rulesOf(handoutOf(lab, language));
