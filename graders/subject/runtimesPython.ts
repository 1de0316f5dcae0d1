// Finds Python itself where PATH leads to a version manager's shim, a script that looks up the version at every start.
// The law here: pyenv's choice is read from its files; another manager's shim is asked once, and no other program is started.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { type Environment, type Runtime, everyOnPath, isExecutable } from './runtimesPath.ts';

export function findPython3(env: Environment): Runtime | null {
  return labelled(onPath('python3', env), 'Python 3');
}

export function findPython2(env: Environment): Runtime | null {
  return labelled(onPath('python2.7', env) ?? onPath('python2', env) ?? elsewhere(env), 'Python 2');
}

function onPath(name: string, env: Environment): string | null {
  for (const path of everyOnPath(name, env)) {
    const real = isPyenvShim(path, env) ? chosenByPyenv(name, env) : isShim(path) ? askedOnce(path) : path;
    if (real !== null) return real;
  }
  return null;
}

const home = ({ HOME }: Environment) => HOME ?? homedir();
const pyenvRoot = (env: Environment) => env['PYENV_ROOT'] ?? join(home(env), '.pyenv');

function isPyenvShim(path: string, env: Environment): boolean {
  return basename(dirname(path)) === 'shims' && path.startsWith(`${pyenvRoot(env)}/`);
}

/** The first version listed that has the program; else the newest installed. `null` where that is the system's own. */
function chosenByPyenv(name: string, env: Environment): string | null {
  const root = pyenvRoot(env);
  const listed = env['PYENV_VERSION']?.split(':') ?? textOf(join(root, 'version')).split(/\s+/);
  for (const version of listed.filter((each) => each !== '')) {
    if (version === 'system') return null;
    const path = join(root, 'versions', version, 'bin', name);
    if (isExecutable(path)) return path;
  }
  return newestIn(join(root, 'versions'), name);
}

/** The newest `folder/<version>/bin/<name>`. */
function newestIn(folder: string, name: string, versions = /^/): string | null {
  const newestFirst = entriesOf(folder)
    .filter((version) => versions.test(version))
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.map((version) => join(folder, version, 'bin', name)).find(isExecutable) ?? null;
}

function elsewhere(env: Environment): string | null {
  const managers = [
    join(pyenvRoot(env), 'versions'),
    join(home(env), '.asdf/installs/python'),
    join(home(env), '.local/share/mise/installs/python'),
  ];
  for (const folder of managers) {
    const found = newestIn(folder, 'python2.7', /^2\.|^pypy2/);
    if (found !== null) return found;
  }
  if (isExecutable('/usr/local/bin/python2.7')) return '/usr/local/bin/python2.7';
  return newestIn('/opt', 'python2.7');
}

/** A script, or a link to another program such as a version manager. */
function isShim(path: string): boolean {
  if (!/python|pypy/.test(basename(realpathSync(path)))) return true;
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(2);
    readSync(descriptor, head);
    return head.toString() === '#!';
  } finally {
    closeSync(descriptor);
  }
}

const answers = new Map<string, string | null>();

function askedOnce(shim: string): string | null {
  let answer = answers.get(shim);
  if (answer === undefined) {
    const { stdout } = spawnSync(shim, ['-c', 'import sys; print(sys.executable)'], {
      cwd: '/',
      encoding: 'utf8',
      timeout: 5000,
    });
    const path = stdout?.trim() ?? '';
    answer = isExecutable(path) ? path : null;
    answers.set(shim, answer);
  }
  return answer;
}

function labelled(path: string | null, title: string): Runtime | null {
  if (path === null) return null;
  const real = realpathSync(path);
  const version = /\/(\d+\.\d+\.\d+)\/bin\//.exec(real)?.[1] ?? /^python(\d\.\d+)/.exec(basename(real))?.[1];
  return { path, name: version === undefined ? title : `Python ${version}` };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
