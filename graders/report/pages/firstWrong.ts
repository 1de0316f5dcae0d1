// Finds the first wrong byte of a finding in the conversation it was found in.
// The law here: marked only where there is no doubt. Where two clients heard the same, or bytes were not kept, nothing is marked.
import type { Finding, TranscriptEntry } from '../../engine/index.ts';
import { tokens } from '../notation.ts';
import { octets } from './octets.ts';

export interface Place {
  /** Which entry of the transcript. */
  entry: number;
  /** The byte in it; its length where the byte is missing behind it. */
  offset: number;
}

export function firstWrong({ received, offset }: Finding, transcript: readonly TranscriptEntry[]): Place | null {
  if (received === null || received === '' || offset === null) return null;
  const wanted = octets(tokens(received));
  const clients = new Set(transcript.map(({ client }) => client));
  const places = [...clients].flatMap((client) => placeIn(client, transcript, wanted, offset) ?? []);
  return places.length === 1 ? places[0]! : null;
}

/** What a finding shows is the end of what its client heard. */
function placeIn(client: string, transcript: readonly TranscriptEntry[], wanted: Buffer, offset: number): Place | null {
  const heard = transcript.flatMap(({ client: who, event, bytes, byteCount }, entry) =>
    who === client && event === 'receives' && bytes !== undefined ? [{ entry, bytes: octets(tokens(bytes)), byteCount }] : [],
  );
  const all = Buffer.concat(heard.map(({ bytes }) => bytes));
  if (heard.some(({ byteCount }) => byteCount !== undefined) || wanted.length === 0) return null;
  const start = all.length - wanted.length;
  if (start < 0 || !all.subarray(start).equals(wanted)) return null;
  let left = start + Math.min(offset, wanted.length);
  for (const [index, { entry, bytes }] of heard.entries()) {
    if (left < bytes.length || index === heard.length - 1) return { entry, offset: left };
    left -= bytes.length;
  }
  return null;
}
