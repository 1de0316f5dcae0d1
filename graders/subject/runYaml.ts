// Reads `run.yaml`, in which a submission says how it is built and started.
// The law here: it is believed or refused, never half understood; a refusal names the file, the key and what is allowed there.
import type { BaseIssue } from 'valibot';

import type { Command } from './commands.ts';
import { UsageError } from './errors.ts';
import type { SourceFile } from './intake.ts';

interface Run {
  run: Command;
  build: Command | null;
}

export interface RunFile extends Run {
  path: string;
  /** How the client is, where a submission holds a server too. */
  client: Run | null;
}

const example = `For example:\n  build: make\n  run: [./server, --port, "{port}"]`;

/** `null` when the submission has none. @throws UsageError */
export async function readRunFile(files: SourceFile[]): Promise<RunFile | null> {
  const file = files.find(({ path }) => path === 'run.yaml' || path === 'run.yml');
  return file === undefined ? null : parseRunFile(file.path, file.read());
}

export async function parseRunFile(path: string, text: string): Promise<RunFile> {
  const content = await parsed(path, text);
  const v = await import('valibot');
  const word = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
  const command = v.union([v.pipe(v.string(), v.trim(), v.nonEmpty()), v.pipe(v.array(word), v.nonEmpty())]);
  const one = { run: command, build: v.optional(command) };
  const result = v.safeParse(v.strictObject({ ...one, client: v.optional(v.strictObject(one)) }), content);
  if (!result.success) throw new UsageError(`${path}: ${complaint(result.issues[0])}. ${example}`);
  const { run, build, client } = result.output;
  for (const list of [run, build, client?.run, client?.build]) {
    if (Array.isArray(list) && /\s/.test(list[0]!)) {
      const advice = 'a list holds the words of one command. Write several commands as one text, with &&';
      throw new UsageError(`${path}: "${list[0]}" cannot be a program's name: ${advice}.`);
    }
  }
  return {
    path,
    run,
    build: build ?? null,
    client: client === undefined ? null : { run: client.run, build: client.build ?? null },
  };
}

async function parsed(path: string, text: string): Promise<unknown> {
  const { parse, YAMLParseError } = await import('yaml');
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new UsageError(`${path}: ${error.message.split('\n')[0]!.replace(/:$/, '')}. ${example}`);
    if (error instanceof ReferenceError) throw new UsageError(`${path}: ${error.message}. ${example}`); // too many aliases
    throw error;
  }
}

function complaint({ path, expected, input }: BaseIssue<unknown>): string {
  const key = path?.map((part) => String(part.key)).join('.');
  if (key === undefined) return 'it must have the key "run", and may have "build" and "client"';
  if (expected === 'never') return `unknown key "${key}"; allowed are "run", "build" and "client"`;
  if (input === undefined) return `the key "${key}" is missing`;
  if (key === 'client') return '"client" must have the key "run", and may have "build"';
  const braces = [input].flat().some((word) => typeof word === 'object' && word !== null);
  return `"${key}" must be a text or a list of words${braces ? '; {port} in a list stands in quotation marks: "{port}"' : ''}`;
}
