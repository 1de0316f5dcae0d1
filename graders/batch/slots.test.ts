// Slots: the same verdicts as anywhere, many at once on one port, and nothing left of them whichever way they end.
// The law here: everything is done as root and as an ordinary user, by processes of their own that run what users run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Report, readLab } from '../engine/index.ts';
import { NotGradable, UsageError } from '../subject/index.ts';
import { which } from '../subject/runtimesPath.ts';
import { type User, as, hasNamespaces, needed, readableRepository, users } from '../subject/sandboxes.test.support.ts';
import { until } from '../subject/testPrograms.test.support.ts';
import { Slots } from './slots.ts';
import type { Done, Work } from './slotsDriver.test.support.ts';

const answering = (host: string, port: string) => `
import datetime, socket, threading, zoneinfo
def serve(conn):
    for line in conn.makefile('rb'):
        if line == b'QUIT\\r\\n': break
        now = datetime.datetime.now(zoneinfo.ZoneInfo('Asia/Jakarta'))
        conn.sendall(now.strftime('JAM %H:%M:%S\\r\\n').encode())
    conn.shutdown(socket.SHUT_RDWR)
import os
s = socket.socket()
s.bind(('${host}', ${port}))
s.listen()
while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
`;
const silent = `
import os, socket, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
s = socket.create_server(('', int(os.environ['PORT'])))
while True:
    conn = s.accept()[0]
    while True: time.sleep(0.2)
`;

let base: string;
let repository: string;
let count = 0;

beforeAll(() => {
  repository = readableRepository();
  base = mkdtempSync(join(realpathSync(tmpdir()), 'lab-slots-test-'));
  chmodSync(base, 0o777);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A folder of its own for a submission or for what a coordinator makes, with a name that is found again in command lines. */
function folder(files: Record<string, string> = {}): string {
  const path = join(base, `${process.pid}-${(count += 1)}-end`);
  mkdirSync(path);
  chmodSync(path, 0o777);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

function started(user: User, script: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const [command = '', ...words] = as(user, ['env', ...variables, process.execPath, join(repository, 'dist', script), ...args]);
  return spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: repository });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]!.on('data', (chunk: Buffer) => (said[name] += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Grades, as a process of that user, in the order in which they end. */
async function graded(user: User, work: Partial<Work> & Pick<Work, 'paths'>): Promise<Done[]> {
  const child = started(user, 'graders/batch/slotsDriver.test.support.js', [
    JSON.stringify({ lab: 'time-server', count: 1, ...work }),
  ]);
  const { code, stdout, stderr } = await ended(child);
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Done);
}

const lab = (user: User, args: string[], env: Record<string, string> = {}) =>
  started(user, 'scripts/lab.js', ['grade', 'time-server', ...args], env);
const verdicts = ({ outcome, score, checks }: Report) => ({
  outcome,
  score,
  checks: checks.map(({ id, verdict, finding }) => [id, verdict, finding?.message, finding?.looksLike?.name]),
});

/** The processes, of whichever user, that have this text in their command line, which begins so, and are not at their end. */
function processesOf(text: string, start = ''): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const line = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'latin1') : '';
      return line.startsWith(start) && line.includes(text) && Number(name) !== process.pid ? [Number(name)] : [];
    } catch {
      return []; // gone meanwhile
    }
  });
}

/** The worker of a slot whose coordinator has this folder for its temporary files. */
const workerOf = (temporary: string): number | undefined => processesOf(temporary, process.execPath)[0];

const nothingIsLeft = async (...texts: string[]) => {
  for (const text of texts) {
    await until(`the end of all processes with ${text}`, () => processesOf(text).length === 0);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(text);
  }
};

