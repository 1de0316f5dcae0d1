// Decides how a submission is built and started.
// The law here: what the submission says itself comes first; what is found out says what was found, and how to object.
import { UsageError } from './errors.ts';
import type { Submission } from './intake.ts';
import type { SourceKind } from './languages.ts';
import { goalOf, planC, planMake } from './planC.ts';
import { type PlanOptions, customBuild, customPlan } from './planCustom.ts';
import { planExecutable } from './planExecutable.ts';
import { planJava } from './planJava.ts';
import { packageHints } from './planPackage.ts';
import { planNode, planPython, planShell, planTypeScript } from './planScripts.ts';
import type { LanguagePlan, Plan, PlanLanguage, Role } from './planShape.ts';
import { portNumbers, readsPortVariable } from './portNumbers.ts';
import { clientArguments, portArguments, withPort } from './ports.ts';
import { type Candidate, rank, roleIn } from './ranking.ts';

export type { Plan, Role } from './planShape.ts';

const planners: Record<SourceKind, PlanLanguage> = {
  python: planPython,
  node: planNode,
  typescript: planTypeScript,
  java: planJava,
  c: planC,
  'c++': planC,
  shell: planShell,
  executable: planExecutable,
};

/** How much source is looked through for the port. */
const maxText = 1 << 20;

/** @throws UsageError, NotGradable */
export async function planFor(submission: Submission, options: PlanOptions): Promise<Plan> {
  const said = await customPlan(submission, options);
  if (said !== null) return said;
  const candidates = rank(submission.files, options.lab, options.role, packageHints(submission.files));
  const [best] = candidates;
  if (best === undefined) return withoutSource(submission, options);
  return composed(
    planners[best.kind](best, submission, options.lab, options.role),
    best,
    chosen(candidates, options.role),
    submission,
    options,
  );
}

/** Which of the two programs a submission holds, where nobody says it: the server where there is one. */
export const roleOfSubmission = ({ files }: Submission, lab: string): Role => roleIn(files, lab, packageHints(files));

/** Its port is fixed, as far as is known: two of these cannot run side by side in one network. */
export function takesNoPort(plan: Pick<Plan, 'readsPort'>): boolean {
  return !plan.readsPort;
}

function composed(
  language: LanguagePlan,
  { path, kind, parts }: Pick<Candidate, 'path' | 'kind' | 'parts'>,
  why: string,
  { root }: Submission,
  options: PlanOptions,
): Plan {
  const whole = parts.map((part) => part.text).join('\n');
  const text = whole.slice(0, maxText);
  const own = kind === 'shell' ? parts[0]!.text : text; // what a script starts has other arguments
  const forms = options.role === 'server' ? portArguments(own, kind) : [clientArguments(own, kind)];
  const asked = customBuild(options.build, root, '--build');
  if (asked !== null && language.build !== undefined) {
    throw new UsageError(
      '--build replaces how this program is built; say as well what is started then: add --run, such as --run "./server {port}".',
    );
  }
  const plan: Plan = {
    runtime: language.runtime,
    language: language.language,
    program: path,
    chosen: why,
    build: asked ?? language.build ?? null,
    starts: forms.map((form) => (port, host) => [...language.command(plan.program), ...withPort(form, port, host)]),
    env: language.env ?? {},
    ports: kind === 'executable' ? [] : portNumbers(text),
    readsPort: kind !== 'executable' && (forms[0] !== 'none' || readsPortVariable(text, kind)),
  };
  return plan;
}

/** A Makefile alone may build from languages that are not known here. */
function withoutSource(submission: Submission, options: PlanOptions): Plan {
  const goal = goalOf(submission, options.role);
  if (goal === null) throw new UsageError(nothingFound(submission, options.role));
  const made = { path: 'Makefile', kind: 'executable' as const, parts: [] };
  const why = 'Nothing else here says how it is started.';
  return composed(planMake(goal, submission, options), made, why, submission, options);
}

/** What a line `run:` hands to the program. */
const givenTo: Record<Role, string> = { server: '"{port}"', client: '"{host}", "{port}"' };

const compilers = { c: 'gcc', 'c++': 'g++' };
const interpreters = { python: 'python3', node: 'node', java: 'java', shell: 'sh' };

function chosen([best, next]: Candidate[], role: Role): string {
  const { path, reasons } = best!;
  const why = reasons.length > 0 ? reasons.join(', ') : 'nothing speaks for another file';
  const other = next === undefined || next.points < 0 ? best! : next;
  return `${path} was taken for the program (${why}). If that is wrong, add a file ${objection(other, role)}`;
}

/** What starts this one, whatever is found out. */
function objection({ kind, path }: Candidate, role: Role): string {
  const given = givenTo[role];
  switch (kind) {
    case 'typescript':
      return `package.json with  { "scripts": { "start": "node ${path}" } }`; // not every Node runs it by itself
    case 'c':
    case 'c++':
      return `run.yaml with the lines  build: ${compilers[kind]} -pthread -o ${role} ${path}  and  run: [./${role}, ${given}]`;
    case 'executable':
      return `run.yaml with the line  run: [./${path}, ${given}]`;
    case 'python':
    case 'node':
    case 'java':
    case 'shell':
      return `run.yaml with the line  run: [${interpreters[kind]}, ${path}, ${given}]`;
  }
}

function nothingFound({ name, files, leftOut }: Submission, role: Role): string {
  const shown = files.slice(0, 5).map(({ path }) => path);
  const more = files.length - shown.length;
  const missing = leftOut.slice(0, 3).map(({ path, why }) => ` ${path} was left out: ${why}.`);
  const archived = shown.some((path) => /\.(?:zip|tar|gz|rar|7z)$/i.test(path)) ? ' Unpack the archive first.' : '';
  const held = `${shown.join(', ')}${more > 0 ? ` and ${more} more files` : ''}`;
  return (
    `Found no program in ${name}: it holds ${held}.${missing.join('')}${archived} Give the folder with the source, ` +
    `or add a file run.yaml that says how it is started, such as:  run: [python3, ${role}.py, ${givenTo[role]}]`
  );
}
