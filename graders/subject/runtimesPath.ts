// Looks programs up as a shell does.
// The law here: relative folders in PATH are passed over, for they would mean something else in every submission.
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Something programs run with. */
export interface Runtime {
  /** Absolute. */
  path: string;
  /** For people, with its version where the path tells it: "Python 3.11.7". */
  name: string;
}

export type Environment = Record<string, string | undefined>;

/** Every executable file of that name on PATH, in its order. */
export function* everyOnPath(name: string, { PATH = '' }: Environment): Generator<string> {
  for (const folder of PATH.split(':')) {
    const path = join(folder, name);
    if (isAbsolute(folder) && isExecutable(path)) yield path;
  }
}

export function which(name: string, env: Environment = process.env): string | null {
  for (const path of everyOnPath(name, env)) return path;
  return null;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
