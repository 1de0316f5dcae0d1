// The filter of system calls: run for every call by an interpreter of classic BPF, and by the kernel on real programs.
// The law here: the tables of calls are written down once more, by name, from the kernel's headers.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Sandboxes, hasNamespaces, needed, users } from './sandboxes.test.support.ts';
import { seccompFilter } from './seccomp.ts';
import { hasC, hasJava } from './testPrograms.test.support.ts';

interface Call {
  arch?: number;
  number: number;
  args?: bigint[];
}

/** Runs a filter as the kernel does (seccomp(2)): loads from struct seccomp_data, jumps forward, returns. */
function decided(filter: Buffer, { arch, number, args = [] }: Required<Pick<Call, 'arch'>> & Call): number {
  const data = Buffer.alloc(64); // nr, arch, instruction pointer, six arguments
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(arch, 4);
  for (const [i, arg] of args.entries()) data.writeBigUInt64LE(BigInt.asUintN(64, arg), 16 + 8 * i);
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at += 1) {
    const code = filter.readUInt16LE(8 * at);
    const value = filter.readUInt32LE(8 * at + 4);
    const jump = (holds: boolean) => (at += filter.readUInt8(8 * at + (holds ? 2 : 3)));
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x15) jump(accumulator === value);
    else if (code === 0x35) jump(accumulator >= value);
    else if (code === 0x45) jump((accumulator & value) !== 0);
    else if (code === 0x06) return value;
    else throw new Error(`no such instruction: ${code}`);
  }
  throw new Error('the filter ends without a decision');
}

const [allowed, eperm, enosys] = [0x7fff0000, 0x00050001, 0x00050026];
const clone3 = 435;

/** On both machines: pidfd_getfd, the newer mount calls, io_uring. */
const deniedOnBoth: Record<string, number> = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_getfd: 438,
  mount_setattr: 442,
};

/** arch/x86/entry/syscalls/syscall_64.tbl, and include/uapi/asm-generic/unistd.h for arm64. */
const machines = {
  x64: {
    arch: 0xc000003e,
    clone: 56,
    unshare: 272,
    ioctl: 16,
    denied: {
      ptrace: 101,
      process_vm_readv: 310,
      process_vm_writev: 311,
      kcmp: 312,
      mount: 165,
      umount2: 166,
      pivot_root: 155,
      chroot: 161,
      setns: 308,
      open_by_handle_at: 304,
      add_key: 248,
      request_key: 249,
      keyctl: 250,
      init_module: 175,
      finit_module: 313,
      delete_module: 176,
      kexec_load: 246,
      kexec_file_load: 320,
      reboot: 169,
      swapon: 167,
      swapoff: 168,
      acct: 163,
      quotactl: 179,
      bpf: 321,
      perf_event_open: 298,
      userfaultfd: 323,
      ...deniedOnBoth,
    } as Record<string, number>,
  },
  arm64: {
    arch: 0xc00000b7,
    clone: 220,
    unshare: 97,
    ioctl: 29,
    denied: {
      ptrace: 117,
      process_vm_readv: 270,
      process_vm_writev: 271,
      kcmp: 272,
      mount: 40,
      umount2: 39,
      pivot_root: 41,
      chroot: 51,
      setns: 268,
      open_by_handle_at: 265,
      add_key: 217,
      request_key: 218,
      keyctl: 219,
      init_module: 105,
      finit_module: 273,
      delete_module: 106,
      kexec_load: 104,
      kexec_file_load: 294,
      reboot: 142,
      swapon: 224,
      swapoff: 225,
      acct: 89,
      quotactl: 60,
      bpf: 280,
      perf_event_open: 241,
      userfaultfd: 282,
      ...deniedOnBoth,
    } as Record<string, number>,
  },
};
const namespaces = {
  mnt: 0x20000,
  cgroup: 0x2000000,
  uts: 0x4000000,
  ipc: 0x8000000,
  user: 0x10000000,
  pid: 0x20000000,
  net: 0x40000000,
};
const anyNamespace = BigInt(Object.values(namespaces).reduce((all, flag) => all | flag, 0));

