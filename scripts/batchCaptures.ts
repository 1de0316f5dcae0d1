// The captures of a batch, for Wireshark: a file a student.
// The law here: the one beside a student's page holds what the page tells; it is made anew with the page, or removed.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { outcomesOf, readBatch, writeDurably } from '../graders/batch/class.ts';
import type { Report } from '../graders/engine/index.ts';
import { renderPcapng } from '../graders/report/pcapng.ts';

const fileOf = (folder: string, name: string): string => join(folder, `${name}.pcapng`);

const hasConversation = (report: Report): boolean => report.checks.some(({ transcript }) => transcript.length > 0);

/** Of one student, where it is asked for, or was once. @returns whether there is one */
export function keepCapture(folder: string, name: string, report: Report | null, isAsked: boolean): boolean {
  const file = fileOf(folder, name);
  if (report === null || !hasConversation(report)) {
    rmSync(file, { force: true });
    return false;
  }
  if (!isAsked && !existsSync(file)) return false;
  writeDurably(file, renderPcapng(report));
  return true;
}

/** Of all with whose programs there was a conversation. @returns how many there are */
export function writeCaptures(batch: string, folder: string): number {
  let count = 0;
  for (const { name, report } of outcomesOf(batch, readBatch(batch)))
    if (name !== null && keepCapture(folder, name, report, true)) count += 1;
  return count;
}
