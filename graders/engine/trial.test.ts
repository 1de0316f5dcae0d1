// What is said of a program where it falls short: where it stands, and how to see it again by hand.
// The law here: each is true of that program at that moment, and the command sends the very bytes that were sent.
import { execFileSync } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { Budget } from './budget.ts';
import { type Source, answering, failureOf, python, started } from './programs.test.support.ts';
import type { Evidence } from './report.ts';
import { Trial } from './trial.ts';
import { wire } from './wire.ts';

const obeying = python(String.raw`
def serve(conn):
    for line in lines_of(conn): exec(line)
each_in_a_thread(serve, listening())
`);
const reading = 'has read all 5 bytes and waits in accept for a client, waits in recv for more';

test.each<[what: string, source: Source, sent: string, standsAt: string | RegExp]>([
  ['waits for more', answering, 'TIME?', reading],
  [
    'does not read',
    python('listener = listening()\nconn = listener.accept()\ntime.sleep(60)'),
    'TIME?',
    'has read 0 of 5 bytes and sleeps',
  ],
  ['works', obeying, 'while True: pass\n', /^has read all 17 bytes and .*is running/],
  ['has ended', obeying, 'os._exit(7)\n', 'has ended with exit code 7'],
  ['was killed', obeying, 'os.kill(os.getpid(), 9)\n', 'has ended killed by SIGKILL'],
  [
    'complains',
    obeying,
    '1/0\n',
    /^has read all 4 bytes and waits in accept for a client; it printed:\n[^]*ZeroDivisionError: division by zero$/,
  ],
  ['logs', obeying, "print('got it', file=sys.stderr)\n", /^has read all 33 bytes and .*waits in recv for more$/],
])('where a program stands: it %s', async (_, source, sent, standsAt) => {
  await using stage = await started(source, { waitBudgetMs: 300 });
  await using client = await stage.connect();
  await client.sends(sent);
  const { finding } = await failureOf(client.receives(wire`ok\n`));
  if (typeof standsAt === 'string') expect(finding.standsAt).toBe(standsAt);
  else expect(finding.standsAt).toMatch(standsAt);
});

test('what a program printed before belongs to an earlier trial', async () => {
  await using stage = await started(obeying);
  await using earlier = await stage.connect();
  await earlier.sends("print('Traceback: an earlier one', file=sys.stderr, flush=True); conn.sendall(b'ok\\n')\n");
  await earlier.receives(wire`ok\n`);
  await expect.poll(() => stage.program.running.stderr.text).toContain('an earlier one');
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends("print('Traceback: this one', file=sys.stderr, flush=True); conn.sendall(b'ok\\n')\n");
  await client.receives(wire`ok\n`);
  await expect.poll(() => trial.standing()).toMatch(/; it printed:\nTraceback: this one$/);
});

test('the evidence is the weakest that was used', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  const given: Evidence[] = ['end', 'bytes', 'proof', 'barrier', 'deadline', 'proof'];
  expect(given.map((evidence) => (trial.restsOn(evidence), trial.evidence))).toEqual([
    'end',
    'end',
    'proof',
    'proof',
    'deadline',
    'deadline',
  ]);
});

test('the command to see it again sends what was sent, byte by byte', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  const pieces = [Buffer.from('it\'s 100% \\ "$HOME" `id`\r\n'), Buffer.from([0, 9, 0x80, 0xff, 0x31]), Buffer.from('à\u202e')];
  for (const piece of pieces) await client.sends(piece);
  const command = trial.reproduce(client);
  expect(command).toMatch(/^\(printf .*\) \| nc 127\.0\.0\.1 45000$/s);
  const printed = execFileSync('/bin/sh', ['-c', command.replace(/ \| nc .*$/s, '').replaceAll('sleep 1', ':')]);
  expect(printed).toEqual(Buffer.concat(pieces));
});

test('a long piece is made, not written out', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends('%'.repeat(3000));
  const command = trial.reproduce(client);
  expect(command.length).toBeLessThan(100);
  const printed = execFileSync('/bin/sh', ['-c', command.replace(/ \| nc .*$/s, '').replaceAll('sleep 1', ':')]);
  expect(printed.toString()).toBe('%'.repeat(3000));
});

test('the command has the other clients connected as well', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using gone = await stage.connect(trial);
  gone.closes();
  await using client = await stage.connect(trial);
  expect(trial.reproduce(client)).toBe('(sleep 1) | nc 127.0.0.1 45000');
  await using _other = await stage.connect(trial);
  expect(trial.reproduce(client)).toBe('sleep 9 | nc 127.0.0.1 45000 & (sleep 1) | nc 127.0.0.1 45000');
  await using elsewhere = await stage.connect(trial, '127.0.0.2');
  expect(trial.reproduce(elsewhere)).toBe('sleep 9 | nc 127.0.0.1 45000 & (sleep 1) | nc -s 127.0.0.2 127.0.0.1 45000');
});

test('a long piece that is not all of one byte is made of any', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends('ab'.repeat(1500));
  expect(trial.reproduce(client)).toBe('(head -c 3000 /dev/urandom; sleep 1) | nc 127.0.0.1 45000');
});

test('how a program has died may be known a moment later than that it has', async () => {
  const exit = { code: 7, signal: null };
  const running = { tree: { alive: () => [] }, exit: null as typeof exit | null, stderr: { count: 0, since: () => '' } };
  const exited = turn().then(() => (running.exit = exit));
  const program = { running: Object.assign(running, { exited }) };
  const silence = { rests: () => Promise.resolve(true) };
  const trial = new Trial(program as never, silence as never, new Budget(1000), {
    barrier: undefined,
    labPort: 5000,
    role: 'server',
  });
  await trial.comesToRest();
  expect(trial.standing()).toBe('has ended with exit code 7');
});

test('one of them says in it what it said', async () => {
  await using stage = await started(answering);
  const trial = stage.trial();
  await using _silent = await stage.connect(trial);
  await using other = await stage.connect(trial);
  await other.sends('ana says ana');
  await other.sends('x\n');
  await using client = await stage.connect(trial);
  const nc = 'nc 127.0.0.1 45000';
  const said = String.raw`(printf 'ana says ana'; sleep 1; printf 'x\n'; sleep 9)`;
  expect(trial.reproduce(client)).toBe(`${said} | ${nc} & (sleep 1) | ${nc}`);
});
