// Unpacks an archive that was handed in, so that the rest of the intake sees a folder.
// The law here: nothing in an archive is believed. Nothing is written outside the folder, and nothing stays of an archive
// that is refused.
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { type ArchiveKind, archiveKind, headBytes } from './archiveKind.ts';
import { unpackGzip, unpackTar } from './archiveTar.ts';
import { unpackZip } from './archiveZip.ts';
import { UsageError } from './errors.ts';
import { explained, readHead } from './intakeFiles.ts';
import { type LeftOut, limits } from './intakeList.ts';
import { type Extent, Unpacking } from './archiveUnpacking.ts';

export interface Unpacked {
  folder: string;
  leftOut: LeftOut[];
  /** The bad entries of an archive whose others are spared. Their names are not to be used as paths. */
  spoiled: LeftOut[];
  remove: () => void;
}

const submission: Extent = { ...limits, spares: false };

/**
 * @param path as the person wrote it
 * @param into a private folder; what is unpacked lies in a new one below
 * @param extent how much it may hold: what one submission may, unless it is said otherwise
 * @returns `null` for what is no archive
 * @throws UsageError
 */
export async function unpack(path: string, into: string, extent = submission): Promise<Unpacked | null> {
  try {
    const file = realpathSync(resolve(path));
    const kind = statSync(file).isFile() ? archiveKind(path, readHead(file, headBytes)) : null;
    if (kind === null) return null;
    const bytes = bytesOf(path, file, extent.mebibytes);
    const unpacking = new Unpacking(mkdtempSync(join(into, 'unpacked-')), { path, byteCount: bytes.length }, extent);
    return await unpackInto(unpacking, path, kind, bytes);
  } catch (error) {
    throw explained(error, path);
  }
}

function bytesOf(path: string, file: string, mebibytes: number): Buffer {
  const maxBytes = mebibytes * 1024 * 1024;
  const bytes = readHead(file, maxBytes + 1);
  if (bytes.length <= maxBytes) return bytes;
  throw new UsageError(`${path} takes more than ${mebibytes} MiB. Pack only the program's own files.`);
}

async function unpackInto(unpacking: Unpacking, path: string, kind: ArchiveKind, bytes: Buffer): Promise<Unpacked> {
  const { root: folder, leftOut, spoiled } = unpacking;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await readers[kind](bytes, unpacking);
    unpacking.finish();
    return { folder, leftOut, spoiled, remove };
  } catch (error) {
    unpacking.close();
    remove();
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    const message = (error as Error).message.replace(/^TAR_\w+: /, '').replace(/\.$/, '');
    throw new UsageError(`${path} is damaged or cut off (${message}). Pack it again, or hand in the folder.`);
  }
}

const readers: Record<ArchiveKind, (bytes: Buffer, unpacking: Unpacking) => Promise<void>> = {
  zip: unpackZip,
  tar: (bytes, unpacking) => unpackTar([bytes], unpacking),
  gzip: unpackGzip,
};
