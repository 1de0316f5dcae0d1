// How bytes are written for people: as in C strings.
// The law here: the notation is exact. Bytes that are UTF-8 text stand as themselves, all others as escapes, so that
// what is printed says which bytes there were.

const escapes: Record<number, string> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r', 0x5c: '\\\\' };

/** Characters that would change how the text around them is shown: controls, separators, and marks of direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

/** `JAM 09:15:00\r\n` for those 14 bytes; `\xff` for a byte that is no UTF-8 text. */
export function notation(bytes: Uint8Array): string {
  let written = '';
  for (let i = 0; i < bytes.length;) {
    const length = utf8Length(bytes, i);
    const text = length === 0 ? '' : Buffer.from(bytes.subarray(i, i + length)).toString('utf8');
    const plain = text !== '' && text !== '\\' && !unprintable.test(text);
    const count = Math.max(1, length);
    written += plain ? text : [...bytes.subarray(i, i + count)].map(escape).join('');
    i += count;
  }
  return written;
}

const escape = (byte: number): string => escapes[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`;

/** The length of the UTF-8 character that begins at `at`; 0 when none does (RFC 3629 section 4). */
function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const length =
    first < 0x80
      ? 1
      : first >= 0xc2 && first < 0xe0
        ? 2
        : first >= 0xe0 && first < 0xf0
          ? 3
          : first >= 0xf0 && first < 0xf5
            ? 4
            : 0;
  if (length < 2) return length;
  const text = Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
  return Buffer.byteLength(text) === length && !text.includes('\ufffd') ? length : 0;
}
