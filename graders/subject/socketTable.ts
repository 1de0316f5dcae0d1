// The kernel's tables of sockets (/proc/net/tcp and its kin; proc_net(5)): who listens where, and what lies unread.
// The law here: looking disturbs nobody. A server is never connected to just to see whether it is there.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
}

export interface SocketRow extends ListeningSocket {
  remotePort: number;
  /** TCP states as in include/net/tcp_states.h; an unconnected UDP socket is `closed`. */
  state: 'established' | 'closing' | 'timeWait' | 'closed' | 'closeWait' | 'listening';
  /** Bytes sent and not acknowledged, bytes received and not read. */
  unsent: number;
  unread: number;
  /** 0 when no process owns the socket any more. */
  inode: string;
}

const states: Record<string, SocketRow['state']> = {
  '01': 'established',
  '06': 'timeWait',
  '07': 'closed',
  '08': 'closeWait',
  '0A': 'listening',
};

/** Rows of one table, in the kernel's order: what listens comes first. Stop early where you can: a whole walk takes milliseconds. */
function* rowsOf(protocol: 'tcp' | 'udp', file: string, isWanted = (_line: string) => true): Generator<SocketRow> {
  let descriptor: number;
  try {
    descriptor = openSync(`/proc/self/net/${file}`, 'r');
  } catch {
    return; // a kernel without IPv6
  }
  try {
    const chunk = Buffer.allocUnsafe(4096);
    let rest = '';
    for (let count: number; (count = readSync(descriptor, chunk, 0, rest === '' ? 300 : chunk.length, null)) > 0;) {
      const lines = (rest + chunk.toString('latin1', 0, count)).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (isWanted(line) && /^\s*\d+:/.test(line)) yield parseRow(protocol, line);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** One row of such a table. */
export function parseRow(protocol: 'tcp' | 'udp', line: string): SocketRow {
  const [, local = '', remote = '', state = '', queues = '', , , , , inode = '0'] = line.trim().split(/\s+/);
  const [unsent = 0, unread = 0] = queues.split(':').map((hex) => Number.parseInt(hex, 16));
  return {
    protocol,
    ...parseEnd(local),
    remotePort: parseEnd(remote).port,
    state: states[state] ?? 'closing',
    unsent,
    unread,
    inode,
  };
}

/** `0100007F:AFC8` is 127.0.0.1:45000: each 32-bit word is written in the byte order of the machine. */
function parseEnd(end: string): { address: string; port: number } {
  const [hex = '', port = ''] = end.split(':');
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()]);
  return { address: bytes.length === 4 ? bytes.join('.') : ipv6Of(bytes), port: Number.parseInt(port, 16) };
}

/** The shortest way to write an IPv6 address (RFC 5952), as URLs have it. */
function ipv6Of(bytes: number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** Where any of these sockets (by inode) listens, or is bound for UDP. */
export function listeningAmong(inodes: ReadonlySet<string>, protocol: 'tcp' | 'udp'): ListeningSocket[] {
  const found: ListeningSocket[] = [];
  let left = inodes.size;
  for (const file of [protocol, `${protocol}6`]) {
    if (left === 0) break;
    for (const row of rowsOf(protocol, file)) {
      if (protocol === 'tcp' && row.state !== 'listening') break; // thousands of connections may follow
      if (!inodes.has(row.inode)) continue;
      const { address, port } = row;
      if (row.remotePort === 0) found.push({ protocol, address, port });
      left -= 1;
      if (left === 0) break;
    }
  }
  return found;
}

/** A row whose send queue is not empty: `tx_queue:rx_queue` in front of `tr:when`. */
const hasUnsent = / (?!00000000)[0-9A-F]{8}:[0-9A-F]{8} \d\d:/;

interface Lookup {
  protocol?: 'tcp' | 'udp';
  /** The one table to look in; without it, both. */
  version?: 4 | 6 | undefined;
  /** Whichever else has sent what has not been acknowledged comes, too. */
  alsoUnsent?: boolean;
}

/** Every socket bound to one of these ports, or connected to it. */
export function rowsOfPorts(
  ports: readonly number[],
  { protocol = 'tcp', version, alsoUnsent = false }: Lookup = {},
): SocketRow[] {
  const files = version === undefined ? [protocol, `${protocol}6`] : [version === 6 ? `${protocol}6` : protocol];
  const written = ports.map((port) => `:${port.toString(16).toUpperCase().padStart(4, '0')} `);
  const isWanted = (line: string) => written.some((port) => line.includes(port)) || (alsoUnsent && hasUnsent.test(line));
  return files.flatMap((file) => [...rowsOf(protocol, file, isWanted)]);
}

/** How many datagrams this network has sent back because nobody took them (ICMP, destination unreachable). */
export function refusedDatagrams(): number {
  const [names = '', values = ''] = readFileSync('/proc/self/net/snmp', 'utf8').match(/^Icmp:.*/gm) ?? [];
  const ipv4 = values.split(' ')[names.split(' ').indexOf('OutDestUnreachs')];
  let ipv6: string | undefined;
  try {
    ipv6 = /^Icmp6OutDestUnreachs\s+(\d+)/m.exec(readFileSync('/proc/self/net/snmp6', 'utf8'))?.[1];
  } catch {} // a kernel without IPv6
  return Number(ipv4 ?? 0) + Number(ipv6 ?? 0);
}

/** How many bytes the buffers of a connection hold at most, at both ends and both ways, as this network has them now (tcp(7)). */
export function mostBuffered(): number {
  const most = (name: string) => Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim().split(/\s+/)[2]);
  return 2 * (most('tcp_rmem') + most('tcp_wmem'));
}
