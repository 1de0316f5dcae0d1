// A writer of zip archives for tests, which writes whatever it is told: most of it is what no honest tool writes.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Buffer;
  data?: string | Buffer;
  /** 0 stores, 8 deflates; of any other only the number is written. */
  method?: number;
  flags?: number;
  /** Who made it: 0 MS-DOS and Windows, 3 Unix, 19 macOS. */
  host?: number;
  /** With the file's type; needs a host that has modes. */
  mode?: number;
  dosAttributes?: number;
  extra?: Buffer;
  /** What the entry's own header says where it differs from the directory. */
  local?: { name?: string; method?: number; flags?: number; sizes?: number };
  /** What is declared in place of the truth. */
  size?: number;
  checksum?: number;
  /** Begins there, and writes nothing of its own. */
  sharesOffset?: number;
}

const littleEndian = (bytes: 2 | 4, values: number[]): Buffer => {
  const fields = Buffer.alloc(bytes * values.length);
  values.forEach((value, i) => fields.writeUIntLE(value, i * bytes, bytes));
  return fields;
};
const u16 = (...values: number[]) => littleEndian(2, values);
const u32 = (...values: number[]) => littleEndian(4, values);

/** @param count how many entries it says there are */
export function zipOf(entries: ZipEntry[], count = entries.length): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { body, listed } = partsOf(entry, entry.sharesOffset ?? offset);
    directory.push(listed);
    if (entry.sharesOffset !== undefined) continue;
    bodies.push(body);
    offset += body.length;
  }
  const listed = Buffer.concat(directory);
  const end = [u32(0x06054b50), u16(0, 0, count, count), u32(listed.length, offset), u16(0)];
  return Buffer.concat([...bodies, listed, ...end]);
}

function partsOf(entry: ZipEntry, at: number): { body: Buffer; listed: Buffer } {
  const name = Buffer.from(entry.name);
  const localName = Buffer.from(entry.local?.name ?? name);
  const data = Buffer.from(entry.data ?? '');
  const { method = 8, flags = 0, host = 3, extra = Buffer.alloc(0), local = {} } = entry;
  const packed = method === 8 ? deflateRawSync(data) : data;
  const sizes = [entry.checksum ?? crc32(data), packed.length, entry.size ?? data.length];
  const localSizes = local.sizes === undefined ? sizes : [sizes[0]!, local.sizes, local.sizes];
  const attributes = (entry.mode ?? (host === 0 ? 0 : 0o100644)) * 0x10000 + (entry.dosAttributes ?? 0);
  const body = [
    [u32(0x04034b50), u16(20, local.flags ?? flags, local.method ?? method, 0, 0), u32(...localSizes)],
    [u16(localName.length, 0), localName, packed],
  ];
  const listed = [
    [u32(0x02014b50), u16(host * 256 + 20, 20, flags, method, 0, 0), u32(...sizes)],
    [u16(name.length, extra.length, 0, 0, 0), u32(attributes, at), name, extra],
  ];
  return { body: Buffer.concat(body.flat()), listed: Buffer.concat(listed.flat()) };
}

/** Info-ZIP's extra field 0x7075: the name again, in UTF-8, with the checksum of the one in the header. */
export function unicodePath(header: Buffer, name: string): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075);
  field.writeUInt16LE(5 + Buffer.byteLength(name), 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(header), 5);
  return Buffer.concat([field, Buffer.from(name)]);
}
