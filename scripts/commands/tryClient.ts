// `lab try LAB --role client`: runs the model client at the terminal one sits at, against a server of one's own.
// The law here: it is nobody's submission, so it has the terminal to itself, and ends as it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Workspace, planFor, takeIn } from '../../graders/subject/index.ts';
import { labNamed, referenceOf } from '../course.ts';
import type { TryCommand } from './try.ts';

/** @returns the exit status of the client */
export async function tryClient(id: string, { port: wanted, set }: TryCommand): Promise<number> {
  const { lab } = await labNamed(id, set, 'client');
  const port = wanted ?? lab.port;
  await using workspace = new Workspace();
  const submission = await takeIn(referenceOf(id, 'client'), workspace.submission);
  const { starts, env } = await planFor(submission, { lab: id, role: 'client' });
  const [program = '', ...args] = starts[0]!(port, '127.0.0.1');
  console.error(`lab: ${lab.title}: the model client connects to port ${port}. Ctrl-D ends its input.`);
  const child = spawn(program, args, {
    cwd: submission.root,
    env: { ...process.env, ...lab.parameters.env(), ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
