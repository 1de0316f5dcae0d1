// Which of its own files a program is made of.
// The law here: a file belongs to a program when that program's text names it, as its language names files. What is not
// named is another program (most often the client), and nothing in it may decide how this one is run.
import { basename, extname } from 'node:path/posix';

import type { SourceKind } from './languages.ts';

/** A source file as the ranking sees it. */
export interface Source {
  path: string;
  kind: SourceKind;
  /** Without comments. */
  text: string;
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const stem = (path: string) => basename(path, extname(path));

/** The names by which other files can name this one. */
function provides({ path, kind, text }: Source): string[] {
  if (kind === 'java') return [stem(path), ...matches(text, /\b(?:class|interface|enum|record)\s+(\w+)/g)];
  return /^(?:__init__|index)$/.test(stem(path)) ? [stem(path), basename(path.slice(0, path.lastIndexOf('/')))] : [stem(path)];
}

function names({ kind, text }: Source): string[] {
  switch (kind) {
    case 'python':
      return matches(text, /^[ \t]*(?:from|import)[ \t]+([^\n]+)/gm).flatMap((line) => line.split(/\W+/));
    case 'node':
    case 'typescript':
      return matches(text, /\b(?:from|require\s*\(|import\s*\(?)\s*["'](\.[^"'\n]*)["']/g).map(stem);
    case 'c':
    case 'c++':
      return matches(text, /#[ \t]*include[ \t]*"([^"\n]+)"/g).map(stem);
    case 'java':
      return text.match(/\b[A-Z]\w*/g) ?? [];
    case 'shell':
      return (text.match(/(?<![\w./-])[\w./-]+\.\w+/g) ?? []).map(stem);
    case 'executable':
      return [];
  }
}

/** For every file: itself first, then the files it names, and those that these name. */
export function programs(sources: Source[]): Map<Source, Source[]> {
  const byName = new Map<string, Source[]>();
  for (const source of sources) {
    for (const name of new Set(provides(source))) byName.set(name, [...(byName.get(name) ?? []), source]);
  }
  const named = new Map<Source, Source[]>();
  for (const source of sources) {
    const found = [...new Set(names(source))].flatMap((name) => byName.get(name) ?? []);
    named.set(
      source,
      found.filter((other) => source.kind === 'shell' || family(other.kind) === family(source.kind)),
    );
  }
  const reachedFrom = (source: Source) => {
    const reached = new Set([source]);
    for (const each of reached) for (const other of named.get(each) ?? []) reached.add(other);
    return [...reached];
  };
  return new Map(sources.map((source) => [source, reachedFrom(source)]));
}

/** JavaScript and TypeScript import each other. */
function family(kind: SourceKind): SourceKind {
  return kind === 'typescript' ? 'node' : kind;
}
