// What `package.json` says about which file is the program.
// The law here: it is a hint and no more. Most were written by `npm init` and name an index.js that does not exist.
import { posix } from 'node:path';

import type { SourceFile } from './intake.ts';
import type { Hint } from './ranking.ts';

const runners = new Set(['node', 'nodemon', 'tsx', 'ts-node', 'npx', 'bun', 'deno']);

/** Of all files called package.json. */
export function packageHints(files: SourceFile[]): Hint[] {
  return files
    .filter(({ path }) => posix.basename(path) === 'package.json')
    .flatMap(({ path, read }) => hintsOf(posix.dirname(path), read()));
}

/** A package in a folder of its own may be something else beside the program. */
const mostBelow = 5;

function hintsOf(folder: string, text: string): Hint[] {
  const { main, start } = fieldsOf(text);
  const hints: Hint[] = [];
  const add = (file: string, points: number, reason: string) =>
    hints.push({ path: posix.join(folder, file), points: folder === '.' ? points : Math.min(points, mostBelow), reason });
  if (main !== null) add(main, 30, 'package.json names it as main');
  const words = start?.split(/\s+/) ?? [];
  const script = runners.has(words[0] ?? '') ? words.find((word) => /\.[cm]?[jt]s$/.test(word)) : undefined;
  if (script !== undefined) add(script, 200, '"npm start" starts it');
  return hints;
}

function fieldsOf(text: string): { main: string | null; start: string | null } {
  try {
    const content = JSON.parse(text) as { main?: unknown; scripts?: { start?: unknown } } | null;
    const [main, start] = [content?.main, content?.scripts?.start];
    return { main: typeof main === 'string' ? main : null, start: typeof start === 'string' ? start : null };
  } catch {
    return { main: null, start: null };
  }
}
