// How a client is told where to connect to, and what it is started at.
// The law here: it is told in each way there is at once, and nothing that it prints or forgets keeps it from being started.
import { describe, expect, test } from 'vitest';

import { NotGradable, NotStarted } from './errors.ts';
import { ClientLauncher, type ClientLaunchOptions } from './launchClient.ts';
import { atTerminal } from './terminal.ts';
import { TestPrograms, printed } from './testPrograms.test.support.ts';

const where = { host: '127.0.0.9', port: 40_123 };

function launcher(programs: TestPrograms, argv: string[], more: Partial<ClientLaunchOptions> = {}): ClientLauncher {
  return new ClientLauncher({
    plan: { starts: [(port, host) => [...argv, host!, String(port)]], env: { FROM: 'plan' } },
    root: programs.folder,
    env: { PATH: process.env['PATH'] ?? '' },
    protocol: 'tcp',
    spawn: programs.spawn,
    terminal: undefined,
    ...more,
  });
}

const telling = `
import os, sys
names = ['HOST', 'PORT', 'TERM', 'FROM', 'MORE']
print(sys.argv[1:], [os.environ[name] for name in names], os.isatty(0), os.getcwd() == os.path.dirname(os.path.abspath(sys.argv[0])))
`;

describe.each(['pty', 'pipe'] as const)('at a %s', (terminal) => {
  test.skipIf(terminal === 'pty' && atTerminal([]) === undefined)('is told by arguments and by its environment', async () => {
    await using programs = new TestPrograms();
    const argv = programs.python(telling);
    const client = launcher(programs, argv, { terminal });
    const program = await client.start(where, { MORE: 'setting' });
    const isOne = terminal === 'pty' ? 'True' : 'False';
    expect(await printed(program.running, /.+\n/)).toBe(
      `['127.0.0.9', '40123'] ['127.0.0.9', '40123', 'dumb', 'plan', 'setting'] ${isOne} True\n`,
    );
    expect(program.command).toEqual([...argv, '127.0.0.9', '40123']); // as a student would start it
    expect(program.terminal).toBe(terminal === 'pty' ? program.running.pid : undefined);
    expect(client.terminal).toBe(terminal);
  });
});

test('is given a terminal where nothing else is asked for, if there is one', async () => {
  await using programs = new TestPrograms();
  expect(launcher(programs, ['x']).terminal).toBe(atTerminal([]) === undefined ? 'pipe' : 'pty');
});

test('a client that prints nothing and ends at once has been started', async () => {
  await using programs = new TestPrograms();
  const { running } = await launcher(programs, programs.python('raise SystemExit(3)')).start(where, {});
  expect((await running.exited).code).toBe(3);
});

test('what cannot be started is the fault of whoever is to blame', async () => {
  await using programs = new TestPrograms();
  const fails = (code: string) =>
    launcher(programs, ['x'], {
      spawn: () => programs.spawn(['/no/such/program'], { cwd: '/no/such/folder', env: { code } }),
    }).start(where, {});
  await expect(fails('ENOENT')).rejects.toThrow(NotStarted);
  const none = launcher(programs, [], { plan: { starts: [], env: {} } }).start(where, {});
  await expect(none).rejects.toThrow(NotGradable);
  await expect(none).rejects.toThrow('run: [command, "{host}", "{port}"]');
});
