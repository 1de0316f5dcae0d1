// Reads and copies single files that nobody vouches for.
// The law here: a file is looked at again after it was opened. What was a plain file a moment ago may be a pipe by now,
// and opening that must neither block nor lead elsewhere.
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';

import { NotGradable, UsageError } from './errors.ts';
import type { ListedFile } from './intakeList.ts';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const chunk = Buffer.allocUnsafe(1 << 18);

/** Runs `use` on an open plain file; anything else at that path is an error. */
function withFile<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new UsageError(`${path} is no plain file any more: hand it in again.`);
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Copies the bytes that were there when it was listed, no more, and gives their hash. */
export function copyFile({ from, executable, byteCount }: ListedFile, to: string): string {
  const hash = createHash('sha256');
  try {
    withFile(from, (input) => {
      const output = openSync(to, 'wx', executable ? 0o755 : 0o644);
      try {
        for (let left = byteCount; left > 0;) {
          const read = readSync(input, chunk, 0, Math.min(left, chunk.length), null);
          if (read === 0) break;
          hash.update(chunk.subarray(0, read));
          writeSync(output, chunk, 0, read);
          left -= read;
        }
      } finally {
        closeSync(output);
      }
    });
  } catch (error) {
    throw explained(error, from);
  }
  return hash.digest('hex');
}

/** The first bytes of a plain file. */
export function readHead(path: string, byteCount: number): Buffer {
  return withFile(path, (descriptor) => {
    const bytes = Buffer.alloc(Math.min(byteCount, fstatSync(descriptor).size));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  });
}

/** What an error of the system means to the person who named the path. */
export function explained(error: unknown, given: string): unknown {
  const { code = '', path = given } = error as NodeJS.ErrnoException;
  if (['ENOENT', 'ENOTDIR'].includes(code))
    return new UsageError(`${path} does not exist. Give the path of a folder or of a source file.`);
  if (['EACCES', 'EPERM'].includes(code)) {
    return new UsageError(`${path} may not be read by you. Allow it (chmod -R u+rX), or hand in a copy.`);
  }
  if (['ENOSPC', 'EDQUOT'].includes(code)) {
    return new NotGradable(
      `${given} finds no room on the disk: give it more (--limit disk=512 where it is isolated, TMPDIR elsewhere), and try again`,
    );
  }
  if (['ENAMETOOLONG', 'ELOOP'].includes(code))
    return new UsageError(`${path} cannot be opened (${code}). Hand in a folder without it.`);
  return error;
}
