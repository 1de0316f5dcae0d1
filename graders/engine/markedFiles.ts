// Files for a protocol in which a mark ends a file: contents in which slips show, and the ways in which TCP may cut them.
// The law here: the whole mark stands in no content.

/** Text of so many bytes in which no byte of the mark occurs. It repeats itself after a length that no buffer has. */
export function prose(mark: string, size: number): Buffer {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('').filter((letter) => !mark.includes(letter));
  let seed = size;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 8;
  const block = Array.from({ length: Math.min(size, 100_003) }, () => letters[next() % letters.length]);
  return Buffer.alloc(size, block.join(''));
}

/** All byte values, with what is special in text; it ends and begins with a letter, and the mark is not in it. */
export function allValues(mark: string): Buffer {
  const special = Buffer.from('\r\n\n\r\n\r\x1a\0\0\x04\r\n€é\ufeff\x7f');
  const of = (stride: number) => Buffer.from(Array.from({ length: 2560 }, (_, i) => (i * stride + (i >> 8) * 3) & 255));
  const all = [7, 11, 13, 19].map((stride) => Buffer.concat([Buffer.from('awal'), special, of(stride), Buffer.from('akhir')]));
  return all.find((data) => !data.includes(mark)) ?? all[0]!;
}

/** A way to cut the command, the content and the mark into segments. */
export interface Cut {
  /** A name for a file that is cut like this. */
  name: string;
  /** The mark in one segment with the content; the mark in two; the content in one with the command. */
  kind: 'whole' | 'halved' | 'joined';
  cut: (command: Buffer, data: Buffer) => Buffer[];
}

export const cutsOf = (mark: Buffer): Cut[] => [
  { name: 'utuh', kind: 'whole', cut: (command, data) => [command, Buffer.concat([data, mark])] },
  ...Array.from({ length: mark.length - 1 }, (_, i): Cut => ({
    name: `potong-${i + 1}`,
    kind: 'halved',
    cut: (command, data) => [command, Buffer.concat([data, mark.subarray(0, i + 1)]), mark.subarray(i + 1)],
  })),
  { name: 'semua', kind: 'joined', cut: (command, data) => [Buffer.concat([command, data, mark])] },
  {
    name: 'separuh',
    kind: 'joined',
    cut: (command, data) => [Buffer.concat([command, data.subarray(0, 200)]), data.subarray(200), mark],
  },
];

/** Contents with beginnings of the mark in them: first all of them in one, then some at the end. */
export function deceptions(mark: string): Buffer[] {
  const all = Array.from({ length: mark.length - 1 }, (_, i) => mark.slice(0, i + 1));
  const inside = [...all, ...all.toReversed()].map((beginning) => `${beginning}\n`).join('');
  // the whole mark must not begin sooner, and with the first byte of the mark at its end it might
  const ends = all.filter((end) => (end + mark).indexOf(mark) === end.length);
  const chosen = ends.filter((end, i) => end.endsWith(mark[0]!) || i === ends.length - 1);
  return [`awal ${inside}akhir`, ...chosen.map((end) => `awal dan ${end}`)].map((text) => Buffer.from(text));
}
