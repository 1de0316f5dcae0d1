// What is said of a client that connects, sends and ends, early, late, or never.
// The law here: what comes late has come; "does not" is said of those alone that never will, and of none that only sleep.
import { describe, expect, test } from 'vitest';

import { type ClientOptions, pythonClient, startedClient } from './clients.test.support.ts';
import { failureOf, python } from './programs.test.support.ts';
import { exactly } from './wire.ts';

/** Most is the same at either, and a pipe is there everywhere. */
const atPipe: ClientOptions = { terminal: 'pipe' };
const pausing = 'time.sleep(0.3)';

describe('a client that takes its time', () => {
  test.each([
    ['before it connects', `${pausing}\ns = socket.create_connection((sys.argv[1], int(sys.argv[2])))\ns.sendall(b'x')`],
    ['before it sends', `s = socket.create_connection((sys.argv[1], int(sys.argv[2])))\n${pausing}\ns.sendall(b'x')`],
    ['in another thread', `
def works():
    time.sleep(0.3)
    global s
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    time.sleep(0.3)
    s.sendall(b'x')
worker = threading.Thread(target=works)
worker.start(); worker.join()`],
    ['in a child', `
if os.fork() == 0:
    ${pausing}
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    s.sendall(b'x')
    sys.exit()
os.wait()`],
  ])('%s', async (_, text) => {
    await using stage = await startedClient(python(`${text}\n${pausing}`), {});
    await using peer = await stage.client.connects();
    await peer.receives(exactly('x'));
    await peer.ends();
    peer.closes();
    await stage.client.endsWell();
  }); // prettier-ignore
});

test('who never connects is found out, and whether it has ended', async () => {
  await using waits = await startedClient(python('sys.stdin.read()'), atPipe);
  const { finding } = await failureOf(waits.client.connects());
  expect(finding).toMatchObject({
    message: 'your client does not connect',
    standsAt: expect.stringContaining('waits for a line on its standard input') as unknown,
  });
  await using ends = await startedClient(python('sys.exit(3)'), atPipe);
  const failure = await failureOf(ends.client.connects());
  expect(failure.finding.message).toBe('your client ends without a connection');
  expect(failure.finding.standsAt).toMatch(/^has ended with exit code 3/);
});

test('who does not end is found out; who ends badly is told how', async () => {
  await using waits = await startedClient(pythonClient('sys.stdin.read()'), atPipe);
  await using _peer = await waits.client.connects();
  expect((await failureOf(waits.client.ends())).finding.message).toBe('your client does not end');
  await using fails = await startedClient(pythonClient(`raise ValueError('so it ends')`), atPipe);
  const { finding } = await failureOf(fails.client.endsWell());
  expect(finding.message).toBe('your client ends with exit code 1, and not with 0');
  expect(finding.standsAt).toContain('ValueError: so it ends');
});

test('a rule may grant it its own time', async () => {
  await using stage = await startedClient(python('time.sleep(30)'), atPipe);
  const { finding } = await failureOf(stage.client.ends({ withinMs: 200 }));
  expect(finding.message).toBe('your client does not end in the time granted');
  expect(stage.trial.evidence).toBe('deadline');
});

test('connections are taken in the order in which they came', async () => {
  const twice = pythonClient(`
t = socket.create_connection((sys.argv[1], int(sys.argv[2])))
t.sendall(b'second'); s.sendall(b'first'); sys.stdin.read()
`);
  await using stage = await startedClient(twice, atPipe);
  await using first = await stage.client.connects();
  await first.receives(exactly('first'));
  expect(stage.client.hasCalled).toBe(true);
  await using second = await stage.client.connects();
  await second.receives(exactly('second'));
  expect(stage.client.hasCalled).toBe(false);
});

test('a client that listens is called back', async () => {
  const listens = pythonClient(`
l = socket.create_server(('', 0))
s.sendall(b'%05d' % l.getsockname()[1])
back, _ = l.accept()
back.sendall(back.recv(100).upper())
sys.stdin.read()
`);
  await using stage = await startedClient(listens, atPipe);
  await using peer = await stage.client.connects();
  await stage.client.settles();
  const port = Number(peer.takes());
  await using back = await stage.client.isCalledBack(peer, port);
  await back.sends('news');
  await back.receives(exactly('NEWS'));
  const { finding } = await failureOf(stage.client.isCalledBack(peer, 1));
  expect(finding.message).toBe('your client does not listen on port 1');
});
