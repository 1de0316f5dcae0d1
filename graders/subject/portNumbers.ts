// Where a program listens when nobody hands it a port: at a number written in its source, or at the one in PORT.
// The law here: a number counts only on a line that speaks of ports or sockets, and above those that need privileges; the
// others are sizes, times and backlogs.
import type { SourceKind } from './languages.ts';

const speaksOfPorts = /port|bind|listen|htons|server|socket|addr/i;
const speaksOfSizes = /recv|buf|size|timeout/i;
const maxNumbers = 10;

/** The port numbers in the source, in its order. */
export function portNumbers(text: string): number[] {
  const found = new Set<number>();
  for (const line of text.split('\n')) {
    if (!speaksOfPorts.test(line) || speaksOfSizes.test(line)) continue;
    for (const [digits] of line.matchAll(/(?<![\w.])\d{4,5}(?![\w.])/g)) {
      if (Number(digits) > 1024 && Number(digits) <= 65_535 && found.size < maxNumbers) found.add(Number(digits));
    }
  }
  return [...found];
}

const environment = [
  /(?:environ|getenv|process\.env)[^\w\n]{1,12}(?:get[^\w\n]{1,4})?PORT\b/,
  /\{[^{}\n]{0,80}\bPORT\b[^{}\n]{0,80}\}\s*=\s*process\.env/,
];

/** Whether the source looks for the port in the environment. */
export function readsPortVariable(text: string, kind: SourceKind): boolean {
  return environment.some((pattern) => pattern.test(text)) || (kind === 'shell' && /\$\{?PORT\b/.test(text));
}
