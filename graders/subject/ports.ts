// How the port reaches a program: read off its source, which arguments it takes and in which order they are worth a try.
// The law here: nothing is tried that the source gives no reason for; "none" is always the last resort.
import type { SourceKind } from './languages.ts';

/** Written as in a usage line: N is the port, HOST the address to listen on, or to connect to. */
export type PortArguments = '--port N' | '-p N' | 'N' | 'HOST N' | 'N HOST' | '--host HOST --port N' | 'none';

export const anyAddress = '0.0.0.0';

export function withPort(form: PortArguments, port: number, host = anyAddress): string[] {
  if (form === 'none') return [];
  return form.split(' ').map((word) => (word === 'N' ? String(port) : word === 'HOST' ? host : word));
}

const hostFlag = [
  /(?<![\w-])--host(?![\w-])/,
  /["']host=["']/,
  /\{\s*"host"\s*,\s*(?:required_argument|1)\b/,
  /\bparseArgs\s*\([\s\S]{0,400}\bhost\s*:\s*\{/,
];

/** The form in which a client takes where to connect to. `text` is its source without comments. */
export function clientArguments(text: string, kind: SourceKind): PortArguments {
  if (some(longFlag, text)) return some(hostFlag, text) ? '--host HOST --port N' : '--port N';
  if (kind === 'executable') return 'HOST N';
  const form = some(shortFlag, text) ? '-p N' : (declared(text) ?? positional(text, kind))[0];
  if (form !== 'N') return form ?? 'HOST N';
  const { at } = argumentsOf(text, kind); // is the first said to be the port?
  if (!uses(text, at(1)).port) return 'HOST N';
  return uses(text, at(2)).read ? 'N HOST' : 'N';
}

const longFlag = [
  /(?<![\w-])--port(?![\w-])/,
  /["']port=["']/, // Python: getopt.getopt(argv, 'p:', ['port='])
  /\{\s*"port"\s*,\s*(?:required_argument|1)\b/, // C: getopt_long
  /\bparseArgs\s*\([\s\S]{0,400}\bport\s*:\s*\{/, // node:util
  /\b(?:minimist|yargs|mri)\b[\s\S]{0,1000}\.port\b/,
];
const shortFlag = [/["']-p["',\s]/, /\bgetopts?\s*\(?[^;"']{0,80}["'][\w:]*p:/];
const some = (patterns: RegExp[], text: string) => patterns.some((pattern) => pattern.test(text));

/** The forms to try, in order. `text` is the program's source without comments. */
export function portArguments(text: string, kind: SourceKind): PortArguments[] {
  if (kind === 'executable') return fromMachineCode(text);
  if (some(longFlag, text)) return ['--port N', 'none'];
  if (some(shortFlag, text)) return ['-p N', 'none'];
  return [...(declared(text) ?? positional(text, kind)), 'none'];
}

// Only its strings can be read. A number comes first: what wants a flag refuses it, or ignores it and takes its own port.
function fromMachineCode(text: string): PortArguments[] {
  const flags: PortArguments[] = [];
  if (/--port(?![\w-])/.test(text)) flags.push('--port N');
  if (/(?<![\w-])-p(?![\w-])/.test(text)) flags.push('-p N');
  return flags.length > 0 ? [...flags, 'N', 'none'] : ['N', 'none'];
}

/** Arguments that a library is told of by name: argparse, click, commander. */
function declared(text: string): PortArguments[] | null {
  const names = [...text.matchAll(/(?:add_argument|\.argument)\s*\(\s*["'][<[]?(\w+)/g)].map((match) => match[1] ?? '');
  const port = names.findIndex((name) => /port/i.test(name));
  const host = names.findIndex((name) => /host|addr|ip/i.test(name));
  if (port < 0) return null;
  if (host < 0) return ['N'];
  return [host < port ? 'HOST N' : 'N HOST'];
}

/** Both at once: `HOST, PORT = sys.argv[1:3]`. */
const hostAndPort = /(?:host|addr|ip)\w{0,30}\s*,\s*\w{0,30}port\w{0,30}\s*[\])]?\s*=[^=\n]{0,60}\bargv\b/i;

function positional(text: string, kind: SourceKind): PortArguments[] {
  if (hostAndPort.test(text)) return ['HOST N'];
  const { at, mentioned } = argumentsOf(text, kind);
  const first = uses(text, at(1));
  const second = uses(text, at(2));
  if (first.read && second.read) {
    if (first.port) return second.host ? ['N', 'N HOST'] : ['N'];
    return second.port ? ['HOST N'] : ['HOST N', 'N'];
  }
  if (first.read) return first.host && !first.port ? [] : ['N'];
  if (second.read) return ['HOST N'];
  return mentioned ? ['N'] : [];
}

/** How the arguments are written in this source: as a pattern, by number from 1. */
function argumentsOf(text: string, kind: SourceKind): { at: (index: number) => string; mentioned: boolean } {
  const indexed = (name: string, base: number) => (index: number) => String.raw`\b(?:\w+\.)?${name}\s*\[\s*${index + base}\s*\]`;
  switch (kind) {
    case 'node':
    case 'typescript': {
      const sliced = /\b(\w+)\s*(?::[^=\n]{0,40})?=\s*(?:process\.)?argv\.slice\(\s*2\s*\)/.exec(text)?.[1];
      return { at: sliced === undefined ? indexed('argv', 1) : indexed(sliced, -1), mentioned: /\bargv\b/.test(text) };
    }
    case 'java': {
      const name = /\bmain\s*\(\s*(?:final\s+)?String\s*(?:\[\s*\]|\.\.\.)?\s*(\w+)/.exec(text)?.[1] ?? 'args';
      return { at: indexed(name, -1), mentioned: count(text, name) > 1 };
    }
    case 'c':
    case 'c++': {
      const name = /\bmain\s*\(\s*int\s+\w+\s*,\s*(?:const\s+)?char\s*(?:const\s*)?\*[\s*]*(?:const\s+)?(\w+)/.exec(text)?.[1];
      return { at: indexed(name ?? 'argv', 0), mentioned: name !== undefined && count(text, name) > 1 };
    }
    case 'shell':
      return { at: (index) => String.raw`\$(?:${index}\b|\{${index}\b)`, mentioned: /\$[@*]/.test(text) };
    case 'python':
    case 'executable':
      return { at: indexed('argv', 0), mentioned: /\bargv\b/.test(text) };
  }
}

const count = (text: string, word: string) => text.split(new RegExp(String.raw`\b${word}\b`)).length - 1;

const numberFunctions =
  'int|float|atoi|atol|strtou?ll?|strtol|sscanf|stou?l?|stoi|parseInt|parseUnsignedInt|valueOf|decode|Number';

/** What an argument is used for: made a number or called port it is the port; called host, the host. */
function uses(text: string, argument: string): { read: boolean; port: boolean; host: boolean } {
  const has = (pattern: string) => new RegExp(pattern, 'i').test(text);
  const toNumber = String.raw`(?:\b(?:${numberFunctions})\s*\(\s*|\+\s*)`;
  const named = (name: string) => has(String.raw`${name}\w{0,30}\s*(?::[^=\n]{0,20})?=[^=;\n]{0,40}${argument}`);
  return { read: has(argument), port: has(toNumber + argument) || named('port'), host: named('(?:host|addr|ip)') };
}
