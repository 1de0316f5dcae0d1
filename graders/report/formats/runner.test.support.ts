// Reads a step's output as the runner of GitHub Actions does, and tells which commands it obeys.

export interface Obeyed {
  command: string;
  properties: Record<string, string>;
  data: string;
}

/** A command stands at the beginning of a line, behind blanks too; the older form stands anywhere in it. */
export function obeyedBy(output: string): Obeyed[] {
  const obeyed: Obeyed[] = [];
  let stoppedBy: string | null = null;
  for (const line of output.split(/\r\n|\r|\n/u)) {
    const parts = /^::([^\s:]+)(?: ([^]*?))?::([^]*)$/u.exec(line.trimStart());
    if (stoppedBy !== null) {
      if (parts?.[1] === stoppedBy) stoppedBy = null;
    } else if (parts?.[1] === 'stop-commands') stoppedBy = parts[3] ?? '';
    else if (parts !== null)
      obeyed.push({ command: parts[1] ?? '', properties: propertiesIn(parts[2] ?? ''), data: decoded(parts[3] ?? '') });
    else if (line.includes('##[')) obeyed.push({ command: 'older', properties: {}, data: line });
  }
  return obeyed;
}

function propertiesIn(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      decoded(pair.slice(pair.indexOf('=') + 1))
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ','),
    ]),
  );
}

const decoded = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
