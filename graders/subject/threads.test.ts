// What a look at a program's threads shows, for each way to sleep, on programs that sleep that way.
import { describe, expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { TestPrograms, hasC, printed, sleepsIn, until } from './testPrograms.test.support.ts';
import { descriptors, hasHiddenClock, scanThreads, waitsForClock, waitsOnSocket } from './threads.ts';

const sockets =
  "import os, select, signal, socket, threading, time\nlistener = socket.create_server(('127.0.0.1', 0))\na, b = socket.socketpair()\n";
const poller = 'p = select.poll(); p.register(listener, 1); ';

describe.skipIf(!hasProc || process.arch !== 'x64')('a sleep in', () => {
  test.each([
    ['accept', 'listener.accept()', 'accept4', 'endless', true],
    ['recv', 'a.recv(1)', 'recvfrom', 'endless', true],
    ['read, of a socket', 'os.read(a.fileno(), 1)', 'read', 'endless', false],
    ['poll, without end', `${poller}p.poll()`, 'poll', 'endless', true],
    ['poll, for a minute', `${poller}p.poll(60_000)`, 'poll', 'timed', true],
    ['accept with a time-out', 'listener.settimeout(60); listener.accept()', 'poll', 'timed', true],
    ['select, without end', 'select.select([listener], [], [])', 'pselect6', 'endless', true],
    ['select, for a minute', 'select.select([listener], [], [], 60)', 'pselect6', 'timed', true],
    ['epoll, without end', 'e = select.epoll(); e.register(listener); e.poll()', 'epoll_wait', 'endless', true],
    ['epoll, for a minute', 'e = select.epoll(); e.register(listener); e.poll(60)', 'epoll_wait', 'timed', true],
    ['a lock', 'k = threading.Lock(); k.acquire(); k.acquire()', 'futex', 'endless', false],
    ['a lock, for a minute', 'k = threading.Lock(); k.acquire(); k.acquire(timeout=60)', 'futex', 'timed', false],
    ['sleep', 'time.sleep(60)', 'clock_nanosleep', 'timed', false],
    ['pause', 'signal.pause()', 'pause', 'endless', false],
    ['sigwait', 'signal.sigwait({signal.SIGUSR1})', 'rt_sigtimedwait', 'endless', false],
    ['send, that nobody reads', 'while True: a.send(bytes(1 << 16))', 'sendto', 'unknown', false],
  ])('%s', async (_, text, call, kind, onSocket) => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python(`${sockets}${text}\n`));
    // which of two kin is called depends on the versions of Python and of the C library
    const kin = new Map([
      ['pselect6', 'select'],
      ['epoll_wait', 'epoll_pwait'],
      ['accept4', 'accept'],
    ]);
    const thread = await until(`a sleep in ${call}`, () => {
      const seen = scanThreads(running.tree!).get(String(running.pid));
      const wait = seen?.wait;
      return wait !== undefined && (wait.call === call || wait.call === kin.get(call)) && wait.kind !== 'running' && seen!;
    });
    expect(thread).toMatchObject({ pid: running.pid, tid: String(running.pid), wait: { kind } });
    expect(waitsOnSocket(thread)).toBe(onSocket);
  });
});

describe.skipIf(!hasProc)('a scan', () => {
  test('shows every thread of every process, and that none of them ran between two scans', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python(`${sockets}
for _ in range(3): threading.Thread(target=a.recv, args=(1,)).start()
if os.fork() == 0: b.recv(1)
print('ready')
listener.accept()
`),
    );
    await printed(running, /ready/);
    const scan = await until('five threads asleep', () => {
      const threads = scanThreads(running.tree!);
      return threads.size === 5 && [...threads.values()].every(({ wait }) => wait?.kind === 'endless') && threads;
    });
    expect(new Set([...scan.values()].map(({ pid }) => pid)).size).toBe(2);
    expect(scanThreads(running.tree!)).toEqual(scan);
  });

  test('counts the runs of a thread: they grow when something wakes it', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python('import signal\nsignal.signal(signal.SIGUSR1, print)\nwhile True: signal.pause()\n'),
    );
    const before = await sleepsIn(running, 'pause');
    process.kill(running.pid, 'SIGUSR1');
    await printed(running, /\S/);
    const after = await sleepsIn(running, 'pause');
    expect(Number(after.runs)).toBeGreaterThan(Number(before.runs));
  });

  test('keeps few files open of threads that have ended', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python(`${sockets}
for _ in range(300):
    thread = threading.Thread(target=time.sleep, args=(0.002,)); thread.start(); thread.join()
print('ready')
listener.accept()
`),
    );
    await until('the end of 300 threads', () => scanThreads(running.tree!).size > 0 && /ready/.test(running.stdout.text));
    scanThreads(running.tree!);
    expect(running.tree!.files.size).toBeLessThan(70);
  });

  test('has no wait for a thread that is dead, and none that proves anything for one that is stopped', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python("import os, signal\nprint('z', os.fork() or os._exit(0))\nsignal.pause()\n"));
    const zombie = await printed(running, /z (\d+)/);
    await until('a zombie', () => scanThreads(running.tree!).get(zombie)?.wait === undefined);
    await sleepsIn(running, 'pause');
    process.kill(running.pid, 'SIGSTOP');
    const wait = () => scanThreads(running.tree!).get(String(running.pid))?.wait;
    await until('a stop', () => wait()?.call === 'not in a system call');
    expect(wait()).toMatchObject({ kind: 'unknown' });
  });

  test('is not fooled by the name of a program', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python("open('/proc/self/comm', 'w').write(') Z 1 (a) S')\nwhile True: pass\n"));
    await until('its name', () => scanThreads(running.tree!).get(String(running.pid))?.wait?.kind === 'running');
    expect(running.tree!.alive()).toEqual([running.pid]);
  });
});

