// When the clock ends a sleep, read from real sleepers: every way to sleep for 20 seconds that programs here use.
// The law here: a sleep is never said to last longer than it does. Each is asked about moments before and after its end.
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Thread, type Threads, readProc, scanThreads, socketInodes } from '../subject/index.ts';
import { inJava } from './lateServers.test.support.ts';
import { type Source, type Stage, c, python, started } from './programs.test.support.ts';
import { isHousekeeping, mayPoll, outlasts, watchesOnly, wentRound } from './timedWaits.ts';

/** A thread for each way, which bears its name. */
const sleepers: Source = c(String.raw`
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static struct timespec from_now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  at.tv_sec += 20;
  return at;
}

static void *sleeps(void *name) {
  struct timespec span = {.tv_sec = 20}, monotonic = from_now(CLOCK_MONOTONIC), real = from_now(CLOCK_REALTIME);
  struct timeval rest = {.tv_sec = 20};
  struct epoll_event event;
  sigset_t none;
  sem_t nobody;
  sigemptyset(&none);
  sigaddset(&none, SIGUSR2);
  sem_init(&nobody, 0, 0);
  prctl(PR_SET_NAME, name);
  if (!strcmp(name, "nanosleep")) syscall(SYS_nanosleep, &span, 0);
  if (!strcmp(name, "usleep")) usleep(20000000);
  if (!strcmp(name, "until-monotonic")) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &monotonic, 0);
  if (!strcmp(name, "until-real")) clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &real, 0);
  if (!strcmp(name, "poll")) poll(0, 0, 20000);
  if (!strcmp(name, "ppoll")) ppoll(0, 0, &span, 0);
  if (!strcmp(name, "select")) select(0, 0, 0, 0, &rest);
  if (!strcmp(name, "pselect")) pselect(0, 0, 0, 0, &span, 0);
  if (!strcmp(name, "epoll")) epoll_wait(epoll_create1(0), &event, 1, 20000);
  if (!strcmp(name, "futex")) { int cell = 0; syscall(SYS_futex, &cell, 0, 0, &span, 0, 0); }
  if (!strcmp(name, "semaphore")) sem_timedwait(&nobody, &real);
  if (!strcmp(name, "condition")) { pthread_mutex_lock(&mutex); pthread_cond_timedwait(&never, &mutex, &real); }
  if (!strcmp(name, "sigtimedwait")) sigtimedwait(&none, 0, &span);
  return 0;
}

int main(int count, char **names) {
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(names[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  for (int i = 2; i < count; i++) {
    pthread_t thread;
    pthread_create(&thread, 0, sleeps, names[i]);
  }
  usleep(50000);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) < 0 || listen(listener, 64) < 0) return 1;
  for (;;) accept(listener, 0, 0);
}
`);

/** How the end of each sleep is known. */
const relative = ['nanosleep', 'usleep', 'poll', 'ppoll', 'select', 'pselect', 'epoll', 'futex', 'sigtimedwait'];
const absolute = ['until-monotonic', 'semaphore', 'condition'];

const byName = (threads: Threads): Map<string, Thread> =>
  new Map([...threads.values()].map((thread) => [readProc(`/proc/${thread.pid}/task/${thread.tid}/comm`)?.trim() ?? '', thread]));

let stage: Stage;
let begunAfter: number;
let asleepAt: number;
let threads: Map<string, Thread>;

beforeAll(async () => {
  begunAfter = performance.now();
  stage = await started(sleepers, { args: [...relative, ...absolute, 'until-real'] });
  asleepAt = performance.now();
  threads = byName(scanThreads(stage.program.running.tree!));
});
afterAll(() => stage[Symbol.asyncDispose]());

test.each([...relative, ...absolute])('a sleep of 20 seconds outlasts 19 and not 21: %s', (name) => {
  const thread = threads.get(name)!;
  expect(thread.wait?.kind).toBe('timed');
  expect(outlasts(thread, begunAfter + 19_000, begunAfter)).toBe(true);
  expect(outlasts(thread, asleepAt + 21_000, begunAfter)).toBe(false);
});

