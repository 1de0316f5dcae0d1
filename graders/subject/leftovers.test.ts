// That nothing of a program is left when the process that started it ends, whichever way that ends.
// The law here: these run what users run, from dist/, in processes of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { listProc } from './procfs.ts';
import { TestPrograms, processesWith, until } from './testPrograms.test.support.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const subject = JSON.stringify(new URL('../../dist/graders/subject/index.js', import.meta.url).href);

/** Starts a program and its daemons in a work folder, and ends as the first argument says. */
const grader = `
import { readFileSync } from 'node:fs';
import { Workspace, inProcessGroup, scanThreads } from ${subject};
const [how, daemons] = process.argv.slice(2);
const workspace = new Workspace();
const text = 'i=0; while [ $i -lt ' + daemons + ' ]; do setsid -f sh -c \\'trap "" TERM INT HUP; exec sleep 60\\' >&- 2>&-; i=$((i+1)); done; echo up; ';
const running = inProcessGroup(['/bin/sh', '-c', text + (how === 'idle' ? '' : 'sleep 60; :')], { cwd: workspace.submission, env: workspace.env });
const isUp = () => running.stdout.text.includes('up');
while (!isUp()) await new Promise((done) => setTimeout(done, 2));
if (how === 'signals') console.log(readFileSync('/proc/' + running.pid + '/status', 'latin1'));
if (how === 'unseen') {
  try {
    scanThreads(running.tree);
  } catch (error) {
    console.log(error.message);
  }
}
if (how === 'throw') throw new Error('on purpose');
if (how === 'reject') await Promise.reject(new Error('on purpose'));
if (how !== 'idle') process.exit(7);
`;

/** A process of ours that ended: its status, and what it printed. */
async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** All that a run makes lies below a folder of its own, and stands in the environment of every program it starts. */
function folderFor(programs: TestPrograms): string {
  const folder = join(programs.folder, 'tmp');
  mkdirSync(folder);
  return folder;
}

async function graded(before: string, how: string, daemons = 3) {
  await using programs = new TestPrograms();
  const folder = folderFor(programs);
  const [node, script] = programs.node(grader) as [string, string];
  const command = `${before}exec "${node}" "${script}" ${how} ${daemons}`;
  const result = await ended(spawn('/bin/sh', ['-c', command], { env: { ...process.env, TMPDIR: folder } }));
  // the environment of the grader itself is gone with it
  return { ...result, processes: processesWith(folder), folders: readdirSync(folder) };
}

describe.skipIf(!hasProc)('nothing is left of a program and its daemons when the process that started them', () => {
  test.each([
    ['exits', 'exit', 7, ''],
    ['throws', 'throw', 1, 'on purpose'],
    ['has a promise rejected', 'reject', 1, 'on purpose'],
    ['comes to its end, after the program itself', 'idle', 0, ''],
  ])('%s', async (_, how, code, words) => {
    const result = await graded('', how);
    expect(result).toMatchObject({ code, processes: [], folders: [] });
    expect(result.said).toContain(words);
  });

  test('exits with too few descriptors to look at them all', async () => {
    const result = await graded('ulimit -n 60; ', 'unseen', 30);
    expect(result.said).toContain('EMFILE');
    expect(result).toMatchObject({ code: 7, processes: [], folders: [] });
  });
});

test.skipIf(!hasProc)('a program has every signal at its default, though the process that started it ignores some', async () => {
  const { said } = await graded("trap '' INT HUP QUIT; ", 'signals', 0);
  expect(said).toMatch(/^SigIgn:\t0+$/m);
});

describe.skipIf(!hasProc)('nothing is left of a grading that is ended in the midst of it', () => {
  const server = `
import os, socket, threading, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
os.wait()
def serve(conn):
    for line in conn.makefile('rb'):
        time.sleep(0.3)
        conn.sendall(time.strftime('JAM %H:%M:%S\\r\\n').encode())
s = socket.create_server(('', int(os.environ['PORT'])))
while True: threading.Thread(target=serve, args=(s.accept()[0],)).start()
`;

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('by %s', async (signal, code) => {
    await using programs = new TestPrograms();
    const folder = folderFor(programs);
    const submission = join(programs.folder, 'submission');
    mkdirSync(submission);
    writeFileSync(join(submission, 'server.py'), server);
    const command = [join(repository, 'dist/scripts/lab.js'), 'grade', 'time-server', submission, '--isolation', 'process-group'];
    const lab = spawn(process.execPath, command, { cwd: repository, env: { ...process.env, TMPDIR: folder } });
    const result = ended(lab);
    const serving = (pid: number) => listProc(`/proc/${pid}/task`).length > 1;
    await until('a client that is served', () => processesWith(`TMPDIR=${folder}/lab-`).some(serving));
    lab.kill(signal);
    expect((await result).code).toBe(code);
    expect(processesWith(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
