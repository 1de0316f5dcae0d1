// How bytes are written for people: as in C strings.
// The law here: the notation is exact. Bytes that are UTF-8 text stand as themselves, all others as escapes, so that
// what is printed says which bytes there were.

const escapes: Record<number, string> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r', 0x5c: '\\\\' };

const byteOf: Record<string, number> = { t: 0x09, n: 0x0a, r: 0x0d, '\\': 0x5c };

/** Characters that would change how the text around them is shown: controls, separators, and marks of direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

/** How each byte below 0x80 is written. */
const ascii = Array.from({ length: 0x80 }, (_, byte) => {
  const text = String.fromCharCode(byte);
  return text === '\\' || unprintable.test(text) ? escape(byte) : text;
});

/** `JAM 09:15:00\r\n` for those 14 bytes; `\xff` for a byte that is no UTF-8 text. */
export function notation(bytes: Uint8Array): string {
  let written = '';
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i]!;
    const text = byte < 0x80 ? '' : characterAt(bytes, i);
    if (text === '') written += ascii[byte] ?? escape(byte);
    else written += unprintable.test(text) ? [...Buffer.from(text)].map(escape).join('') : text;
    i += text === '' ? 1 : Buffer.byteLength(text);
  }
  return written;
}

/** The bytes that stand in the notation; what is no escape of it stands for itself. The inverse of `notation`. */
export function bytesIn(written: string): Buffer {
  const pieces = written.matchAll(/\\x([0-9a-f]{2})|\\([tnr\\])|[^\\]+|\\/gu);
  return Buffer.concat(
    Array.from(pieces, ([text, hex, letter]) => {
      if (hex !== undefined) return Buffer.from(hex, 'hex');
      return letter === undefined ? Buffer.from(text) : Buffer.of(byteOf[letter]!);
    }),
  );
}

function escape(byte: number): string {
  return escapes[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** The UTF-8 character of several bytes that begins at `at`; empty when none does (RFC 3629 section 4). */
function characterAt(bytes: Uint8Array, at: number): string {
  const first = bytes[at]!;
  const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  for (let i = 1; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return '';
  if (length === 1) return '';
  const text = Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
  return Buffer.byteLength(text) === length && !text.includes('\ufffd') ? text : '';
}