/** Each sleeps in a call without an end of its own, and a clock ends it all the same. */
const clocks = String.raw`
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
static void wake(int signal) {}
int main(int count, char **words) {
  char *kind = words[1], byte[128];
  struct itimerval alarms = { .it_value = { 60, 0 } };
  struct itimerspec times = { .it_value = { 60, 0 } };
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
  timer_t timer;
  sigset_t set;
  int taken;
  sigemptyset(&set);
  sigaddset(&set, strcmp(kind, "sigwait for USR1") ? SIGALRM : SIGUSR1);
  if (!strcmp(kind, "alarm")) { signal(SIGALRM, wake); alarm(60); }
  if (!strcmp(kind, "profile")) { signal(SIGPROF, wake); setitimer(ITIMER_PROF, &alarms, 0); }
  if (!strcmp(kind, "timer")) { signal(SIGUSR1, wake); timer_create(CLOCK_MONOTONIC, &event, &timer); timer_settime(timer, 0, &times, 0); }
  if (!strcmp(kind, "handler")) signal(SIGUSR1, wake);
  if (!strncmp(kind, "sigwait", 7) || !strcmp(kind, "signalfd")) { sigprocmask(SIG_BLOCK, &set, 0); alarm(60); }
  if (!strncmp(kind, "sigwait", 7)) sigwait(&set, &taken);
  if (!strcmp(kind, "signalfd")) read(signalfd(-1, &set, 0), byte, 128);
  if (!strcmp(kind, "timerfd")) { int fd = timerfd_create(CLOCK_MONOTONIC, 0); timerfd_settime(fd, 0, &times, 0); read(fd, byte, 8); }
  pause();
}`;

describe.skipIf(!hasProc || !hasC)('a hidden clock', () => {
  test.each([
    ['handler', 'pause', false],
    ['alarm', 'pause', true],
    ['profile', 'pause', true],
    ['timer', 'pause', true],
    ['timerfd', 'read', true],
    ['signalfd', 'read', true],
    ['sigwait', 'rt_sigtimedwait', true],
    ['sigwait for USR1', 'rt_sigtimedwait', false],
  ])('%s', async (kind, call, expected) => {
    await using programs = new TestPrograms();
    const running = programs.start([...programs.c(clocks), kind]);
    const thread = await sleepsIn(running, call);
    expect(thread.wait!.kind).toBe('endless');
    expect(hasHiddenClock(running.pid) || waitsForClock(thread)).toBe(expected);
  });

  test('is none in a process that has gone', () => {
    expect(hasHiddenClock(2 ** 22 + 1)).toBe(false);
  });
});

test.skipIf(!hasProc)('the descriptors of a process, and what they refer to', async () => {
  await using programs = new TestPrograms();
  const running = programs.start(
    programs.python("import os, signal\nos.open('/dev/null', os.O_RDONLY)\nprint('ready')\nsignal.pause()\n"),
  );
  await printed(running, /ready/);
  const found = descriptors(running.pid);
  expect(found).toContainEqual({ number: 3, target: '/dev/null' });
  expect(found.find(({ number }) => number === 1)?.target).toMatch(/^(?:socket|pipe):\[\d+\]$/);
  expect(descriptors(2 ** 22 + 1)).toEqual([]);
});
