// Starting a program and ending it whole: how it ended, what it printed, and what it is given.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { provesAsleep } from './asleep.ts';
import { hasProc } from './processGroup.ts';
import { TestPrograms, isAlive, printed, until } from './testPrograms.test.support.ts';

describe('a program that ends', () => {
  test.each([
    ['by itself', 'exit 0', { code: 0, signal: null }],
    ['with a code', 'exit 7', { code: 7, signal: null }],
    ['by a signal', 'kill -SEGV $$', { code: null, signal: 'SIGSEGV' }],
  ])('%s', async (_, text, exit) => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell(`echo out; echo err >&2; ${text}\n`));
    expect(running.exit).toBeNull();
    expect(await running.exited).toEqual(exit);
    expect(running.exit).toEqual(exit);
    await running.kill();
    expect([running.stdout.text, running.stderr.text]).toEqual(['out\n', 'err\n']);
  });

  test('after 50 MB of output, all of which was taken from it', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(
      programs.python(
        "import sys\nfor n in range(50): sys.stdout.buffer.write(b'%07d\\n' % n * (1 << 17))\nprint('last', file=sys.stderr)\n",
      ),
    );
    expect(await running.exited).toEqual({ code: 0, signal: null });
    await running.kill();
    const lines = running.stdout.text.split('\n');
    expect(running.stderr.text).toBe('last\n');
    expect(lines[0]).toBe('0000000');
    expect(lines.at(-2)).toBe('0000049');
    expect(running.stdout.text).toContain(`\n… ${50 * (1 << 20) - (1 << 16)} bytes left out …\n`);
    expect(running.stdout.text.length).toBeLessThan((1 << 16) + 100);
  });
});

describe('a program that cannot be started', () => {
  test.each([
    ['is not there', '/no/such/program', 'ENOENT'],
    ['is no program', 'folder', 'EACCES'],
    ['lies in what is no folder', 'file/program', 'ENOTDIR'],
    ['has a name that cannot be', 'a\0b', 'ERR_INVALID_ARG_VALUE'],
  ])('because it %s', async (_, name, code) => {
    await using programs = new TestPrograms();
    mkdirSync(join(programs.folder, 'folder'));
    programs.write('file', '');
    const running = programs.start([join(programs.folder, name)]);
    await expect(running.exited).rejects.toMatchObject({ code });
    expect(running).toMatchObject({ pid: 0, tree: null, exit: null });
    await running.kill();
    expect(running.stdout.text + running.stderr.text).toBe('');
  });
});

describe('a program is given', () => {
  test('the environment we make, a mark of its own, and its folder', async () => {
    await using programs = new TestPrograms();
    const started = [1, 2].map(() => programs.start(programs.shell('/usr/bin/env; pwd\n'), { GIVEN: 'yes' }));
    const [first, second] = await Promise.all(started.map((running) => printed(running, /LAB_RUN=(\S+)/)));
    expect(first).not.toBe(second);
    await started[0]!.exited;
    await started[0]!.kill();
    const lines = started[0]!.stdout.text.trim().split('\n');
    const names = lines.slice(0, -1).map((line) => line.split('=')[0]!);
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).sort()).toEqual(['GIVEN', 'LAB_RUN', 'PATH']);
    expect(lines.at(-1)).toBe(programs.folder);
  });

  test.skipIf(!hasProc)('an input that never ends', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.python('import sys\nsys.stdin.read()\n'));
    await until('it waits for input', () => {
      const proof = provesAsleep(running.tree!, () => false);
      return proof.asleep && [...proof.threads.values()].every(({ wait }) => wait?.call === 'read' && wait.args[0] === 0n);
    });
    expect(running.exit).toBeNull();
  });

  test.skipIf(!hasProc)('a session of its own, and no signal that is ignored or blocked', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell('cat /proc/self/status; exec sleep 60\n'));
    await printed(running, /SigCgt/);
    expect(running.stdout.text).toMatch(/^SigBlk:\t0+\nSigIgn:\t0+\n/m);
    expect(readFileSync(`/proc/${running.pid}/stat`, 'utf8')).toMatch(
      new RegExp(`\\) \\S \\d+ ${running.pid} ${running.pid} 0 `),
    );
    process.kill(running.pid, 'SIGINT');
    expect(await running.exited).toEqual({ code: null, signal: 'SIGINT' });
  });
});

describe.skipIf(!hasProc)('killing', () => {
  test('ends the program and all it started, and may be said again', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell('setsid -f sleep 60; sleep 60 & echo ready; wait\n'));
    await printed(running, /ready/);
    const all = await until('three processes', () => {
      const alive = running.tree!.alive();
      return alive.length === 3 && alive;
    });
    await Promise.all([running.kill(), running.kill()]);
    expect(all.filter(isAlive)).toEqual([]);
    expect(running.exit).toEqual({ code: null, signal: 'SIGKILL' });
    await running.kill();
  });

  test('ends what a program left behind when it had ended by itself', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell('sleep 60 & echo left $!\n'));
    const left = Number(await printed(running, /left (\d+)/));
    await running.exited;
    expect(isAlive(left)).toBe(true);
    await running.kill();
    expect(isAlive(left)).toBe(false);
  });

  test('does not wait for one that hid from us and holds the output open', async () => {
    await using programs = new TestPrograms();
    const running = programs.start(programs.shell("env -i setsid sh -c 'echo hidden $$; exec sleep 60' &\n"));
    const hidden = Number(await printed(running, /hidden (\d+)/));
    await running.exited;
    try {
      expect(await Promise.race([running.kill().then(() => 'killed'), sleep(20_000, 'still waiting', { ref: false })])).toBe(
        'killed',
      );
    } finally {
      if (isAlive(hidden)) process.kill(hidden, 'SIGKILL');
    }
  });
});
