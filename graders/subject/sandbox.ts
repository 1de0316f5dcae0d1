// What a program sees in its sandbox: the command line of bwrap that makes one (bwrap(1)).
// The law here: what is not named is not there. A program sees the system's programs and libraries, its own folder and
// files of our making, and can write to nothing but a disk of its own.
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { insideFolder, places, prefixesOf, targetOf } from './installations.ts';

export interface Sandbox {
  /** The folder to work in: a disk of its own, with a folder for each thing that is bound from it. */
  folder: string;
  /** Paths of programs that lie outside the system's folders, such as an interpreter in a user's home. */
  programs: string[];
  /** Other folders that programs read; they lie elsewhere for them, so that no path of ours shows. */
  reads: string[];
  /** Folders that are not to be seen, also where one above them is. */
  hidden: string[];
  /** The user that programs run as; `undefined` where a user namespace makes one. */
  uid: number | undefined;
}

/** What a path or a text of ours is for the program. */
export function insideOf({ folder, reads }: Sandbox, text: string): string {
  const moved = reads.reduce((all, path, i) => all.replaceAll(path, readsFolder(i)), text);
  return moved.replaceAll(folder, insideFolder);
}

const readsFolder = (index: number): string => `${insideFolder}/reads/${index}`;

/** The folders that a sandbox binds, and the files of /etc, made in an empty work folder. */
export function furnish({ folder, uid = 1000 }: Sandbox): void {
  for (const name of ['etc', 'shared']) mkdirSync(join(folder, name));
  const files = {
    hosts: '127.0.0.1 localhost student\n::1 localhost ip6-localhost\n',
    passwd: `root:x:0:0::/:/usr/sbin/nologin\nstudent:x:${uid}:${uid}::${insideFolder}/home:/bin/sh\n`,
    group: `root:x:0:\nstudent:x:${uid}:\n`,
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'etc', name), text);
}

/** The folders that programs may write to. */
const own = ['submission', 'home', 'tmp', 'shared'];

/** Hands what a program may write to over to its user; called when all that is ours lies there. */
export function handOver({ folder, uid }: Sandbox): void {
  const give = (path: string): void => {
    lchownSync(path, uid!, uid!);
    if (!lstatSync(path).isDirectory()) return;
    for (const name of readdirSync(path)) give(join(path, name));
  };
  if (uid !== undefined) for (const name of own) give(join(folder, name));
}

/** A program may have taken away its own right to enter its folders: the next one has it again. */
export function unlock({ folder }: Sandbox): void {
  for (const name of own) chmodSync(join(folder, name), 0o755);
}

/** Links and folders of a system's root that hold its programs: `/bin` is a link on most, a folder on some. */
function systemFolders(): string[] {
  return ['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => {
    const found = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (found === undefined) return [];
    return found.isSymbolicLink() ? ['--symlink', readlinkSync(`/${name}`), `/${name}`] : ['--ro-bind', `/${name}`, `/${name}`];
  });
}

/** Of /etc, what makes the system's own programs run: it holds no secrets, and no names of users. */
function systemFiles(): string[] {
  const java = readdirSync('/etc').filter((name) => name.startsWith('java'));
  const names = [
    'alternatives',
    'ld.so.cache',
    'ld.so.conf',
    'ld.so.conf.d',
    'localtime',
    'protocols',
    'services',
    'php',
    'perl',
  ];
  return [...names, ...java].flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]);
}

/** Where something hidden would show below a folder, whichever way that leads there. */
function coversIn(path: string, hidden: string[]): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const real = `${realpathSync(path)}/`;
  return hidden.filter(existsSync).flatMap((each) => {
    const found = realpathSync(each);
    return found.startsWith(real) ? [join(path, found.slice(real.length))] : [];
  });
}

