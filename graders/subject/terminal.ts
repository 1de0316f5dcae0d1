// A terminal lent to a program by script(1), for there is no way to make one from here without a native module; or else a pipe.
// The law here: what is printed passes unchanged, without a \r before each \n. What is typed is repeated on the screen, as at any
// terminal: that shows that it has arrived, for the kernel passes it on in its own time.
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

import { linkProc } from './procfs.ts';
import { which } from './runtimesPath.ts';

/** What a client is started at. */
export type Terminal = 'pty' | 'pipe';

interface Lender {
  path: string;
  /** As the kernel names what a process runs. */
  file: string;
}

/** That of util-linux takes its input from a pipe since version 2.35; others take other options. */
function lenderHere(): Lender | null {
  const path = process.platform === 'linux' && which('stty') !== null ? which('script') : null;
  if (path === null) return null;
  try {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5000 });
    const [, major = 0, minor = 0] = /util-linux (\d+)\.(\d+)/.exec(version) ?? [];
    return Number(major) * 1000 + Number(minor) >= 2035 ? { path, file: realpathSync(path) } : null;
  } catch {
    return null;
  }
}

/** Looked for when it is needed first. */
let lender: Lender | null | undefined;

/** What the key for Enter sends; the terminal makes a newline of it (termios(3), ICRNL). */
export const enter = '\r';

/** What ends the input of whoever reads from a terminal (termios(3), VEOF), where nothing else has been typed on that line. */
export const endOfInput = '\x04';

/**
 * The command line that starts a program at a terminal of its own, the program's process in the place of the shell's;
 * `undefined` where this system has no script(1) that can.
 */
export function atTerminal(argv: readonly string[]): string[] | undefined {
  lender = lender === undefined ? lenderHere() : lender;
  if (lender === null) return undefined;
  return [
    lender.path,
    '--quiet',
    '--flush',
    '--return',
    '--command',
    `stty echo -opost rows 24 cols 80; exec ${argv.map(quoted).join(' ')}`,
    '/dev/null',
  ];
}

/** The same at a pipe: what it says of errors goes where its other output goes, as on a screen. */
export const atPipe = (argv: readonly string[]): string[] => ['/bin/sh', '-c', 'exec "$@" 2>&1', 'sh', ...argv];

/** Whether this process is one that lends a terminal: it passes on what it is given, and waits for no clock. */
export const lendsTerminal = (pid: number): boolean =>
  lender !== undefined && lender !== null && linkProc(`/proc/${pid}/exe`) === lender.file;

/**
 * Has a terminal pass on what was printed: the kernel hands that over in its own time, but at once to whoever looks for it
 * (tty_buffer_flush_work), and script(1) looks when its window is said to have changed.
 */
export function flushTerminal(pid: number): void {
  try {
    process.kill(pid, 'SIGWINCH');
  } catch {
    // it has ended, and has passed on everything before
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
