// Finds interpreters and compilers on PATH, past the shims of version managers, which cost every start 80 to 100 ms.
// The law here: a runtime that is missing is this machine's lack and never the student's: NotGradable, with what to install.
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

import { NotGradable } from './errors.ts';
import { type Environment, type Runtime, which } from './runtimesPath.ts';
import { findPython2, findPython3 } from './runtimesPython.ts';

export type RuntimeName = keyof typeof known;

const plain = (names: string[], name: (path: string) => string) => (env: Environment) => {
  const path = names.map((each) => which(each, env)).find((each) => each !== null);
  return path === undefined ? null : { path, name: name(realpathSync(path)) };
};

const java = (path: string) => `Java ${/(?:java|jdk|jre)[-_]?(?:1\.)?(\d+)/.exec(path)?.[1] ?? ''}`.trim();
const compiler = (fallback: string) => (path: string) => {
  const [, name, version] = /(gcc|g\+\+|clang)(?:\+\+)?-?(\d+)?$/.exec(basename(path)) ?? [];
  return `${name ?? fallback}${version === undefined ? '' : ` ${version}`}`;
};

/** What can be looked for: what people call it, and what installs it. */
export const known = {
  python3: { title: 'Python 3', install: 'apt install python3', find: findPython3 },
  python2: { title: 'Python 2', install: 'pyenv install 2.7.18; Debian and Ubuntu no longer have it', find: findPython2 },
  node: { title: 'Node', install: '', find: () => ({ path: process.execPath, name: `Node ${process.versions.node}` }) },
  java: { title: 'Java', install: 'apt install default-jdk-headless', find: plain(['java'], java) },
  javac: { title: 'a Java compiler (javac)', install: 'apt install default-jdk-headless', find: plain(['javac'], java) },
  cc: { title: 'a C compiler', install: 'apt install gcc', find: plain(['gcc', 'cc', 'clang'], compiler('cc')) },
  'c++': { title: 'a C++ compiler', install: 'apt install g++', find: plain(['g++', 'c++', 'clang++'], compiler('c++')) },
  make: { title: 'make', install: 'apt install make', find: plain(['make', 'gmake'], () => 'make') },
  sh: { title: 'a shell', install: 'apt install dash', find: plain(['sh'], () => 'sh') },
  bash: { title: 'bash', install: 'apt install bash', find: plain(['bash'], () => 'bash') },
} satisfies Record<string, { title: string; install: string; find: (env: Environment) => Runtime | null }>;

export function findRuntime(name: RuntimeName, env: Environment = process.env): Runtime | null {
  return known[name].find(env);
}

/** @param why what needs it: "server.py uses the print statement" */
export function needRuntime(name: RuntimeName, why: string, env: Environment = process.env): Runtime {
  const found = findRuntime(name, env);
  if (found !== null) return found;
  const { title, install } = known[name];
  throw new NotGradable(`This program needs ${title} (${why}), and this machine has none. Install it: ${install}.`);
}

/** A word that names one of them, as people write it in a command. */
export function runtimeNamed(word: string, env: Environment = process.env): Runtime | null {
  const names: Record<string, RuntimeName> = { python: 'python3', 'python2.7': 'python2', gcc: 'cc', 'g++': 'c++' };
  const name = names[word] ?? word;
  return Object.hasOwn(known, name) ? findRuntime(name as RuntimeName, env) : null;
}