describe.each(Object.entries(machines))('on %s', (name, { arch, clone, unshare, ioctl, denied }) => {
  const filter = seccompFilter(name)!;
  const decide = (call: Call) => decided(filter, { arch, ...call });

  test('the kernel would take the filter: few enough instructions, and each jump within it', () => {
    expect(filter.length % 8).toBe(0);
    expect(filter.length / 8).toBeLessThan(4096);
  });

  test('every call there is: some are refused, one is not there, all others are allowed', () => {
    const refused = new Set(Object.values(denied));
    expect(refused.size).toBe(Object.keys(denied).length);
    for (let number = 0; number < 1024; number += 1) {
      const expected = refused.has(number) ? eperm : number === clone3 ? enosys : allowed;
      expect([number, decide({ number })]).toEqual([number, expected]);
    }
  });

  test.each(Object.entries(denied))('%s is refused whatever its arguments are', (_, number) => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, (1n << 64n) - 1n), { maxLength: 6 }), (args) => decide({ number, args }) === eperm),
      { numRuns: 20 },
    );
  });

  test.each(Object.entries(namespaces))('clone and unshare make no %s namespace', (_, flag) => {
    for (const number of [clone, unshare]) expect(decide({ number, args: [BigInt(flag) | 0x11n] })).toBe(eperm);
  });

  test('unshare makes no time namespace, while clone takes that flag for a signal’s number', () => {
    expect(decide({ number: unshare, args: [0x80n] })).toBe(eperm);
    expect(decide({ number: clone, args: [0x80n] })).toBe(allowed);
  });

  test('clone and unshare are allowed exactly where no namespace is asked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(clone, unshare), fc.bigInt(0n, (1n << 64n) - 1n), (number, flags) => {
        const mask = number === unshare ? anyNamespace | 0x80n : anyNamespace;
        expect(decide({ number, args: [flags] })).toBe((flags & mask) === 0n ? allowed : eperm);
        expect(decide({ number, args: [flags & ~mask] })).toBe(allowed);
      }),
    );
  });

  test.each([
    ['TIOCSTI', 0x5412n, eperm],
    ['TIOCLINUX', 0x541cn, eperm],
    ['TIOCSTI with bits that the kernel does not look at', 0x1_0000_5412n, eperm],
    ['TIOCGWINSZ', 0x5413n, allowed],
    ['FIONREAD', 0x541bn, allowed],
  ])('ioctl %s', (_, request, expected) => {
    expect(decide({ number: ioctl, args: [0n, request] })).toBe(expected);
    expect(decide({ number: ioctl, args: [request, 0n] })).toBe(allowed);
  });

  test('the calls of other machines are not there', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.nat(600),
        (other, number) => other === arch || decide({ arch: other, number }) === enosys,
      ),
    );
  });
});

test('on x64 the calls of the x32 machine are not there', () => {
  for (const number of [0x40000000, 0x40000000 + 101, 0x40000000 + 521, 0xffffffff])
    expect(decided(seccompFilter('x64')!, { arch: 0xc000003e, number })).toBe(enosys);
});

test('there is none for a machine whose calls are not known', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});

