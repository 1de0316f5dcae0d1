// Reads tar archives (POSIX pax and ustar, GNU, and the old Unix form), as they are or compressed by gzip.
// The law here: the first thing that is not as it must be ends the reading. An archive is whole, or it is refused.
import { createGunzip } from 'node:zlib';

import type { ReadEntry } from 'tar';

import { headBytes, isTar } from './archiveKind.ts';
import { quoted } from './archiveNames.ts';
import type { Unpacking } from './archiveUnpacking.ts';

export async function unpackTar(chunks: AsyncIterable<Buffer> | Buffer[], unpacking: Unpacking): Promise<void> {
  const { Parser } = await import('tar');
  const parser = new Parser({ strict: true, onReadEntry: (entry) => take(entry, unpacking) });
  let failure: unknown;
  let isWhole = false;
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('eof', () => {
    isWhole = true;
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => ignore(entry, unpacking));
  for await (const chunk of chunks) {
    unpacking.count(chunk.length);
    if (!isWhole) parser.write(chunk); // it would keep in memory whatever follows its end
    if (failure !== undefined) throw failure as Error;
  }
  parser.end();
  if (failure !== undefined) throw failure as Error;
  if (!isWhole) throw new Error('its end is missing');
}

export const unpackGzip = (bytes: Buffer, unpacking: Unpacking): Promise<void> =>
  unpackTar(gunzipped(bytes, unpacking), unpacking);

/** The stream is made when it is read, not before: there is nobody to hear of its errors until then. */
async function* gunzipped(bytes: Buffer, unpacking: Unpacking): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  gunzip.end(bytes);
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    if (head === undefined) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < headBytes) continue;
      mustBeTar(head, unpacking);
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined) mustBeTar(head, unpacking);
}

/** gzip can hold anything. */
function mustBeTar(head: Buffer, unpacking: Unpacking): void {
  if (isTar(head)) return;
  unpacking.refuse('it is compressed by gzip, and there is no tar archive inside', 'Pack the folder as .tar.gz or .zip.');
}

const plain: readonly string[] = ['File', 'OldFile', 'ContiguousFile'] satisfies ReadEntry['type'][];

function take(entry: ReadEntry, unpacking: Unpacking): void {
  try {
    begin(entry, unpacking);
  } catch (error) {
    unpacking.spare(entry.path, error);
    entry.resume();
  }
}

/** The parser hands an entry's bytes over as it comes upon them, before the next entry. */
function begin(entry: ReadEntry, unpacking: Unpacking): void {
  const path = unpacking.place(entry.path);
  unpacking.promised(entry.path, entry.size, entry.size);
  if (path !== null && plain.includes(entry.type)) {
    unpacking.file(path, ((entry.mode ?? 0) & 0o111) !== 0);
    entry.on('end', () => unpacking.close());
    entry.on('data', (chunk) => unpacking.write(chunk));
    return;
  }
  entry.resume();
  if (path === null) return;
  if (entry.type === 'Directory') unpacking.folder(path);
  else if (entry.type === 'SymbolicLink') unpacking.link(path, entry.linkpath ?? '');
  else if (entry.type === 'Link') unpacking.hardLink(path, entry.linkpath ?? '');
  else unpacking.special(path);
}

/** What the parser itself passes over: kinds it does not know, and names or attributes of more than 1 MiB. */
function ignore(entry: ReadEntry, unpacking: Unpacking): void {
  if (entry.meta) unpacking.refuse(`the header of its entry ${quoted(entry.path)} takes more than 1 MiB`);
  try {
    const path = unpacking.place(entry.path);
    if (path !== null) unpacking.special(path);
  } catch (error) {
    unpacking.spare(entry.path, error);
  }
}
