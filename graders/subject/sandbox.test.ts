// What is shown of programs outside the system's folders, and the command line of bwrap as a table of what it binds where.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { outOfSight, prefixesOf } from './installations.ts';
import { type Sandbox, bwrapArguments, insideOf } from './sandbox.ts';
import { Sandboxes, hasNamespaces, needed } from './sandboxes.test.support.ts';

let base: string;
const homeBefore = process.env['HOME'];

// not in /tmp, of which programs have their own
beforeEach(() => {
  base = mkdtempSync('/var/tmp/lab-homes-');
  chmodSync(base, 0o755);
});
afterEach(() => {
  rmSync(base, { recursive: true });
  process.env['HOME'] = homeBefore;
});

/** Makes files (`name`), folders (`name/`) and links (`name -> where`) below the base folder. */
function made(...entries: string[]): void {
  for (const entry of entries) {
    const [name = '', target] = entry.split(' -> ');
    const path = join(base, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (target !== undefined) symlinkSync(target.replace(/^~/, base), path);
    else if (!name.endsWith('/')) writeFileSync(path, '', { mode: 0o755 });
  }
}

const inBase = (path: string): string => path.replace(/^~/, base);
const named = (path: string): string => path.replace(base, '~');

describe('what is shown of a program', () => {
  test.each<[string, string[], string[], string[]]>([
    [
      'the version of a version manager',
      ['.pyenv/versions/3.11.7/bin/python3', '.pyenv/versions/3.11.7/lib/'],
      ['~/.pyenv/versions/3.11.7/bin/python3'],
      ['~/.pyenv/versions/3.11.7'],
    ],
    [
      'the folder of Node',
      ['.nvm/versions/node/v20/bin/node', '.nvm/versions/node/v20/lib/'],
      ['~/.nvm/versions/node/v20/bin/node'],
      ['~/.nvm/versions/node/v20'],
    ],
    [
      'a virtual environment, and the Python that it leads to',
      [
        'venv/pyvenv.cfg',
        'py/3.12/bin/python3.12',
        'py/3.12/lib/',
        'venv/bin/python3 -> python',
        'venv/bin/python -> ~/py/3.12/bin/python3.12',
      ],
      ['~/venv/bin/python3'],
      ['~/py/3.12', '~/venv'],
    ],
    [
      'every link on the way',
      ['a/b -> ~/bin/c', 'bin/c -> ../uv/python/bin/python3', 'uv/python/bin/python3', 'uv/python/lib/'],
      ['~/a/b'],
      ['~/a/b', '~/bin/c', '~/uv/python'],
    ],
    [
      'a link in a folder of another name, as it leads from where it is',
      ['sdk/bin/java -> ../../jdk/bin/java', 'jdk/bin/java', 'jdk/lib/', 'deep/er/current -> ~/sdk'],
      ['~/deep/er/current/bin/java'],
      ['~/deep/er/current/bin/java', '~/jdk'],
    ],
    [
      'a folder of another name, and where it is',
      ['sdk/java/17/bin/java', 'sdk/java/17/lib/', 'sdk/java/current -> 17'],
      ['~/sdk/java/current/bin/java'],
      ['~/sdk/java/17', '~/sdk/java/current'],
    ],
    [
      'a program alone, where its folder holds no library',
      ['.cargo/bin/cargo', '.cargo/credentials.toml'],
      ['~/.cargo/bin/cargo'],
      ['~/.cargo/bin/cargo'],
    ],
    ['a program alone, in a folder that is not called bin', ['deno/deno', 'lib/'], ['~/deno/deno'], ['~/deno/deno']],
    ['a program alone, in the home itself', ['bin/python3', 'lib/'], ['~/bin/python3'], ['~/bin/python3']],
    ['a program alone, in .local', ['.local/bin/python3', '.local/lib/'], ['~/.local/bin/python3'], ['~/.local/bin/python3']],
    [
      'nothing of the system’s own, which is there',
      [],
      ['/usr/bin/python3', '/bin/sh', '/usr/local/bin/node', '/lib64/ld-linux-x86-64.so.2'],
      [],
    ],
    ['nothing of what is not there', [], ['~/no/bin/python3', 'python3', './bin/python3'], []],
    ['nothing of a link that leads to itself', ['x/bin/a -> b', 'x/bin/b -> a'], ['~/x/bin/a'], []],
    ['the place itself, by whichever way it is named', ['x/bin/a', 'x/lib/'], ['~/y/../x/./bin/a'], ['~/x']],
  ])('%s', (_, entries, programs, shown) => {
    process.env['HOME'] = base;
    made(...entries);
    mkdirSync(join(base, 'y'), { recursive: true });
    expect(prefixesOf(programs.map(inBase)).map(named)).toEqual(shown);
  });

  test('never a home, or what lies above one, whichever way it is named', () => {
    made('users/ann/bin/python3', 'users/ann/lib/', 'users/bin/python3', 'users/lib/', 'link -> users/ann');
    for (const home of ['users/ann', 'link', 'users/ann/']) {
      process.env['HOME'] = join(base, home);
      const shown = prefixesOf(['~/users/ann/bin/python3', '~/users/bin/python3', '~/link/bin/python3'].map(inBase)).map(named);
      expect(shown).toEqual(['~/link/bin/python3', '~/users/ann/bin/python3', '~/users/bin/python3']);
    }
  });

  test('never a hidden folder', () => {
    made('course/bin/tool', 'course/lib/');
    expect(prefixesOf([join(base, 'course/bin/tool')], [join(base, 'course')])).toEqual([join(base, 'course/bin/tool')]);
  });

  test('nothing in /tmp, of which programs have their own', () => {
    const folder = mkdtempSync('/tmp/lab-python-');
    try {
      for (const name of ['bin', 'lib']) mkdirSync(join(folder, name));
      const python = join(folder, 'bin/python3');
      writeFileSync(python, '');
      made(`python3 -> ${python}`);
      expect(prefixesOf([python])).toEqual([]);
      expect([outOfSight(python), outOfSight(join(base, 'python3')), outOfSight('/bin/sh')]).toEqual([python, python, undefined]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The command line as what it does to each path: `[how, where to, where from]`. */
function mountsOf(words: string[]): [how: string, to: string, from?: string][] {
  const mounts: [string, string, string?][] = [];
  for (let i = 0; i < words.indexOf('--'); i += 1) {
    const how = words[i]!;
    if (/bind|symlink/.test(how)) mounts.push([how.slice(2), words[i + 2]!, words[i + 1]!]);
    if (/^--(?:tmpfs|dir|proc|dev|remount-ro)$/.test(how)) mounts.push([how.slice(2), words[i + 1]!]);
  }
  return mounts;
}

const folder = '/var/tmp/work';
const plain: Sandbox = { folder, programs: [], reads: [], hidden: [], uid: undefined };
const start = { cwd: '/lab/submission', env: {}, info: 3, begin: 4, filter: 5 };
const mounts = (sandbox: Partial<Sandbox>) => mountsOf(bwrapArguments({ ...plain, ...sandbox }, start));

describe('the command line', () => {
  test('binds the system’s folders, files of ours and the disk of its own, and nothing else', () => {
    const bound = mounts({}).filter(([how]) => how.endsWith('bind') || how === 'ro-bind-try');
    const [system, ours] = [
      bound.filter(([, , from]) => !from!.startsWith(folder)),
      bound.filter(([, , from]) => from!.startsWith(folder)),
    ];
    for (const [how, to, from] of system) {
      expect(how).toMatch(/^ro-bind/);
      expect(to).toBe(from);
      expect(to).toMatch(
        /^\/(?:usr|bin|sbin|lib\w*|etc\/(?:alternatives|ld\.so\.\w+(?:\.d)?|localtime|protocols|services|php|perl|java[-\w.]*))$/,
      );
    }
    expect(ours.map(([how, to, from]) => `${how} ${from!.slice(folder.length)} ${to}`)).toEqual([
      'ro-bind /etc/hosts /etc/hosts',
      'ro-bind /etc/passwd /etc/passwd',
      'ro-bind /etc/group /etc/group',
      'ro-bind /etc/nsswitch.conf /etc/nsswitch.conf',
      'bind /shared /dev/shm',
      'bind /tmp /tmp',
      'bind /tmp /lab/tmp',
      'bind /submission /lab/submission',
      'bind /home /lab/home',
      'ro-bind /files /lab/files',
    ]);
  });

  test('leaves nothing writable but what is bound to be', () => {
    made('py/bin/python3', 'py/lib/course/secret');
    const all = mounts({ programs: [join(base, 'py/bin/python3')], hidden: [join(base, 'py/lib/course')] });
    const readOnly = all.filter(([how]) => how === 'remount-ro').map(([, to]) => to);
    expect(readOnly).toEqual([join(base, 'py/lib/course'), '/dev', '/']);
    for (const [how, to] of all) if (how === 'tmpfs') expect(readOnly).toContain(to);
  });

  test('covers what is hidden, also where a link leads into it, and shows again what is needed of it', () => {
    made(
      'node/bin/node',
      'node/lib/lab/secret',
      'node/lib/lab/venv/bin/python3',
      'node/lib/lab/venv/pyvenv.cfg',
      'current -> node',
    );
    const programs = ['node/bin/node', 'current/bin/node', 'node/lib/lab/venv/bin/python3'].map((path) => join(base, path));
    const hidden = [join(base, 'node/lib/lab'), join(base, 'elsewhere')];
    const relevant = mounts({ programs, hidden }).filter(([, to]) => to.startsWith(`${base}/`));
    expect(relevant.map(([how, to]) => `${how} ${named(to)}`).filter((words) => !words.startsWith('dir'))).toEqual([
      'ro-bind ~/current',
      'tmpfs ~/current/lib/lab',
      'ro-bind ~/node',
      'tmpfs ~/node/lib/lab',
      'ro-bind ~/node/lib/lab/venv',
      'remount-ro ~/current/lib/lab',
      'remount-ro ~/node/lib/lab',
    ]);
  });

  test('covers what is hidden below /usr, and the work folder wherever it lies', () => {
    const all = mounts({ hidden: ['/usr/lib'], folder: '/usr/share' });
    expect(all.filter(([how]) => how === 'tmpfs').map(([, to]) => to)).toEqual(['/usr/lib', '/usr/share']);
  });

  test('makes the parents of all it binds, for any user to pass', () => {
    made('a/b/c/bin/x', 'a/b/c/lib/');
    const words = bwrapArguments({ ...plain, programs: [join(base, 'a/b/c/bin/x')] }, start);
    for (const parent of ['/var', '/var/tmp', base, join(base, 'a'), join(base, 'a/b')]) {
      const at = words.indexOf(parent);
      expect(words.slice(at - 3, at)).toEqual(['--perms', '0755', '--dir']);
      expect(at).toBeLessThan(words.indexOf(join(base, 'a/b/c')));
    }
  });

  test('keeps a link to a program a link', () => {
    made('bin/python3 -> ../py/bin/python3', 'py/bin/python3', 'py/lib/');
    expect(mounts({ programs: [join(base, 'bin/python3')] })).toContainEqual([
      'symlink',
      join(base, 'bin/python3'),
      join(base, 'py/bin/python3'),
    ]);
  });

  test('moves what programs read out of sight of where it lies', () => {
    const sandbox = { ...plain, reads: ['/opt/course/node_modules/jiti'] };
    expect(mounts(sandbox)).toContainEqual(['ro-bind', '/lab/reads/0', '/opt/course/node_modules/jiti']);
    expect(mounts(sandbox).filter(([, to]) => to.includes('course'))).toEqual([]);
    expect(insideOf(sandbox, `/opt/course/node_modules/jiti/lib/cli.mjs ${folder}/submission/x`)).toBe(
      '/lab/reads/0/lib/cli.mjs /lab/submission/x',
    );
  });

  test('finds programs by name where PATH had them before the system’s', () => {
    made('py3/bin/python3', 'py3/lib/', 'py2/bin/python2', 'py2/lib/');
    const programs = [join(base, 'py3/bin/python3'), '/usr/bin/gcc', join(base, 'py2/bin/python2')];
    const words = bwrapArguments({ ...plain, programs }, { ...start, env: { PATH: '/other', HOME: '/lab/home' } });
    const variables = words.flatMap((word, i) => (word === '--setenv' ? [`${words[i + 1]}=${words[i + 2]}`] : []));
    expect(variables).toEqual([`PATH=${base}/py3/bin:${base}/py2/bin:/usr/local/bin:/usr/bin:/bin`, 'HOME=/lab/home']);
    expect(words.indexOf('--clearenv')).toBeLessThan(words.indexOf('--setenv'));
  });

  test('takes every right away, as root by way of another user', () => {
    const asUser = bwrapArguments(plain, start).join(' ');
    expect(asUser).toContain('--unshare-user --uid 1000 --gid 1000');
    expect(asUser).toContain('--cap-drop ALL');
    expect(asUser).not.toContain('--cap-add');
    expect(asUser).toMatch(/ --$/);
    const asRoot = bwrapArguments({ ...plain, uid: 60_600 }, start).join(' ');
    expect(asRoot).not.toContain('--unshare-user');
    expect(asRoot).toMatch(
      / -- setpriv --reuid=60600 --regid=60600 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs --$/,
    );
  });

  test('never binds a home, whatever programs it is asked to show', () => {
    made('home/bin/a', 'home/lib/', 'home/.local/bin/a', 'home/.local/lib/', 'home/x/bin/a', 'home/x/lib/', 'home/link -> .');
    const home = join(base, 'home');
    process.env['HOME'] = home;
    const part = fc.constantFrom('bin', 'a', 'x', '.local', 'lib', '..', '.', 'link', '');
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 6 }), { maxLength: 4 }), (paths) => {
        const programs = paths.map((parts) => `${home}/${parts.join('/')}`);
        for (const [how, to, from] of mounts({ programs })) {
          if (how === 'dir') continue;
          for (const path of [to, from ?? ''])
            expect(`${home}/`.startsWith(`${path === '' ? '-' : path.replace(/\/$/, '')}/`) && to !== '/').toBe(false);
        }
      }),
    );
  });
});

test.skipIf(!hasNamespaces)(`an interpreter in a home works, and shows nothing else of it${needed}`, async () => {
  made('home/secret', 'home/py/lib/secret of the course', 'home/bin/greet -> ../py/bin/greet', 'home/py/bin/');
  const program = join(base, 'home/bin/greet');
  writeFileSync(join(base, 'home/py/bin/greet'), '#!/bin/sh\necho hello from "$0"; ls -R "$1"; echo x >"$1/py/new"\n', {
    mode: 0o755,
  });
  await using sandboxes = await Sandboxes.start('an ordinary user', { PATH: `${dirname(program)}:${process.env['PATH']}` });
  const sandbox = { hidden: [join(base, 'home/py/lib')], programs: [] };
  const { stdout, stderr } = await sandboxes.ran([program, join(base, 'home')], { sandbox });
  expect(stdout.replaceAll(base, '~')).toBe(
    'hello from ~/home/bin/greet\n~/home:\nbin\npy\n\n~/home/bin:\ngreet\n\n~/home/py:\nbin\nlib\n\n~/home/py/bin:\ngreet\n\n~/home/py/lib:\n',
  );
  expect(stderr).toContain('Read-only file system');
});

test.skipIf(!hasNamespaces)(`a command that somebody wrote shows nothing that is not on PATH${needed}`, async () => {
  made('home/secrets/bin/run', 'home/secrets/lib/secret');
  await using sandboxes = await Sandboxes.start('an ordinary user');
  const { exit, stderr } = await sandboxes.ran([join(base, 'home/secrets/bin/run')]);
  expect([exit, stderr]).toEqual([{ code: 127, signal: null }, expect.stringContaining('No such file or directory')]);
});

test.skipIf(!hasNamespaces)(`a program may not have its build make a link that shows what it leads to${needed}`, async () => {
  made('home/secrets/bin/run', 'home/secrets/lib/secret');
  await using sandboxes = await Sandboxes.start('an ordinary user', { TMPDIR: tmpdir() });
  const box = await sandboxes.box();
  const builds = await box.start(['sh', '-c', `mkdir bin && ln -s '${base}/home/secrets/bin/run' bin/run`]);
  await builds.exited();
  await builds.kill();
  const path = join(await sandboxes.ask('base'), '0/submission/bin/run');
  const program = await box.start([path]);
  expect(await program.exited()).toEqual({ code: 127, signal: null });
});

test('the user’s own home is never bound', () => {
  const programs = [process.execPath, join(homedir(), 'bin/x'), join(homedir(), '.local/bin/x')];
  for (const [how, to] of mounts({ programs }))
    if (how !== 'dir' && how !== 'remount-ro') expect(`${homedir()}/`.startsWith(`${to}/`)).toBe(false);
});