describe.skipIf(!hasNamespaces).each(users)(`in slots of %s${needed}`, (user) => {
  test('a submission has the verdicts that it has elsewhere', async () => {
    const only = ['TIME-1', 'TIME-6', 'TIME-8', 'TCP-1'];
    const paths = ['variants/typical-student.py', 'variants/silent-on-unknown.py', 'server.ts'].map((name) =>
      join(repository, 'reference/time-server', name),
    );
    const inSlots = await graded(user, { paths, count: 2, only });
    for (const path of paths) {
      const { stdout } = await ended(lab(user, [path, '--isolation', 'process-group', '--only', only.join(), '--json']));
      const elsewhere = JSON.parse(stdout) as Report;
      const inSlot = inSlots.find((done) => done.path === path)!.report!;
      expect(verdicts(inSlot)).toEqual(verdicts(elsewhere));
      expect(inSlot.checks.length).toBeGreaterThan(3);
      expect([inSlot.environment.isolation, elsewhere.environment.isolation]).toEqual(['namespaces', 'process-group']);
      expect(inSlot.submission).toMatchObject({ name: elsewhere.submission.name, sha256: elsewhere.submission.sha256 });
    }
    expect(inSlots.some(({ report }) => report!.checks.some(({ verdict }) => verdict === 'failed'))).toBe(true);
  });

  test('many honest servers of one port, and of one address that this machine has not, are graded right at once', async () => {
    const fixed = folder({ 'server.py': answering('', '45000') });
    const elsewhere = folder({ 'server.py': answering('172.16.16.101', '45000') });
    const all = await graded(user, {
      paths: [...Array<string>(62).fill(fixed), elsewhere, elsewhere],
      count: 64,
      only: ['TIME-1'],
    });
    const results = all.map(
      ({ report, error }) => error ?? [report!.outcome, ...report!.checks.map(({ id, verdict }) => `${id} ${verdict}`)].join(' '),
    );
    expect([...new Set(results)]).toEqual(['graded TIME-1 passed']);
    expect(results.length).toBe(64);
    expect(all.find(({ path }) => path === elsewhere)!.report!.server.listening).toEqual([
      { protocol: 'tcp', address: '172.16.16.101', port: 45_000 },
    ]);
  }, 240_000);

  test('each has its turn where there are more than slots, and a slot that is clean is used again', async () => {
    const fails = folder({ 'server.py': 'import socket, sys; sys.exit(3)' });
    const listens = folder({ 'server.py': answering('', '45000') });
    const done = await graded(user, { paths: [fails, listens, listens, fails], only: ['TIME-1'] });
    expect(done.map(({ report }) => report!.outcome)).toEqual(['not-started', 'graded', 'graded', 'not-started']);
    expect(done.map(({ report }) => report!.score)).toEqual([0, done[1]!.report!.maxScore, done[1]!.report!.maxScore, 0]);
    expect(done[0]!.slots).toHaveLength(1);
    for (const { slots } of done) expect(slots).toEqual(done[0]!.slots);
    const more = await graded(user, { paths: Array<string>(5).fill(fails), count: 2 });
    expect(more.map(({ slots }) => slots.length)).toEqual([2, 2, 2, 2, 2]);
  });

  test('a slot in which something is left is not used again', async () => {
    const path = folder({ 'server.py': answering('', '45000') });
    const untilHeld = "import time\nwhile ' 00000000:0009 ' not in open('/proc/net/udp').read(): time.sleep(0.01)\n";
    const first = folder({ 'server.py': untilHeld + answering('', '45000') });
    const temporary = folder();
    const holds =
      "import socket, sys; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('', 9)); print('held', flush=True); sys.stdin.read()";
    const work = { lab: 'time-server', count: 1, paths: [first, path, path], only: ['TIME-1'] };
    const child = started(user, 'graders/batch/slotsDriver.test.support.js', [JSON.stringify(work)], { TMPDIR: temporary });
    const result = ended(child);
    const worker = await until('the worker', () => workerOf(temporary));
    const enter = ['nsenter', '-t', String(worker), ...(user === 'root' ? [] : ['-U', '--preserve-credentials']), '-n'];
    const [command = '', ...words] = as(user, [...enter, '/usr/bin/python3', '-c', holds]);
    const holder = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      const done = (await result).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Done);
      expect(done.map(({ report, error }) => report?.checks[0]?.verdict ?? report?.reason ?? error)).toEqual(
        Array(3).fill('passed'),
      );
      expect(done[1]!.slots).not.toEqual(done[0]!.slots);
      expect(done[2]!.slots).toEqual(done[1]!.slots);
    } finally {
      holder.kill('SIGKILL');
    }
  });

  test('mistakes of the user, lacks of this machine and a limit of time are told as such', async () => {
    const missing = folder({ 'run.yaml': 'run: [no-such-program, "{port}"]\n', 'server.x': '' });
    const empty = folder();
    const done = await graded(user, { paths: ['/no/such/path', empty, missing] });
    const of = (path: string) => done.find((each) => each.path === path)!;
    expect(of('/no/such/path').error).toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^\/no(?:\/such\/path)? does not exist/) as unknown,
    });
    expect(of(empty).error).toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('holds no file to grade') as unknown,
    });
    expect(of(missing).report).toMatchObject({
      outcome: 'not-gradable',
      reason: expect.stringContaining('no such program') as unknown,
    });
    const [late] = await graded(user, { paths: [folder({ 'server.py': silent })], limits: { time: 1 } });
    expect(late!.error).toEqual({ name: 'NotGradable', message: 'grading took longer than 1 s and was stopped (limit time)' });
  });

  test('a file that may not be read is the user’s to allow', async () => {
    const path = folder({ 'server.py': answering('', '45000'), secret: '' });
    chmodSync(join(path, 'secret'), 0);
    const [done] = await graded(user, { paths: [path], only: ['TIME-1'] });
    if (user === 'root') expect(done!.report!.outcome).toBe('graded');
    else
      expect(done!.error).toMatchObject({
        name: 'UsageError',
        message: expect.stringContaining('may not be read by you') as unknown,
      });
  });

  test('a program is given three descriptors and a port of any number, also where lab was given more', async () => {
    const text = `
import os, sys, socket
for fd in range(3, 300):
    try: os.fstat(fd); print('descriptor', fd, file=sys.stderr)
    except OSError: pass
socket.create_server(('', 80))
print('port 80', file=sys.stderr)
`;
    const path = folder({ 'server.py': text });
    const script = 'exec 7</dev/null 251</dev/null; exec "$@"';
    const [command = '', ...words] = as(user, [
      'bash',
      '-c',
      script,
      'bash',
      process.execPath,
      join(repository, 'dist/scripts/lab.js'),
      'grade',
      'time-server',
      path,
      '--isolation',
      'namespaces',
      '--json',
    ]);
    const { stdout } = await ended(spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] }));
    expect((JSON.parse(stdout) as Report).server.stderr).toBe('port 80\n');
  });

  test('a worker that is killed in mid-job costs that one submission, and nothing is left of it', async () => {
    const [path, temporary] = [folder({ 'server.py': silent }), folder()];
    const child = lab(user, [path, '--isolation', 'namespaces', '--run', `python3 server.py ${path}`], { TMPDIR: temporary });
    const result = ended(child);
    await until('the program', () => processesOf(`server.py\0${path}`).length > 1);
    process.kill(workerOf(temporary)!, 'SIGKILL');
    expect(await result).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^lab: the process that graded it (?:ended|was killed) .*grade it again/) as unknown,
    });
    await nothingIsLeft(path, temporary);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('nothing is left of a grading that is ended by %s', async (signal, code) => {
    const [path, temporary] = [folder({ 'server.py': silent }), folder()];
    const child = lab(user, [path, '--isolation', 'namespaces', '--run', `python3 server.py ${path}`], { TMPDIR: temporary });
    const result = ended(child);
    await until('the program', () => processesOf(`server.py\0${path}`).length > 1);
    child.kill(signal);
    expect((await result).code).toBe(code);
    expect(readdirSync(temporary)).toEqual([]);
    await nothingIsLeft(path, temporary);
  });

  test('nothing is left of a grading that is killed, whenever that is', async () => {
    const path = folder({ 'server.py': answering('', '45000') });
    const temporary = folder();
    const start = () =>
      lab(user, [path, '--isolation', 'namespaces', '--only', 'TIME-1', '--run', `python3 server.py ${path}`], {
        TMPDIR: temporary,
      });
    const begun = performance.now();
    expect((await ended(start())).code).toBe(0);
    const lastsMs = performance.now() - begun;
    const moments = Array.from({ length: 50 }, (_, i) => ((i + Math.random()) / 50) * lastsMs);
    for (let at = 0; at < moments.length; at += 5) {
      await Promise.all(
        moments.slice(at, at + 5).map(async (moment) => {
          const child = start();
          const result = ended(child);
          await sleep(moment);
          child.kill('SIGKILL');
          await result;
        }),
      );
    }
    await nothingIsLeft(path, temporary);
    // what is left is a folder without anything in it, and the next start removes it
    for (const name of readdirSync(temporary)) expect(readdirSync(join(temporary, name))).toEqual([]);
    expect((await ended(lab(user, ['/no/such/path', '--isolation', 'namespaces'], { TMPDIR: temporary }))).code).toBe(2);
    expect(readdirSync(temporary)).toEqual([]);
  }, 240_000);

  describe('without', () => {
    const tools = ['setpriv', 'unshare', 'bash', 'ip', 'mount', 'bwrap'];
    /** A folder for PATH that has all but one of what a slot needs. */
    const without = (tool: string): string => {
      const path = folder();
      for (const name of [...tools, 'umount', 'prlimit', 'env', 'sh', 'python3', 'node']) {
        const found = name === 'python3' ? '/usr/bin/python3' : which(name);
        if (name !== tool && found !== null) symlinkSync(realpathSync(found), join(path, name));
      }
      return path;
    };
    const path = () => folder({ 'server.py': answering('', "int(os.environ['PORT'])") });

    test.each(tools)('%s, who asks for namespaces is told so', async (tool) => {
      const { code, stdout, stderr } = await ended(lab(user, [path(), '--isolation', 'namespaces'], { PATH: without(tool) }));
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(new RegExp(`^lab: .*\\b${tool}\\b.*`));
      expect(stderr).toContain('(lab doctor says what is missing)');
    });

    test('bwrap, who does not ask is told that programs are not isolated', async () => {
      const { code, stdout, stderr } = await ended(lab(user, [path(), '--only', 'TIME-1', '--json'], { PATH: without('bwrap') }));
      expect([code, stderr]).toEqual([0, 'lab: programs are not isolated, only kept in a process group (lab doctor says why)\n']);
      expect((JSON.parse(stdout) as Report).environment.isolation).toBe('process-group');
    });
  });

  test('a folder for temporary files that is not there is named', async () => {
    const { code, stderr } = await ended(lab(user, [folder(), '--isolation', 'namespaces'], { TMPDIR: '/no/such/folder' }));
    expect([code, stderr]).toEqual([
      3,
      'lab: no folder can be made in /no/such/folder (ENOENT): have TMPDIR name a folder that you may write to\n',
    ]);
  });
});

