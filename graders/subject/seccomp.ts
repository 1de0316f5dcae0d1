// The filter of system calls for programs in a sandbox, as classic BPF that bwrap loads (seccomp(2), bpf in linux/filter.h).
// The law here: a program gets EPERM for what could reach out of its sandbox, and ENOSYS where it has another way.

/** By `process.arch`: AUDIT_ARCH_* (linux/audit.h), and the numbers of the calls that are looked at (asm/unistd.h). */
const machines: Record<string, { audit: number; clone: number; unshare: number; ioctl: number; denied: number[] }> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    unshare: 272,
    ioctl: 16,
    // ptrace, process_vm_*, kcmp; mount, umount2, pivot_root, chroot; setns; open_by_handle_at; keyctl and kin; modules, kexec,
    // reboot, swap, acct, quotactl; bpf, perf_event_open, userfaultfd
    denied: [
      101, 310, 311, 312, 165, 166, 155, 161, 308, 304, 248, 249, 250, 175, 313, 176, 246, 320, 169, 167, 168, 163, 179, 321, 298,
      323,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    unshare: 97,
    ioctl: 29,
    denied: [
      117, 270, 271, 272, 40, 39, 41, 51, 268, 265, 217, 218, 219, 105, 273, 106, 104, 294, 142, 224, 225, 89, 60, 280, 241, 282,
    ],
  },
};

/** The same on all machines: io_uring_*, pidfd_getfd, the newer mount calls. */
const deniedEverywhere = [425, 426, 427, 438, 428, 429, 430, 431, 432, 433, 442];
const clone3 = 435;

/** Every CLONE_NEW* flag; that of time namespaces lies among clone's signal bits, and unshare alone takes it. */
const newNamespace = 0x7e020000;
const newTimeNamespace = 0x80;
/** TIOCSTI, which types into a terminal, and TIOCLINUX. */
const deniedRequests = [0x5412, 0x541c];

const [load, jumpIfEqual, jumpIfAtLeast, jumpIfBits, end] = [0x20, 0x15, 0x35, 0x45, 0x06];
const [allow, refuse, notThere] = [0x7fff0000, 0x00050001, 0x00050026]; // SECCOMP_RET_ALLOW; _ERRNO with EPERM, ENOSYS
/** Offsets in struct seccomp_data, of low words on a little-endian machine. */
const [callNumber, architecture, firstArgument, secondArgument] = [0, 4, 16, 24];

type Instruction = [code: number, value: number, ifTrue: number, ifFalse: number];

/** `undefined` for machines whose calls are not known here. */
export function seccompFilter(arch: string = process.arch): Buffer | undefined {
  const machine = machines[arch];
  if (machine === undefined) return undefined;
  const { audit, clone, unshare, ioctl, denied } = machine;
  const answer = (code: number): Instruction => [end, code, 0, 0];
  const when = (code: number, value: number, result: number): Instruction[] => [[code, value, 0, 1], answer(result)];
  /** For one call, these instructions on one of its arguments. */
  const ofCall = (number: number, argument: number, rules: Instruction[]): Instruction[] => [
    [jumpIfEqual, number, 0, rules.length + 2],
    [load, argument, 0, 0],
    ...rules,
    answer(allow),
  ];
  return encoded([
    [load, architecture, 0, 0],
    [jumpIfEqual, audit, 1, 0],
    answer(notThere),
    [load, callNumber, 0, 0],
    ...(arch === 'x64' ? when(jumpIfAtLeast, 0x40000000, notThere) : []), // the x32 calls
    ...when(jumpIfEqual, clone3, notThere), // its flags lie in memory; the C library then uses clone
    ...[...denied, ...deniedEverywhere].flatMap((number) => when(jumpIfEqual, number, refuse)),
    ...ofCall(clone, firstArgument, when(jumpIfBits, newNamespace, refuse)),
    ...ofCall(unshare, firstArgument, when(jumpIfBits, newNamespace | newTimeNamespace, refuse)),
    ...ofCall(
      ioctl,
      secondArgument,
      deniedRequests.flatMap((request) => when(jumpIfEqual, request, refuse)),
    ),
    answer(allow),
  ]);
}

/** struct sock_filter: a 16-bit code, two 8-bit jumps, a 32-bit value. */
function encoded(instructions: Instruction[]): Buffer {
  const bytes = Buffer.alloc(8 * instructions.length);
  for (const [i, [code, value, ifTrue, ifFalse]] of instructions.entries()) {
    bytes.writeUInt16LE(code, 8 * i);
    bytes.writeUInt8(ifTrue, 8 * i + 2);
    bytes.writeUInt8(ifFalse, 8 * i + 3);
    bytes.writeUInt32LE(value >>> 0, 8 * i + 4);
  }
  return bytes;
}
