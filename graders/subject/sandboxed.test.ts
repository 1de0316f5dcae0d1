// Programs in a sandbox: how they end, what they are given, what they see, and that nothing of them is left.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type BoxedProgram, Sandboxes, hasNamespaces, needed, users } from './sandboxes.test.support.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

describe.skipIf(!hasNamespaces).each(users)(`a sandbox made by %s${needed}`, (user) => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    sandboxes = await Sandboxes.start(user, { SECRET_OF_THE_USER: 'hush' });
  });
  afterEach(() => sandboxes.ask('killAll'));
  afterAll(() => sandboxes[Symbol.asyncDispose]());

  const shell = (text: string, options = {}) => sandboxes.ran(['sh', '-c', text], options);
  const said = async (text: string) => (await shell(text)).stdout.trim();
  const started = async (argv: string[], options = {}): Promise<BoxedProgram> => (await sandboxes.box()).start(argv, options);
  const nobodyIsLeft = async () => expect(await sandboxes.ask('others')).toBe(0);

  test.each([
    ['by itself', 'exit 0', { code: 0, signal: null }],
    ['with a code', 'exit 7', { code: 7, signal: null }],
    ['with a code that is no signal', 'exit 255', { code: 255, signal: null }],
    ['by SIGSEGV', 'kill -SEGV $$', { code: null, signal: 'SIGSEGV' }],
    ['by SIGKILL', 'kill -KILL $$', { code: null, signal: 'SIGKILL' }],
    ['by SIGTERM', 'kill -TERM $$', { code: null, signal: 'SIGTERM' }],
  ])('tells how a program ends: %s', async (_, text, exit) => {
    const { stdout, stderr, ...state } = await shell(`echo out; echo err >&2; ${text}`);
    expect([stdout, stderr, state.exit]).toEqual(['out\n', 'err\n', exit]);
  });

  test('takes all that is printed, to the last words of many', async () => {
    const text = "import os\nfor n in range(50): os.write(1, b'%07d\\n' % n * (1 << 15))\nos.write(2, b'last')\nos._exit(3)\n";
    const { stdout, stderr, exit } = await sandboxes.ran(['python3', 'flood.py'], { files: { 'flood.py': text } });
    expect([stderr, exit]).toEqual(['last', { code: 3, signal: null }]);
    expect(stdout).toMatch(/^0000000\n[^]*\n… \d+ bytes left out …\n[^]*\n0000049\n$/);
  });

  test.each([
    ['is not there', ['/no/such/program'], 127, /^prlimit: failed to execute \/no\/such\/program: No such file or directory$/m],
    ['is no program', ['/lab/home'], 126, /^prlimit: failed to execute \/lab\/home: Permission denied$/m],
  ])('tells of a program that %s', async (_, argv, code, words) => {
    const { exit, stderr } = await sandboxes.ran(argv);
    expect(exit).toEqual({ code, signal: null });
    expect(stderr).toMatch(words);
  });

  test.each([
    ['has a NUL byte in its command', ['sh', '-c', 'a\0b'], 'ERR_INVALID_ARG_VALUE'],
    ['has a command longer than the system takes', ['sh', '-c', 'x'.repeat(1 << 18)], 'E2BIG'],
  ])('rejects with the system’s error for a program that %s', async (_, argv, code) => {
    const program = await started(argv);
    await expect(program.exited()).rejects.toMatchObject({ code });
    expect(await program.state()).toMatchObject({ pid: 0, exit: null });
    await program.kill();
  });

  test('is not taken in by a program that speaks as bwrap does', async () => {
    for (let i = 0; i < 5; i += 1) {
      const { exit, stderr } = await shell('echo "bwrap: Can\'t mount proc on /newroot/proc" >&2; exit 1');
      expect([exit, stderr]).toEqual([{ code: 1, signal: null }, "bwrap: Can't mount proc on /newroot/proc\n"]);
    }
  });

  test('is made again for a program that has locked its own folders', async () => {
    const box = await sandboxes.box();
    for (const round of [1, 2]) {
      const program = await box.start(['sh', '-c', `echo round ${round}; chmod 0 . "$HOME" /tmp /dev/shm`], {
        env: { HOME: '/lab/home' },
      });
      expect(await program.exited()).toEqual({ code: 0, signal: null });
      await program.kill();
      expect((await program.state()).stdout).toBe(`round ${round}\n`);
    }
  });

  describe('ends', () => {
    test('a program by Ctrl-C, and what it started in its terminal, but not the sandbox', async () => {
      const text = `
import os, signal, sys, time
child = os.fork()
if child == 0:
    signal.signal(signal.SIGINT, lambda *_: (os.write(1, b'child interrupted\\n'), os._exit(0)))
    os.write(1, b'child\\n')
    time.sleep(60)
try:
    os.write(1, b'ready\\n')
    time.sleep(60)
except KeyboardInterrupt:
    os.waitpid(child, 0)
    os.write(1, b'interrupted\\n')
    time.sleep(60)
`;
      const program = await (await sandboxes.box({ files: { 'p.py': text } })).start(['python3', 'p.py']);
      await program.printed(/child\n/);
      await program.printed(/ready\n/);
      await program.interrupt();
      await program.printed(/child interrupted\ninterrupted\n/);
      await program.kill();
      expect((await program.state()).exit).toEqual({ code: null, signal: 'SIGKILL' });
    });

    test('a daemon that left its parent and its session and spares itself signals', async () => {
      const program = await started([
        'sh',
        '-c',
        '(setsid -f sh -c \'trap "" TERM INT HUP; echo up; exec sleep 60\' &) ; sleep 60',
      ]);
      await program.printed(/up/);
      expect((await program.state()).alive).toBeGreaterThan(1);
      await program.kill();
      await nobodyIsLeft();
    });

    test('a daemon that holds no output open, after the program itself', async () => {
      const program = await started(['sh', '-c', 'setsid -f sleep 60 >&- 2>&- <&-; sleep 0.1; echo left']);
      expect(await program.exited()).toEqual({ code: 0, signal: null });
      expect((await program.state()).alive).toBe(1);
      await Promise.all([program.kill(), program.kill()]);
      expect((await program.state()).exit).toEqual({ code: 0, signal: null });
      await nobodyIsLeft();
    });

    test('a program that starts itself anew as often as it is ended', async () => {
      const text = `
import os, signal, time
while True:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: os.execvp('sleep', ['sleep', '60'])
        os._exit(0)
    os.wait()
    print('one more', flush=True)
    time.sleep(0.01)
    if os.fork(): os._exit(0)
`;
      const program = await (await sandboxes.box({ files: { 'p.py': text } })).start(['python3', 'p.py']);
      await program.printed(/(one more\n){5}/);
      await program.kill();
      await nobodyIsLeft();
    });
  });

  describe('gives a program', () => {
    test('an input that never ends', async () => {
      const program = await started(['sh', '-c', 'echo ready; cat; echo ended']);
      await program.printed(/ready/);
      const { pid } = await program.state();
      await sandboxes.ask('sleepsIn', pid, 'read');
      expect((await program.state()).stdout).toBe('ready\n');
      await program.kill();
    });

    test('an input that ends at once', async () => {
      expect((await shell('cat; echo ended', { input: 'none' })).stdout).toBe('ended\n');
    });

    test('its environment, and nothing else of ours', async () => {
      const { stdout } = await shell('cat /proc/self/environ | tr "\\0" "\\n"; cat /proc/1/environ 2>&1', {
        env: { GIVEN: 'yes', HOME: '/lab/home' },
      });
      const names = stdout.split('\n').filter((line) => !/^(?:PWD|OLDPWD|SHLVL|_)=|Permission denied$/.test(line));
      expect(names.filter((line) => !line.startsWith('PATH=')).sort()).toEqual(['', 'GIVEN=yes', 'HOME=/lab/home']);
      expect(stdout).not.toContain('hush');
    });

    test('three descriptors', async () => {
      expect(await said('echo /proc/self/fd/*')).toBe('/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3'); // 3 reads the folder
      expect(await said('for n in 3 4 5 6 7 8 9; do if true >&$n; then echo $n; fi; done 2>/dev/null')).toBe('');
    });

    test('every signal at its default, and a session without a terminal', async () => {
      expect((await said('cat /proc/self/status')).match(/^Sig(Blk|Ign|Cgt).*$/gm)!.join('\n')).toBe(
        'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000',
      );
      expect(await said('cut -d" " -f5,6,7 /proc/self/stat')).toBe('1 1 0');
    });

    test('no right at all: it is not root, nor can it become so', async () => {
      const status = await said('cat /proc/self/status');
      const uid = user === 'root' ? '6\\d{4}' : '1000';
      expect(status).toMatch(new RegExp(`^Uid:(?:\t${uid}){4}\nGid:(?:\t${uid}){4}$`, 'm'));
      expect(status).toMatch(/^Groups:\s*$/m);
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) expect(status).toMatch(new RegExp(`^Cap${set}:\t0+$`, 'm'));
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(await said('id -un; id -gn')).toBe('student\nstudent');
    });

    test('less of the processors, and the kernel’s choice when memory runs out', async () => {
      expect(await said('nice; cat /proc/self/oom_score_adj')).toBe('5\n1000');
    });

    test('names that resolve: its own, localhost, protocols and services', async () => {
      const text =
        "import socket\nprint(socket.gethostname(), socket.gethostbyname(socket.gethostname()), socket.gethostbyname('localhost'))\n";
      expect((await sandboxes.ran(['python3', 'p.py'], { files: { 'p.py': text } })).stdout).toBe(
        'student 127.0.0.1 127.0.0.1\n',
      );
    });
  });

  describe('shows', () => {
    test('the system’s programs, the files of the work folder, and nothing else', async () => {
      const root = (await said('ls -A /')).split('\n').filter((name) => !/^lib\w*$/.test(name));
      // an interpreter in a home has its place there, and no more is shown of it
      expect(root.filter((name) => name !== 'root' && name !== 'home' && name !== 'opt')).toEqual([
        'bin',
        'dev',
        'etc',
        'lab',
        'proc',
        'sbin',
        'tmp',
        'usr',
      ]);
      expect(await said('ls -A /lab')).toBe('files\nhome\nsubmission\ntmp');
      const etc = [
        'alternatives',
        'group',
        'hosts',
        'ld.so.cache',
        'ld.so.conf',
        'ld.so.conf.d',
        'localtime',
        'nsswitch.conf',
        'passwd',
        'perl',
        'php',
        'protocols',
        'services',
      ];
      expect((await said('ls -A /etc')).split('\n').filter((name) => !etc.includes(name) && !name.startsWith('java'))).toEqual(
        [],
      );
      expect(
        await said('cat /etc/passwd | cut -d: -f1; ls /home /root /var /srv /mnt 2>/dev/null | grep -v "^/" | grep -v "^$"'),
      ).toBe('root\nstudent');
    });

    test.each([
      ['the home of the user', homedir()],
      ['this project', repository],
      ['the temporary folder', tmpdir()],
    ])('not %s', async (_, path) => {
      const secret = mkdtempSync(join(path, '.secret-'));
      try {
        mkdirSync(join(secret, 'folder'));
        writeFileSync(join(secret, 'file'), 'secret');
        const { stdout, exit } = await shell(`cat '${secret}/file'; ls '${secret}'`);
        expect([stdout, exit!.code]).toEqual(['', 2]);
      } finally {
        rmSync(secret, { recursive: true });
      }
    });

    test('not what other sandboxes have', async () => {
      const other = await (
        await sandboxes.box({ files: { 'secret.txt': 'secret' } })
      ).start(['sh', '-c', 'echo mine >/tmp/own; echo mine >/dev/shm/own; echo up; sleep 60']);
      await other.printed(/up/);
      expect(await said('ls -A /tmp /dev/shm /lab/submission; ls /proc | grep -c "^[0-9]"')).toMatch(
        /^\/dev\/shm:\n\n\/lab\/submission:\n\n\/tmp:\n[3-5]$/,
      );
      await other.kill();
    });

    test('a disk of its own to write to, in four places, and none else', async () => {
      const { stdout } = await shell('for d in . /lab/home /lab/tmp /tmp /dev/shm; do echo hello >$d/new && cat $d/new; done');
      expect(stdout).toBe('hello\n'.repeat(5));
      const { stdout: wrote } = await shell(
        'for d in / /lab /lab/files /etc /usr /usr/bin /dev /dev/pts /proc /proc/sys /var /home /root; do if echo x >$d/new; then echo wrote to $d; fi; done 2>/dev/null',
      );
      expect(wrote).toBe('');
      expect(
        (await shell('echo x >/proc/sys/net/ipv4/ip_forward || echo x >/proc/sys/kernel/hostname || echo refused')).stdout,
      ).toBe('refused\n');
    });
  });
});

test.skipIf(!hasNamespaces)(`a folder whose name has blanks, quotes and letters of any alphabet${needed}`, async () => {
  const odd = mkdtempSync(join(tmpdir(), "an odd földer, 'named' so 字-"));
  chmodSync(odd, 0o777);
  try {
    for (const user of users) {
      await using sandboxes = await Sandboxes.start(user, { TMPDIR: odd });
      const files = { 'the program.py': "import os; print('hello from', os.getcwd())" };
      expect((await sandboxes.ran(['python3', 'the program.py'], { files })).stdout).toBe('hello from /lab/submission\n');
    }
  } finally {
    rmSync(odd, { recursive: true });
  }
});
