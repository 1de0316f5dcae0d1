// Reads of /proc: what is gone, what may not be looked at, and files that are kept open.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { ProcFiles, Unreadable, linkProc, listProc, readProc } from './procfs.ts';
import { until } from './testPrograms.test.support.ts';

describe.skipIf(!hasProc)('reads of /proc', () => {
  test('give what is there', () => {
    expect(readProc('/proc/self/stat')).toMatch(new RegExp(`^${process.pid} \\(`));
    expect(listProc('/proc/self/task')).toContain(String(process.pid));
    expect(linkProc('/proc/self/cwd')).toBe(process.cwd());
  });

  test('give nothing for what is gone', () => {
    const gone = execFileSync('/bin/sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
    expect(readProc(`/proc/${gone}/stat`)).toBeUndefined();
    expect(listProc(`/proc/${gone}/task`)).toEqual([]);
    expect(linkProc(`/proc/${gone}/cwd`)).toBeUndefined();
    expect(new ProcFiles().read(`/proc/${gone}/stat`)).toBeUndefined();
  });

  test.each([
    ['a file', () => readProc('/proc/self/mem')], // its first page is never mapped
    ['a file that is kept open', () => new ProcFiles().read('/proc/self/mem')],
    ['a folder', () => listProc('/proc/self/stat')],
    ['a link', () => linkProc('/proc/self/stat')],
  ])('throw for %s that cannot be read', (_, read) => {
    expect(read).toThrow(Unreadable);
    expect(read).toThrow(/^cannot read \/proc\/self\/\w+: E[A-Z]+$/);
  });

  const asUser = process.getuid!() === 0;
  test.skipIf(!asUser && statSync('/proc/1').uid === process.getuid!())('throw for what is another user’s', () => {
    if (asUser) process.seteuid!(65_534);
    try {
      expect(() => readProc('/proc/1/environ')).toThrow(new Unreadable('cannot read /proc/1/environ: EACCES'));
      expect(() => listProc('/proc/1/fd')).toThrow(Unreadable);
    } finally {
      if (asUser) process.seteuid!(0);
    }
  });
});

test.skipIf(!hasProc)(
  'a program that has ended holds nothing, though nobody has asked for its status and it may not be looked at',
  async () => {
    const isRoot = process.getuid!() === 0;
    const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { ...(isRoot && { uid: 65_534 }) });
    try {
      const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = Number(chunk.toString());
      await until('its end', () => /\) Z /.test(readProc(`/proc/${zombie}/stat`)!));
      if (isRoot) process.seteuid!(65_534);
      expect(listProc(`/proc/${zombie}/fd`)).toEqual([]);
      expect(readProc(`/proc/${zombie}/environ`)).toBeFalsy();
      expect(linkProc(`/proc/${zombie}/cwd`)).toBeUndefined();
    } finally {
      if (isRoot) process.seteuid!(0);
      parent.kill('SIGKILL');
    }
  },
);

describe.skipIf(!hasProc)('a file that is kept open', () => {
  test('is opened once and read anew each time', () => {
    const files = new ProcFiles();
    const times = () => Number(files.read('/proc/self/schedstat')!.split(' ')[0]);
    const first = times();
    for (const end = performance.now() + 30; performance.now() < end;); // uses its processor
    expect(times()).toBeGreaterThan(first);
    expect(files.size).toBe(1);
    files.retain(() => false);
  });

  test('is closed when its process has gone', async () => {
    const files = new ProcFiles();
    const child = spawn('/bin/cat');
    const path = `/proc/${child.pid}/stat`;
    expect(files.read(path)).toContain('(cat)');
    child.stdin.end();
    await once(child, 'exit');
    expect(files.read(path)).toBeUndefined();
    expect(files.size).toBe(0);
  });

  test('is closed when nobody wants to retain it', () => {
    const files = new ProcFiles();
    const before = listProc('/proc/self/fd').length;
    for (const name of ['stat', 'status', 'schedstat']) files.read(`/proc/self/${name}`);
    expect(listProc('/proc/self/fd')).toHaveLength(before + 3);
    files.retain((path) => path.endsWith('/stat'));
    expect(files.size).toBe(1);
    expect(files.read('/proc/self/status')).toContain('Name:');
    files.retain(() => false);
    expect(listProc('/proc/self/fd')).toHaveLength(before);
  });
});
