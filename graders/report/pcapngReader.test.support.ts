// Reads a capture back, by the specifications and nothing of the code that writes it.
// The law here: it throws at the first length, checksum or padding that is wrong.

interface Block {
  type: number;
  body: Buffer;
}

export interface ReadPacket {
  atUs: number;
  comment: string;
  from: number;
  to: number;
  /** As tcpdump has them: S, F, R, P, and a dot for ACK; empty for a datagram. */
  flags: string;
  sequence: number;
  acknowledgement: number;
  payload: Buffer;
  /** How long its payload was, of which perhaps not all is there. */
  length: number;
}

export interface Capture {
  comment: string;
  application: string;
  linkType: number;
  packets: ReadPacket[];
}

export function readCapture(bytes: Buffer): Capture {
  const [section, device, ...rest] = blocksOf(bytes);
  must(section?.type === 0x0a0d0d0a && section.body.readUInt32LE(0) === 0x1a2b3c4d, 'a section header comes first');
  must(section.body.readUInt16LE(4) === 1 && section.body.readUInt16LE(6) === 0, 'version 1.0');
  must(device?.type === 1, 'an interface comes second');
  must(
    rest.every(({ type }) => type === 6),
    'packets follow',
  );
  const options = optionsIn(section.body.subarray(16));
  return {
    comment: options.get(1) ?? '',
    application: options.get(4) ?? '',
    linkType: device.body.readUInt16LE(0),
    packets: rest.map(({ body }) => readPacket(body)),
  };
}

function blocksOf(bytes: Buffer): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    must(length % 4 === 0 && length >= 12, `block length ${length}`);
    must(bytes.readUInt32LE(at + length - 4) === length, 'a block ends with its length');
    blocks.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

function optionsIn(bytes: Buffer): Map<number, string> {
  const options = new Map<number, string>();
  for (let at = 0; at < bytes.length;) {
    const [code, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    if (code === 0) {
      must(length === 0 && at + 4 === bytes.length, 'nothing follows the end of the options');
      return options;
    }
    options.set(code, new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  must(options.size === 0, 'options have an end');
  return options;
}

function readPacket(body: Buffer): ReadPacket {
  const [captured, whole] = [body.readUInt32LE(12), body.readUInt32LE(16)];
  const atUs = body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8);
  const comment = optionsIn(body.subarray(20 + Math.ceil(captured / 4) * 4)).get(1) ?? '';
  const ip = body.subarray(20, 20 + captured);
  must(ip[0] === 0x45 && ip.readUInt16BE(2) === whole, 'IPv4, of the length that the packet had');
  must(sumOf(ip.subarray(0, 20)) === 0xffff, 'checksum of IP');
  const carried = ip.subarray(20);
  const pseudo = Buffer.concat([ip.subarray(12, 20), Buffer.of(0, ip[9]!), lengthOf(carried)]);
  const isSound = sumOf(Buffer.concat([pseudo, carried])) === 0xffff;
  const ports = { atUs, comment, from: carried.readUInt16BE(0), to: carried.readUInt16BE(2) };
  if (ip[9] === 17) {
    must(carried.readUInt16BE(4) === whole - 20, 'length of UDP');
    must(captured === whole ? isSound : carried.readUInt16BE(6) === 0, 'checksum of UDP');
    return { ...ports, flags: '', sequence: 0, acknowledgement: 0, payload: carried.subarray(8), length: whole - 28 };
  }
  must(ip[9] === 6 && captured === whole && isSound, 'checksum of TCP');
  const bits = carried[13]!;
  const flags = ['F', 'S', 'R', 'P', '.'].filter((_, bit) => bits & (1 << bit)).join('');
  const payload = carried.subarray((carried[12]! >> 4) * 4);
  const [sequence, acknowledgement] = [carried.readUInt32BE(4), carried.readUInt32BE(8)];
  return { ...ports, flags, sequence, acknowledgement, payload, length: payload.length };
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return length;
}

/** The sum of all 16-bit words in ones' complement: all ones where a checksum among them is right. */
function sumOf(bytes: Buffer): number {
  let sum = 0n;
  for (let at = 0; at < bytes.length; at += 2) sum += BigInt(bytes[at]! * 256 + (bytes[at + 1] ?? 0));
  return sum === 0n ? 0 : Number(((sum - 1n) % 0xffffn) + 1n);
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`);
}
