// What is decided about a submission before it runs: how to build it, and how to start it with a port.
// The law here: a plan names files relative to the submission's root, so it holds wherever the copy is seen to lie.
import type { Candidate } from './ranking.ts';
import type { Submission } from './intake.ts';

type Language = 'python3' | 'python2' | 'node' | 'typescript' | 'java' | 'c' | 'c++' | 'make' | 'shell' | 'executable' | 'custom';

export interface BuildStep {
  /** Run in the root, one after the other. */
  commands: string[][];
  /** A folder in the root that is made before. */
  folder?: string;
  /** Called when all went well, for what can be known only then. @throws NotBuilt, NotGradable */
  finish?: (plan: Plan) => void;
}

/** A command line for a port, and for the address to listen on or to connect to. */
export type Start = (port: number, host?: string) => string[];

/** What the program is: it waits for others, or it calls one. */
export type Role = 'server' | 'client';

export interface Plan {
  /** For people: "Python 3.11.7". */
  runtime: string;
  language: Language;
  /** The main file. After a `make` it is the executable, which is known only when the plan has been built. */
  program: string;
  /** Which file was taken, why, and what to write into run.yaml when it is the wrong one. */
  chosen: string;
  build: BuildStep | null;
  /** Command lines, in the order to try. The first word is an absolute path, or one from the root. */
  starts: Start[];
  /** To be added to the program's environment. */
  env: Record<string, string>;
  /** Ports that are written in the source: where it may listen whatever it is told. */
  ports: number[];
  /** Whether it looks for a port in its arguments or in PORT. `false` when nothing is known. */
  readsPort: boolean;
}

/** What a language adds to a plan. */
export interface LanguagePlan {
  runtime: string;
  language: Language;
  build?: BuildStep;
  /** The command line without the port. */
  command(program: string): string[];
  env?: Record<string, string>;
}

export type PlanLanguage = (candidate: Candidate, submission: Submission, lab: string, role: Role) => LanguagePlan;

/** What the builds made here write into. No student's folder has that name. */
export const buildFolder = '.lab-build';

/** A path as an argument: `-x.py` would be taken for an option, and `@x.java` for a list of files. */
export function asArgument(path: string): string {
  return /^[-@+]/.test(path) ? `./${path}` : path;
}
