// Which characters may reach a terminal as they are, and how many columns each takes there.
// The law here: what a terminal could obey, hide or reorder is written as its UTF-8 bytes in C notation (`\x1b`, `\xe2\x80\xae`).

/** Controls, bidi overrides, zero-width and other invisible characters, private and unassigned ones, separators but the blank. */
const harmful = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** Characters that merge with a neighbour or run from right to left: fine in prose, but a caret under them would err. */
const shifting = oneOf(
  String.raw`\p{M}\p{Emoji_Modifier}\p{Regional_Indicator}\u1160-\u11ff\ud7b0-\ud7ff`,
  String.raw`\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}`,
);

/** East Asian wide and fullwidth characters, and emoji (Unicode Standard Annex 11). */
const wide = oneOf(
  String.raw`\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff`,
  String.raw`\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6`,
  String.raw`\u{16fe0}-\u{18aff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}`,
);

const mark = /\p{M}/u;

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The UTF-8 bytes of one character; a lone surrogate becomes U+FFFD, as it does when it is written to a file. */
export function bytesOf(character: string): string[] {
  return Array.from(
    Buffer.from(character),
    (byte) => named[String.fromCharCode(byte)] ?? `\\x${byte.toString(16).padStart(2, '0')}`,
  );
}

/** Whether one character may stand in a byte string as itself: it is visible, and stays in the column it is written to. */
export function staysPut(character: string): boolean {
  return !harmful.test(character) && !shifting.test(character);
}

/** Text with every harmful character but `\n` written in another way. */
export function escapeHarmful(text: string, escape: (character: string) => string): string {
  return text.replace(new RegExp(harmful, 'gu'), (character) => (character === '\n' ? character : escape(character)));
}

/** Text from anywhere, made fit for a terminal: a tab is four blanks, lines end in `\n` alone, and what is harmful is escaped. */
export function safe(text: string): string {
  return escapeHarmful(text.replaceAll('\r\n', '\n').replaceAll('\t', '    '), (character) => bytesOf(character).join(''));
}

/** The same for what must stay in one line. */
export function oneLine(text: string): string {
  return safe(text).replaceAll('\n', '\\n');
}

/** How many columns a text that is safe takes. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return count;
}

function oneOf(...ranges: string[]): RegExp {
  return new RegExp(`[${ranges.join('')}]`, 'u');
}