describe.skipIf(!hasNamespaces)(`an error that comes through from a slot${needed}`, () => {
  const worker = () => join(repository, 'dist/graders/batch/worker.js');

  test('is of its own class', async () => {
    await using slots = new Slots({ count: 1, worker: worker() });
    const timeServer = await readLab(repository, 'time-server');
    const job = { role: 'server' as const, lab: timeServer, path: '/no/such/path', options: { seed: 1 } };
    await expect(slots.grade(job)).rejects.toBeInstanceOf(UsageError);
    const late = { ...job, lab: { ...timeServer, limits: { ...timeServer.limits, time: 0.001 } } };
    await expect(slots.grade(late)).rejects.toBeInstanceOf(NotGradable);
    await expect(slots.grade(job)).rejects.toBeInstanceOf(UsageError);
  });

  test('also when nothing is started any more', async () => {
    const slots = new Slots({ count: 1, worker: worker() });
    await slots[Symbol.asyncDispose]();
    const timeServer = await readLab(repository, 'time-server');
    await expect(
      slots.grade({ role: 'server', lab: timeServer, path: '/no/such/path', options: { seed: 1 } }),
    ).rejects.toBeInstanceOf(NotGradable);
  });

  test('when its worker is no worker', async () => {
    await using slots = new Slots({ count: 1, worker: '/no/such/worker.js' });
    const timeServer = await readLab(repository, 'time-server');
    for (let i = 0; i < 3; i += 1) {
      const graded = slots.grade({ role: 'server', lab: timeServer, path: '/no/such/path', options: { seed: 1 } });
      await expect(graded).rejects.toMatchObject({
        name: 'NotIsolated',
        message: expect.stringContaining('Cannot find module') as unknown,
      });
    }
  });
});
