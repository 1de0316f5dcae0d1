// Which processes belong to a program, however they came about, and that all of them and nobody else can be killed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

import { afterEach, describe, expect, test, vi } from 'vitest';

import { hasProc } from './processGroup.ts';
import { ProcessTree } from './processTree.ts';
import { Unreadable } from './procfs.ts';
import { TestPrograms, isAlive, processesWith, until } from './testPrograms.test.support.ts';

const children: ChildProcess[] = [];
const trees: ProcessTree[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) {
    tree.killAll();
    tree.close();
  }
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a program in a session of its own, with a marker that no other has. */
function started([command = '', ...args]: string[]) {
  const marker = `TREE_TEST=${process.pid}.${performance.now()}`;
  const [name, value] = marker.split('=') as [string, string];
  const child = spawn(command, args, { detached: true, env: { PATH: process.env['PATH'], [name]: value } });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const tree = new ProcessTree(child.pid!, { marker });
  trees.push(tree);
  return {
    marker,
    tree,
    pid: child.pid!,
    ids: (pattern: RegExp) => until(`${pattern}`, () => pattern.exec(said)?.slice(1).map(Number)),
  };
}

/** Forks twice, so that the second child belongs to nobody, and gives it a session of its own. */
const daemonize = `
import os, signal, sys, threading, time
def say(*words): os.write(1, (' '.join(map(str, words)) + '\\n').encode())
def daemon(name):
    between = os.fork()
    if between == 0:
        os.setsid()
        between = os.getpid()
        if os.fork() == 0:
            while os.getppid() == between: pass
            say(name, os.getpid())
            while True: signal.pause()
        os._exit(0)
    os.waitpid(between, 0)
`;

describe.skipIf(!hasProc)('a tree', () => {
  test('has children, grandchildren, daemons and zombies, and no threads', async () => {
    await using programs = new TestPrograms();
    const { tree, pid, ids } = started(
      programs.python(`${daemonize}
child = os.fork()
if child == 0:
    grandchild = os.fork()
    if grandchild: say('grandchild', grandchild)
    while True: signal.pause()
zombie = os.fork()
if zombie == 0: os._exit(0)
while not open('/proc/%d/stat' % zombie).read().split(') ')[1].startswith('Z'): pass
for _ in range(3): threading.Thread(target=threading.Event().wait).start()
say('ids', child, zombie)
daemon('daemon')
say('waited')
`),
    );
    const [child, zombie] = (await ids(/ids (\d+) (\d+)/)) as [number, number];
    const [[grandchild], [daemon]] = [await ids(/grandchild (\d+)/), await ids(/daemon (\d+)/)];
    await ids(/(waited)/); // the process between has ended, and is not even a zombie any more
    expect(new Set(tree.pids())).toEqual(new Set([pid, child, zombie, grandchild, daemon]));
    expect(new Set(tree.alive())).toEqual(new Set([pid, child, grandchild, daemon]));
    expect(tree.killAll()).toBe(true);
    expect([pid, child, grandchild!, daemon!].filter(isAlive)).toEqual([]);
  });

  test('sees every daemon, though they come up while it looks', async () => {
    await using programs = new TestPrograms();
    const { tree, marker, ids } = started(
      programs.shell('i=0; while [ $i -lt 100 ]; do setsid -f sleep 60; i=$((i+1)); done; echo ready $$; exec sleep 60'),
    );
    const ready = ids(/ready (\d+)/);
    const looking = setInterval(() => tree.pids(), 1);
    await ready.finally(() => clearInterval(looking));
    const sleepers = await until('101 sleepers', () => {
      const found = processesWith(marker);
      return found.length === 101 && found;
    });
    expect(new Set(tree.alive())).toEqual(new Set(sleepers));
    expect(tree.killAll()).toBe(true);
    expect(processesWith(marker)).toEqual([]);
  });

  test.each([
    ['before', 'a daemon comes up first, then very many strangers'],
    ['after', 'very many strangers come up first, then a daemon'],
  ])('sees a daemon that came up %s: %s', async (order) => {
    await using programs = new TestPrograms();
    const { tree, pid, ids } = started(
      programs.python(`${daemonize}
signal.signal(signal.SIGUSR1, lambda *_: daemon('daemon'))
say('ready', os.getpid())
while True: signal.pause()
`),
    );
    await ids(/ready (\d+)/);
    expect(tree.pids()).toEqual([pid]);
    const strangers = () => execFileSync('/bin/sh', ['-c', 'i=0; while [ $i -lt 450 ]; do (:); i=$((i+1)); done']);
    if (order === 'after') strangers();
    process.kill(pid, 'SIGUSR1');
    const [daemon] = await ids(/daemon (\d+)/);
    if (order === 'before') strangers();
    expect(new Set(tree.pids())).toEqual(new Set([pid, daemon]));
  });

  test('takes nobody in who only came up meanwhile, and kills nobody else', async () => {
    await using programs = new TestPrograms();
    const { tree, pid, ids } = started(programs.python(`${daemonize}daemon('daemon')\n`));
    await ids(/daemon (\d+)/);
    const [stranger, other] = [started(['/bin/cat']), started(programs.python(`${daemonize}daemon('daemon')\nsignal.pause()\n`))];
    const [daemon] = await other.ids(/daemon (\d+)/);
    expect(tree.pids()).not.toContain(stranger.pid);
    expect(tree.killAll()).toBe(true);
    expect(isAlive(pid)).toBe(false);
    expect([stranger.pid, other.pid, daemon!].map(isAlive)).toEqual([true, true, true]);
    expect(new Set(other.tree.alive())).toEqual(new Set([other.pid, daemon]));
  });
});

