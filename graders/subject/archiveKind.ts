// Tells what kind of file was handed in: an archive that can be unpacked, one that cannot, or none.
// The law here: the first bytes decide. A name only says what a file was meant to be.
import { UsageError } from './errors.ts';

export type ArchiveKind = 'zip' | 'tar' | 'gzip';

/** What `archiveKind` has to be given of a file. */
export const headBytes = 512;

/** What other formats begin with, as Latin-1. */
const others: readonly (readonly [string, string])[] = [
  ['PK\x07\x08', 'one part of a zip archive in several parts'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ["7z\xbc\xaf'\x1c", 'a 7-Zip archive'],
  ['\xfd7zXZ\0', 'compressed with xz'],
  ['BZh', 'compressed with bzip2'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd'],
  ['LZIP', 'compressed with lzip'],
  ['\x1f\x9d', 'compressed with compress'],
  ['MSCF', 'a cabinet archive'],
  ['!<arch>\n', 'an ar archive'],
  ['%PDF-', 'a PDF document'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Microsoft Office document'],
];

/** Documents that are zip archives inside. */
const document = /\.(?:docx|docm|xlsx|pptx|odt|ods|odp|epub|pages)$/i;
const archiveName = /\.(?:zip|zipx|tar|tgz|tbz2?|txz|tar\.\w+|gz|bz2|xz|zst|7z|rar)$/i;

const instead = "Hand in the folder with the program's source, or a .zip, .tar, .tar.gz or .tgz of it.";

/**
 * @param head the first `headBytes` of the file, or all of it
 * @returns `null` for a file that is no archive
 * @throws UsageError for one of a kind that cannot be read, or that is not what its name says
 */
export function archiveKind(path: string, head: Buffer): ArchiveKind | null {
  const text = head.toString('latin1');
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) {
    if (document.test(path)) throw new UsageError(`${path} is a document, not a program. ${instead}`);
    return 'zip';
  }
  if (text.startsWith('\x1f\x8b')) return 'gzip';
  if (isTar(head)) return 'tar';
  const other = others.find(([magic]) => text.startsWith(magic));
  if (other) throw new UsageError(`${path} is ${other[1]}, which cannot be unpacked here. ${instead}`);
  if (isArchiveName(path)) {
    const found = head.length === 0 ? 'it is empty' : 'its first bytes are those of no archive that is known';
    throw new UsageError(`${path} is named like an archive, but ${found}. ${instead}`);
  }
  return null;
}

export const isArchiveName = (path: string): boolean => archiveName.test(path);

/** POSIX pax, "ustar Interchange Format": the checksum is the sum of all bytes of a header, its own eight taken as spaces. */
export function isTar(head: Buffer): boolean {
  if (head.length < headBytes || head.subarray(0, headBytes).every((byte) => byte === 0)) return false;
  if (head.toString('latin1', 257, 262) === 'ustar') return true;
  const written = Number.parseInt(head.toString('latin1', 148, 156).replaceAll('\0', ' '), 8);
  const sum = head.subarray(0, headBytes).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  return sum === written;
}
