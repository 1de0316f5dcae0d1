// A program that has been started, whichever way it is kept apart from everything else.
// The law here: what is known about it is found out by looking, never by asking the program.
import { Readable, Writable } from 'node:stream';

import type { ProcessTree } from './processTree.ts';
import { Tail } from './tail.ts';

export type Isolation = 'namespaces' | 'process-group';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The limit it broke, in words: "used more than 1024 MiB of memory". */
  broke?: string;
}

export interface Running {
  pid: number;
  /** Its processes; `null` where the system has no /proc to see them in. */
  tree: ProcessTree | null;
  /** What it reads; nobody minds when it is closed over there. */
  stdin: Writable;
  stdout: Tail;
  stderr: Tail;
  /** How the program that was started ended; what it started may live on. */
  exit: Exit | null;
  exited: Promise<Exit>;
  /** How it sees a path of ours, where that is another. */
  seenAs?(path: string): string;
  /** A limit that it has come up against and lives on, in words: "has filled its disk of 256 MiB". */
  limitMet?(): string | undefined;
  /** What Ctrl-C in its terminal would do. */
  interrupt(): void;
  /** All of it is dead afterwards. Never throws. */
  kill(): Promise<void>;
}

interface SpawnOptions {
  cwd: string;
  /** All it sees of the environment. */
  env: Record<string, string>;
  /** Its standard input ends at once; else it never does. */
  input?: 'none';
}

export type Spawn = (argv: string[], options: SpawnOptions) => Running | Promise<Running>;

/** A program that the system would not start: `pid` is 0 and `exited` rejects with the system's error. */
export function unstartable(failed: Promise<never>): Running {
  failed.catch(() => {});
  const nothing = new Tail(Readable.from([]), '/');
  return {
    pid: 0,
    tree: null,
    stdin: new Writable({ write: (_chunk, _encoding, done) => done() }),
    stdout: nothing,
    stderr: nothing,
    exit: null,
    exited: failed,
    interrupt: () => {},
    kill: () => Promise.resolve(),
  };
}
