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
import { Unpacking } from './archiveUnpacking.ts';

export interface Unpacked {
  folder: string;
  leftOut: LeftOut[];
  remove: () => void;
}

/**
 * @param path as the person wrote it
 * @param into a private folder; what is unpacked lies in a new one below
 * @returns `null` for what is no archive
 * @throws UsageError
 */
export async function unpack(path: string, into: string): Promise<Unpacked | null> {
  try {
    const file = realpathSync(resolve(path));
    const kind = statSync(file).isFile() ? archiveKind(path, readHead(file, headBytes)) : null;
    if (kind === null) return null;
    const bytes = bytesOf(path, file);
    return await unpackInto(mkdtempSync(join(into, 'unpacked-')), path, kind, bytes);
  } catch (error) {
    throw explained(error, path);
  }
}

function bytesOf(path: string, file: string): Buffer {
  const maxBytes = limits.mebibytes * 1024 * 1024;
  const bytes = readHead(file, maxBytes + 1);
  if (bytes.length <= maxBytes) return bytes;
  throw new UsageError(`${path} takes more than ${limits.mebibytes} MiB. Pack only the program's own files.`);
}

async function unpackInto(folder: string, path: string, kind: ArchiveKind, bytes: Buffer): Promise<Unpacked> {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const unpacking = new Unpacking(folder, { path, byteCount: bytes.length });
  try {
    await readers[kind](bytes, unpacking);
    unpacking.finish();
    return { folder, leftOut: unpacking.leftOut, remove };
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
