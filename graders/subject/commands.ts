// Turns a command that a person wrote, in run.yaml or as an option, into the words of a command line.
// The law here: a text means what a shell makes of it; a list is taken word for word. Where a shell would add nothing there
// is none: it would only wait, one process more to watch.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { NotGradable } from './errors.ts';
import type { Start } from './planShape.ts';
import { anyAddress } from './ports.ts';
import { needRuntime, runtimeNamed } from './runtimes.ts';
import { which } from './runtimesPath.ts';

/** What a person wrote, with `{port}` and `{host}`. */
export type Command = string | string[];

/** @param source where it stands, for messages: "run.yaml" */
export function commandLine(command: Command, root: string, source: string): Start {
  if (typeof command === 'string' && !isPlain(command)) {
    const shell = needRuntime('sh', `${source} says "${command}"`).path;
    return (port, host) => [shell, '-c', filledIn(command, port, host)];
  }
  const [program = '', ...words] = typeof command === 'string' ? command.trim().split(/\s+/) : command;
  const path = resolved(program, root, source);
  return (port, host) => [path, ...words.map((word) => filledIn(word, port, host))];
}

export const asksForPort = (command: Command): boolean => /\{port\}|\$\{?PORT\b/.test([command].flat().join(' '));

/** For people: what it is run with. */
export function runtimeOf(command: Command, source: string): string {
  const [program = ''] = typeof command === 'string' ? command.trim().split(/\s+/) : command;
  return runtimeNamed(program)?.name ?? `as ${source} says`;
}

function filledIn(word: string, port: number, host = anyAddress): string {
  return word.replaceAll('{port}', String(port)).replaceAll('{host}', host);
}

const shellsOwn =
  /^(?:[.:]|case|cd|command|eval|exec|exit|export|for|if|read|set|source|time|trap|ulimit|umask|unset|until|wait|while)$/;

/** One program with its arguments: no quotes, variable, pipe, list, redirection, pattern, or word of the shell's own. */
function isPlain(command: string): boolean {
  const [program = ''] = command.trim().split(/\s+/);
  return /^[\w./@%+=:,{} \t-]+$/.test(command.trim()) && /^[\w./+-]+$/.test(program) && !shellsOwn.test(program);
}

function resolved(program: string, root: string, source: string): string {
  if (program.includes('/')) return program;
  const path = runtimeNamed(program)?.path ?? which(program);
  if (path !== null) return path;
  const hint = existsSync(join(root, program))
    ? `It is a file of the submission: write ./${program}.`
    : 'Install it, or name a file of the submission as ./name.';
  throw new NotGradable(`${source} starts "${program}", and this machine has no such program. ${hint}`);
}
