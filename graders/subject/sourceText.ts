// Source text with the parts taken out that only people read.
// The law here: every pattern takes time in proportion to the text, also on text made to slow it down: what is opened
// and never closed is taken to the end of its line or of the text, and not tried again from the next character.
import type { SourceKind } from './languages.ts';

const tripleQuoted = /'''(?:[\s\S]*?'''|[\s\S]*$)|"""(?:[\s\S]*?"""|[\s\S]*$)/;
const quoted = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/;
const template = /`(?:\\[\s\S]|[^`\\])*`?/;
const hashComment = /#[^\n]*/;
const slashComment = /\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*$)/;

const oneOf = (...patterns: RegExp[]) => new RegExp(patterns.map(({ source }) => source).join('|'), 'g');

const python = oneOf(tripleQuoted, quoted, hashComment);
const shell = oneOf(quoted, /(?<![^\s;])#[^\n]*/);
const curly = oneOf(quoted, template, slashComment);
const c = oneOf(quoted, slashComment);

function tokens(kind: SourceKind): RegExp {
  if (kind === 'python') return python;
  if (kind === 'shell') return shell;
  return kind === 'node' || kind === 'typescript' ? curly : c;
}

/** The text without its comments; strings stay, but for Python's in three quotes, which serve as comments. */
export function withoutComments(text: string, kind: SourceKind): string {
  if (kind === 'executable') return text;
  return text.replace(tokens(kind), (token) => (/^(?:#|\/[/*]|'''|""")/.test(token) ? ' ' : token));
}

/** Python's text without comments, every string made an empty one. */
export function withoutStrings(text: string): string {
  return text.replace(python, (token) => (token.startsWith('#') ? ' ' : "''"));
}
