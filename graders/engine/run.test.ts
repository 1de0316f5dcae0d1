// Verdicts of small graders on small programs.
// The law here: what costs points has failed twice, alone; what is the grader's own fault, or an earlier failure's, costs nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { Failure } from './failure.ts';
import { type Grader, type Scene, type Setting, grader } from './grader.ts';
import { Parameters } from './parameters.ts';
import { answering, freePort, python, runs, verdicts } from './programs.test.support.ts';
import { wire } from './wire.ts';

type Body = (scene: Scene) => Promise<void>;

async function asks({ server }: Scene): Promise<void> {
  await using client = await server.connect();
  await client.sends('x\n');
  await client.receives(wire`ok\n`);
}

const fails: Body = async () => {
  throw new Failure('other', { message: 'this fails' });
};

/** `A-1`, `A-2`, … with 10 points each. */
const graderOf = (...bodies: Body[]): Grader =>
  grader('test', {}, (check) => bodies.forEach((body, i) => check(`A-${i + 1}`, 10, 'a check', body)));

/** A file in which a program leaves a line at each start. */
class Starts implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'starts-'));
  readonly file = join(this.#folder, 'starts');

  constructor() {
    writeFileSync(this.file, '');
  }

  get count(): number {
    return this.lines.length;
  }

  get lines(): string[] {
    return readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Answers as `answering` does, and tells with which SETTING it was started. */
const counting = (starts: Starts) =>
  python(String.raw`
with open('${starts.file}', 'a') as file: file.write(os.environ.get('SETTING', 'none') + '\n')
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'ok\n')
    conn.close()
each_in_a_thread(serve, listening())
`);

test('the four verdicts, and what they cost', async () => {
  const checks = grader('test', {}, (check) => {
    check('A-1', 10, 'passes', asks);
    check('A-2', 10, 'fails', fails);
    check('A-3', 10, 'cannot be seen', { after: ['A-2'] }, (scene) => scene.needs('A-2', () => fails(scene)));
    check('A-4', 10, 'is broken', () => Promise.reject(new TypeError('of the grader')));
    check('A-5', 10, 'goes on', asks);
  });
  const report = await runs(answering, checks);
  expect(verdicts(report)).toEqual(['A-1 passed', 'A-2 failed', 'A-3 skipped', 'A-4 broken', 'A-5 passed']);
  expect(report.results.map(({ points, maxPoints }) => [points, maxPoints])).toEqual([[10, 10], [0, 10], [0, 10], [0, 10], [10, 10]]); // prettier-ignore
  expect(report.results[2]).toMatchObject({ blockedBy: 'A-2', finding: null });
  expect(report.results[3]!.finding!.message).toContain('the grader itself failed: TypeError: of the grader');
});

test('what fails only because of what an earlier check left behind has not failed', async () => {
  const onlyFirst = python(String.raw`
served = []
def serve(conn):
    for line in lines_of(conn):
        conn.sendall(b'ok\n' if len(served) < 2 else b'no\n')
        served.append(line)
each_in_a_thread(serve, listening())
`);
  expect(verdicts(await runs(onlyFirst, graderOf(asks, asks, asks)))).toEqual(['A-1 passed', 'A-2 passed', 'A-3 passed']);
});

test('a check that leaves its client connected does not hold up the next one', async () => {
  using starts = new Starts();
  const serial = python(String.raw`
with open('${starts.file}', 'a') as file: file.write('\n')
listener = listening()
while True:
    conn, _ = listener.accept()
    for line in lines_of(conn): conn.sendall(b'ok\n')
`);
  const leaves: Body = async ({ server }) => {
    const client = await server.connect();
    await client.sends('x\n');
    await client.receives(wire`ok\n`);
  };
  expect(verdicts(await runs(serial, graderOf(leaves, leaves, asks)))).toEqual(['A-1 passed', 'A-2 passed', 'A-3 passed']);
  expect(starts.count).toBe(1);
});

/** How often a check is run that fails with this evidence. */
async function attempts(fresh: boolean, provable: boolean): Promise<number> {
  let count = 0;
  const silent = python('each_in_a_thread(lambda conn: list(lines_of(conn)), listening())');
  const checks = grader('test', {}, (check) =>
    check('A-1', 10, 'fails', { fresh }, (scene) => {
      count += 1;
      return asks(scene);
    }),
  );
  expect(verdicts(await runs(silent, checks, { provable, waitBudgetMs: 300 }))).toEqual(['A-1 failed']);
  return count;
}

test.each([
  ['on a shared server, twice', false, true, 2],
  ['on a server of its own and proven, once', true, true, 1],
  ['on a server of its own and by a deadline, once more', true, false, 2],
])('a failed check is run: %s', async (_, fresh, provable, expected) => {
  expect(await attempts(fresh, provable)).toBe(expected);
});

test('a program that spins fails by the deadline, and each check gets a server of its own', async () => {
  using starts = new Starts();
  const spins = python(String.raw`
with open('${starts.file}', 'a') as file: file.write('\n')
def serve(conn):
    for line in lines_of(conn):
        while True: pass
each_in_a_thread(serve, listening())
`);
  const { results } = await runs(spins, graderOf(asks, asks), { waitBudgetMs: 300 });
  expect(results.map(({ verdict, decidedBy }) => `${verdict} by ${decidedBy}`)).toEqual([
    'failed by deadline',
    'failed by deadline',
  ]);
  expect(starts.count).toBe(4);
});

const diesAfterAnAnswer = (afterSeconds: number) =>
  python(String.raw`
conn, _ = listening().accept()
for line in lines_of(conn): conn.sendall(b'ok\n')
busy(${afterSeconds})
sys.exit(3)
`);

test.each([0, 0.0005, 0.02])('a program that ends when all was answered is charged once: after %d s', async (seconds) => {
  const report = await runs(diesAfterAnAnswer(seconds), graderOf(asks, asks));
  expect(verdicts(report)).toEqual(['A-1 failed', 'A-2 passed']);
  expect(report.results[0]).toMatchObject({
    points: 0,
    finding: { message: 'everything was answered, but then your program ended', standsAt: 'has ended with exit code 3' },
  });
});

test('a program that ends is not charged for it where another check has failed', async () => {
  expect(verdicts(await runs(diesAfterAnAnswer(0), graderOf(asks, fails, asks)))).toEqual([
    'A-1 passed',
    'A-2 failed',
    'A-3 passed',
  ]);
});

test('a program that leaves its work to a child lives on, though what was started has ended', async () => {
  using starts = new Starts();
  const daemon = python(String.raw`
with open('${starts.file}', 'a') as file: file.write('\n')
listener = listening()
if os.fork(): os._exit(0)
os.setsid()
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'ok\n')
each_in_a_thread(serve, listener)
`);
  expect(verdicts(await runs(daemon, graderOf(asks, asks, asks)))).toEqual(['A-1 passed', 'A-2 passed', 'A-3 passed']);
  expect(starts.count).toBe(1);
});

test('only what is asked for is reported; what it comes after runs all the same', async () => {
  const seen: string[] = [];
  const checks = grader('test', {}, (check) => {
    for (const [id, after] of [
      ['A-1', []],
      ['A-2', []],
      ['A-3/x', ['A-1']],
      ['A-3/y', []],
    ] as [string, string[]][])
      // prettier-ignore
      check(id, 10, 'a check', { after }, async (scene) => {
        seen.push(id);
        if (after.length > 0) expect(scene.passed('A-1')).toBe(true);
        await asks(scene);
      });
  });
  expect(verdicts(await runs(answering, checks, { only: ['A-3/x'] }))).toEqual(['A-3/x passed']);
  expect(seen).toEqual(['A-1', 'A-3/x']);
  expect(verdicts(await runs(answering, checks, { only: ['A-3'] }))).toEqual(['A-3/x passed', 'A-3/y passed']);
});

test('whether an earlier rule matters here is tried once, and what it comes to holds for the rest', async () => {
  let tries = 0;
  const checks = grader('test', {}, (check) => {
    check('A-1', 10, 'fails', fails);
    for (const id of ['A-2', 'A-3'])
      check(id, 10, 'needs it', { after: ['A-1'] }, async (scene) => {
        await scene.needs('A-1', async () => {
          tries += 1;
          await asks(scene);
        });
        await asks(scene);
      });
  });
  expect(verdicts(await runs(answering, checks))).toEqual(['A-1 failed', 'A-2 passed', 'A-3 passed']);
  expect(tries).toBe(1);
});

test('a need that is not met only on a server that others have used is tried again, alone', async () => {
  const tires = python(String.raw`
served = []
def serve(conn):
    for line in lines_of(conn):
        served.append(line)
        conn.sendall(b'ok\n' if len(served) <= 2 else b'no\n')
each_in_a_thread(serve, listening())
`);
  const checks = grader('test', {}, (check) => {
    check('A-1', 10, 'fails', fails);
    check('A-2', 10, 'wears it out', async (scene) => {
      await asks(scene);
      await asks(scene);
    });
    check('A-3', 10, 'needs it', { after: ['A-1'] }, (scene) => scene.needs('A-1', () => asks(scene)));
  });
  expect(verdicts(await runs(tires, checks))).toEqual(['A-1 failed', 'A-2 passed', 'A-3 passed']);
});

test('a check may look only at what it is declared after', async () => {
  const checks = graderOf(asks, async (scene) => void scene.passed('A-1'));
  const { results } = await runs(answering, checks);
  expect(results[1]).toMatchObject({ verdict: 'broken', points: 0 });
});

test('checks with the same setting share a server, which is started with it', async () => {
  using starts = new Starts();
  const [one, other]: Setting[] = ['one', 'other'].map((SETTING) => ({ env: () => ({ SETTING }) })) as Setting[];
  const checks = grader('test', {}, (check) => {
    check('A-1', 10, 'a check', { setting: one! }, asks);
    check('A-2', 10, 'a check', asks);
    check('A-3', 10, 'a check', { setting: one! }, async (scene) => {
      expect(scene.server.env).toEqual({ SETTING: 'one' });
      await asks(scene);
    });
    check('A-4', 10, 'a check', { fresh: true }, asks);
    check('A-5', 10, 'a check', asks);
    check('A-6', 10, 'a check', { setting: other! }, asks);
    check('A-7', 10, 'a check', { fresh: true, setting: other! }, asks);
  });
  const report = await runs(counting(starts), checks);
  expect(verdicts(report)).toEqual([1, 2, 3, 4, 5, 6, 7].map((i) => `A-${i} passed`));
  expect(starts.lines).toEqual(['none', 'one', 'other', 'none', 'other']);
});

test('a program that cannot be started a second time has failed that check, and is not called "not started"', async () => {
  using starts = new Starts();
  const once = python(String.raw`
with open('${starts.file}', 'r+') as file:
    if file.read(): sys.exit('it is running already')
    file.write('\n')
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'ok\n')
each_in_a_thread(serve, listening())
`);
  const checks = grader('test', {}, (check) => {
    check('A-1', 10, 'a check', asks);
    check('A-2', 10, 'a check', { fresh: true }, asks);
  });
  const report = await runs(once, checks);
  expect(verdicts(report)).toEqual(['A-1 passed', 'A-2 failed']);
  expect(report.results[1]!.finding).toMatchObject({
    message: 'started once more, your program does not listen: it ended before it listened, with exit code 1',
    standsAt: 'printed:\nit is running already',
  });
});

test.each(['break', 'pass'])(
  'a program with a port of its own is started anew at once, whoever closes first: %s',
  async (after) => {
    const labPort = await freePort();
    const fixed = python(String.raw`
def serve(conn):
    for line in lines_of(conn):
        conn.sendall(b'ok\n')
        ${after}
    conn.close()
each_in_a_thread(serve, listening(reuse=False, port=${labPort}))
`);
    const asksAndFails: Body = async (scene) => {
      await asks(scene);
      await fails(scene);
    };
    const report = await runs(fixed, graderOf(asksAndFails, asksAndFails, asksAndFails), { labPort });
    expect(verdicts(report)).toEqual(['A-1 failed', 'A-2 failed', 'A-3 failed']);
  },
  20_000,
);

test('what a failure looks like is told by its bytes', async () => {
  const slips = [{ name: 'shouts', hint: 'write small letters', when: wire`OK\n`, of: [] }];
  const checks = grader('test', { slips }, (check) => check('A-1', 10, 'a check', asks));
  const shouting = python(String.raw`
def serve(conn):
    for line in lines_of(conn): conn.sendall(b'OK\n')
each_in_a_thread(serve, listening())
`);
  const { results } = await runs(shouting, checks);
  expect(results[0]!.finding!.looksLike).toEqual({ name: 'shouts', hint: 'write small letters' });
});

test('a check that there is not under these parameters is not run, and holds nobody up', async () => {
  const parameters = new Parameters('lab.yaml', { framing: { value: 'lockstep' } });
  const declared = grader('test', {}, (check) => {
    check('A-1', 10, 'takes lines', { when: (given) => given.text('framing') === 'line' }, fails);
    check('A-2', 10, 'answers', { after: ['A-1'] }, async (scene) => {
      expect(scene.passed('A-1')).toBe(true);
      expect(scene.parameters.text('framing')).toBe('lockstep');
      await scene.needs('A-1', fails as () => Promise<void>);
      await asks(scene);
    });
  });
  for (const only of [undefined, ['A-2'], ['A-1', 'A-2']]) {
    expect(verdicts(await runs(answering, declared, { parameters, ...(only && { only }) }))).toEqual(['A-2 passed']);
  }
});

test('the network is narrow for the checks that want it so, and as before when they are done', async () => {
  const seen: string[] = [];
  const looks: Body = ({ server }) => {
    seen.push(`is narrow: ${server.isNarrow}`);
    return Promise.resolve();
  };
  const narrow = grader('test', {}, (check) => {
    check('A-1', 10, 'a check', looks);
    check('A-2', 10, 'a check', { fresh: true, narrow: true }, async (scene) => {
      await looks(scene);
      await fails(scene);
    });
    check('A-3', 10, 'a check', { fresh: true }, looks);
  });
  await runs(answering, narrow, { narrows: (isSo) => seen.push(`narrows: ${isSo}`) });
  expect(seen).toEqual(['is narrow: false', 'narrows: true', 'is narrow: true', 'narrows: false', 'is narrow: false']);
  await runs(answering, narrow);
  expect(seen.slice(5)).toEqual(Array(3).fill('is narrow: false'));
});
