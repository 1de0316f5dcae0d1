// Process 1 of a slot: grades what it is given, one submission after the other, and says when the slot is clean again.
// The law here: when the coordinator is gone, this process ends, and the kernel ends everything in the slot with it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { grade } from '../engine/index.ts';
import { clientGraders, graders } from '../index.ts';
import {
  type Limits,
  NotIsolated,
  type Sandbox,
  Workspace,
  defaultLimits,
  findRuntime,
  furnish,
  inSandbox,
  inodesFor,
  loaderFolder,
  runtimes,
} from '../subject/index.ts';
import { type Job, type Told, labOf, probe } from './job.ts';

const [, , folder = '', uid = ''] = process.argv;
const tell = (told: Told): void => void process.send!(told);
/** Where this tool lies: dist/graders/batch is three folders down. */
const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const isRoot = uid !== '';

process.umask(0o022); // root's programs run as another user, who reads what is made here
process.once('disconnect', () => process.exit());
if (!process.connected) process.exit(); // it was gone before we listened
process.on('message', (job: Job | typeof probe) => {
  void (job === probe ? tried() : perform(job)).then((clean) => tell({ is: 'done', clean }));
});
tell({ is: 'ready' });

async function perform(job: Job): Promise<boolean> {
  const { path, options, role } = job;
  const lab = labOf(job);
  const { limits } = lab;
  await tellingErrors(async () => {
    const grader = [...graders, ...clientGraders].find((one) => one.lab === lab.id && one.role === role);
    if (grader === undefined) throw new TypeError(`labs/${lab.id} has no grader of a ${role} in graders/index.ts`);
    const sandbox: Sandbox = {
      folder,
      programs: programs(),
      reads: [loaderFolder()],
      hidden: [root, dirname(dirname(lab.folder))],
      uid: isRoot ? Number(uid) : undefined,
    };
    mountDisk(limits);
    furnish(sandbox);
    const report = await grade(lab, grader, path, {
      ...options,
      notice: (message) => tell({ is: 'notice', message }),
      place: { isolation: 'namespaces', folder, lingers, narrows, spawn: inSandbox(sandbox, limits) },
    });
    tell({ is: 'report', report });
  });
  return isClean();
}

async function tried(): Promise<boolean> {
  await tellingErrors(async () => {
    mountDisk(defaultLimits);
    const workspace = new Workspace(folder);
    const sandbox: Sandbox = { folder, programs: [], reads: [], hidden: [], uid: isRoot ? Number(uid) : undefined };
    furnish(sandbox);
    const running = await inSandbox(sandbox, defaultLimits)(['/bin/true'], { cwd: workspace.submission, env: {} });
    const { code } = await running.exited;
    await running.kill();
    if (code !== 0) throw new NotIsolated(`/bin/true ended with exit code ${code} in a sandbox: ${running.stderr.text}`);
  });
  return isClean();
}

async function tellingErrors(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ is: 'error', name, message, stack });
  }
}

/** What a build or a program may call by name though it lies outside the system's folders; `python` is Python 3 where it can be. */
function programs(): string[] {
  const names = Object.keys(runtimes) as (keyof typeof runtimes)[];
  const inOrder = [...names.filter((name) => name !== 'python2'), 'python2' as const];
  return inOrder.flatMap((name) => findRuntime(name)?.path ?? []);
}

/**
 * A disk in memory for all that the job writes, and one for what is ours, which a program that fills its own cannot
 * hinder. What was there before goes with its own disk. @throws NotIsolated
 */
function mountDisk(limits: Limits): void {
  const mount = (path: string, options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=0755,${options}`, 'lab', path], { encoding: 'utf8', stdio: 'pipe' });
  try {
    mount(folder, `size=${limits.disk}m,nr_inodes=${inodesFor(limits)}`);
    mkdirSync(join(folder, 'files'));
    mount(join(folder, 'files'), 'size=16m');
  } catch (error) {
    throw new NotIsolated(`a slot cannot have a disk of its own here: ${(error as Error).message.trim()}`);
  }
}

/** So that a program whose port is fixed can be started again at once, and so that the slot is clean when it is done. */
function lingers(isSo: boolean): void {
  writeFileSync('/proc/sys/net/ipv4/tcp_max_tw_buckets', isSo ? '65536' : '0');
  if (isSo) return;
  try {
    execFileSync('ss', ['-K', '-t', 'state', 'time-wait'], { stdio: 'ignore' });
  } catch {
    // an older kernel: they stay for a minute, and the slot is not used again
  }
}

/** Smallest, usual and largest size of a buffer, in bytes (tcp(7)): as they are, and small enough to be full soon. */
const buffers = ['tcp_rmem', 'tcp_wmem'].map((name) => ({ name, usual: readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8') }));
const smallBuffers = '4096 8192 16384';

function narrows(isSo: boolean): void {
  for (const { name, usual } of buffers) writeFileSync(`/proc/sys/net/ipv4/${name}`, isSo ? smallBuffers : usual);
}

/** The sandboxes of programs that ended by themselves end a moment after bwrap, which would have asked for their status. */
const mostZombies = 50;

/** No process but this one alive, no socket in any table, and the disk gone. */
function isClean(): boolean {
  try {
    execFileSync('umount', ['--recursive', folder], { stdio: 'pipe' });
    const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== '1');
    const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'unix', 'packet'];
    return (
      others.length < mostZombies &&
      others.every((pid) => /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))) &&
      tables.every((table) => readFileSync(`/proc/self/net/${table}`, 'latin1').trim().split('\n').length === 1)
    );
  } catch {
    return false;
  }
}
