// A transcript as the rows of a ladder: who acts, which way, and what its verdict rests on.
// The law here: nothing is left out without a row that counts it, and the entry that holds the first wrong byte is never left out.
import type { CheckReport, Evidence, TranscriptEntry } from '../../engine/index.ts';
import { firstWrong, type Place } from './firstWrong.ts';

export interface EventRow {
  kind: 'event';
  entry: TranscriptEntry;
  /** `out` goes from the client to the server, `in` from the server to the client, `own` stays with the client. */
  way: 'out' | 'in' | 'own';
  /** It follows a piece of the same client without an answer between: the bytes were cut there. */
  isNextSegment: boolean;
  /** The first wrong byte in it. */
  wrongAt: number | null;
}

export type Row = EventRow | { kind: 'evidence'; by: Exclude<Evidence, 'bytes'> } | { kind: 'omitted'; count: number };

const ways: Record<TranscriptEntry['event'], EventRow['way']> = {
  connects: 'out',
  refused: 'in',
  accepts: 'in',
  sends: 'out',
  receives: 'in',
  endsSending: 'out',
  pauses: 'own',
  resumes: 'own',
  ended: 'in',
  reset: 'in',
  closes: 'out',
  resets: 'out',
  types: 'out',
  endsInput: 'out',
  shows: 'in',
  omitted: 'own',
};

/** What a client does when the check is over is no part of what decided. */
const isLeaving = ({ event }: TranscriptEntry): boolean => event === 'closes' || event === 'resets';

/** @param most about so many rows are shown; the middle of a longer transcript is left out */
export function ladderRows({ transcript, finding, verdict, decidedBy }: CheckReport, most: number): Row[] {
  const wrong = finding === null ? null : firstWrong(finding, transcript);
  const events = eventRows(transcript, wrong);
  const isDecided = (verdict === 'passed' || verdict === 'failed') && decidedBy !== 'bytes' && events.length > 0;
  if (!isDecided) return clipped(events, most, wrong?.entry);
  const decided = transcript.findLastIndex((entry) => !isLeaving(entry)) + 1;
  const evidence: Row = { kind: 'evidence', by: decidedBy };
  return clipped([...events.slice(0, decided), evidence, ...events.slice(decided)], most, wrong?.entry);
}

function eventRows(transcript: readonly TranscriptEntry[], wrong: Place | null): Row[] {
  const hasJustSent = new Set<string>();
  return transcript.map((entry, index): Row => {
    const { client, event } = entry;
    if (event === 'omitted') return { kind: 'omitted', count: entry.count ?? 0 };
    const isNextSegment = event === 'sends' && hasJustSent.has(client);
    if (event === 'sends') hasJustSent.add(client);
    else hasJustSent.delete(client);
    return { kind: 'event', entry, way: ways[event], isNextSegment, wrongAt: wrong?.entry === index ? wrong.offset : null };
  });
}

/** Two thirds of what is shown is the beginning; what decides, and the first wrong byte with its neighbours, always stays. */
function clipped(rows: Row[], most: number, wrong: number | undefined): Row[] {
  if (rows.length <= most) return rows;
  const head = Math.ceil((most * 2) / 3);
  const tail = rows.length - (most - head);
  const kept: Row[] = [];
  let leftOut = 0;
  for (const [index, row] of rows.entries()) {
    const isNear = wrong !== undefined && Math.abs(index - wrong) <= 1;
    if (row.kind === 'event' && !isNear && index >= head && index < tail) {
      leftOut += 1;
      continue;
    }
    if (leftOut > 0) kept.push({ kind: 'omitted', count: leftOut });
    leftOut = 0;
    kept.push(row);
  }
  return kept;
}