/** bwrap would make them itself, but for its own user alone. */
function withParents(path: string): string[] {
  const above = (each: string): string[] => (dirname(each) === '/' ? [] : [...above(dirname(each)), dirname(each)]);
  return above(path).flatMap((parent) => ['--perms', '0755', '--dir', parent]);
}

/** Binds paths where they are, the outer ones first, and covers what is hidden in them. */
function shown(paths: string[], hidden: string[]): string[] {
  const covers = paths.flatMap((path) => coversIn(path, hidden));
  const isIn = (path: string) => (outer: string) => path.startsWith(`${outer}/`);
  const isSeen = (path: string) =>
    paths.some((outer) => isIn(path)(outer) && !covers.filter(isIn(path)).some((cover) => isIn(cover)(outer)));
  const inOrder = [...new Set([...paths.filter((path) => !isSeen(path)), ...covers])].toSorted();
  return [
    ...inOrder.flatMap((path) => [...withParents(path), ...(covers.includes(path) ? ['--tmpfs', path] : placed(path))]),
    ...[...new Set(covers)].flatMap((path) => ['--remount-ro', path]),
  ];
}

/** A link to a program stays one: an interpreter finds its library from where the link leads. */
function placed(path: string): string[] {
  const isLink = lstatSync(path).isSymbolicLink() && statSync(path).isFile();
  return isLink ? ['--symlink', targetOf(path), path] : ['--ro-bind', path, path];
}

interface Inside {
  cwd: string;
  /** All the program sees of the environment. */
  env: Record<string, string>;
  /** The descriptor on which bwrap names the sandbox's process 1, and tells that the program ran. */
  info: number;
  /** One that it reads a byte from before it starts the program. */
  begin: number;
  /** One with the seccomp filter. */
  filter: number | undefined;
}

export function bwrapArguments(
  { folder, programs, reads, hidden, uid }: Sandbox,
  { cwd, env, info, begin, filter }: Inside,
): string[] {
  const bound = (name: string, to: string, how = '--bind') => [how, join(folder, name), to];
  const outside = programs.filter((path) => path.startsWith('/') && existsSync(path) && !places.test(path));
  const path = [...new Set([...outside.map(dirname), '/usr/local/bin', '/usr/bin', '/bin'])].join(':'); // as PATH had them
  return [
    ['/etc', insideFolder].flatMap((each) => ['--perms', '0755', '--dir', each]),
    shown(['/usr', ...prefixesOf(programs, hidden)], [...hidden, folder]),
    systemFolders(),
    systemFiles(),
    ['hosts', 'passwd', 'group', 'nsswitch.conf'].flatMap((name) => bound(`etc/${name}`, `/etc/${name}`, '--ro-bind')),
    ['--proc', '/proc', '--dev', '/dev', ...bound('shared', '/dev/shm'), '--remount-ro', '/dev'],
    ['/tmp', `${insideFolder}/tmp`].flatMap((to) => bound('tmp', to)),
    bound('submission', `${insideFolder}/submission`),
    bound('home', `${insideFolder}/home`),
    bound('files', `${insideFolder}/files`, '--ro-bind'),
    reads.flatMap((each, i) => [...withParents(readsFolder(i)), '--ro-bind', each, readsFolder(i)]),
    ['--remount-ro', '/', '--chdir', cwd],
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'student', '--new-session', '--cap-drop', 'ALL'],
    uid === undefined ? ['--unshare-user', '--uid', '1000', '--gid', '1000'] : toChangeUser,
    [
      '--json-status-fd',
      String(info),
      '--block-fd',
      String(begin),
      ...(filter === undefined ? [] : ['--seccomp', String(filter)]),
    ],
    ['--clearenv', ...Object.entries({ ...env, PATH: path }).flatMap(([name, value]) => ['--setenv', name, value])],
    ['--', ...(uid === undefined ? [] : asUser(uid))],
  ].flat();
}

const toChangeUser = ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP'];

const asUser = (uid: number): string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--no-new-privs',
  '--',
];
