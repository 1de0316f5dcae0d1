// `lab doctor`: what this machine can and cannot do, a line a thing, and the command that mends it.
// The law here: nothing is guessed from names of systems. Each line is a probe of what grading itself uses.
import { existsSync } from 'node:fs';

import { Slots } from '../../graders/batch/index.ts';
import {
  NotIsolated,
  type PortState,
  findRuntime,
  hasProc,
  portState,
  provesItself,
  runtimes,
} from '../../graders/subject/index.ts';
import { graders } from '../../graders/index.ts';
import { labNamed, worker } from '../course.ts';
import { printable } from '../tell.ts';
import { advice, thisSystem, tried } from './doctorIsolation.ts';

interface Line {
  state: 'ok' | 'degraded' | 'missing';
  thing: string;
  means: string;
}

/** @returns 0 when programs can be graded, isolated by namespaces; 1 when not, or not as well */
export async function doctor(): Promise<number> {
  const isolated = await isolation();
  const needed = [node(), processes(), await silence(), zones(), isolated];
  const others = [...runtimeLines(), ...(isolated.state === 'ok' ? [] : await ports())];
  for (const { state, thing, means } of [...needed, ...others])
    console.log(`${state.padEnd(9)} ${thing.padEnd(18)} ${printable(means)}`);
  return needed.every(({ state }) => state === 'ok') ? 0 : 1;
}

function node(): Line {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < 22;
  const means = isOld
    ? `${process.version} works; its security updates have ended (Node 20: April 2026), so take a newer one when you can`
    : process.version;
  return { state: 'ok', thing: 'Node', means };
}

function processes(): Line {
  if (hasProc) return { state: 'ok', thing: 'processes', means: 'programs and their sockets are seen in /proc' };
  return {
    state: 'missing',
    thing: 'processes',
    means: 'there is no /proc here, so no program can be watched: use Linux, WSL 2 or a virtual machine',
  };
}

async function silence(): Promise<Line> {
  const proven = hasProc && (await provesItself());
  const means = proven
    ? 'that a program will send nothing more is proven from its threads'
    : 'a deadline decides that a program is silent, which is slower: its threads cannot be read (in a container: --cap-add SYS_PTRACE)';
  return { state: proven ? 'ok' : 'degraded', thing: 'silence', means };
}

function zones(): Line {
  if (existsSync('/usr/share/zoneinfo/Etc/GMT-5'))
    return { state: 'ok', thing: 'time zones', means: 'the time zone data are there' };
  return { state: 'missing', thing: 'time zones', means: 'labs about time cannot be graded: apt install tzdata' };
}

async function isolation(): Promise<Line> {
  const thing = 'isolation';
  try {
    if (process.platform !== 'linux') throw new NotIsolated('');
    await using slots = new Slots({ count: 1, worker });
    await slots.try();
    return { state: 'ok', thing, means: 'namespaces: each program has a network, processes and a disk of its own' };
  } catch (error) {
    if (!(error instanceof NotIsolated)) throw error;
    const system = thisSystem();
    const failed = system.missing.length === 0 && system.platform === 'linux' ? await tried() : undefined;
    const means = `process-group only, which is not for programs of strangers. ${advice(system, failed, error.message)}`;
    return { state: 'degraded', thing, means };
  }
}

function runtimeLines(): Line[] {
  return (['python3', 'python2', 'javac', 'cc', 'c++', 'make'] as const).map((name) => {
    const found = findRuntime(name);
    const { title, install } = runtimes[name];
    if (found !== null) return { state: 'ok', thing: title, means: found.path };
    return { state: 'missing', thing: title, means: `programs that need it cannot be graded: ${install}` };
  });
}

async function ports(): Promise<Line[]> {
  return Promise.all(
    graders.map(async ({ lab: id }) => {
      const { lab } = await labNamed(id);
      return portLine(lab.port, id, portState(lab.port, lab.transport));
    }),
  );
}

function portLine(port: number, lab: string, found: PortState): Line {
  if (found.state !== 'held')
    return { state: 'ok', thing: `port ${port}`, means: `free, for programs of ${lab} whose port is fixed` };
  return {
    state: 'degraded',
    thing: `port ${port}`,
    means: `taken by ${found.owner}: programs of ${lab} whose port is fixed cannot be graded until it has ended`,
  };
}
