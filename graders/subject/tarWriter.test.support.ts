// A writer of tar archives for tests, which writes whatever it is told: most of it is what no honest tool writes.
export interface TarEntry {
  name: string | Buffer;
  data?: string | Buffer;
  /** '0' file, '1' hard link, '2' symbolic link, '3' and '4' devices, '5' folder, '6' pipe, 'L' a long name, 'x' attributes. */
  type?: string;
  mode?: number;
  link?: string;
  size?: number;
  /** Without "ustar": the form of Unix version 7. */
  old?: boolean;
  wrongChecksum?: boolean;
}

const tarEnd = Buffer.alloc(1024);

export const tarOf = (entries: TarEntry[], end = tarEnd): Buffer => Buffer.concat([...entries.flatMap(tarParts), end]);

function tarParts({ name, data = '', type = '0', mode = 0o644, link = '', size, old, wrongChecksum }: TarEntry): Buffer[] {
  const content = Buffer.from(data);
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) => header.write(value.toString(8).padStart(length - 1, '0'), at);
  Buffer.from(name).copy(header, 0, 0, 100);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size ?? content.length, 124, 12);
  octal(0, 136, 12);
  header.write(type, 156);
  header.write(link, 157, 100);
  if (old !== true) header.write('ustar\x0000', 257, 'latin1');
  header.fill(' ', 148, 156);
  octal(
    header.reduce((sum, byte) => sum + byte, wrongChecksum === true ? 1 : 0),
    148,
    7,
  );
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

/** One record of a pax header: its own length stands in front. */
export function pax(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  for (let length = Buffer.byteLength(rest) + 1; ; length += 1) {
    const record = `${length}${rest}`;
    if (Buffer.byteLength(record) === length) return record;
  }
}
