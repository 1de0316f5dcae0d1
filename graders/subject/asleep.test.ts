// The proof that a whole program sleeps: programs for which it must come, and programs for which it must never come.
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { provesAsleep } from './asleep.ts';
import { hasProc } from './processGroup.ts';
import type { Running } from './running.ts';
import { Unreadable } from './procfs.ts';
import { TestPrograms, hasC, isAlive, printed, sleepsIn, until } from './testPrograms.test.support.ts';
import { scanThreads } from './threads.ts';

const nothing = () => false;
const isProven = (running: Running) => provesAsleep(running.tree!, nothing).asleep;
const proven = (running: Running) => until('a proof', () => isProven(running));

/** How often a program that is never asleep is looked at: one look that is wrong is one too many. */
const looks = 300;

async function expectNoProof(running: Running): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    expect(isProven(running)).toBe(false);
    if (look % 10 === 0) await sleep(1);
  }
}

const server = `import os, signal, socket, threading, time
listener = socket.create_server(('127.0.0.1', 0))
def accept():
    while True: threading.Thread(target=serve, args=listener.accept()).start()
def serve(conn, _):
    while data := conn.recv(4096): conn.sendall(data)
`;

describe.skipIf(!hasProc)('is proven for', () => {
  test.each([
    ['a server with a thread for each client', `${server}client = socket.create_connection(listener.getsockname())\naccept()\n`],
    ['a server that waits for its child', `${server}if os.fork() == 0: accept()\nos.wait()\n`],
    ['a program with a zombie', `${server}if os.fork() == 0: os._exit(0)\naccept()\n`],
    ['a program that asks something', 'input()\n'],
    [
      'asyncio',
      'import asyncio\nasync def main(): await (await asyncio.start_server(print, "127.0.0.1", 0)).serve_forever()\nasyncio.run(main())\n',
    ],
  ])('%s', async (_, text) => {
    await using programs = new TestPrograms();
    await proven(programs.start(programs.python(text)));
  });

  test('a server in Node, with all its threads', async () => {
    await using programs = new TestPrograms();
    await proven(programs.start(programs.node("import net from 'node:net';\nnet.createServer(() => {}).listen(0);\n")));
  });

  test('a program that has been stopped and goes on', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python(`${server}accept()\n`));
    await proven(running);
    process.kill(running.pid, 'SIGSTOP');
    await until('a stop', () => !isProven(running));
    await expectNoProof(running);
    process.kill(running.pid, 'SIGCONT');
    await proven(running);
  });
});

