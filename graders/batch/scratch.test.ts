// The folder a batch works in: gone with its process, or with the next; and messages in which it is not to be seen.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { asHandedIn } from './scratch.ts';

const script = `import { scratchFolder } from ${JSON.stringify(join(import.meta.dirname, '../../dist/graders/batch/scratch.js'))};
  import { mkdirSync, writeFileSync } from 'node:fs';
  const folder = scratchFolder();
  mkdirSync(folder + '/class');
  writeFileSync(folder + '/class/work.py', '');
  console.log(folder);`;
const words = ['--input-type=module', '-e'];

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'scratch-')));
  env = { ...process.env, TMPDIR: folder };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what one leaves that is killed is removed by the next, and nothing else is', async () => {
  mkdirSync(join(folder, 'lab-class-1-999999999-abcdef')); // made in another namespace, where that process may live
  const child = spawn(process.execPath, [...words, `${script} setInterval(() => {}, 1000);`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(spawnSync(process.execPath, [...words, script], { env }).status).toBe(0);
  expect(readdirSync(folder)).toHaveLength(2); // one lives, and is left alone; the other has ended as it should
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  expect(readdirSync(folder)).toHaveLength(2);
  expect(spawnSync(process.execPath, [...words, script], { env }).status).toBe(0);
  expect(readdirSync(folder)).toEqual(['lab-class-1-999999999-abcdef']);
});

test('paths in messages begin where the class does', () => {
  const [scratch, given] = [join(folder, 'lab-class-1+2'), join(folder, 'Tugas (1)')];
  mkdirSync(given);
  const shown = asHandedIn(given, scratch);
  expect(shown(`${scratch}/class/unpacked-a1B2c3/Budi_1_/work.zip is empty`)).toBe('Budi_1_/work.zip is empty');
  expect(shown(`${scratch}/gathered-a1B2c3/budi_1 holds ${given}/x and ${given}/y`)).toBe('budi_1 holds x and y');
  expect(shown('lab-class-1 is not a path')).toBe('lab-class-1 is not a path');
  writeFileSync(join(folder, 'class.zip'), '');
  expect(asHandedIn(join(folder, 'class.zip'), scratch)(`${scratch}/class/unpacked-a1B2c3/a`)).toBe('a');
});
