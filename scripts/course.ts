// Where the labs are: the folder that holds labs/, graders/ and reference/.
// The law here: paths are found from this file, so they hold from the source as from dist/, and wherever lab is called.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Grader, type Lab, type Rule, readLab, roleOf, rulesOf } from '../graders/engine/index.ts';
import { clientGraders, graders } from '../graders/index.ts';
import { type Role, UsageError } from '../graders/subject/index.ts';
import type { Language } from '../graders/report/pages/words.ts';

function rootFrom(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootFrom(dirname(folder));
}

export const root = rootFrom(dirname(fileURLToPath(import.meta.url)));

/** What runs in a slot; compiled, so that it starts fast. */
export const worker = join(root, 'dist', 'graders', 'batch', 'worker.js');

const labs = new Map<string, Promise<Lab>>();

/** As its folder describes it, which is read once. @throws UsageError that lists the labs there are */
function labAt(id: string): Promise<Lab> {
  const lab = labs.get(id) ?? readLab(root, id);
  labs.set(id, lab);
  return lab;
}

/**
 * @param settings parameters to be set otherwise, each as `name=value`
 * @throws UsageError that lists the labs, or the parameters, there are
 */
export async function labNamed(
  id: string,
  settings: readonly string[] = [],
  role: Role = 'server',
): Promise<{ lab: Lab; grader: Grader }> {
  const whole = await labAt(id);
  if (!whole.roles.includes(role))
    throw new UsageError(`the lab ${id} has no ${role} to grade (--role); it has: ${whole.roles.join(', ')}`);
  const title = role === 'client' ? `${whole.title} (client)` : whole.title;
  const read = { ...whole, title, rules: whole.rules.filter((rule) => roleOf(rule.id) === role) };
  const lab = settings.length === 0 ? read : { ...read, parameters: await read.parameters.with(settings) };
  const grader = (role === 'server' ? graders : clientGraders).find((one) => one.lab === id);
  if (grader === undefined) throw new UsageError(graderMissing(root, id, graders, role));
  return { lab, grader };
}

/** What a student may hand in. @throws UsageError that lists the labs there are */
export const rolesOf = async (id: string): Promise<Role[]> => (await labAt(id)).roles;

/** What each of the two programs counts where both are graded. */
export const weightsOf = async (id: string): Promise<Record<Role, number>> => (await labAt(id)).weights;

const graderFile = (id: string, role: Role): string => (role === 'server' ? id : `${id}-${role}`);

/** Why a lab whose folder is there has no grader, and what to do. */
export function graderMissing(
  course: string,
  id: string,
  registered: readonly Pick<Grader, 'lab'>[],
  role: Role = 'server',
): string {
  const file = graderFile(id, role);
  const source = join('graders', `${file}.ts`);
  const missing = `${join('labs', id)} has no grader${role === 'server' ? '' : ` of its ${role}`}`;
  if (!existsSync(join(course, source))) return `${missing}: write ${source} (README.md: Adding a lab)`;
  const isImported = readFileSync(join(course, 'graders', 'index.ts'), 'utf8').includes(`'./${file}.ts'`);
  if (!isImported)
    return `${missing}: register ${source} in graders/index.ts, by an import and a place in the list; then npm run build`;
  const other = registered.find(({ lab }) => !existsSync(join(course, 'labs', lab)));
  if (other === undefined) return `${missing} yet: npm run build (and see that it stands in the list in graders/index.ts)`;
  return `${missing}: one is called "${other.lab}", which is no folder of labs/: in ${source} write ${role === 'server' ? 'grader' : 'clientGrader'}('${id}', …; then npm run build`;
}

/** @throws UsageError where what would run was built before the grader was changed last */
export function needsBuilt(course: string, id: string, role: Role = 'server'): void {
  const file = graderFile(id, role);
  const [source, built] = [join('graders', `${file}.ts`), join('dist', 'graders', `${file}.js`)];
  const changedAt = (file: string) => statSync(join(course, file), { throwIfNoEntry: false })?.mtimeMs;
  const [changed, made] = [changedAt(source), changedAt(built)];
  if (changed !== undefined && (made === undefined || made < changed))
    throw new UsageError(`${source} was changed after it was built: npm run build`);
}

export const referenceOf = (id: string, role: Role = 'server'): string => join(root, 'reference', id, `${role}.ts`);

/** @throws UsageError where there is none in this language */
export function handoutOf(lab: Lab, language: Language): string {
  const file = join(lab.folder, language === 'en' ? 'handout.md' : `handout.${language}.md`);
  if (!existsSync(file)) throw new UsageError(`${file} is missing: it holds the rules of the lab`);
  return file;
}

export const rulesIn = (lab: Lab, language: Language): Rule[] =>
  language === 'en' ? lab.rules : rulesOf(handoutOf(lab, language)).filter(({ id }) => lab.rules.some((rule) => rule.id === id));
