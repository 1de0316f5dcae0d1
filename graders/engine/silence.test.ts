// The proof of silence on programs that answer late in many ways, and on the same programs when they do not answer.
// The law here: an answer that will come is never called silence; silence is proven unless a clock is hidden or ticks.
import { expect, test } from 'vitest';

import { inAsyncio, inJava, inProcesses, inThreads, ticking } from './lateServers.test.support.ts';
import { type Source, type Stage, answering, failureOf, python, started } from './programs.test.support.ts';
import { wire } from './wire.ts';

const tries = 20;
const seconds = 0.06;
/** Far below the deadline of one wait, and far above what a proof takes on a machine under load. */
const provenWithinMs = 3000;

const threadWays = [
  'sleep', 'busy', 'naps', 'select', 'poll', 'ppoll', 'epoll', 'event', 'timer-thread', 'queue', 'chain-of-threads', 'fork', 'orphan', 'subprocess',
]; // prettier-ignore
const processWays = ['usleep', 'timerfd', 'sigwait', 'posix-timer'];

const ways: [way: string, source: Source][] = [
  ...threadWays.map((way): [string, Source] => [way, inThreads]),
  ...processWays.map((way): [string, Source] => [way, inProcesses]),
  ['asyncio', inAsyncio],
  ['java', inJava],
];

async function asks(stage: Stage, request: string) {
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`${request}\n`);
  const begun = performance.now();
  const answer = client.receives(wire`ok\n`);
  return { trial, answer, tookMs: async () => (await answer.catch(() => {}), performance.now() - begun) };
}

async function answersLate(stage: Stage, way: string): Promise<void> {
  for (let i = 0; i < tries; i += 1) {
    const { trial, answer } = await asks(stage, `late ${way} ${seconds}`);
    await answer;
    expect(trial.evidence).toBe('bytes');
  }
}

test.concurrent.each([...ways, ['alarm', inProcesses] as [string, Source]])('an answer that comes late is waited for: %s', async (way, source) => {
  await using stage = await started(source);
  await answersLate(stage, way);
});
