// What a file that a program has written is: how long, and with which content.
// The law here: only a regular file counts. A link, a pipe or a device may lead anywhere, or have no end.
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export interface FileFacts {
  size: number;
  /** In hexadecimal digits. */
  sha256: string;
}

/** `undefined` where there is no such file, or it is none that can be read. */
export function fileFacts(path: string): FileFacts | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    if (!fstatSync(descriptor).isFile()) return undefined;
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(1 << 20);
    let size = 0;
    for (let count: number; (count = readSync(descriptor, piece)) > 0; size += count) hash.update(piece.subarray(0, count));
    return { size, sha256: hash.digest('hex') };
  } finally {
    closeSync(descriptor);
  }
}

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
