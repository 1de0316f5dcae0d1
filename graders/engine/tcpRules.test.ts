// The rules of every TCP server, tried on programs that break one of them each.
// The law here: one slip fails one rule, and what cannot be seen because of another rule is skipped.
import { expect, test } from 'vitest';

import type { Client } from './client.ts';
import { type Grader, type Scene, grader } from './grader.ts';
import { type Source, freePort, python, runs, verdicts } from './programs.test.support.ts';
import { type Asking, type TcpRules, checkPort, checkTcpRules, needsAnswers, servesNext, tcpSlips } from './tcpRules.ts';
import { wire } from './wire.ts';

async function asks(client: Client): Promise<void> {
  await client.sends('x\n');
  await client.receives(wire`ok\n`);
}

const asking: Asking = { answers: 'A-1', turns: 'A-2', closes: 'A-3', asks };
const clientOf = ({ server }: Scene) => server.connect();

const graderOf = (more: Partial<TcpRules> = {}): Grader =>
  grader('test', { slips: tcpSlips }, (check) => {
    checkPort(check, 5);
    check('A-1', 10, 'answers', async (scene) => {
      await using client = await clientOf(scene);
      await asks(client);
    });
    check('A-2', 10, 'answers many', { after: ['A-1'] }, async (scene) => {
      await needsAnswers(scene, { ...asking, ...more });
      for (let i = 0; i < 30; i += 1) await servesNext(scene, asking);
    });
    check('A-3', 10, 'closes', { after: ['A-1'] }, async (scene) => {
      await needsAnswers(scene, { ...asking, ...more });
      await using client = await clientOf(scene);
      await client.sends('bye\n');
      await client.ends();
    });
    checkTcpRules(check, {
      ...asking,
      points: { 'TCP-2': 2, 'TCP-3': 2, 'TCP-4': 2, 'TCP-5': 2 },
      request: 'x\n',
      half: 'x',
      nonsense: [Buffer.from([0xff, 10])],
      atOnce: true,
      silent: true,
      ...more,
    });
  });

interface Program {
  /** What is done with a line that is read, and with an error of recv. */
  line?: string;
  error?: string;
  nonsense?: string;
  end?: string;
  start?: string;
}

const serving = ({
  line = 'pass',
  error = 'pass',
  nonsense = 'pass',
  end = 'conn.close()',
  start = 'listening()',
}: Program): Source =>
  python(String.raw`
kept = []
count = 0
def serve(conn):
    global count
    count += 1
    try:
        for text in lines_of(conn):
            ${line}
            if text == 'bye': break
            conn.sendall(b'ok\n')
    except UnicodeDecodeError: ${nonsense}
    except OSError: ${error}
    ${end}
each_in_a_thread(serve, ${start})
`);

async function notPassed(program: Program, more: Partial<TcpRules> = {}): Promise<string[]> {
  const report = await runs(serving(program), graderOf(more));
  const slips = report.results.flatMap(({ finding }) => finding?.looksLike?.name ?? []);
  return [...verdicts(report).filter((verdict) => !verdict.endsWith('passed')), ...slips];
}

test.each<[string, Program, string[]]>([
  ['keeps all of them', {}, []],
  ['dies of a reset', { error: 'os._exit(1)' }, ['TCP-2 failed', 'reset-kills-server']],
  ['dies of nonsense', { nonsense: 'os._exit(1)' }, ['TCP-3 failed', 'nonsense-kills-server']],
  [
    'leaks a descriptor for each client',
    { end: "conn.close(); kept.append(os.open('/dev/null', 0))" },
    ['TCP-5 failed', 'half-open-for-ever'],
  ],
  [
    'keeps the sockets of those who left',
    { end: 'kept.append(os.dup(conn.fileno()))\n    conn.close()' },
    ['A-3 failed', 'TCP-5 skipped'],
  ],
  ['serves its first clients only', { line: 'if count > 9: os._exit(0)' }, ['A-2 failed', 'TCP-5 skipped']],
  ['has no SO_REUSEADDR', { start: 'listening(reuse=False)' }, ['TCP-4 failed', 'no-reuseaddr']],
])('a program that %s', async (_, program, expected) => {
  expect(await notPassed(program)).toEqual(expected);
});

