// What a program's processes hold, seen from a check: children, zombies, threads, connections not closed, memory.
// The law here: what is counted is what there is once the program has done what it does.
import { expect, test } from 'vitest';

import { python, started } from './programs.test.support.ts';
import { text, wire } from './wire.ts';

/** Each line is Python that is run in the process that listens; `ok` follows. */
const obeying = python(String.raw`
kept = []
def zombie():
    if os.fork() == 0: os._exit(0)
def child():
    if os.fork() == 0: time.sleep(600)
def many(work, count):
    for _ in range(count): work()
def serve(conn):
    for line in lines_of(conn):
        exec(line, globals())
        conn.sendall(b'ok\n')
    kept.append(conn)
each_in_a_thread(serve, listening())
`);

test('children, zombies and threads are counted', async () => {
  await using stage = await started(obeying);
  const server = stage.server();
  await using client = await server.connect();
  const does = async (line: string) => {
    await client.sends(`${line}\n`);
    await client.receives(wire`ok\n`);
    return server.census();
  };
  const before = await does('0');
  expect([before.processes, before.zombies]).toEqual([1, 0]);
  expect(await does('many(child, 3)')).toMatchObject({ processes: 4, zombies: 0 });
  expect(await does('many(zombie, 5)')).toMatchObject({ processes: 4, zombies: 5 });
  expect(await does('[os.wait() for _ in range(5)]')).toMatchObject({ processes: 4, zombies: 0 });
  const { threads } = await does('0');
  expect((await does('many(lambda: thread(time.sleep, 600), 7)')).threads).toBe(threads + 7);
  expect((await does('many(lambda: kept.append(os.dup(1)), 4)')).descriptors).toBe((await server.census()).descriptors);
});

test('memory is counted in bytes, and the most there was as well', async () => {
  await using stage = await started(obeying);
  const server = stage.server();
  await using client = await server.connect();
  const { memory, peakMemory } = await server.census();
  expect(memory).toBeGreaterThan(1 << 20);
  expect(peakMemory).toBeGreaterThanOrEqual(memory);
  const size = 64 << 20;
  await client.sends(`kept.append(b'x' * ${size})\nkept.pop()\n`);
  await client.receives(wire`ok\nok\n`);
  const after = await server.census();
  expect(after.peakMemory).toBeGreaterThan(memory + 0.9 * size);
  expect(after.memory).toBeLessThan(memory + 0.5 * size);
});

test('connections that were left open are counted', async () => {
  await using stage = await started(obeying);
  const server = stage.server();
  for (let i = 0; i < 3; i += 1) {
    const client = await server.connect();
    await client.sends('0\n');
    await client.receives(wire`ok\n`);
    client.closes();
  }
  await server.rests();
  expect((await server.census()).closeWait).toBe(3);
});

test('what is not enough yet is counted again until the program has nothing more to do', async () => {
  await using stage = await started(obeying);
  const trial = stage.trial();
  const server = stage.server(trial);
  await using client = await server.connect();
  await client.sends('many(zombie, 2); thread(lambda: (time.sleep(0.3), [os.wait() for _ in range(2)]))\n');
  await client.receives(wire`ok\n`);
  expect((await server.census(({ zombies }) => zombies === 0)).zombies).toBe(0);
  await client.sends('zombie()\n');
  await client.receives(wire`ok\n`);
  expect((await server.census(({ zombies }) => zombies === 0)).zombies).toBe(1);
  expect(trial.evidence).toBe('proof');
});

test('a program that puts one after the other away has the time it takes', async () => {
  await using stage = await started(obeying, { waitBudgetMs: 300 });
  const trial = stage.trial();
  const server = stage.server(trial);
  await using client = await server.connect();
  const works = 'until = time.monotonic() + 0.2\nwhile time.monotonic() < until: pass\n';
  const slowly = `for _ in range(8):\n ${works.replace('\nwhile', '\n while')} os.wait()`;
  await client.sends(`many(zombie, 8); thread(exec, ${JSON.stringify(slowly)}, globals())\n`);
  await client.receives(wire`ok\n`);
  expect((await server.census(({ zombies }) => zombies === 0)).zombies).toBe(0);
  expect(trial.evidence).toBe('deadline'); // it was busy when it was first to rest
  await client.sends(`many(zombie, 8); thread(exec, ${JSON.stringify('while 1: pass')}, globals())\n`);
  await client.receives(wire`ok\n`);
  expect((await server.census(({ zombies }) => zombies === 0)).zombies).toBe(8);
});

/** A process for each client, which tells its id. */
const forking = python(String.raw`
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = listening()
while True:
    conn, _ = listener.accept()
    if os.fork() == 0:
        for line in lines_of(conn): conn.sendall(b'%d\n' % os.getpid())
        os._exit(0)
    conn.close()
`);

test('the process of a client is told from the one that listens', async () => {
  await using stage = await started(forking);
  const server = stage.server();
  await using a = await server.connect();
  await using b = await server.connect();
  await server.settles([a, b]);
  const processes = server.processes();
  const [first, ...others] = processes.filter(({ isFirst }) => isFirst);
  expect(others).toEqual([]);
  const workers = processes.filter((one) => one !== first).map(({ pid }) => pid);
  expect(processes.every(({ listens, isZombie }) => listens && !isZombie)).toBe(true);
  expect(first?.pid).toBe(stage.program.running.pid);
  const told: number[] = [];
  for (const client of [a, b]) {
    await client.sends('x\n');
    const [pid] = await client.receives(wire`${text()}\n`);
    told.push(Number(pid));
  }
  expect(new Set(told)).toEqual(new Set(workers));
  a.closes();
  await server.settles([b]);
  expect(server.hasSeenProcess(told[0]!)).toBe(true);
  expect(server.processes().map(({ pid }) => pid)).not.toContain(told[0]);
  expect(server.hasSeenProcess(1)).toBe(false);
});

/** Answers each line with the number of a child that has come and gone by then, and with that of a thread that stays. */
const fleeting = python(String.raw`
def serve(conn):
    own = threading.get_native_id()
    for line in lines_of(conn):
        child = os.fork()
        if child == 0: os._exit(0)
        os.waitpid(child, 0)
        conn.sendall(b'%d %d\n' % (child, own))
each_in_a_thread(serve, listening())
`);

test('what has come and gone is known by the numbers that were given out meanwhile', async () => {
  await using stage = await started(fleeting);
  const server = stage.server();
  await using client = await server.connect();
  await server.settles([client]);
  const earlier = server.idsGivenOut();
  await client.sends('x\n');
  const [child, thread] = (await client.receives(wire`${text()} ${text()}\n`)).map(Number) as [number, number];
  const later = server.idsGivenOut();
  const [first] = server.processes();
  expect(earlier.known).toBe(thread);
  expect(first!.pid).toBeLessThan(thread);
  expect(child).toBeGreaterThan(earlier.known);
  expect(child).toBeLessThanOrEqual(later.latest);
  expect(later.latest).toBeGreaterThan(earlier.latest);
  expect(later.known).toBe(thread);
});