describe.skipIf(!hasNamespaces).each(users)(`in a sandbox made by %s${needed}`, (user) => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    sandboxes = await Sandboxes.start(user);
  });
  afterAll(() => sandboxes[Symbol.asyncDispose]());

  /** Calls by number through the C library, each with what errno it ends with. */
  const calls = `
import ctypes, os, platform, sys
libc = ctypes.CDLL(None, use_errno=True)
numbers = {
    'x86_64': dict(ptrace=101, mount=165, umount2=166, unshare=272, setns=308, keyctl=250, bpf=321, userfaultfd=323, process_vm_readv=310, chroot=161),
    'aarch64': dict(ptrace=117, mount=40, umount2=39, unshare=97, setns=268, keyctl=219, bpf=280, userfaultfd=282, process_vm_readv=270, chroot=51),
}[platform.machine()]
def call(name, number, *args):
    ctypes.set_errno(0)
    result = libc.syscall(number, *args)
    print(name, result, ctypes.get_errno())
for name, number in numbers.items():
    call(name, number, *(0x10000000, 0, 0, 0) if name == 'unshare' else (0, 0, 0, 0))
call('io_uring_setup', 425, 1, 0)
call('clone3', 435, 0, 0)
import fcntl
main, other = os.openpty()
try: print('TIOCSTI', fcntl.ioctl(other, 0x5412, b'x'))
except OSError as e: print('TIOCSTI', -1, e.errno)
print('TIOCGWINSZ', len(fcntl.ioctl(other, 0x5413, b'x' * 8)))
`;

  test('what reaches out of it fails', async () => {
    const { stdout, stderr } = await sandboxes.ran(['python3', 'p.py'], { files: { 'p.py': calls } });
    expect(stderr).toBe('');
    const refused = [
      'ptrace',
      'mount',
      'umount2',
      'unshare',
      'setns',
      'keyctl',
      'bpf',
      'userfaultfd',
      'process_vm_readv',
      'chroot',
      'io_uring_setup',
    ];
    expect(stdout).toBe(
      [...refused.map((name) => `${name} -1 1`), 'clone3 -1 38', 'TIOCSTI -1 1', 'TIOCGWINSZ 8', ''].join('\n'),
    );
  });

  test('so do the programs that need such calls', async () => {
    const { stdout } = await sandboxes.ran([
      'sh',
      '-c',
      'for command in "unshare -Ur true" "mount -t tmpfs x /tmp" "unshare -n true" "bwrap --ro-bind / / true"; do $command && echo "$command"; done',
    ]);
    expect(stdout).toBe('');
  });

  test.each([
    [
      'Python',
      ['python3', 'p.py'],
      {
        'p.py':
          "import multiprocessing, os, subprocess, threading\nthreading.Thread(target=lambda: None).start()\np = multiprocessing.Process(target=print, args=('works',)); p.start(); p.join()\nsubprocess.run(['true'], check=True)\n",
      },
    ],
    [
      'Node',
      ['node', 'p.mjs'],
      {
        'p.mjs':
          "import { execFileSync } from 'node:child_process';\nimport { Worker } from 'node:worker_threads';\nnew Worker('process.stdout.write(\"\")', { eval: true }).on('exit', () => console.log(execFileSync('echo', ['works']).toString().trim()));\n",
      },
    ],
    ['make', ['make', '-s'], { Makefile: 'all:\n\t@echo works\n' }],
  ])('%s works', async (_, argv, files) => {
    expect(await sandboxes.ran(argv, { files })).toMatchObject({
      stdout: 'works\n',
      exit: { code: 0, signal: null },
    });
  });

  test.skipIf(!hasC)('gcc works, and what it makes', async () => {
    const text =
      '#include <pthread.h>\n#include <stdio.h>\nvoid *f(void *x) { puts("works"); return x; }\nint main(void) { pthread_t t; pthread_create(&t, 0, f, 0); return pthread_join(t, 0); }\n';
    const { stdout, stderr } = await sandboxes.ran(['sh', '-c', 'gcc -pthread -o p p.c && ./p'], { files: { 'p.c': text } });
    expect([stdout, stderr]).toEqual(['works\n', '']);
  });

  test.skipIf(!hasJava)('Java works', async () => {
    const text =
      'class P { public static void main(String[] a) throws Exception { Thread t = new Thread(() -> System.out.println("works")); t.start(); t.join(); } }\n';
    const { stdout, stderr } = await sandboxes.ran(
      ['sh', '-c', 'javac -J-XX:TieredStopAtLevel=1 P.java && java -XX:TieredStopAtLevel=1 -cp . P'],
      { files: { 'P.java': text } },
    );
    expect([stdout, stderr]).toEqual(['works\n', '']);
  });
});
