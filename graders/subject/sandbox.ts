// What a program sees in its sandbox: the command line of bwrap that makes one (bwrap(1)).
// The law here: what is not named is not there. A program sees the system's programs and libraries, its own folder and
// files of our making, and can write to nothing but a disk of its own.
import { existsSync, lchownSync, lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the work folder lies for the program. */
export const insideFolder = '/lab';

export interface Sandbox {
  /** The folder to work in: a disk of its own, with a folder for each thing that is bound from it. */
  folder: string;
  /** Paths of programs that lie outside the system's folders, such as an interpreter in a user's home. */
  programs: string[];
  /** Other folders that programs read. */
  reads: string[];
  /** Folders that are not to be seen, also where one above them is. */
  hidden: string[];
  /** The user that programs run as; `undefined` where a user namespace makes one. */
  uid: number | undefined;
}

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

/** Hands what a program may write to over to its user; called when all that is ours lies there. */
export function handOver({ folder, uid }: Sandbox): void {
  const give = (path: string): void => {
    lchownSync(path, uid!, uid!);
    if (!lstatSync(path).isDirectory()) return;
    for (const name of readdirSync(path)) give(join(path, name));
  };
  if (uid !== undefined) for (const name of ['submission', 'home', 'tmp', 'shared']) give(join(folder, name));
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
  return ['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'localtime', ...java].flatMap((name) => [
    '--ro-bind-try',
    `/etc/${name}`,
    `/etc/${name}`,
  ]);
}

/** Whole homes and the like are never shown: there only the program itself is. */
const tooWide = () => new Set(['/', '/opt', '/home', '/root', '/srv', homedir(), join(homedir(), '.local')]);

/** What has to be seen of these programs: `prefix` of `prefix/bin/program`, also where a link of that name leads. */
export function prefixesOf(programs: string[]): string[] {
  const wide = tooWide();
  const paths = programs.filter((path) => path.startsWith('/') && existsSync(path)).flatMap((path) => [path, realpathSync(path)]);
  const prefixes = paths.map((path) => {
    const prefix = dirname(dirname(path));
    return /\/bin\/[^/]+$/.test(path) && !wide.has(prefix) ? prefix : path;
  });
  const isElsewhere = (path: string) => !/^\/(?:usr|bin|sbin|lib\w*)(?:\/|$)/.test(path);
  const elsewhere = [...new Set(prefixes)].filter(isElsewhere).toSorted();
  return elsewhere.filter((path) => !elsewhere.some((other) => path.startsWith(`${other}/`)));
}

/** bwrap would make them itself, but for its own user alone. */
function parentsOf(paths: string[]): string[] {
  const above = (path: string): string[] => (dirname(path) === '/' ? [] : [...above(dirname(path)), dirname(path)]);
  return [...new Set(paths.flatMap(above))];
}

/**
 * @param info the descriptor on which bwrap names the sandbox's process 1, `filter` one with the seccomp filter
 * @param env all the program sees of the environment
 */
export function bwrapArguments(
  { folder, programs, reads, hidden, uid }: Sandbox,
  { cwd, env, info, filter }: { cwd: string; env: Record<string, string>; info: number; filter: number | undefined },
): string[] {
  const prefixes = prefixesOf(programs);
  const bound = (name: string, to: string, how = '--bind') => [how, join(folder, name), to];
  const path = ['/usr/local/bin', '/usr/bin', '/bin', ...prefixes.map((prefix) => join(prefix, 'bin'))].join(':');
  const visible = ['/usr', ...prefixes];
  const covered = hidden.filter((path) => visible.some((above) => path.startsWith(`${above}/`)));
  return [
    ['/etc', insideFolder, ...parentsOf([...prefixes, ...reads])].flatMap((parent) => ['--perms', '0755', '--dir', parent]),
    visible.flatMap((each) => ['--ro-bind', each, each]),
    covered.flatMap((each) => ['--tmpfs', each]),
    reads.flatMap((each) => ['--ro-bind', each, each]),
    systemFolders(),
    systemFiles(),
    ['hosts', 'passwd', 'group', 'nsswitch.conf'].flatMap((name) => bound(`etc/${name}`, `/etc/${name}`, '--ro-bind')),
    ['--proc', '/proc', '--dev', '/dev', ...bound('shared', '/dev/shm'), '--remount-ro', '/dev'],
    ['/tmp', `${insideFolder}/tmp`].flatMap((to) => bound('tmp', to)),
    bound('submission', `${insideFolder}/submission`),
    bound('home', `${insideFolder}/home`),
    bound('files', `${insideFolder}/files`, '--ro-bind'),
    ['--remount-ro', '/', '--chdir', cwd],
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'student', '--new-session', '--cap-drop', 'ALL'],
    uid === undefined ? ['--unshare-user', '--uid', '1000', '--gid', '1000'] : toChangeUser,
    ['--info-fd', String(info), ...(filter === undefined ? [] : ['--seccomp', String(filter)])],
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