test.each(relative)('a limit that counts from an unknown beginning may be over at once: %s', (name) => {
  expect(outlasts(threads.get(name)!, begunAfter, undefined)).toBe(false);
});

test.each(absolute)('a moment needs no beginning: %s', (name) => {
  expect(outlasts(threads.get(name)!, begunAfter + 19_000, undefined)).toBe(true);
  expect(outlasts(threads.get(name)!, asleepAt + 21_000, undefined)).toBe(false);
});

test('the time of day can be set, so a sleep until then lasts for no known time', () => {
  expect(outlasts(threads.get('until-real')!, begunAfter, begunAfter)).toBe(false);
});

test('a sleeper that has gone is not tolerated', () => {
  const thread = threads.get('until-monotonic')!;
  expect(outlasts({ ...thread, pid: 2 ** 22 - 1 }, 0, 0)).toBe(false);
});

test.each([...relative, ...absolute])('a thread that watches nothing may look for input when it wakes: %s', (name) => {
  expect(mayPoll(threads.get(name)!)).toBe(name !== 'epoll');
});

test.each([
  ['accept with a time limit', 'listener.settimeout(20); listener.accept()', true],
  ['select', 'select.select([listener], [], [], 20)', true],
  ['epoll', 'e = select.epoll(); e.register(listener, 1); e.poll(20)', true],
  ['select, with another descriptor', 'select.select([listener, os.pipe()[0]], [], [], 20)', false],
  [
    'epoll, with another descriptor',
    'e = select.epoll(); e.register(listener, 1); e.register(os.pipe()[0], 1); e.poll(20)',
    false,
  ],
  ['select on nothing', 'select.select([], [], [], 20)', false],
  ['sleep', 'time.sleep(20)', false],
])('a loop that only accepts is known by what it watches: %s', async (_, sleeps, expected) => {
  await using own = await started(python(`listener = listening()\n${sleeps}`));
  const { tree } = own.program.running;
  await own.silence.rests();
  const listeners = new Set([...socketInodes(tree!)].map((inode) => `socket:[${inode}]`));
  const [thread] = scanThreads(tree!).values();
  expect(thread!.wait!.kind).toBe('timed');
  expect(watchesOnly(thread!, listeners)).toBe(expected);
  expect(watchesOnly(thread!, new Set())).toBe(false);
});

test('the threads that Java keeps for itself are known by name, and the program its own are not among them', async () => {
  await using own = await started(inJava);
  const named = byName(scanThreads(own.program.running.tree!));
  const housekeeping = [...named].flatMap(([name, thread]) => (isHousekeeping(thread) ? [name] : []));
  expect(housekeeping).toContain('VM Periodic Tas');
  expect([...named.values()].filter((thread) => thread.wait?.kind === 'timed' && !isHousekeeping(thread))).toEqual([]);
  expect(housekeeping).not.toContain('java');
});

test('once round a loop: run since, and back at the same place', () => {
  const at = (runs: string, site: string): Thread => ({
    pid: 1,
    tid: '1',
    runs,
    ranMs: 0,
    wait: { kind: 'timed', call: 'poll', args: [], site },
  });
  const seen = (runs: string, site = 'here'): Threads => new Map([['1', at(runs, site)]]);
  expect(wentRound(at('3', 'here'), seen('1'), seen('2'))).toBe(true);
  expect(wentRound(at('2', 'here'), seen('1'), seen('2'))).toBe(false);
  expect(wentRound(at('3', 'there'), seen('1'), seen('2'))).toBe(false);
  expect(wentRound(at('3', 'here'), seen('1', 'there'), seen('2'))).toBe(false);
  expect(wentRound(at('3', 'here'), undefined, seen('2'))).toBe(false);
  expect(wentRound(at('3', 'here'), seen('1'), undefined)).toBe(false);
});