test('a program that listens where nobody told it to', async () => {
  const program = { start: `listening(port=${await freePort()})` };
  expect(await notPassed(program)).toEqual(['TCP-1 failed', 'port-ignored']);
});

test('a rule without points is not checked', () => {
  const ids = graderOf({ points: { 'TCP-4': 10 } }).checks.map(({ id }) => id);
  expect(ids).toEqual(['TCP-1', 'A-1', 'A-2', 'A-3', 'TCP-4']);
});

/** One client after the other; it ends with the first that leaves without a word. */
const impatient = python(String.raw`
listener = listening()
while True:
    conn, _ = listener.accept()
    try:
        data = conn.recv(100)
        if not data: os._exit(1)
        conn.sendall(b'ok\n')
    except OSError: pass
    conn.close()
`);

test('where it is said so, nobody leaves without a byte, and no two are connected at once', async () => {
  const all = await runs(impatient, graderOf({ atOnce: false, silent: false }));
  expect(new Set(verdicts(all).map((verdict) => verdict.split(' ')[1]))).toEqual(new Set(['passed']));
  const silent = await runs(impatient, graderOf({ atOnce: false }));
  expect(verdicts(silent)).toEqual(expect.arrayContaining(['TCP-2 failed', 'TCP-5 skipped']));
});

/** Workers that accept by themselves; one whose client vanishes, or sends what is no text, does what is said here. */
const pooled = (onError: string) =>
  python(String.raw`
import _thread
listener = listening()
def work():
    while True:
        conn, _ = listener.accept()
        try:
            for text in lines_of(conn):
                if text == 'bye': break
                conn.sendall(b'ok\n')
        except (OSError, UnicodeDecodeError): ${onError}
        conn.close()
for _ in range(8): thread(work)
threading.Event().wait()
`);

test.each([
  ['each of its workers lasts', 'pass', []],
  ['each of its workers ends with such a client', '_thread.exit()', ['workers-die-of-resets', 'workers-die-of-nonsense']],
])('of a pool, %s', async (_, onError, slips) => {
  const points = { 'TCP-2': 2, 'TCP-3': 2 };
  const one = await runs(pooled(onError), graderOf({ points }));
  expect(verdicts(one).filter((verdict) => !verdict.endsWith('passed'))).toEqual([]);
  const many = await runs(pooled(onError), graderOf({ points, pool: 12 }));
  expect(many.results.flatMap(({ finding }) => finding?.looksLike?.name ?? [])).toEqual(slips);
});

/** Serves one client after the other, and lasts. */
const serial = python(String.raw`
listener = listening()
while True:
    conn, _ = listener.accept()
    try:
        for text in lines_of(conn): conn.sendall(b'ok\n')
    except (OSError, UnicodeDecodeError): pass
    conn.close()
`);

test('where no check has shown that many are served at once, nobody stays', async () => {
  const atOnce = grader('test', { slips: tcpSlips }, (check) => {
    check('A-1', 10, 'answers', async ({ server }) => asks(await server.connect()));
    check('A-2', 10, 'answers two at once', { after: ['A-1'] }, async ({ server }) => {
      await using _silent = await server.connect();
      await asks(await server.connect());
    });
    checkTcpRules(check, {
      answers: 'A-1',
      turns: 'A-1',
      asks,
      points: { 'TCP-2': 2 },
      request: 'x\n',
      half: 'x',
      nonsense: [],
      atOnce: 'A-2',
      silent: true,
    });
  });
  expect(verdicts(await runs(serial, atOnce))).toEqual(['A-1 passed', 'A-2 failed', 'TCP-2 passed']);
});

test('where clients come in a way of their own, all of them do', async () => {
  const own = async ({ server }: Scene): Promise<Client> => server.connect({ from: (await server.addresses(1))[0]! });
  const only = ['TCP-2', 'TCP-3', 'TCP-4', 'TCP-5'];
  const choosy = serving({ line: "if conn.getpeername()[0] == '127.0.0.1': break" });
  const report = await runs(choosy, graderOf({ connects: own }), { only });
  expect(verdicts(report)).toEqual(only.map((id) => `${id} passed`));
});
