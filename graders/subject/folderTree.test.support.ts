// What a folder holds, written so that two states of it can be compared.
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** All that lies below a folder, sorted: files with their modes and sizes, folders, and where links lead. */
export const treeOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const shown = path.slice(folder.length + 1);
      if (entry.isSymbolicLink()) return `${shown} -> ${readlinkSync(path)}`;
      if (entry.isDirectory()) return `${shown}/`;
      const { mode, size } = lstatSync(path);
      return `${shown} ${(mode & 0o7777).toString(8)} ${size}`;
    })
    .sort();
