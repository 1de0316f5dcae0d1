// Limits, and how a program that breaks one is told so. The programs here are bounded by themselves as well: they take no more
// than a few hundred MiB or a few dozen processes, and end by themselves.
import { spawnSync } from 'node:child_process';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type Limits, defaultLimits } from './limits.ts';
import { Sandboxes, hasNamespaces, needed, users } from './sandboxes.test.support.ts';
import { hasC, hasJava } from './testPrograms.test.support.ts';

const mebibytes = (count: number) => `${count} * 1024 * 1024`;
const rest = `
import ctypes, mmap, os, resource, signal, sys, threading, time
signal.alarm(15)
def rest(): print('rests', flush=True); time.sleep(15)
`;

/** Each breaks one limit, and is ended for it. */
const breaking: [name: string, limits: Partial<Limits>, text: string, broke: string][] = [
  [
    'memory',
    { memory: 96 },
    `b = bytearray(${mebibytes(160)})\nfor i in range(0, len(b), 4096): b[i] = 1\nrest()`,
    'used more than 96 MiB of memory',
  ],
  [
    'memory, by many processes that each use little',
    { memory: 96 },
    `for n in range(8):\n  if os.fork() == 0:\n    b = bytearray(os.urandom(${mebibytes(20)}))\n    rest()\nrest()`,
    'used more than 96 MiB of memory',
  ],
  [
    'memory that is shared',
    { memory: 96 },
    `m = mmap.mmap(-1, ${mebibytes(160)})\nfor i in range(0, len(m), 4096): m[i] = 1\nrest()`,
    'used more than 96 MiB of memory',
  ],
  [
    'processes',
    { processes: 40 },
    'for n in range(60):\n  try:\n    if os.fork() == 0: rest()\n  except BlockingIOError: pass\nrest()',
    'had 40 processes and threads at once',
  ],
  [
    'threads',
    { processes: 40 },
    'for n in range(60):\n  try: threading.Thread(target=time.sleep, args=(15,), daemon=True).start()\n  except RuntimeError: pass\nrest()',
    'had 40 processes and threads at once',
  ],
  [
    'the size of a file',
    { file: 1 },
    "signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nwith open('big', 'wb') as f:\n  for n in range(4): f.write(bytes(1 << 20)); f.flush()\nrest()",
    'wrote a file of more than 1 MiB',
  ],
  ['output', { output: 1 }, "for n in range(64): os.write(1, b'x' * (1 << 16))\nrest()", 'printed more than 1 MiB'],
  ['errors', { output: 1 }, "for n in range(64): os.write(2, b'x' * (1 << 16))\nrest()", 'printed more than 1 MiB'],
  ['processor time', { cpu: 1 }, 'while True: pass', 'used more than 1 s of processor time'],
];

/** Each comes up against a limit and lives on. */
const meeting: [name: string, limits: Partial<Limits>, text: string, met: string][] = [
  [
    'open files',
    { files: 64 },
    "held = []\ntry:\n  for n in range(100): held.append(open('/dev/null'))\nexcept OSError: pass\nrest()",
    'has opened 64 files at once',
  ],
  [
    'its disk',
    { disk: 4 },
    "try:\n  with open('big', 'wb', 0) as f:\n    for n in range(8): f.write(bytes(1 << 20))\nexcept OSError: pass\nrest()",
    'has filled its disk of 4 MiB',
  ],
  [
    'its disk, by what it takes for memory',
    { disk: 4 },
    "try:\n  with open('/dev/shm/big', 'wb', 0) as f:\n    for n in range(8): f.write(bytes(1 << 20))\nexcept OSError: pass\nrest()",
    'has filled its disk of 4 MiB',
  ],
  [
    'the number of files',
    { disk: 1 },
    "try:\n  for n in range(400): open('/tmp/%d' % n, 'w').close()\nexcept OSError: pass\nrest()",
    'has made more than 200 files',
  ],
];

