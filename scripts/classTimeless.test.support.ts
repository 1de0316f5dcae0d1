// All that a batch has written, without what the clock decides, so that two batches can be compared byte for byte.
// The law here: durations and dates are blotted out where they stand, and nothing else.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const times: readonly [ending: RegExp, time: RegExp][] = [
  [/\.json$/, /(?<="(?:durationMs|atMs|duration|start|stop)": ?)[\d.]+/g],
  [/\.xml$/, /(?<= time=")[\d.]+/g],
  [/\.html$/, /(?<=<td class="at">)[\d.,]+/g],
  [/./, /\b[\d.,]+ (?:m?s|min)\b/g],
  [/./, /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?/g],
  [/class\.html$/, /(?<=<td[^>]* data-v=")\d+">[\d.,]+(?=<\/td><td[^>]* class="slips">)/g],
  // Whose grading took longest stands there, in that order.
  [/class\.html$/, /<section aria-labelledby="durations">.*?<\/section>/gs],
];

/** The text of each file, by its path. */
export function timelessFilesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(names.sort().map((name) => [name, timeless(name, readFileSync(join(folder, name), 'utf8'))]));
}

const timeless = (name: string, text: string): string =>
  times.reduce((all, [ending, time]) => (ending.test(name) ? all.replaceAll(time, '–') : all), text);
