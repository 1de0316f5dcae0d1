// What stands in the way of namespaces, as systems say it, and the advice: a table.
import { expect, test } from 'vitest';

import { type Step, type System, advice } from './doctorIsolation.ts';

const debian: System = {
  platform: 'linux',
  isRoot: false,
  missing: [],
  version: 'Linux version 6.1.0-28-amd64',
  setting: () => undefined,
};
const settings = (known: Record<string, string>) => ({ setting: (path: string) => known[path] });
const step = (command: string, said: string): Step => ({ command: command.split(' '), status: 1, said });
const unshare = step('unshare -U -r -n true', 'unshare: unshare failed: Operation not permitted');
const link = step('unshare -U -r -n ip link set lo up', 'RTNETLINK answers: Operation not permitted');
const proc = step('unshare -p -f --mount-proc true', 'unshare: mount /proc failed: Operation not permitted\n');

test.each<[string, Partial<System>, Step | undefined, RegExp]>([
  ['macOS', { platform: 'darwin' }, undefined, /macOS has no namespaces: run lab in a Linux virtual machine/],
  ['another system', { platform: 'freebsd' }, undefined, /^this system has no namespaces/],
  ['WSL 1', { version: 'Linux version 4.4.0-19041-Microsoft' }, unshare, /wsl --set-version NAME 2$/],
  ['WSL 2', { version: 'Linux version 5.15.90.1-microsoft-standard-WSL2' }, unshare, /^unshare -U -r -n true fails/],
  ['no bwrap', { missing: ['bwrap'] }, undefined, /^bwrap is not installed: apt install bubblewrap$/],
  [
    'a slim image',
    { missing: ['setpriv', 'ip', 'bwrap'] },
    undefined,
    /are not installed: apt install util-linux iproute2 bubblewrap$/,
  ],
  [
    'no user namespaces',
    settings({ 'user/max_user_namespaces': '0' }),
    unshare,
    /user\.max_user_namespaces=15000, or run lab as root$/,
  ],
  ['the same as root', { isRoot: true, ...settings({ 'user/max_user_namespaces': '0' }) }, unshare, /in a container:/],
  ['old Debian', settings({ 'kernel/unprivileged_userns_clone': '0' }), unshare, /kernel\.unprivileged_userns_clone=1/],
  [
    'Ubuntu 24.04',
    settings({ 'kernel/apparmor_restrict_unprivileged_userns': '1' }),
    link,
    /^AppArmor restricts .*lab as root; on your own/,
  ],
  [
    'a container',
    {},
    proc,
    /^unshare -p -f --mount-proc true fails \(unshare: mount \/proc failed: Operation not permitted\); in a container: /,
  ],
  ['bwrap alone fails', {}, undefined, /^bwrap: Can't mount proc; in a container: .*seccomp=unconfined/],
])('%s', (_, differences, failed, expected) => {
  expect(advice({ ...debian, ...differences }, failed, "bwrap: Can't mount proc")).toMatch(expected);
});
