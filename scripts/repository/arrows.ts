// Who may import whom. Pure functions of a file's path and what it imports.
// The law here: arrows point downward only, and a type is an import like any other.
import { posix } from 'node:path';
import type { Import } from './sources.ts';

interface Layer {
  name: string;
  files: RegExp;
  /** A file may import from its own layer (see `sideways`) and from every layer with a lower height. */
  height: number;
  /** Packages its files may use; `null` for all of them. */
  packages: readonly string[] | null;
}

const layers: readonly Layer[] = [
  { name: 'scripts', files: /^scripts\//, height: 6, packages: null },
  {
    name: 'batch, report and verify',
    files: /^graders\/(batch|report|verify)\//,
    height: 5,
    packages: ['kleur', 'preact', 'preact-render-to-string', 'valibot', 'yaml'],
  },
  { name: 'the registry', files: /^graders\/(index|[^/]+\.test)\.ts$/, height: 4, packages: ['jiti', 'valibot', 'yaml'] },
  { name: 'a grader', files: /^graders\/[^/]+\.ts$/, height: 3, packages: [] },
  { name: 'the engine', files: /^graders\/engine\//, height: 2, packages: ['valibot', 'yaml'] },
  {
    name: 'the subject',
    files: /^graders\/subject\//,
    height: 1,
    packages: ['execa', 'get-port', 'jiti', 'tar', 'valibot', 'yaml', 'yauzl'],
  },
];

const layerOf = (file: string) => layers.find((layer) => layer.files.test(file));

/** A grader is the checks of one lab: graders/<lab>.ts. */
export const isGrader = (file: string): boolean => layerOf(file)?.name === 'a grader';

/** Says what is wrong with an import, or null where nothing is. Tests and what supports them keep to the layer of their folder, but may use any package. */
export function complaint(file: string, specifier: string): string | null {
  const isPath = specifier.startsWith('.');
  if (file.startsWith('reference/')) return specifier.startsWith('node:') ? null : 'a reference imports node: builtins only';
  const layer = layerOf(file);
  if (!layer) return `${file} is in no layer: add its folder to scripts/repository/arrows.ts`;
  if (isGrader(file)) return specifier === './engine/index.ts' ? null : 'a grader imports ./engine/index.ts and nothing else';
  return isPath
    ? pathComplaint(file, layer, posix.join(posix.dirname(file), specifier))
    : packageComplaint(file, layer, specifier);
}

function pathComplaint(file: string, layer: Layer, target: string): string | null {
  if (/^(labs|reference)\//.test(target)) return 'labs/ and reference/ are reached as paths and text, never imported';
  const below = layerOf(target);
  if (!below) return `${target} is in no layer: add its folder to scripts/repository/arrows.ts`;
  if (below.height < layer.height || sideways(file, target)) return null;
  return `${layer.name} may not import from ${below.name}: arrows point downward only`;
}

/** The same layer is the same folder: graders/batch and graders/report stand side by side and do not know each other. */
function sideways(file: string, target: string): boolean {
  const folder = (path: string) =>
    path.startsWith('graders/') ? posix.dirname(path).split('/').slice(0, 2).join('/') : path.split('/')[0];
  return folder(file) === folder(target);
}

function packageComplaint(file: string, layer: Layer, specifier: string): string | null {
  if (specifier.startsWith('node:') || layer.packages === null || /\.test(\.support)?\.ts$/.test(file)) return null;
  const name = packageName(specifier);
  return layer.packages.includes(name) ? null : `${layer.name} may not use the package ${name}`;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * The packages that are loaded as soon as `entry` is, each with the chain of files that leads to it. `imports` tells what a file imports.
 * Lazy and type imports load nothing.
 */
export function loadedWith(
  entry: string,
  imports: (file: string) => Import[],
): { files: Set<string>; packages: Map<string, string[]> } {
  const files = new Set<string>();
  const packages = new Map<string, string[]>();
  const walk = (file: string, chain: string[]) => {
    if (files.has(file)) return;
    files.add(file);
    for (const { specifier, kind } of imports(file)) {
      if (kind !== 'static' || specifier.startsWith('node:')) continue;
      if (specifier.startsWith('.')) walk(posix.join(posix.dirname(file), specifier), [...chain, file]);
      else if (!packages.has(packageName(specifier))) packages.set(packageName(specifier), [...chain, file]);
    }
  };
  walk(entry, []);
  return { files, packages };
}