describe.skipIf(!hasNamespaces).each(users)(`programs in sandboxes made by %s${needed}`, (user) => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    sandboxes = await Sandboxes.start(user);
  });
  afterEach(() => sandboxes.ask('killAll'));
  afterAll(() => sandboxes[Symbol.asyncDispose]());
  const started = async (text: string, limits: Partial<Limits>, among = sandboxes) =>
    (await among.box({ files: { 'p.py': rest + text }, limits })).start(['python3', 'p.py']);

  test.each(breaking)('one that breaks its limit is ended and told: %s', async (_, limits, text, broke) => {
    const program = await started(text, limits);
    expect(await program.exited()).toMatchObject({ code: null, broke });
    await program.kill();
    expect(await sandboxes.ask('others')).toBe(0);
  });

  test.each(meeting)('one that has come up against a limit is told: %s', async (_, limits, text, met) => {
    const program = await started(text, limits);
    await program.printed(/rests/);
    expect(await program.state()).toMatchObject({ exit: null, met });
  });

  test('one is bounded by the kernel also where no look at it comes in time', async () => {
    const text = `
try: mmap.mmap(-1, ${mebibytes(250)}, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
except OSError as e: print(e.errno)
for name in 'NOFILE', 'FSIZE', 'DATA', 'CPU', 'CORE', 'NPROC': print(name, *resource.getrlimit(getattr(resource, 'RLIMIT_' + name)))
`;
    const { stdout } = await sandboxes.ran(['python3', 'p.py'], {
      files: { 'p.py': rest + text },
      limits: { memory: 100, files: 50, file: 2, cpu: 9, processes: 77 },
    });
    expect(stdout).toBe(
      `12\nNOFILE 50 50\nFSIZE ${2 << 20} ${2 << 20}\nDATA ${200 << 20} ${200 << 20}\nCPU 9 10\nCORE 0 0\nNPROC 77 77\n`,
    );
  });

  test('the processes of one submission do not count for another', async () => {
    await using others = await Sandboxes.start(user);
    const text = 'for n in range(20):\n  if os.fork() == 0: rest()\nrest()';
    const limits = { processes: 30 };
    const [first, second] = [await started(text, limits), await started(text, limits, others)];
    for (const program of [first, second]) {
      await program.printed(/(?:rests\n){21}/);
      expect(await program.state()).toMatchObject({ exit: null, alive: 21, met: null });
    }
  });

  const honest: [string, boolean, string[], Record<string, string>][] = [
    [
      'Python',
      true,
      ['python3', 'p.py'],
      {
        'p.py':
          "import threading, time\nb = bytearray(50 << 20)\nfor i in range(0, len(b), 4096): b[i] = 1\nthreads = [threading.Thread(target=time.sleep, args=(0.3,)) for n in range(100)]\nfor t in threads: t.start()\nopen('/tmp/file', 'wb').write(b)\nfor t in threads: t.join()\nprint('done')\n",
      },
    ],
    [
      'Node',
      true,
      ['node', 'p.mjs'],
      {
        'p.mjs':
          "const buffers = Array.from({ length: 100 }, () => Buffer.alloc(1 << 20, 1));\nsetTimeout(() => console.log(buffers.length === 100 && 'done'), 300);\n",
      },
    ],
    [
      'Java',
      hasJava,
      ['sh', '-c', 'javac P.java && java -cp . P'],
      {
        'P.java':
          'class P { public static void main(String[] a) throws Exception { byte[][] b = new byte[100][1 << 20]; Thread[] t = new Thread[100]; for (int i = 0; i < 100; i++) { b[i][1] = 1; t[i] = new Thread(() -> { try { Thread.sleep(300); } catch (Exception e) {} }); t[i].start(); } for (Thread each : t) each.join(); System.out.println("done"); } }\n',
      },
    ],
    [
      'C',
      hasC,
      ['sh', '-c', 'cc -pthread -o p p.c && ./p'],
      {
        'p.c':
          '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint main(void) { memset(malloc(100 << 20), 1, 100 << 20); puts("done"); return 0; }\n',
      },
    ],
  ];
  test.each(honest)('an honest one meets none: %s', async (_, isThere, argv, files) => {
    if (!isThere) return;
    const program = await (await sandboxes.box({ files })).start(argv);
    const exit = await program.exited();
    const { stdout, stderr, met } = await program.state();
    expect([exit, stdout, stderr, met]).toEqual([{ code: 0, signal: null }, 'done\n', '', null]);
  });
});

describe.skipIf(process.platform !== 'linux')('the words that hold a program to its limits', () => {
  const module = JSON.stringify(new URL('../../dist/graders/subject/limits.js', import.meta.url).href);
  /** As a process says them that is itself held by these options of prlimit(1). */
  const wordsOf = (own: string[], counted = true): string[] => {
    const script = `const { heldTo, defaultLimits } = await import(${module}); console.log(JSON.stringify(heldTo(defaultLimits, ${counted})));`;
    const { stdout } = spawnSync('prlimit', [...own, process.execPath, '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as string[];
  };
  const { memory, file } = defaultLimits;

  test('give what is asked for', () => {
    expect(wordsOf([])).toEqual([
      'prlimit',
      '--nproc=512',
      '--nofile=1024',
      `--fsize=${file << 20}`,
      `--data=${2 * memory * 1024 * 1024}`,
      '--cpu=60:61',
      '--core=0',
      '--',
    ]);
  });

  test('give no more than this process has itself', () => {
    expect(wordsOf(['--nofile=200:300', '--fsize=1000000:1000000', '--cpu=20:30'])).toEqual([
      'prlimit',
      '--nproc=512',
      '--nofile=300',
      '--fsize=1000000',
      `--data=${2 * memory * 1024 * 1024}`,
      '--cpu=30:30',
      '--core=0',
      '--',
    ]);
  });

  test('leave processes alone where the kernel counts those of a user together', () => {
    expect(wordsOf([], false).join(' ')).not.toContain('nproc');
  });
});
