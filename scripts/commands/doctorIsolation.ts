// Why programs cannot be isolated on this machine, and the command that mends it.
// The law here: each step of what a slot needs is tried by itself, and the first that fails says why. Nothing is concluded
// from a system's name but where there is nothing to try.
import { readFileSync } from 'node:fs';

import { which } from '../../graders/subject/index.ts';

export interface Step {
  /** What was tried. */
  command: string[];
  status: number | null;
  said: string;
}

/** What the advice hangs on, besides the steps. */
export interface System {
  platform: NodeJS.Platform;
  isRoot: boolean;
  missing: string[];
  /** Of /proc/version. */
  version: string;
  /** Settings of the kernel, by their path below /proc/sys; `undefined` where there is no such setting. */
  setting: (path: string) => string | undefined;
}

const packages: Record<string, string> = { bwrap: 'bubblewrap', ip: 'iproute2', bash: 'bash' };
const tools = ['unshare', 'setpriv', 'prlimit', 'mount', 'ip', 'bash', 'bwrap'];

/** In the order in which a slot needs them. */
function stepsFor(isRoot: boolean): string[][] {
  const unshare = ['unshare', ...(isRoot ? [] : ['-U', '-r'])];
  return [
    [...unshare, '-n', '-m', '-i', 'true'],
    [...unshare, '-n', 'ip', 'link', 'set', 'lo', 'up'],
    [...unshare, '-p', '-f', '--mount-proc', 'true'],
  ];
}

export async function tried(): Promise<Step | undefined> {
  const { execa } = await import('execa');
  for (const command of stepsFor(process.getuid?.() === 0)) {
    const result = await execa(command[0]!, command.slice(1), { reject: false, stdin: 'ignore', timeout: 5000 });
    if (result.failed) return { command, status: result.exitCode ?? null, said: result.stderr };
  }
  return undefined;
}

export function thisSystem(): System {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    missing: tools.filter((tool) => which(tool) === null),
    version: textOf('/proc/version') ?? '',
    setting: (path) => textOf(`/proc/sys/${path}`)?.trim(),
  };
}

/** For people: what is in the way, and what to do. @param failed the first step that failed; `undefined` when all went well and a sandbox still cannot be made */
export function advice(system: System, failed: Step | undefined, why: string): string {
  const { platform, missing, setting, version, isRoot } = system;
  if (platform === 'darwin')
    return 'macOS has no namespaces: run lab in a Linux virtual machine (Lima, Multipass) or a container';
  if (platform !== 'linux') return 'this system has no namespaces: run lab in WSL 2, a Linux virtual machine or a container';
  if (/microsoft/i.test(version) && !/WSL2|microsoft-standard/.test(version))
    return 'WSL 1 has no namespaces: convert the distribution with  wsl --set-version NAME 2';
  if (missing.length > 0) {
    const needed = [...new Set(missing.map((tool) => packages[tool] ?? 'util-linux'))];
    return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed: apt install ${needed.join(' ')}`;
  }
  if (failed === undefined) return `${why}; in a container: ${containerFlags}`;
  if (setting('user/max_user_namespaces') === '0' && !isRoot)
    return 'user namespaces are switched off: sudo sysctl -w user.max_user_namespaces=15000, or run lab as root';
  if (setting('kernel/unprivileged_userns_clone') === '0' && !isRoot)
    return 'user namespaces are for root alone here: sudo sysctl -w kernel.unprivileged_userns_clone=1, or run lab as root';
  if (setting('kernel/apparmor_restrict_unprivileged_userns') === '1' && !isRoot)
    return (
      'AppArmor restricts user namespaces (Ubuntu 23.10 and later): on a grading server run lab as root; on your own machine ' +
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (and a line in /etc/sysctl.d to keep it)'
    );
  const said = failed.said.trim().split('\n').at(-1) ?? '';
  return `${failed.command.join(' ')} fails (${said}); in a container: ${containerFlags}`;
}

const containerFlags =
  'start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined ' +
  '(podman: seccomp=unconfined and unmask=ALL)';

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
