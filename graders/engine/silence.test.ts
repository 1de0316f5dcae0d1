// The proof of silence on programs that answer late in many ways, and on the same programs when they do not answer.
// The law here: an answer that will come is never called silence; silence is proven unless a clock is hidden or ticks.
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

import { expect, test } from 'vitest';

import { inAsyncio, inJava, inProcesses, inThreads, ticking } from './lateServers.test.support.ts';
import { type Source, type Stage, failureOf, python, started } from './programs.test.support.ts';
import { wire } from './wire.ts';

const tries = 20;
const seconds = 0.05;

const threadWays = [
  'sleep', 'busy', 'naps', 'select', 'poll', 'ppoll', 'epoll', 'event', 'timer-thread', 'queue', 'chain-of-threads', 'fork', 'orphan', 'subprocess',
]; // prettier-ignore

/** Where no clock is left behind that nothing shows. */
const ways: [way: string, source: Source][] = [
  ...threadWays.map((way): [string, Source] => [way, inThreads]),
  ...['usleep', 'timerfd', 'posix-timer'].map((way): [string, Source] => [way, inProcesses]),
  ['asyncio', inAsyncio],
  ['java', inJava],
];
/** A signal of the clock is caught or blocked from then on. */
const hidden: typeof ways = ['alarm', 'sigwait'].map((way) => [way, inProcesses]);

/** Sends one request and waits for "ok"; returns what the wait rested on. */
async function asks(stage: Stage, request: string): Promise<string> {
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await stage.silence.rests(); // how it looks at rest is where heuristics would begin
  await client.sends(`${request}\n`);
  await client.receives(wire`ok\n`);
  return trial.evidence;
}

async function failsToAnswer(stage: Stage, request: string): Promise<{ message: string; evidence: string; tookMs: number }> {
  const trial = stage.trial();
  await using client = await stage.connect(trial);
  await client.sends(`${request}\n`);
  const begun = performance.now();
  const { message } = await failureOf(client.receives(wire`ok\n`));
  return { message, evidence: trial.evidence, tookMs: performance.now() - begun };
}

test.concurrent.each([...ways, ...hidden])('an answer that comes late is waited for: %s', async (way, source) => {
  await using stage = await started(source);
  for (let i = 0; i < tries; i += 1) expect(await asks(stage, `late ${way} ${seconds}`)).toBe('bytes');
});

test.each(ways)('that no answer will come is proven: %s', async (way, source) => {
  await using stage = await started(source);
  for (let i = 0; i < 3; i += 1) {
    const { message, evidence } = await failsToAnswer(stage, `never ${way} ${seconds}`);
    expect({ message, evidence }).toEqual({ message: 'there is no answer', evidence: 'proof' });
  }
});

test.each(hidden)('where a clock may be hidden, nothing is proven: %s', async (way, source) => {
  await using stage = await started(source, { waitBudgetMs: 300 });
  const { message, evidence, tookMs } = await failsToAnswer(stage, `never ${way} ${seconds}`);
  expect({ message, evidence }).toEqual({ message: 'there is no answer in the time granted', evidence: 'deadline' });
  expect(tookMs).toBeGreaterThanOrEqual(250);
});

test.each(Object.entries(ticking))('an answer some ticks later is waited for: %s', async (_, source) => {
  await using stage = await started(source);
  for (let i = 0; i < 5; i += 1) expect(await asks(stage, 'late tick 0.15')).toBe('bytes');
});

// It may have more to do than accept when it looks up: an answer may be due.
test('no verdict hangs on a loop that accepts, and looks up now and then', async () => {
  await using stage = await started(
    python(String.raw`
import socketserver
class Silent(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile: pass
class Server(socketserver.ThreadingTCPServer): daemon_threads = True
Server(('127.0.0.1', int(sys.argv[1])), Silent).serve_forever()
`),
    { waitBudgetMs: 1500 },
  );
  expect((await failsToAnswer(stage, 'x')).evidence).toBe('deadline');
});

test('a client that waits its turn behind another is proven to get no answer', async () => {
  await using stage = await started(
    python(String.raw`
listener = listening()
while True:
    conn, _ = listener.accept()
    for line in lines_of(conn): conn.sendall(b'ok\n')
`),
  );
  await using _first = await stage.connect();
  const trial = stage.trial();
  await using second = await stage.connect(trial);
  await second.sends('x\n');
  const { finding } = await failureOf(second.receives(wire`ok\n`));
  expect(finding.standsAt).toBe('has read 0 of 2 bytes and waits in recv for more');
  expect(trial.evidence).toBe('proof');
});

test('where nothing may be proven, a late answer is waited for and its absence timed', async () => {
  await using stage = await started(inThreads, { provable: false, waitBudgetMs: 300 });
  expect(await asks(stage, 'late sleep 0.1')).toBe('bytes');
  expect(await failsToAnswer(stage, 'never sleep 0')).toMatchObject({ evidence: 'deadline' });
});

test('a program rests when it sleeps, and not while it works', async () => {
  await using stage = await started(inThreads);
  await using client = await stage.connect();
  expect(await stage.silence.rests()).toBe(true);
  await client.sends('late busy 0.3\n');
  expect(await stage.silence.rests(50)).toBe(false);
  await client.receives(wire`ok\n`);
  expect(await stage.silence.rests()).toBe(true);
});

test.each<[what: string, source: Source, request: string]>([
  ['spins', inThreads, 'never busy 60'],
  ['ticks', ticking['a worker that looks every 20 ms what is due']!, 'never tick 0.01'],
  ['has a heartbeat', ticking['asyncio with a heartbeat']!, 'never tick 0.01'],
])('the first wait takes the budget, and the next the least there is: a program that %s', async (_, source, request) => {
  await using stage = await started(source, { waitBudgetMs: 2500 });
  await using client = await stage.connect();
  await client.sends(`${request}\n`);
  const waits: number[] = [];
  for (let i = 0; i < 2; i += 1) {
    const begun = performance.now();
    const { silence } = stage;
    const outcome = await silence.until(
      () => false,
      silence.baseline(),
      client.sockets,
      () => 'verdict',
    );
    expect(outcome).toBe('deadline');
    waits.push(performance.now() - begun);
  }
  const [first, second] = waits;
  expect(first).toBeGreaterThanOrEqual(2500);
  expect(second).toBeLessThan(2500);
});

/** Takes the processor for some 200 ms before each answer. */
const computing = python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        until = time.thread_time() + 0.2
        while time.thread_time() < until: pass
        conn.sendall(b'ok\n')
each_in_a_thread(serve, listening())
`);

test('the time of a program that others keep from the processors is not up', async () => {
  await using stage = await started(computing, { waitBudgetMs: 1000 });
  const loops: ChildProcess[] = [];
  try {
    // each in a session of its own, for some systems deal out the processors by session
    for (let i = 0; i < 6 * availableParallelism(); i += 1)
      loops.push(spawn('sh', ['-c', 'while :; do :; done'], { detached: true }));
    const begun = performance.now();
    expect(await asks(stage, '')).toBe('bytes');
    expect(performance.now() - begun).toBeGreaterThan(1000); // else nobody has been kept from anything
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
});
