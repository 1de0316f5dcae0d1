// Process ids as a program sees them itself.
import { expect, test } from 'vitest';

import { ownId } from './processTree.ts';

test.each([
  ['NSpid:\t4242', 4242],
  ['NSpid:\t4242\t17\t3', 3],
])('%j is process %i in its own eyes', (line, pid) => {
  expect(ownId(`Name:\tNSpid:\t9\nPid:\t4242\nPPid:\t1\n${line}\nNSpgid:\t4242\t8\n`)).toBe(pid);
});
