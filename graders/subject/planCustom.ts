// The plan of a submission that says itself how it is run: in run.yaml, or by the options --run and --build.
// The law here: what a person wrote is run as written, and nothing beside it is tried.
import { type Command, asksForPort, commandLine, runtimeOf } from './commands.ts';
import { UsageError } from './errors.ts';
import type { Submission } from './intake.ts';
import type { BuildStep, Plan, Role } from './planShape.ts';
import { readRunFile } from './runYaml.ts';

export interface PlanOptions {
  /** The lab's name: a file called like it is likely the program. */
  lab: string;
  role: Role;
  /** A command with {port}, instead of what run.yaml says or what would be found out. */
  run?: string | undefined;
  build?: string | undefined;
}

/** `null` when nobody says how it is run, and it has to be found out. @throws UsageError, NotGradable */
export async function customPlan({ files, root }: Submission, options: PlanOptions): Promise<Plan | null> {
  for (const [name, value] of [
    ['--run', options.run],
    ['--build', options.build],
  ]) {
    if (value?.trim() === '') throw new UsageError(`${name} is empty. Give a command, or leave it out.`);
  }
  const found = options.run !== undefined && options.build !== undefined ? null : await readRunFile(files);
  const file = found && (options.role === 'client' && found.client !== null ? { ...found, ...found.client } : found);
  const command = options.run ?? file?.run;
  if (command === undefined) return null;
  const source = options.run === undefined ? file!.path : '--run';
  const words = [command].flat().join(' ');
  return {
    runtime: runtimeOf(command, source),
    language: 'custom',
    program: words,
    chosen: `It is started as ${source} says: ${words}`,
    build: customBuild(options.build ?? file?.build, root, options.build === undefined ? source : '--build'),
    starts: [commandLine(command, root, source)],
    env: { PYTHONUNBUFFERED: '1' },
    ports: [...words.matchAll(/\b\d{2,5}\b/g)].map(Number),
    readsPort: asksForPort(command),
  };
}

export function customBuild(command: Command | null | undefined, root: string, source: string): BuildStep | null {
  return command === null || command === undefined ? null : { commands: [commandLine(command, root, source)(0)] };
}
