// A report as a capture of its conversations that Wireshark opens: pcapng (draft-ietf-opsawg-pcapng), with comments.
// The law here: a pure function of the report. A report has no date, so the capture begins at 0, and checks follow one another.
import { safe } from './characters.ts';
import { type PortBook, checkPackets, heading } from './checkPackets.ts';
import type { Packet } from './conversation.ts';
import type { Report } from '../engine/report.ts';

const blockTypes = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const endOfOptions = 0;
const comment = 1;
/** Of a section: the program that wrote it. */
const application = 4;
/** Of an interface. */
const interfaceName = 2;

/** Packets begin with the header of IP (LINKTYPE_RAW). */
const rawIp = 101;

/** Of a longer comment the rest is left out: an option has at most 65,535 bytes, and a character up to three. */
const longestComment = 20_000;

/** Ports from here on are nobody's (RFC 6335 section 6), so Wireshark takes what is said there for what it is. */
const firstClientPort = 49_152;

export function renderPcapng(report: Report): Buffer {
  const ports = portBook(report);
  const blocks: Buffer[] = [];
  const unseen: string[] = [];
  let fromUs = 0;
  for (const check of report.checks) {
    const packets = checkPackets(check, ports, fromUs);
    if (packets.length === 0) unseen.push(heading(check));
    blocks.push(...packets.map(packetBlock));
    fromUs = Math.ceil(Math.max(fromUs + check.durationMs * 1000, packets.at(-1)?.atUs ?? 0)) + 1;
  }
  return Buffer.concat([sectionBlock(report, unseen), interfaceBlock(), ...blocks]);
}

/** Where clients come to is told in no report. */
const enginesPort = firstClientPort - 1;

function portBook({ role, server: { listening } }: Report): PortBook {
  const own = (protocol: 'tcp' | 'udp') =>
    (listening.find((one) => one.protocol === protocol) ?? listening[0])?.port ?? (role === 'client' ? enginesPort : 0);
  const taken = new Set(listening.map(({ port }) => port));
  let port = firstClientPort - 1;
  const next = (): number => {
    do port = port === 65_535 ? firstClientPort : port + 1;
    while (taken.has(port));
    return port;
  };
  return { role, tcp: own('tcp') % 0x1_0000, udp: own('udp') % 0x1_0000, next };
}

function sectionBlock({ lab, role, submission, outcome, score, maxScore, environment }: Report, unseen: string[]): Buffer {
  const result = outcome === 'graded' ? `${score} of ${maxScore} points` : outcome;
  const words = [
    `${role === 'client' ? `${lab} (client)` : lab} · ${submission.name} · ${result}`,
    'Made from the transcripts of a grading. The bytes, their order and their times are what the engine saw; addresses, ' +
      "clients' ports, handshakes and acknowledgements are made up.",
    ...(unseen.length === 0 ? [] : ['Checks without a packet:', ...unseen]),
  ];
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(0x1a2b3c4d, 0);
  fixed.writeUInt16LE(1, 4); // version 1.0
  fixed.writeBigInt64LE(-1n, 8); // the section's length is not told
  return block('section', fixed, option(comment, words.join('\n')), option(application, environment.tool));
}

function interfaceBlock(): Buffer {
  const fixed = Buffer.alloc(8); // no limit to a packet's length; times are in microseconds unless an option says otherwise
  fixed.writeUInt16LE(rawIp, 0);
  return block('interface', fixed, option(interfaceName, 'lo'));
}

function packetBlock({ atUs, bytes, length, comments }: Packet): Buffer {
  const fixed = Buffer.alloc(20);
  fixed.writeUInt32LE(Math.floor(atUs / 2 ** 32) % 2 ** 32, 4);
  fixed.writeUInt32LE(atUs % 2 ** 32, 8);
  fixed.writeUInt32LE(bytes.length, 12);
  fixed.writeUInt32LE(length, 16);
  const words = comments.length === 0 ? [] : [option(comment, comments.join('\n'))];
  return block('packet', Buffer.concat([fixed, padded(bytes)]), ...words);
}

function block(type: keyof typeof blockTypes, fixed: Buffer, ...options: Buffer[]): Buffer {
  const ending = options.length === 0 ? [] : [Buffer.alloc(4, endOfOptions)];
  const body = Buffer.concat([fixed, ...options, ...ending]);
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32LE(blockTypes[type], 0);
  head.writeUInt32LE(body.length + 12, 4);
  tail.writeUInt32LE(body.length + 12, 0);
  return Buffer.concat([head, body, tail]);
}

function option(code: number, text: string): Buffer {
  const shown = safe(text);
  const rest = shown.length - longestComment;
  const value = Buffer.from(rest > 0 ? `${shown.slice(0, longestComment)} … and ${rest} characters more` : shown);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

/** Everything begins at a multiple of four bytes. */
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
