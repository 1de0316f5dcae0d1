// A lab as its folder describes it: labs/<lab>/lab.yaml and handout.md.
// The law here: what an instructor may edit is data, and a mistake in it is answered with the file, the key and what is allowed.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Limits, type Role, UsageError, defaultLimits, limitNames } from '../subject/index.ts';
import { type Rule, checkTranslations, rulesOf } from './handout.ts';
import { Parameters } from './parameters.ts';

export interface Lab {
  id: string;
  title: string;
  transport: 'tcp' | 'udp';
  /** The lab's own port, for programs that take none. */
  port: number;
  /** What a student may hand in. */
  roles: Role[];
  /** What each of them counts where both are graded; only how they stand to each other matters. */
  weights: Record<Role, number>;
  startTimeoutMs: number;
  /** What a program may use. */
  limits: Limits;
  parameters: Parameters;
  rules: Rule[];
  folder: string;
}

const isName = (id: string): boolean => /^[a-z][a-z0-9-]*$/.test(id);

/** @param course the folder that holds labs/, graders/ and reference/ */
export async function readLab(course: string, id: string): Promise<Lab> {
  const folder = join(course, 'labs', id);
  const file = join(folder, 'lab.yaml');
  if (!isName(id) || !existsSync(file)) {
    const labs = join(course, 'labs');
    const known = existsSync(labs) ? readdirSync(labs).filter((name) => existsSync(join(labs, name, 'lab.yaml'))) : [];
    const why = isName(id) && existsSync(folder) ? ` (${file} is missing)` : '';
    throw new UsageError(`there is no lab "${id}"${why}; there are: ${known.join(', ') || 'none'}`);
  }
  const rules = rulesOf(join(folder, 'handout.md'));
  checkTranslations(folder, rules);
  const [{ parse }, v] = await Promise.all([import('yaml'), import('valibot')]);
  const parameter = v.strictObject({ default: v.unknown(), choices: v.optional(v.array(v.unknown())), meaning: v.string() });
  const weight = v.pipe(v.number(), v.minValue(0));
  const limit = v.pipe(v.number(), v.integer(), v.minValue(1));
  const limits = Object.fromEntries(limitNames.map((name) => [name, limit])) as Record<keyof Limits, typeof limit>;
  const schema = v.strictObject({
    title: v.string(),
    transport: v.picklist(['tcp', 'udp']),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    roles: v.pipe(v.array(v.picklist(['server', 'client'])), v.minLength(1)),
    weights: v.optional(v.strictObject({ server: weight, client: weight }), { server: 1, client: 1 }),
    startTimeoutMs: v.pipe(v.number(), v.minValue(1)),
    limits: v.optional(v.partial(v.strictObject(limits))),
    parameters: v.optional(v.record(v.string(), parameter), {}),
  });
  const keysBeside = (path: { key: unknown }[]) =>
    path.length < 2 ? Object.keys(schema.entries) : path[0]?.key === 'limits' ? limitNames : Object.keys(parameter.entries);
  let data: unknown;
  try {
    data = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  const result = v.safeParse(schema, data);
  if (!result.success) {
    const issue = result.issues.find(({ expected }) => expected === 'never') ?? result.issues[0]; // a key misspelt is missing too
    const where = v.getDotPath(issue) ?? 'the whole file';
    const there = keysBeside(issue.path ?? []).join(', ');
    const what = issue.expected === 'never' ? `no such key is known here; there are: ${there}` : issue.message;
    throw new UsageError(`${file}: ${where}: ${what}`);
  }
  const { title, transport, port, roles, weights, startTimeoutMs } = result.output;
  const known = Object.entries(result.output.parameters).map(
    ([name, { default: value, choices }]) => [name, { value, choices }] as const,
  );
  const parameters = new Parameters(file, Object.fromEntries(known));
  return {
    id,
    title,
    transport,
    port,
    roles,
    weights,
    startTimeoutMs,
    limits: { ...defaultLimits, ...(result.output.limits as Partial<Limits>) },
    parameters,
    rules,
    folder,
  };
}
