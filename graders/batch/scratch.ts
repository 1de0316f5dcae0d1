// The folder in which a batch unpacks the class, and gathers what lies in pieces, for as long as it runs.
// The law here: it holds the work of others, so it is gone when the batch is; what one that was killed has left the next removes.
import { realpathSync, rmSync } from 'node:fs';

import { atExit } from '../subject/index.ts';
import { ownFolder } from './abandoned.ts';

/** @throws NotGradable */
export function scratchFolder(): string {
  const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });
  const folder = ownFolder('lab-class-', remove);
  atExit(() => remove(folder));
  return folder;
}

/**
 * What makes messages begin their paths where the class does: what stands before is another each time.
 * @param given the folder or the archive of the class
 */
export function asHandedIn(given: string, scratch: string): (message: string) => string {
  const ours = [`${escaped(scratch)}/(?:class/unpacked|gathered)-\\w{6}/`, `${escaped(realpathSync(given))}/`];
  const pattern = new RegExp(ours.join('|'), 'g');
  return (message) => message.replaceAll(pattern, '');
}

const escaped = (text: string): string => text.replaceAll(/[^\w/]/g, String.raw`\$&`);
