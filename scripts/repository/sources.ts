// The repository's own files, listed and parsed for the tests that keep its rules.
// The law here: a path is relative to the root of the repository, and a file that does not parse is an error, never "no imports".
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor, type ESTree } from 'vite';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The `.ts` and `.tsx` files in a folder and all folders below it, sorted. */
export function typescriptIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`)
    .sort();
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

export interface Import {
  specifier: string;
  /** `type` is erased by the compiler; `static` loads with the file; `lazy` loads when the line is reached. */
  kind: 'static' | 'lazy' | 'type';
}

/** Everything a file imports or re-exports, in the order of its lines. An `import()` of a computed name has no name to report. */
export function importsOf(file: string, text: string): Import[] {
  const found: (Import & { at: number })[] = [];
  const from = (source: ESTree.StringLiteral | null, isType: boolean) => {
    if (source) found.push({ specifier: source.value, kind: isType ? 'type' : 'static', at: source.start });
  };
  const visitor = new Visitor({
    ImportDeclaration: (node) => from(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => from(node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => from(node.source, node.exportKind === 'type'),
    TSImportType: (node) => from(node.source, true),
    ImportExpression: (node) => {
      const specifier = literal(node.source);
      if (specifier !== null) found.push({ specifier, kind: 'lazy', at: node.start });
    },
  });
  visitor.visit(parse(file, text));
  return found.sort((a, b) => a.at - b.at).map(({ specifier, kind }) => ({ specifier, kind }));
}

function literal(node: ESTree.Expression): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  return node.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0]!.value.cooked : null;
}

/** The uses of `setTimeout`, `setInterval` and `Date.now` in a file: not those in comments and strings. */
export function clocksIn(file: string, text: string): string[] {
  const found: string[] = [];
  const visitor = new Visitor({
    Identifier: ({ name }) => {
      if (name === 'setTimeout' || name === 'setInterval') found.push(name);
    },
    MemberExpression: ({ object, property }) => {
      const names = [object, property].map((node) => (node.type === 'Identifier' ? node.name : ''));
      if (names.join('.') === 'Date.now') found.push('Date.now');
    },
  });
  visitor.visit(parse(file, text));
  return found;
}

function parse(file: string, text: string): ESTree.Program {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors.map((error) => error.message).join('; ')}`);
  return program;
}
