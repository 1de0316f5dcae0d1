// Tells Python 2 from Python 3, by what only one of them can run.
// The law here: a sign in strings and comments is none, and syntax is believed only once Python 3 has refused the file.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import type { SourceFile } from './intake.ts';
import { interpreterOf } from './languages.ts';
import { withoutStrings } from './sourceText.ts';

export interface Sign {
  /** For a message: "server.py uses the print statement". */
  words: string;
  /** Python 3 cannot parse it, so it can be asked. */
  syntax: boolean;
}

// all of them read text in which strings are '' and comments are gone
const syntaxSigns: [RegExp, string][] = [
  [/(?:^|[;:])[ \t]*print[ \t]+(?:['"\w]|>>)/m, 'uses the print statement'],
  [/(?:^|[;:])[ \t]*print''/m, 'uses the print statement'],
  [/^[ \t]*except[ \t]+[\w.]+[ \t]*,[ \t]*\w+[ \t]*:/m, 'writes "except Error, name:"'],
  [/^[ \t]*raise[ \t]+[\w.]+[ \t]*,/m, 'writes "raise Error, text"'],
  [/\w[ \t]*<>[ \t]*['\w]/, 'compares with <>'],
  [/^[ \t]*exec[ \t]+['\w]/m, 'uses the exec statement'],
  [/\b\d+L\b/, 'writes long integers with an L'],
];
const oldModules =
  'SocketServer|BaseHTTPServer|SimpleHTTPServer|Queue|thread|urllib2|urlparse|StringIO|cStringIO|ConfigParser|httplib|commands';
const nameSigns: [RegExp, string][] = [
  [/(?<![.\w])raw_input[ \t]*\(/, 'calls raw_input'],
  [/(?<![.\w])xrange[ \t]*\(/, 'calls xrange'],
  [/(?<![.\w])unicode[ \t]*\(/, 'calls unicode'],
  [/\.has_key[ \t]*\(/, 'calls has_key'],
  [/\.iter(?:items|keys|values)[ \t]*\(/, 'calls iteritems'],
  [new RegExp(String.raw`^[ \t]*(?:import|from)[ \t]+(?:${oldModules})\b`, 'm'), 'imports a module that Python 3 has renamed'],
];
/** Written for both, or for Python 3 alone: then an old name is in a part that never runs, or defined by the program. */
const python3Signs = [
  /\bsys\.version(?:_info)?\b|\bsix\b|\bexcept[ \t]+\(?(?:NameError|ImportError|ModuleNotFoundError)\b/,
  /\b(?:def|class)[ \t]+(?:raw_input|xrange|unicode)\b|(?<![.\w])(?:raw_input|xrange|unicode)[ \t]*=[^=]/,
  /\basync[ \t]+def\b|\bnonlocal\b|\b[fF]''|:=|\)[ \t]*->[ \t]*[\w'[]/,
  /^[ \t]*(?:import|from)[ \t]+(?:socketserver|queue|_thread|urllib\.|asyncio|pathlib|typing|http\.|dataclasses)/m,
];

/** What makes a file look like Python 2, or `null`. */
export function python2Sign(text: string): Sign | null {
  const code = withoutStrings(text);
  const syntax = syntaxSigns.find(([pattern]) => pattern.test(code));
  if (syntax !== undefined) return { words: syntax[1], syntax: true };
  const name = nameSigns.find(([pattern]) => pattern.test(code));
  if (name === undefined || python3Signs.some((pattern) => pattern.test(code))) return null;
  return { words: name[1], syntax: false };
}

/**
 * Why the program needs Python 2 ("server.py uses the print statement"), or `null` for Python 3.
 * @param files the program's own, the one that is started first
 * @param python3 an interpreter to ask; without one, looks decide
 */
export function needsPython2(files: SourceFile[], root: string, python3: string | null): string | null {
  const main = files[0]?.read() ?? '';
  const interpreter = main.startsWith('#!') ? interpreterOf(main) : '';
  if (interpreter.startsWith('python2')) return `the first line of ${files[0]!.path} says ${interpreter}`;
  if (interpreter.startsWith('python3')) return null;
  for (const file of files) {
    const sign = python2Sign(file.read());
    if (sign !== null && !(sign.syntax && python3 !== null && parses(join(root, file.path), python3)))
      return `${file.path} ${sign.words}`;
  }
  return null;
}

/** Isolated and away from the submission, whose own `ast.py` must not be imported. */
function parses(path: string, python3: string): boolean {
  const code = 'import ast, sys; ast.parse(open(sys.argv[1], "rb").read())';
  return spawnSync(python3, ['-I', '-S', '-c', code, path], { cwd: '/', env: {}, stdio: 'ignore', timeout: 5000 }).status === 0;
}
