// Reads the names of an archive's entries. Pure functions.
// The law here: a name is taken apart into what lies within the folder, or it is refused; `\` parts folders as `/` does,
// for archives made on Windows.

const maxPartBytes = 255;
const maxPathBytes = 1024;
const maxDepth = 40;

/** How the name is shown in a message: short, in quotes, and with nothing a terminal would obey. */
export function quoted(name: string): string {
  const shown = name.length > 80 ? `${name.slice(0, 50)}…${name.slice(-20)}` : name;
  return JSON.stringify(shown).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}

/** The folders and the name that an entry's name is made of; empty for the folder itself. */
export const partsOf = (name: string): string[] => name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');

/** Why a name may lead elsewhere; `null` for one that cannot. */
export function leadsOut(name: string): string | null {
  if (/^[\\/]/.test(name)) return 'is an absolute path';
  if (/^[a-z]:/i.test(name)) return 'begins with a drive letter';
  if (partsOf(name).includes('..')) return 'leads out of its folder (..)';
  return null;
}

export function tooLong(parts: readonly string[]): string | null {
  if (parts.length > maxDepth) return `lies more than ${maxDepth} folders deep`;
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) return `has a name of more than ${maxPartBytes} bytes`;
  if (Buffer.byteLength(parts.join('/')) > maxPathBytes) return `has a path of more than ${maxPathBytes} bytes`;
  return null;
}
