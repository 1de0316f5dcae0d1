// `lab try LAB`: runs the reference on a port, to talk to by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  Launcher,
  NotGradable,
  type Role,
  Workspace,
  inProcessGroup,
  planFor,
  portState,
  takeIn,
} from '../../graders/subject/index.ts';
import { labNamed, referenceOf } from '../course.ts';
import { printable } from '../tell.ts';

export interface TryCommand {
  port?: number;
  set: string[];
  role?: Role;
}

export async function tryOut(id: string, { port: wanted, set }: TryCommand): Promise<void> {
  const { lab } = await labNamed(id, set);
  const port = wanted ?? lab.port;
  const holder = portState(port, lab.transport);
  if (holder.state === 'held') throw new NotGradable(`port ${port} is taken by ${holder.owner}; choose another with --port`);
  await using workspace = new Workspace();
  const submission = await takeIn(referenceOf(id), workspace.submission);
  const plan = await planFor(submission, { lab: id, role: 'server' });
  const launcher = new Launcher({
    plan,
    root: submission.root,
    env: { ...workspace.env, ...lab.parameters.env() },
    protocol: lab.transport,
    defaultPort: lab.port,
    startTimeoutMs: lab.startTimeoutMs,
    spawn: inProcessGroup,
    notice: (message) => console.error(`lab: ${message}`),
  });
  const { running } = await launcher.start(() => ({}), port);
  console.log(`${lab.title}: the reference listens on port ${port}. Talk to it from another terminal, for example:`);
  const [, options = ''] = /nc ((?:-\w+ )*)127\.0\.0\.1/.exec(readFileSync(join(lab.folder, 'handout.md'), 'utf8')) ?? [];
  console.log(`  nc ${options}127.0.0.1 ${port}`);
  console.log('End it with Ctrl-C.');
  const { code } = await running.exited;
  throw new NotGradable(`the reference has ended with exit code ${code}: ${printable(running.stderr.text)}`);
}
