// Servers that answer late, each in another way, for the tests of the proof of silence: a request is
// `late <way> <seconds>`, answered by "ok" when that time is up, or `never <way> <seconds>`, which is treated alike and not answered.
// The law here: they are correct programs. Whoever calls one of them silent before it has answered is wrong.
import { type Source, c, java, node, python } from './programs.test.support.ts';

/** In a thread for each client, without anything that ticks. */
export const inThreads: Source = python(String.raw`
import ctypes
jobs = queue.Queue()
def worker():
    while True:
        ends, seconds = jobs.get()
        time.sleep(seconds)
        ends()
def chain(links, seconds, ends):
    if links > 0: return thread(chain, links - 1, seconds, ends)
    time.sleep(seconds)
    ends()
def in_child(seconds, ends, orphan):
    child = os.fork()
    if child == 0:
        if not orphan or os.fork() == 0:
            time.sleep(seconds)
            ends()
        os._exit(0)
    os.waitpid(child, 0)
def ppoll(seconds):
    limit = struct.pack('qq', int(seconds), int(seconds % 1 * 1e9))
    ctypes.CDLL(None).ppoll(None, 0, limit, None)
ways = {
    'sleep': lambda s, ends: (time.sleep(s), ends()),
    'busy': lambda s, ends: (busy(s), ends()),
    'naps': lambda s, ends: ([time.sleep(0.01) for _ in range(int(s / 0.01))], ends()),
    'select': lambda s, ends: (select.select([], [], [], s), ends()),
    'poll': lambda s, ends: (select.poll().poll(s * 1000), ends()),
    'ppoll': lambda s, ends: (ppoll(s), ends()),
    'epoll': lambda s, ends: (select.epoll().poll(s), ends()),
    'event': lambda s, ends: (threading.Event().wait(s), ends()),
    'timer-thread': lambda s, ends: threading.Timer(s, ends).start(),
    'queue': lambda s, ends: jobs.put((ends, s)),
    'chain-of-threads': lambda s, ends: chain(3, s, ends),
    'fork': lambda s, ends: in_child(s, ends, False),
    'orphan': lambda s, ends: in_child(s, ends, True),
    'subprocess': lambda s, ends: (subprocess.run(['sleep', str(s)]), ends()),
}
def serve(conn):
    for line in lines_of(conn):
        verb, way, seconds = line.split()
        ways[way](float(seconds), lambda: conn.sendall(b'ok\n') if verb == 'late' else None)
thread(worker)
each_in_a_thread(serve, listening())
`);

/** In a process for each client, with clocks that no system call shows. */
export const inProcesses: Source = c(String.raw`
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static void nothing(int number) { (void)number; }

static void wait_by(const char *way, double seconds) {
  struct itimerspec once = {.it_value.tv_nsec = (long)(seconds * 1e9)};
  sigset_t alarms;
  sigemptyset(&alarms);
  sigaddset(&alarms, SIGALRM);
  if (!strcmp(way, "usleep")) usleep(seconds * 1e6);
  if (!strcmp(way, "alarm")) { signal(SIGALRM, nothing); ualarm(seconds * 1e6, 0); pause(); }
  if (!strcmp(way, "sigwait")) { int got; sigprocmask(SIG_BLOCK, &alarms, 0); ualarm(seconds * 1e6, 0); sigwait(&alarms, &got); }
  if (!strcmp(way, "timerfd")) {
    char ticks[8];
    int clock = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(clock, 0, &once, 0);
    if (read(clock, ticks, 8) < 0) exit(1);
    close(clock);
  }
  if (!strcmp(way, "posix-timer")) {
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    timer_t timer;
    signal(SIGUSR1, nothing);
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    timer_settime(timer, 0, &once, 0);
    pause();
    timer_delete(timer);
  }
}

static void serve(int conn) {
  char line[100], verb[20], way[20];
  double seconds;
  for (long got; (got = recv(conn, line, 99, 0)) > 0;) {
    line[got] = 0;
    if (sscanf(line, "%19s %19s %lf", verb, way, &seconds) != 3) exit(1);
    wait_by(way, seconds);
    if (!strcmp(verb, "late")) send(conn, "ok\n", 3, 0);
  }
}

int main(int count, char **arguments) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = count;
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  signal(SIGCHLD, SIG_IGN);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) < 0 || listen(listener, 64) < 0) return 1;
  for (;;) {
    int conn = accept(listener, 0, 0);
    if (fork() == 0) { close(listener); serve(conn); _exit(0); }
    close(conn);
  }
}
`);

