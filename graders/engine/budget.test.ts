// How long a submission may keep the grader waiting. The clock stands still here, so that the sums are exact.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Budget } from './budget.ts';

const begun = 5000;
let now: number;
beforeEach(() => {
  now = begun;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

test.each([
  ['of a full budget one wait gets its most', 10_000, [], 4000],
  ['what is charged shortens it only when little is left', 10_000, [4000], 4000],
  ['the rest is the rest', 10_000, [4000, 4000], 2000],
  ['with nothing left a wait still gets its least', 10_000, [4000, 4000, 2000], 250],
  ['overspending is forgotten', 10_000, [50_000], 250],
  ['less than the least left is the least', 1000, [900], 250],
  ['no budget at all', 0, [], 250],
])('%s', (_, total, spent, grantedMs) => {
  const budget = new Budget(total);
  for (const ms of spent) budget.spend(ms);
  expect(budget.deadline()).toBe(begun + grantedMs);
});

test('a deadline that nobody charges costs nothing, and counts from when it is asked for', () => {
  const budget = new Budget(3000);
  expect([budget.deadline(), budget.deadline()]).toEqual([begun + 3000, begun + 3000]);
  now = begun + 700;
  expect(budget.deadline()).toBe(begun + 3700);
});
