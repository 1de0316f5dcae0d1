// Builds dist/ once before the tests, because the tests of the command line run what users run.
// The law here: a type error does not stop the tests, since the output is written all the same; `types.test.ts` reports it.
import { spawnSync } from 'node:child_process';
import { root } from './sources.ts';

export default function build(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], {
    cwd: root,
    encoding: 'utf8',
  });
  const wroteOutput = status === 0 || status === 2;
  if (!wroteOutput) throw new Error(`tsc wrote no dist/ (exit status ${status}):\n${stdout}${stderr}`);
}