describe.skipIf(!hasProc || process.arch !== 'x64')('is never proven for', () => {
  test.each([
    ['a sleep', 'time.sleep(60)', 'clock_nanosleep'],
    ['a time-out', 'listener.settimeout(60); listener.accept()', 'poll'],
    ['an alarm', 'signal.signal(signal.SIGALRM, print); signal.alarm(60); signal.pause()', 'pause'],
    ['an alarm that is waited for', 'signal.pthread_sigmask(0, {14}); signal.alarm(60); signal.sigwait({14})', 'rt_sigtimedwait'],
    ['a busy thread', 'threading.Thread(target=lambda: [1 for i in iter(int, 1)]).start(); signal.pause()', 'pause'],
    ['a busy child', 'os.fork() or [1 for i in iter(int, 1)]; signal.pause()', 'pause'],
    ['a sleeping child', 'os.fork() or time.sleep(60); signal.pause()', 'pause'],
    [
      'two threads that hand over to each other',
      'a, b = threading.Semaphore(1), threading.Semaphore(0)\ndef pass_on(a, b):\n    while True: a.acquire(); b.release()\nthreading.Thread(target=pass_on, args=(b, a)).start(); threading.Thread(target=pass_on, args=(a, b)).start(); signal.pause()',
      'pause',
    ],
    [
      'a child of a child, in a session of its own',
      'if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: pass\n    os._exit(0)\nos.wait(); signal.pause()',
      'pause',
    ],
  ])('%s', async (_, text, call) => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python(`${server}${text}\n`));
    await sleepsIn(running, call);
    await expectNoProof(running);
  });

  test.skipIf(!hasC).each(['threads', 'processes'])(
    'twenty %s that pass a byte round, all but one of them asleep',
    async (kind) => {
      await using programs = new TestPrograms();
      const program = programs.c(String.raw`
#include <pthread.h>
#include <unistd.h>
static int pipes[20][2];
static void *pass(void *place) {
  char byte;
  for (long n = (long)place;;) { read(pipes[n][0], &byte, 1); write(pipes[(n + 1) % 20][1], &byte, 1); }
}
int main(int count, char **words) {
  pthread_t thread;
  for (int n = 0; n < 20; n++) pipe(pipes[n]);
  for (long n = 1; n < 20; n++)
    if (count > 1) { if (fork() == 0) pass((void *)n); } else pthread_create(&thread, 0, pass, (void *)n);
  write(pipes[0][1], "x", 1);
  pass(0);
}`);
      const running = programs.start(kind === 'threads' ? program : [...program, kind]);
      await until('all of them', () => scanThreads(running.tree!).size === 20);
      await expectNoProof(running);
    },
  );

  test.skipIf(!hasC)('a timer of a clock, and a descriptor of one', async () => {
    await using programs = new TestPrograms();
    const program = programs.c(String.raw`
#include <signal.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
static void wake(int signal) {}
int main(int count, char **words) {
  struct itimerspec times = { .it_value = { 60, 0 } };
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
  timer_t timer;
  char byte[8];
  if (count > 1) { int fd = timerfd_create(CLOCK_MONOTONIC, 0); timerfd_settime(fd, 0, &times, 0); read(fd, byte, 8); }
  signal(SIGUSR1, wake); timer_create(CLOCK_MONOTONIC, &event, &timer); timer_settime(timer, 0, &times, 0);
  pause();
}`);
    const [timer, descriptor] = [programs.start(program), programs.start([...program, 'descriptor'])];
    await sleepsIn(timer, 'pause');
    await expectNoProof(timer);
    await sleepsIn(descriptor, 'read');
    await expectNoProof(descriptor);
  });
});

describe.skipIf(!hasProc)('a sleep that the clock can end', () => {
  test('is left to the caller, and it alone', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python(`${server}threading.Thread(target=accept).start()\nprint('ready')\nwhile True: time.sleep(60)\n`),
    );
    await sleepsIn(running, 'clock_nanosleep');
    const proof = await until('a proof', () => {
      const asked: string[] = [];
      const look = provesAsleep(running.tree!, (thread) => asked.push(thread.tid) > 0);
      return look.asleep && { ...look, asked };
    });
    expect(proof.threads.size).toBe(2);
    expect(proof.asked).toEqual([String(running.pid)]);
    expect(provesAsleep(running.tree!, nothing)).toMatchObject({ asleep: false, awake: { tid: String(running.pid) } });
  });
});

/** A program that sleeps, of whose files in /proc some read otherwise than they would. */
async function sleeper(programs: TestPrograms, otherwise: (path: string) => string | undefined): Promise<Running> {
  const running = programs.start(programs.python('input()\n'));
  await proven(running);
  const { files } = running.tree!;
  const read = files.read.bind(files);
  files.read = (path) => otherwise(path) ?? read(path);
  return running;
}

test.skipIf(!hasProc)('what cannot be read proves nothing', async () => {
  await using programs = new TestPrograms();
  const running = await sleeper(programs, (path) => {
    if (!path.endsWith('/syscall')) return undefined;
    throw new Unreadable(`cannot read ${path}: EACCES`);
  });
  expect(provesAsleep(running.tree!, () => true)).toMatchObject({ asleep: false, awake: null });
});

test.skipIf(!hasProc)('a thread that was found asleep twice, but ran in between, proves nothing', async () => {
  await using programs = new TestPrograms();
  let runs = 0;
  const running = await sleeper(programs, (path) => (path.endsWith('/schedstat') ? `1 1 ${(runs += 1)}\n` : undefined));
  expect(provesAsleep(running.tree!, () => true)).toMatchObject({ asleep: false, awake: { tid: String(running.pid) } });
});

test.skipIf(!hasProc)('a program that has ended has no thread awake', async () => {
  await using programs = new TestPrograms();
  const running = programs.start(programs.python("print('bye')\n"));
  await printed(running, /bye/);
  await running.exited;
  expect(isAlive(running.pid)).toBe(false);
  expect(scanThreads(running.tree!).size).toBe(0);
  expect(provesAsleep(running.tree!, nothing)).toMatchObject({ asleep: true });
});