describe.skipIf(!hasProc)('killing all', () => {
  test('ends those who ignore every signal that can be ignored, and those who are stopped', async () => {
    await using programs = new TestPrograms();
    const { tree, ids } = started(
      programs.python(`${daemonize}
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}: signal.signal(number, signal.SIG_IGN)
daemon('daemon')
if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)
say('ready', os.getpid())
signal.pause()
`),
    );
    await ids(/ready (\d+)/);
    const [daemon] = await ids(/daemon (\d+)/);
    process.kill(daemon!, 'SIGTERM');
    expect(tree.alive().length).toBeGreaterThanOrEqual(2);
    expect(tree.killAll()).toBe(true);
    expect(tree.alive()).toEqual([]);
    expect(isAlive(daemon!)).toBe(false);
  });

  test('ends those who come back: two that watch each other, and each starts the other anew', async () => {
    await using programs = new TestPrograms();
    const { tree, marker, ids } = started(
      programs.python(`${daemonize}
end = time.monotonic() + 30
def watch(other, copies):
    while time.monotonic() < end:
        time.sleep(0.0002)
        if os.path.exists('/proc/%d' % other): continue
        me = os.getpid()
        if copies == 0: return
        copies -= 1
        other = os.fork()
        if other == 0:
            os.setsid()
            other = me
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies: a copy that is killed is gone
me = os.getpid()
copy = os.fork()
if copy == 0: os.setsid()
else: say('ready', copy)
watch(me if copy == 0 else copy, 100)
`),
    );
    const [copy] = await ids(/ready (\d+)/);
    process.kill(copy!, 'SIGKILL');
    await until('a new copy', () => tree.alive().length === 2 && !tree.alive().includes(copy!));
    expect(tree.killAll()).toBe(true);
    expect(processesWith(marker)).toEqual([]);
  });

  test('is not fooled by the name of a program', async () => {
    await using programs = new TestPrograms();
    const { tree, ids } = started(
      programs.python(`${daemonize}open('/proc/self/comm', 'w').write(') Z 1 (x')\ndaemon('daemon')\n`),
    );
    const [daemon] = await ids(/daemon (\d+)/);
    expect(tree.alive()).toContain(daemon);
    expect(tree.killAll()).toBe(true);
    expect(isAlive(daemon!)).toBe(false);
  });

  test('goes on when processes cannot be looked at any more', () => {
    const { tree, pid } = started(['/bin/cat']);
    tree.pids();
    const pids = vi.spyOn(tree, 'pids').mockImplementation(() => {
      throw new Unreadable('cannot read /proc/1/status: EMFILE');
    });
    expect(tree.killAll(20)).toBe(false); // it cannot know
    expect(isAlive(pid)).toBe(false);
    pids.mockRestore();
  });
});
