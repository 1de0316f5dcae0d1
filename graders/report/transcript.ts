// A check's transcript, a line an event: when, which client, which way, what.
// The law here: an arrow points from who acts to who is told; words in brackets are events, everything else is bytes.
import { columns, oneLine } from './characters.ts';
import { excerptOfEnds } from './excerpt.ts';
import { pad } from './layout.ts';
import { tokens } from './notation.ts';
import type { Page } from './page.ts';
import type { TranscriptEntry } from '../engine/report.ts';

const events = {
  connects: '→  (connects)',
  refused: '←  (refuses)',
  accepts: '←  (connects)',
  sends: '→  ',
  receives: '←  ',
  endsSending: '→  (sends no more)',
  pauses: '→  (stops reading)',
  resumes: '→  (reads on)',
  ended: '←  (ends)',
  reset: '←  (resets)',
  closes: '→  (closes)',
  resets: '→  (resets)',
  types: '→  ',
  endsInput: '→  (end of input)',
  shows: '←  ',
  omitted: '…  ',
} satisfies Record<TranscriptEntry['event'], string>;

export function transcriptLines(page: Page, transcript: TranscriptEntry[]): string[] {
  const times = transcript.map((entry) => entry.atMs.toFixed(1));
  const longestTime = Math.max(0, ...times.map((time) => time.length));
  const longestName = Math.max(0, ...transcript.map((entry) => columns(oneLine(entry.client))));
  return transcript.flatMap((entry, index) => {
    const name = pad(oneLine(entry.client), longestName);
    const when = `    ${times[index]?.padStart(longestTime)} ms  ${name}  ${events[entry.event]}`;
    const [bytes, count] = [bytesOf(entry, page.width - columns(when)), countOf(entry)];
    if (columns(when + bytes + count) <= page.width) return [when + bytes + count];
    return [when + bytes, count.padStart(page.width)];
  });
}

function bytesOf({ bytes }: TranscriptEntry, room: number): string {
  return bytes === undefined ? '' : excerptOfEnds(tokens(bytes), room);
}

function countOf({ byteCount, count }: TranscriptEntry): string {
  if (count !== undefined) return `(${count.toLocaleString('en-US')} more)`;
  return byteCount === undefined ? '' : ` (${byteCount.toLocaleString('en-US')} bytes in all)`;
}