export const inAsyncio: Source = python(String.raw`
import asyncio
async def serve(reader, writer):
    while line := await reader.readline():
        verb, _, seconds = line.split()
        await asyncio.sleep(float(seconds))
        if verb == b'late': writer.write(b'ok\n')
async def main():
    async with await asyncio.start_server(serve, '127.0.0.1', int(sys.argv[1])) as server: await server.serve_forever()
asyncio.run(main())
`);

export const inJava: Source = java(String.raw`
import java.io.*;
import java.net.*;
public class Server {
  public static void main(String[] arguments) throws Exception {
    ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]), 64, InetAddress.getByName("127.0.0.1"));
    while (true) {
      Socket conn = listener.accept();
      new Thread(() -> {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(conn.getInputStream()))) {
          for (String line; (line = lines.readLine()) != null;) {
            String[] words = line.split(" ");
            Thread.sleep((long) (1000 * Double.parseDouble(words[2])));
            if (words[0].equals("late")) conn.getOutputStream().write("ok\n".getBytes());
          }
        } catch (Exception gone) {}
      }).start();
    }
  }
}
`);

/** Each has a clock that ticks, and answers some ticks after the request. */
export const ticking: Record<string, Source> = {
  'a worker that looks every 20 ms what is due': python(String.raw`
due = []
def worker():
    while True:
        time.sleep(0.02)
        for job in [job for job in due if job[0] <= time.monotonic()]:
            due.remove(job)
            if job[1] == 'late': job[2].sendall(b'ok\n')
def serve(conn):
    for line in lines_of(conn):
        verb, _, seconds = line.split()
        due.append((time.monotonic() + float(seconds), verb, conn))
thread(worker)
each_in_a_thread(serve, listening())
`),
  'two workers that hand over': python(String.raw`
first, second = [], []
def hands_over():
    while True:
        time.sleep(0.02)
        while first: second.append(first.pop())
def answers():
    while True:
        time.sleep(0.02)
        while second:
            conn, verb = second.pop()
            if verb == 'late': conn.sendall(b'ok\n')
def serve(conn):
    for line in lines_of(conn): first.append((conn, line.split()[0]))
thread(answers)
thread(hands_over)
each_in_a_thread(serve, listening())
`),
  'an accept loop with a time limit that sends the answers': python(String.raw`
answers = []
def serve(conn):
    for line in lines_of(conn):
        if line.startswith('late'): answers.append(conn)
listener = listening()
listener.settimeout(0.05)
while True:
    try:
        conn, _ = listener.accept()
        conn.settimeout(None)
        thread(serve, conn)
    except TimeoutError: pass
    while answers: answers.pop().sendall(b'ok\n')
`),
  'one loop without blocking that answers on its next round': python(String.raw`
listener = listening()
listener.setblocking(False)
conns, asked = [], []
while True:
    while asked: asked.pop().sendall(b'ok\n')
    try:
        conns.append(listener.accept()[0])
        conns[-1].setblocking(False)
    except BlockingIOError: pass
    for conn in list(conns):
        try: data = conn.recv(1000)
        except BlockingIOError: continue
        if data.startswith(b'late'): asked.append(conn)
        if not data: conns.remove(conn)
    time.sleep(0.02)
`),
  'asyncio with a heartbeat': python(String.raw`
import asyncio
async def beats():
    while True: await asyncio.sleep(0.02)
async def serve(reader, writer):
    while line := await reader.readline():
        verb, _, seconds = line.split()
        await asyncio.sleep(float(seconds))
        if verb == b'late': writer.write(b'ok\n')
async def main():
    heart = asyncio.create_task(beats())
    async with await asyncio.start_server(serve, '127.0.0.1', int(sys.argv[1])) as server: await server.serve_forever()
asyncio.run(main())
`),
  'Node with a heartbeat': node(String.raw`
import { createServer } from 'node:net';
setInterval(() => {}, 20);
createServer((conn) => {
  conn.on('error', () => {});
  conn.on('data', (data) => {
    const [verb, , seconds] = String(data).split(' ');
    setTimeout(() => verb === 'late' && conn.write('ok\n'), 1000 * seconds);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
`),
};
