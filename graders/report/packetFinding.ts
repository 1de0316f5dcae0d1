// A check's finding, said on the packet that it is about.
// The law here: the packet is found by the finding's own bytes, and where they cannot be found none is named.
import { caretLabel } from './caret.ts';
import type { Conversation, Packet, Side } from './conversation.ts';
import { excerptAround, excerptOfEnds } from './excerpt.ts';
import { tokens } from './notation.ts';
import { bytesIn } from '../engine/notation.ts';
import type { CheckReport, Finding, Report } from '../engine/report.ts';

/** How much of a byte string is said: the packets hold them whole. */
const shownColumns = 200;

/** What the engine leaves out of a long byte string of a finding. */
const leftOut = / \(and \d+ bytes more\)$/;

/** The packet with the first wrong byte; the last before a byte that is missing; or the last that carries anything. */
export function packetAtFault({ sent, received, offset }: Finding, conversations: readonly Conversation[]): Packet | undefined {
  const asked = bytesIn(sent?.replace(leftOut, '') ?? '');
  const came = bytesIn(received?.replace(leftOut, '') ?? '');
  const latestFirst = conversations.toReversed();
  const suspects = [
    ...latestFirst.filter((one) => indexIn(one, 'engine', asked) !== -1),
    ...latestFirst.filter((one) => indexIn(one, 'engine', asked) === -1),
  ];
  if (came.length > 0) {
    for (const conversation of suspects) {
      const index = indexIn(conversation, 'program', came);
      if (index !== -1) return packetWith(conversation, index + Math.min(offset ?? 0, came.length - 1));
    }
  }
  const silent = suspects.find(({ pieces }) => pieces.engine.length + pieces.program.length > 0);
  return silent?.pieces.engine.at(-1)?.packet ?? silent?.pieces.program.at(-1)?.packet;
}

/** Where these bytes come last in what a side sent. */
function indexIn({ pieces }: Conversation, side: Side, bytes: Buffer): number {
  return Buffer.concat(pieces[side].map((piece) => piece.bytes)).lastIndexOf(bytes);
}

function packetWith({ pieces }: Conversation, index: number): Packet | undefined {
  let end = 0;
  return pieces.program.find(({ bytes }) => index < (end += bytes.length))?.packet;
}

export function findingComment({ id, finding }: CheckReport, role: Report['role']): string {
  if (finding === null) return '';
  const { message, typed = null, expected, received, offset, wanted, looksLike, standsAt } = finding;
  const around = (written: string): string => {
    if (offset === null) return excerptOfEnds(tokens(written), shownColumns);
    const { before, at, after } = excerptAround(tokens(written), offset, shownColumns);
    return before + at + after;
  };
  return [
    `${id}: ${message}`,
    ...(typed === null ? [] : [`typed: ${typed}`]),
    ...(received === null || received === '' || offset === null ? [] : [caretLabel(tokens(received), offset, wanted)]),
    ...(expected === null ? [] : [`expected: ${around(expected)}`]),
    ...(received === null ? [] : [`received: ${received === '' ? 'nothing' : around(received)}`]),
    ...(looksLike === null ? [] : [`looks like ${looksLike.name}: ${looksLike.hint}`]),
    ...(standsAt === null ? [] : [`${role}: ${standsAt}`]),
  ].join('\n');
}
