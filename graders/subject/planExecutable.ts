// The plan of a file that the system starts by itself: machine code, or a script of a language not known here.
// The law here: what this machine cannot run is not gradable here, and says for which machine it was made.
import { join } from 'node:path';

import { NotGradable } from './errors.ts';
import { madeFor, thisMachine } from './executables.ts';
import { interpreterOf } from './languages.ts';
import { type PlanLanguage, asArgument } from './planShape.ts';
import { which } from './runtimesPath.ts';

export const planExecutable: PlanLanguage = ({ path, text }, { root }) => {
  if (text.startsWith('#!')) {
    const name = interpreterOf(text);
    const interpreter = which(name);
    if (interpreter === null) {
      throw new NotGradable(`${path} needs "${name}" (its first line says so), and this machine has none. Install it.`);
    }
    return { runtime: name, language: 'executable', command: (program) => [interpreter, asArgument(program)] };
  }
  const machine = madeFor(join(root, path)) ?? 'no machine: it is an object file or a library';
  if (machine !== thisMachine) {
    const here = `${process.platform} on ${process.arch}`;
    throw new NotGradable(`${path} was made for ${machine}, and this is ${here}. Hand in its source, or a program made for it.`);
  }
  return { runtime: 'machine code', language: 'executable', command: (program) => [`./${program}`] };
};
