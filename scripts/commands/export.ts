// `lab export FORMAT BATCH`: the grades of a batch in a file as an LMS, or another program, takes them; also captures for Wireshark.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { outcomesOf, readBatch, writeDurably } from '../../graders/batch/class.ts';
import { classFormats } from '../../graders/report/formats/index.ts';
import { UsageError } from '../../graders/subject/index.ts';
import { writeCaptures } from '../batchCaptures.ts';
import { missingIn, rowOf } from '../batchPages.ts';
import { labNamed } from '../course.ts';
import { printable } from '../tell.ts';

export interface ExportCommand {
  exported?: string;
  column: string[];
  output?: string;
}

/** @throws UsageError */
export async function exportGrades(name: string, folder: string, options: ExportCommand): Promise<void> {
  if (name === 'pcapng') return exportCaptures(folder, options);
  const { exported, column, output } = options;
  const format = Object.hasOwn(classFormats, name) ? classFormats[name] : undefined;
  if (format === undefined)
    throw new UsageError(`there is no format "${name}"; there are: ${Object.keys(classFormats).join(', ')}, pcapng`);
  if (format.exported === 'needed' && exported === undefined)
    throw new UsageError(`${name} fills in a file that the LMS has exported: give it with --exported`);
  if (format.exported === 'none' && exported !== undefined) throw new UsageError(`--exported: ${name} fills in no file`);
  const batch = readBatch(folder);
  const { lab } = await labNamed(batch.lab, batch.settings, batch.role);
  const file = output ?? join(folder, format.fileName);
  const rows = Array.from(outcomesOf(folder, batch), rowOf); // one at a time: a class's conversations are more than fits in memory
  const { text, notes } = format.render(rows, {
    lab,
    startedAtMs: statSync(join(folder, 'batch.json')).mtimeMs,
    exported: exported === undefined ? null : textOf(exported),
    columns: Object.fromEntries(column.map(pairOf)),
  });
  writeDurably(file, text);
  for (const note of [...missingIn(rows), ...notes]) console.error(`lab: ${printable(note)}`);
  console.error(`lab: ${printable(file)} is written`);
}

/** @throws UsageError */
function exportCaptures(folder: string, { exported, column, output }: ExportCommand): void {
  if (exported !== undefined || column.length > 0) throw new UsageError('pcapng: fills in no file');
  const into = output ?? join(folder, 'students');
  try {
    mkdirSync(into, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--output ${into}: cannot be made (${code}); for pcapng name a folder, a new one or one you may write to`,
    );
  }
  console.error(`lab: ${printable(into)}: ${writeCaptures(folder, into)} captures are written`);
}

function pairOf(text: string): [string, string] {
  const [, name, header] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || header === undefined)
    throw new UsageError(`--column ${text}: is not name=header, such as grade=Nilai`);
  return [name, header];
}

/** @throws UsageError */
function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    const { code = 'it is not UTF-8' } = error as NodeJS.ErrnoException;
    throw new UsageError(`--exported ${file}: cannot be read (${code}); give the file as the LMS has exported it`);
  }
}
