// Who holds a port that a program could not get. A port held by somebody else is never the student's fault.
// The law here: an owner is named by what the kernel says, or not at all.
import { Unreadable, listProc, readProc } from './procfs.ts';
import { type SocketRow, rowsOfPorts } from './socketTable.ts';
import { descriptors } from './threads.ts';

export type PortState =
  | { state: 'free' }
  /** Somebody listens, or is bound for UDP, there; `owner` is for people: "python3 (process 1234)". */
  | { state: 'held'; owner: string }
  /** Nobody listens, but connections that ended a moment ago still occupy it (TIME_WAIT, RFC 9293 section 3.3.2). */
  | { state: 'closing' };

export function portState(port: number, protocol: 'tcp' | 'udp' = 'tcp'): PortState {
  const rows = rowsOfPorts([port], { protocol }).filter((row) => row.port === port);
  const listener = rows.find((row) => row.state === 'listening' || protocol === 'udp'); // a socket for datagrams holds it by being bound
  if (listener !== undefined) return { state: 'held', owner: ownerOf(listener) };
  return rows.length > 0 ? { state: 'closing' } : { state: 'free' };
}

function ownerOf({ inode }: SocketRow): string {
  for (const pid of listProc('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!descriptors(Number(pid)).some(({ target }) => target === `socket:[${inode}]`)) continue;
    } catch (error) {
      if (error instanceof Unreadable) continue; // another user's process
      throw error;
    }
    const command = readProc(`/proc/${pid}/cmdline`)?.split('\0').slice(0, 3).join(' ').trim() ?? 'a process that has just ended';
    return `"${command}" (process ${pid})`;
  }
  return "another user's process";
}
