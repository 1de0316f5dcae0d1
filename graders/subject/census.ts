// What a program's processes hold at one moment: descriptors, threads, memory, children that nobody has buried.
// The law here: everything is counted over the whole tree, and what ends while it is being counted counts for nothing.
import { type ProcessTree, ownId } from './processTree.ts';
import { listProc, readProc } from './procfs.ts';
import { rowsOfPorts } from './socketTable.ts';
import { descriptors } from './threads.ts';

export interface Census {
  descriptors: number;
  threads: number;
  /** Those that live; `zombies` have ended, and their parent, one of these, has not asked how (wait(2)). */
  processes: number;
  zombies: number;
  /** Connections that the other side has ended, and the program has not closed. */
  closeWait: number;
  /** In bytes: resident now, and the most that each process ever had, together. */
  memory: number;
  peakMemory: number;
}

/** One process, as it is in the program's own eyes. */
export interface ProcessInfo {
  /** Its id as it sees it itself: in a pid namespace another than ours. */
  pid: number;
  isZombie: boolean;
  /** It has a socket that listens on the program's port, of its own or inherited. */
  listens: boolean;
  /** It listens, and its parent does not: it is no worker of another that listens. */
  isFirst: boolean;
}

export function censusOf(tree: ProcessTree, port: number): Census {
  const alive = tree.alive();
  const sum = (count: (pid: number) => number) => alive.reduce((total, pid) => total + count(pid), 0);
  const kibibytes = (pid: number, key: string) =>
    Number(new RegExp(`^${key}:\\s*(\\d+) kB`, 'm').exec(readProc(`/proc/${pid}/status`) ?? '')?.[1] ?? 0);
  const own = sockets(alive);
  return {
    descriptors: sum((pid) => descriptors(pid).length),
    threads: sum((pid) => listProc(`/proc/${pid}/task`).length),
    processes: alive.length,
    zombies: tree.pids().filter((pid) => !alive.includes(pid) && alive.includes(parentOf(pid))).length,
    // reading the table of sockets takes milliseconds, and most ask for something else
    get closeWait() {
      const rows = rowsOfPorts([port]).filter((row) => row.port === port && row.state === 'closeWait' && own.has(row.inode));
      return new Set(rows.map(({ inode }) => inode)).size; // a table that changes while it is read may show a row twice
    },
    memory: sum((pid) => kibibytes(pid, 'VmRSS')) * 1024,
    peakMemory: sum((pid) => kibibytes(pid, 'VmHWM')) * 1024,
  };
}

export function processesOf(tree: ProcessTree, { protocol, port }: { protocol: 'tcp' | 'udp'; port: number }): ProcessInfo[] {
  const listening = rowsOfPorts([port], { protocol }).filter((row) => row.port === port && row.remotePort === 0);
  const inodes = new Set(listening.map(({ inode }) => inode));
  const alive = new Set(tree.alive());
  const holders = new Set([...alive].filter((pid) => [...sockets([pid])].some((inode) => inodes.has(inode))));
  return tree.pids().flatMap((pid) => {
    const status = readProc(`/proc/${pid}/status`);
    if (status === undefined) return [];
    const listens = holders.has(pid);
    return [{ pid: ownId(status), isZombie: !alive.has(pid), listens, isFirst: listens && !holders.has(parentOf(pid)) }];
  });
}

const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]);

/** The inodes of the sockets that these processes have open. */
const sockets = (pids: readonly number[]): Set<string> =>
  new Set(pids.flatMap(descriptors).flatMap(({ target }) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
