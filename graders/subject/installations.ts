// What has to be shown of programs that lie outside the system's folders, such as an interpreter in a user's home.
// The law here: a whole home, or anything else that holds more than one installation, is never shown.
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Where the work folder lies for the program. */
export const insideFolder = '/lab';

/** Places that are the same in every sandbox: nothing else can be shown there. */
export const places = new RegExp(`^(?:/usr|/bin|/sbin|/lib(?:32|64|x32)?|/etc|/proc|/dev|/tmp|${insideFolder})(?:/|$)`);

/** Where a link leads to: at once, not in the end. */
export const targetOf = (link: string): string => resolve(realpathSync(dirname(link)), readlinkSync(link));

/** A program, and all that it leads to when it is a link. */
function chainOf(program: string): string[] {
  const named = resolve(program);
  if (!existsSync(named) || !statSync(named).isFile()) return [];
  const chain = [named];
  for (let path = named; lstatSync(path).isSymbolicLink();) {
    path = targetOf(path);
    chain.push(path);
  }
  return [...chain, realpathSync(named)];
}

/** Where a program is that cannot be shown: programs have a /tmp of their own. */
export const outOfSight = (program: string): string | undefined => chainOf(program).find((path) => path.startsWith('/tmp/'));

/** Whether a folder holds one installation, as `prefix` of `prefix/bin/program`, and not also whatever else a person has. */
function isInstallation(prefix: string, hidden: string[]): boolean {
  const isWide = [prefix, realpathSync(prefix)].some(
    (path) =>
      /^\/[^/]*$|^\/home\/[^/]+$|\/\.local$/.test(path) ||
      hidden.includes(path) ||
      homes().some((home) => `${home}/`.startsWith(`${path}/`)),
  );
  return !isWide && ['lib', 'lib64', 'lib-python', 'pyvenv.cfg'].some((name) => existsSync(join(prefix, name)));
}

/** The user's, by both names where a link leads to it. */
function homes(): string[] {
  const home = resolve(homedir());
  return existsSync(home) ? [home, realpathSync(home)] : [];
}

/** What has to be seen of these programs, sorted: the installation, or else the program alone. */
export function prefixesOf(programs: string[], hidden: string[] = []): string[] {
  const paths = programs.filter((path) => path.startsWith('/')).flatMap(chainOf);
  const prefixes = paths
    .filter((path) => !places.test(path))
    .map((path) => {
      const prefix = dirname(dirname(path));
      return basename(dirname(path)) === 'bin' && isInstallation(prefix, hidden) ? prefix : path;
    });
  return [...new Set(prefixes)].toSorted();
}
