// Reads zip archives (PKWARE's APPNOTE.TXT 6.3): the directory at the end first, then each entry it names.
// The law here: an entry's own header must agree with the directory, no two entries share bytes, and what comes out is
// what was promised: the same number of bytes, and the same checksum.
import { constants } from 'node:fs';
import { crc32, createInflateRaw } from 'node:zlib';

import type { Entry, ZipFile, getFileNameLowLevel as DecodeName } from 'yauzl';

import { quoted } from './archiveNames.ts';
import { UsageError } from './errors.ts';
import type { Unpacking } from './archiveUnpacking.ts';

/** How many may be listed for each that is taken: packages and hidden folders are not. */
const listedFor = 5;

interface Placed {
  entry: Entry;
  name: string;
  path: string;
}

export async function unpackZip(bytes: Buffer, unpacking: Unpacking): Promise<void> {
  const { fromBufferPromise, getFileNameLowLevel } = await import('yauzl');
  const zip = await fromBufferPromise(bytes, { decodeStrings: false });
  zip.on('error', () => {}); // the iterator below reports it; a second one, after it has ended, has no other listener
  if (zip.entryCount > listedFor * unpacking.maxEntries) unpacking.refuse(`it lists ${zip.entryCount} entries`);
  const placed: Placed[] = [];
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry, getFileNameLowLevel);
    try {
      const path = unpacking.place(name);
      if (path !== null) placed.push({ entry, name, path });
    } catch (error) {
      unpacking.spare(name, error);
    }
  }
  placed.sort((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const each of placed) {
    try {
      const start = await dataStart(zip, each, unpacking);
      if (each.entry.relativeOffsetOfLocalHeader < end) {
        unpacking.refuse(`its entry ${quoted(each.name)} shares its bytes with another, as in an archive made to fill a disk`);
      }
      end = start + each.entry.compressedSize;
      await unpackEntry(each, bytes.subarray(start, end), unpacking);
    } catch (error) {
      unpacking.spare(each.name, explained(error, each.name, unpacking));
    }
  }
}

/** What is no word of ours and not the system's is the decompressor's. */
function explained(error: unknown, name: string, unpacking: Unpacking): unknown {
  if (error instanceof UsageError || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  return unpacking.badEntry(name, `is damaged (${(error as Error).message})`, 'Pack it again.');
}

/** UTF-8 where it is UTF-8, flagged or not (macOS and Linux do not flag it); else code page 437, in which any byte has a meaning. */
function nameOf(entry: Entry, decode: typeof DecodeName): string {
  const raw = entry.fileNameRaw;
  const isUtf8 = Buffer.from(raw.toString()).equals(raw);
  return decode(isUtf8 ? 0x800 : 0, raw, entry.extraFields, true);
}

/** Where the entry's data begin, after a header of its own that says the same as the directory. */
async function dataStart(zip: ZipFile, { entry, name }: Placed, unpacking: Unpacking): Promise<number> {
  const header = await zip.readLocalFileHeaderPromise(entry);
  if (entry.isEncrypted() || (header.generalPurposeBitFlag & 1) !== 0) {
    unpacking.refuseEntry(name, 'is encrypted', 'Pack it without a password.');
  }
  if (!header.fileName.equals(entry.fileNameRaw)) {
    unpacking.refuse(
      `its directory lists ${quoted(name)} where the entry calls itself ${quoted(header.fileName.toString())}`,
      'Pack it again.',
    );
  }
  if (header.compressionMethod !== entry.compressionMethod) {
    unpacking.refuseEntry(name, 'is not compressed in the way that its directory says', 'Pack it again.');
  }
  if (![0, 8].includes(entry.compressionMethod)) {
    const found = `is compressed by method ${entry.compressionMethod}, and only 0 and 8 (Deflate) can be read`;
    unpacking.refuseEntry(name, found, 'Pack it as a plain zip, or as .tar.gz.');
  }
  return header.fileDataStart;
}

const { S_IFMT, S_IFDIR, S_IFREG, S_IFLNK } = constants;

async function unpackEntry({ entry, name, path }: Placed, data: Buffer, unpacking: Unpacking): Promise<void> {
  const mode = modeOf(entry);
  const type = mode & S_IFMT;
  const isDosFolder = (entry.externalFileAttributes & 0x10) !== 0 && entry.uncompressedSize === 0;
  if (/[\\/]$/.test(name) || type === S_IFDIR || isDosFolder) return unpacking.folder(path);
  if (type === S_IFLNK) {
    const target: Buffer[] = [];
    await inflate(entry, data, unpacking, (chunk) => target.push(chunk));
    return unpacking.link(path, Buffer.concat(target).toString());
  }
  if (type !== 0 && type !== S_IFREG) return unpacking.special(path);
  unpacking.promised(name, entry.uncompressedSize, entry.compressedSize);
  unpacking.file(path, (mode & 0o111) !== 0);
  await inflate(entry, data, unpacking, (chunk) => unpacking.write(chunk));
  unpacking.close();
}

/** The file mode, where a Unix (3) or macOS (19) wrote one: APPNOTE 4.4.2, 4.4.15. */
function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return [3, 19].includes(versionMadeBy >> 8) ? externalFileAttributes >>> 16 : 0;
}

async function inflate(entry: Entry, data: Buffer, unpacking: Unpacking, take: (chunk: Buffer) => void): Promise<void> {
  let byteCount = 0;
  let checksum = 0;
  for await (const chunk of entry.compressionMethod === 0 ? [data] : inflated(data)) {
    unpacking.count(chunk.length);
    byteCount += chunk.length;
    if (byteCount > entry.uncompressedSize) throw new Error(`it holds more than the ${entry.uncompressedSize} bytes it promises`);
    checksum = crc32(chunk, checksum);
    take(chunk);
  }
  if (byteCount < entry.uncompressedSize)
    throw new Error(`it holds ${byteCount} of the ${entry.uncompressedSize} bytes it promises`);
  if (checksum !== entry.crc32) throw new Error('its checksum is wrong');
}

/** The stream is made when it is read, not before: there is nobody to hear of its errors until then. */
async function* inflated(data: Buffer): AsyncGenerator<Buffer> {
  const stream = createInflateRaw({ chunkSize: 1 << 16 });
  stream.end(data);
  yield* stream as AsyncIterable<Buffer>;
}
