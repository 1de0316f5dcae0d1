// The slip that a failure looks like, by the name of the mutant that makes it.
// The law here: what came says more about a slip than that nothing else came.
import type { Failure, Slip } from './failure.ts';
import { matchesWhole } from './matcher.ts';
import type { Finding } from './report.ts';

/** A pattern is not looked for in a flood. */
const longestAnswer = 4096;

export function looksLike(failure: Failure, slips: readonly Slip[]): Finding['looksLike'] {
  if (failure.finding.looksLike !== null) return failure.finding.looksLike;
  const slip = slips.find(({ when }) => showsIn(failure, when)) ?? slips.find(({ when }) => fallsShort(failure, when));
  return slip === undefined ? null : { name: slip.name, hint: slip.hint };
}

function showsIn(failure: Failure, when: Slip['when']): boolean {
  const { sent, received } = failure;
  if (typeof when === 'function') return when(sent, received, failure);
  return !Array.isArray(when) && received.length <= longestAnswer && matchesWhole(when, received);
}

const fallsShort = ({ shortfall }: Failure, when: Slip['when']): boolean => Array.isArray(when) && when.includes(shortfall);
