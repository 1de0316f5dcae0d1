// The bytes of IPv4 packets that carry TCP or UDP from one port of 127.0.0.1 to another (RFC 791, RFC 9293, RFC 768).
// The law here: lengths and checksums are right, so that whoever reads a packet sees the conversation and no complaint.

export const flag = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

/** The most that one packet carries: its length is written in 16 bits. */
export const mostInSegment = 65_535 - 20 - 20;
export const mostInDatagram = 65_535 - 20 - 8;

const protocols = { tcp: 6, udp: 17 } as const;
const loopback = Buffer.of(127, 0, 0, 1);

/** Said with SYN: the longest segment, and that windows count units of 128 bytes, so that none of them ever looks full. */
const synOptions = Buffer.of(2, 4, mostInSegment >> 8, mostInSegment & 0xff, 1, 3, 3, 7);

export interface Segment {
  from: number;
  to: number;
  sequence: number;
  acknowledgement: number;
  flags: number;
  payload: Uint8Array;
}

export function tcpPacket({ from, to, sequence, acknowledgement, flags, payload }: Segment): Buffer {
  const options = flags & flag.syn ? synOptions : Buffer.alloc(0);
  const header = Buffer.alloc(20);
  header.writeUInt16BE(from, 0);
  header.writeUInt16BE(to, 2);
  header.writeUInt32BE(sequence, 4);
  header.writeUInt32BE(acknowledgement, 8);
  header.writeUInt8(((20 + options.length) / 4) << 4, 12);
  header.writeUInt8(flags, 13);
  header.writeUInt16BE(0xffff, 14);
  const segment = Buffer.concat([header, options, payload]);
  segment.writeUInt16BE(checksum(Buffer.concat([pseudoHeader('tcp', segment.length), segment])), 16);
  return Buffer.concat([ipHeader('tcp', segment.length), segment]);
}

/**
 * One datagram, of which perhaps not all bytes are there.
 * @param length how many bytes it had
 */
export function udpPacket(from: number, to: number, payload: Uint8Array, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(from, 0);
  header.writeUInt16BE(to, 2);
  header.writeUInt16BE(8 + length, 4);
  const datagram = Buffer.concat([header, payload]);
  if (payload.length === length) {
    const sum = checksum(Buffer.concat([pseudoHeader('udp', datagram.length), datagram]));
    datagram.writeUInt16BE(sum === 0 ? 0xffff : sum, 6); // a 0 says that there is no checksum
  }
  return Buffer.concat([ipHeader('udp', 8 + length), datagram]);
}

function ipHeader(protocol: keyof typeof protocols, length: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + length, 2);
  header.writeUInt16BE(0x4000, 6); // not to be fragmented
  header.writeUInt8(64, 8);
  header.writeUInt8(protocols[protocol], 9);
  loopback.copy(header, 12);
  loopback.copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

/** What the checksum covers besides the segment itself. */
function pseudoHeader(protocol: keyof typeof protocols, length: number): Buffer {
  return Buffer.concat([loopback, loopback, Buffer.of(0, protocols[protocol], length >> 8, length & 0xff)]);
}

/** The Internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}
