// `--only CHECK…`: the checks a person names, by id or by rule, in whatever case.
import { type Grader, type Parameters, checksUnder } from '../../graders/engine/index.ts';
import { UsageError } from '../../graders/subject/index.ts';

/** @throws UsageError that lists the checks there are */
export function checksNamed(options: readonly string[], grader: Grader, parameters: Parameters): string[] {
  const names = options
    .flatMap((option) => option.split(','))
    .map((name) => name.toUpperCase().replace(/\/.*/, (slug) => slug.toLowerCase()));
  const known = new Set(checksUnder(grader, parameters).flatMap((check) => [check.id, check.rule]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return names;
  throw new UsageError(`--only: there is no check "${unknown}"; there are: ${[...known].join(', ')}`);
}
