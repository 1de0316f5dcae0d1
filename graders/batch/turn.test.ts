// One batch at a time in a folder, and no longer than the one that has the turn lives.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { Turn } from './turn.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-turn-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('who comes second is told who has the turn, and has it afterwards', async () => {
  const first = await Turn.take(folder);
  await expect(Turn.take(folder)).rejects.toThrow(
    new RegExp(`${folder} \\(process ${process.pid}, since \\d\\d:\\d\\d:\\d\\d\\)`),
  );
  await first[Symbol.asyncDispose]();
  await (await Turn.take(folder))[Symbol.asyncDispose]();
});

test('whoever is killed has it no more', async () => {
  const script = `import { Turn } from ${JSON.stringify(join(import.meta.dirname, '../../dist/graders/batch/turn.js'))};
    await Turn.take(process.argv[1]); console.log('taken'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await expect(Turn.take(folder)).rejects.toThrow(`process ${child.pid}`);
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  await (await Turn.take(folder))[Symbol.asyncDispose]();
});
