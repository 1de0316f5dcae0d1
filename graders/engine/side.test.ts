// Graders of clients, run: a client for each check, and what is only known when a check is over.
// The law here: a check of a client sees nothing of the ones before it.
import { expect, test } from 'vitest';

import { pythonClient, runsClient } from './clients.test.support.ts';
import { clientGrader } from './grader.ts';
import { verdicts } from './programs.test.support.ts';
import { exactly } from './wire.ts';

const echoing = pythonClient(`
while line := sys.stdin.readline():
    s.sendall(line.strip().encode())
    answer = s.recv(100).decode()
    if answer == 'die': os.abort()
    print('<' + answer + '>')
`);

const checks = clientGrader('test', {}, (check) => {
  for (const [id, answer, shown] of [
    ['A-1', 'one', '<one>'],
    ['A-2', 'two', '<not two>'],
    ['A-3', 'die', '<die>'],
    ['A-4', 'four', '<four>'],
  ] as const)
    check(id, 10, 'a check', async ({ client, keyboard, screen }) => {
      await using peer = await client.connects();
      await keyboard.types('line');
      await peer.receives(exactly('line'));
      await peer.sends(answer);
      await screen.shows(shown);
    });
});

test.each(['pty', 'pipe'] as const)('at a %s each check has its own client, and its own verdict', async (terminal) => {
  const report = await runsClient(echoing, checks, { terminal });
  expect(verdicts(report)).toEqual(['A-1 passed', 'A-2 failed', 'A-3 failed', 'A-4 passed']);
  const [, never, ended] = report.results.map(({ finding }) => finding?.message);
  // what a language holds back at a pipe comes when the client ends, and only then is it known that something is missing
  expect(never).toMatch(terminal === 'pipe' ? /^your client never shows "<not two>"/ : /^your client does not show "<not two>"/);
  expect(ended).toBe('your client ends without showing "<die>"');
});
