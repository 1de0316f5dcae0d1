// The plans of C and C++ programs: by their Makefile where it builds something, else compiled here.
// The law here: what compiles with a student's older compiler compiles with ours. Warnings are not shown; errors are.
import { basename, dirname } from 'node:path/posix';

import { NotBuilt } from './errors.ts';
import { madeSince, snapshot } from './executables.ts';
import type { Submission } from './intake.ts';
import { kindOf, traits } from './languages.ts';
import { type LanguagePlan, type PlanLanguage, type Role, asArgument, buildFolder } from './planShape.ts';
import type { Candidate } from './ranking.ts';
import { needRuntime } from './runtimes.ts';
import { withoutComments } from './sourceText.ts';

/** What GCC 14 made errors; before, when most programs of students were written, it only warned. */
const lenient = ['implicit-function-declaration', 'implicit-int', 'int-conversion', 'incompatible-pointer-types'];
const flags = { c: ['-std=gnu11', ...lenient.map((each) => `-Wno-error=${each}`)], 'c++': [] };

export const planC: PlanLanguage = (candidate, submission, lab, role) => {
  const language = candidate.kind === 'c' ? 'c' : 'c++';
  const compiler = needRuntime(language === 'c' ? 'cc' : 'c++', `it starts with ${candidate.path}`);
  const goal = goalOf(submission, role);
  if (goal !== null)
    return { ...planMake(goal, submission, { lab, role }), runtime: `${language.toUpperCase()} (make, ${compiler.name})` };

  const folders = new Set(submission.files.filter(({ path }) => /\.(?:h|hh|hpp)$/.test(path)).map(({ path }) => dirname(path)));
  const sources = sourcesOf(candidate, submission).map(asArgument);
  const output = `${buildFolder}/program`;
  const options = ['-O1', '-g', '-w', '-pthread', ...flags[language], ...[...folders].map((folder) => `-I./${folder}`)];
  return {
    runtime: `${language.toUpperCase()} (${compiler.name})`,
    language,
    build: { folder: buildFolder, commands: [[compiler.path, ...options, '-o', output, ...sources, '-lm']] },
    command: () => [`./${output}`],
  };
};

/** The chosen file with all that have no main of their own: several programs may share them. */
function sourcesOf({ kind, path: chosen }: Candidate, { files }: Submission): string[] {
  const all = files
    .filter((file) => kindOf(file) === kind)
    .map((file) => ({ path: file.path, text: withoutComments(file.read(), kind) }));
  const withMain = all.filter(({ text }) => traits[kind].entry.test(text));
  const included = new Set(
    all.flatMap(({ text }) => [...text.matchAll(/#[ \t]*include[ \t]*"([^"\n]+)"/g)].map((match) => basename(match[1]!))),
  );
  return all
    .map(({ path }) => path)
    .filter((path) => (path === chosen || !withMain.some((file) => file.path === path)) && !included.has(basename(path)));
}

/** What make is asked for: `[]` for its own first goal; `null` when there is no Makefile, or none that builds. */
export function goalOf({ files }: Submission, role: Role): string[] | null {
  const makefile = ['GNUmakefile', 'makefile', 'Makefile']
    .map((name) => files.find(({ path }) => path === name))
    .find((file) => file !== undefined);
  if (makefile === undefined) return null;
  const goals = [...makefile.read().matchAll(/^([A-Za-z][\w./-]*)[ \t]*:(?![:=])/gm)].map((match) => match[1]!);
  if (role === 'client' && goals[0] !== 'all' && goals.includes(role)) return [role]; // the first goal is the server's
  if (!/^(?:run|start|serve|test|check|clean|help)\b/.test(goals[0] ?? 'all')) return [];
  const builds = ['all', 'build', role].find((goal) => goals.includes(goal)); // the first goal would start it, or worse
  return builds === undefined ? null : [builds];
}

/** `-B`: what was handed in ready-made was made on another machine, and is made anew. */
export function planMake(goal: string[], { root }: Submission, { lab, role }: { lab: string; role: Role }): LanguagePlan {
  const make = needRuntime('make', 'it has a Makefile');
  const before = snapshot(root);
  return {
    runtime: make.name,
    language: 'make',
    build: {
      commands: [[make.path, '-B', ...goal]],
      finish: (plan) => {
        const made = madeSince(before, root, lab, role);
        if (made === null) {
          const command = ['make', ...goal].join(' ');
          throw new NotBuilt(
            `"${command}" ended well, but made no program for this machine. Let its first goal build the ${role}.`,
          );
        }
        plan.program = made;
        plan.chosen = `"make" was run and made ${made}. ${plan.chosen}`;
      },
    },
    command: (program) => [`./${program}`],
  };
}
