// The plan of a Java program: compiled whole, started by the class that has the main.
// The law here: only the files that the server is made of are compiled; a client beside it that does not compile costs nothing.
import { posix } from 'node:path';

import { type PlanLanguage, asArgument, buildFolder } from './planShape.ts';
import { needRuntime } from './runtimes.ts';

/**
 * A small machine that stands still when the program does: one collector thread, one compiler, no statistics, and no
 * housekeeping by the clock. Its threads then wait without end, and that it will send nothing more can be proven.
 */
const still = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:GuaranteedSafepointInterval=0',
  '-XX:AsyncDeflationInterval=0',
];
const memory = ['-Xms16m', '-Xmx256m'];
const compiler = [
  '-J-XX:+UseSerialGC',
  '-J-XX:TieredStopAtLevel=1',
  '-J-XX:-UsePerfData',
  '-proc:none',
  '-nowarn',
  '-encoding',
  'UTF-8',
];

export const planJava: PlanLanguage = (candidate, { files }) => {
  const java = needRuntime('java', `it starts with ${candidate.path}`);
  const javac = needRuntime('javac', `it starts with ${candidate.path}`);
  const jars = files.map(({ path }) => path).filter((path) => path.endsWith('.jar'));
  const classPath = [buildFolder, ...jars].join(':');
  const sources = candidate.parts.map(({ path }) => asArgument(path));
  return {
    runtime: java.name,
    language: 'java',
    build: { folder: buildFolder, commands: [[javac.path, ...compiler, '-cp', classPath, '-d', buildFolder, ...sources]] },
    command: () => [java.path, ...still, ...memory, '-cp', classPath, mainClass(candidate.text, candidate.path)],
  };
};

/** The class that holds the main, with its package: the last one to begin before it. */
export function mainClass(text: string, path: string): string {
  const inPackage = /^[ \t]*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
  const before = text.slice(0, Math.max(0, text.search(/\bvoid\s+main\s*\(/)));
  const name = outermost(before) ?? posix.basename(path, '.java');
  return inPackage === undefined ? name : `${inPackage}.${name}`;
}

/** The class in whose braces the text ends; of nested ones `Outer$Inner`. */
function outermost(text: string): string | undefined {
  const open: (string | null)[] = [];
  let name: string | null = null;
  for (const [token, declared] of text.matchAll(
    /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\b(?:class|interface|enum|record)\s+(\w+)|[{}]/g,
  )) {
    if (declared !== undefined) name = declared;
    else if (token === '{') {
      open.push(name);
      name = null;
    } else if (token === '}') open.pop();
  }
  const classes = open.filter((each) => each !== null);
  return classes.length === 0 ? undefined : classes.join('$');
}
