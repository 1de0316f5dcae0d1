// Whether silence can be proven on this machine: tried on a program that is known to be silent.
// The law here: a probe does what grading does, with the same code.
import { setTimeout as sleep } from 'node:timers/promises';

import { provesAsleep } from './asleep.ts';
import { inProcessGroup } from './processGroup.ts';

/** A shell that waits for a line that never comes. */
export async function provesItself(withinMs = 1000): Promise<boolean> {
  const running = inProcessGroup(['/bin/sh', '-c', 'read line'], { cwd: '/', env: {} });
  try {
    for (const until = performance.now() + withinMs; performance.now() < until; await sleep(5)) {
      if (running.tree !== null && provesAsleep(running.tree, () => false).asleep) return true;
    }
    return false;
  } finally {
    await running.kill();
  }
}
