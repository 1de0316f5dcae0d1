// The packets of one check, from its transcript, with what is to be said of them.
// The law here: each client has ports of its own, so conversations do not mix; what is said stands on the packet it is about.
import { Conversation, type Packet, type Side } from './conversation.ts';
import { findingComment, packetAtFault } from './packetFinding.ts';
import { bytesIn } from '../engine/notation.ts';
import type { CheckReport, Report, TranscriptEntry } from '../engine/report.ts';

/** What the program is, the server's own ports, and the next that a client may have. */
export interface PortBook {
  role: Report['role'];
  tcp: number;
  udp: number;
  next(): number;
}

/** Who does what an entry tells of a connection. */
const doers = {
  connects: 'engine',
  refused: 'engine',
  accepts: 'program',
  sends: 'engine',
  receives: 'program',
  endsSending: 'engine',
  pauses: 'engine',
  resumes: 'engine',
  ended: 'program',
  reset: 'program',
  closes: 'engine',
  resets: 'engine',
} as const satisfies Record<Exclude<TranscriptEntry['event'], 'omitted' | OnScreen>, Side>;

/** What is typed and shown goes over no wire. */
type OnScreen = 'types' | 'endsInput' | 'shows';
const isOnScreen = (event: TranscriptEntry['event']): event is OnScreen =>
  event === 'types' || event === 'endsInput' || event === 'shows';

/** @param fromUs when the check began */
export function checkPackets(check: CheckReport, ports: PortBook, fromUs: number): Packet[] {
  const packets: Packet[] = [];
  const nameOf = (client: string) => `${ports.role === 'server' ? 'client' : 'connection'} ${client}`;
  const all: { client: string; conversation: Conversation }[] = [];
  const open = (client: string, event: TranscriptEntry['event']): Conversation => {
    const isTcp = event === 'connects' || event === 'refused' || event === 'accepts';
    const conversation = new Conversation(isTcp, portsFor(client, event, isTcp, ports), ports.role, packets);
    all.push({ client, conversation });
    return conversation;
  };
  for (const entry of check.transcript) {
    const { client, event } = entry;
    if (event === 'omitted') {
      packets.at(-1)?.comments.push(`${(entry.count ?? 0).toLocaleString('en-US')} more events are not in the transcript`);
      continue;
    }
    if (isOnScreen(event)) continue;
    const conversation = (isFirst(event) ? undefined : conversationOf(client, doers[event])) ?? open(client, event);
    const isNew = conversation.last === undefined;
    const before = packets.length;
    act(conversation, entry, nameOf(client), fromUs + Math.round(entry.atMs * 1000));
    if (isNew) packets[before]?.comments.push(nameOf(client));
  }
  packets[0]?.comments.unshift(heading(check));
  if (check.finding !== null) {
    const conversations = all.map(({ conversation }) => conversation);
    (packetAtFault(check.finding, conversations) ?? packets.at(-1))?.comments.push(findingComment(check, ports.role));
  }
  return packets;

  /** A client that is called back may have several at once, told apart by nothing: the first that goes on has it. */
  function conversationOf(client: string, doer: Side): Conversation | undefined {
    const its = all.filter((one) => one.client === client);
    return (its.find(({ conversation }) => !conversation.isOver[doer]) ?? its.at(-1))?.conversation;
  }
}

export const heading = ({ id, verdict, points, maxPoints, title }: CheckReport): string =>
  `${id} ${verdict} (${points} of ${maxPoints}): ${title}`;

const isFirst = (event: TranscriptEntry['event']): boolean => event === 'connects' || event === 'refused' || event === 'accepts';

function portsFor(client: string, event: TranscriptEntry['event'], isTcp: boolean, ports: PortBook): Record<Side, number> {
  const own = isTcp ? ports.tcp : ports.udp;
  if (ports.role === 'client') return { engine: event === 'connects' ? ports.next() : own, program: ports.next() };
  if (event !== 'accepts') return { engine: ports.next(), program: own };
  return { engine: Number(/:(\d{1,5})$/.exec(client)?.[1] ?? 0) % 0x1_0000, program: ports.next() };
}

function act(conversation: Conversation, { event, atMs, bytes, byteCount }: TranscriptEntry, name: string, atUs: number): void {
  switch (event) {
    case 'connects':
      return conversation.connects(atUs, 'engine');
    case 'accepts':
      return conversation.connects(atUs, 'program');
    case 'refused':
      return conversation.isRefused(atUs);
    case 'sends':
    case 'receives': {
      const kept = bytesIn(bytes ?? '');
      return conversation.sends(atUs, doers[event], kept, Math.max(0, (byteCount ?? 0) - kept.length));
    }
    case 'endsSending':
    case 'closes':
    case 'ended':
      return conversation.ends(atUs, doers[event]);
    case 'reset':
    case 'resets':
      return conversation.resets(atUs, doers[event]);
    case 'pauses':
      return conversation.note(`after this, at ${atMs} ms, ${name} stops reading`);
    case 'resumes':
      return conversation.note(`after this, at ${atMs} ms, ${name} reads on`);
    case 'types':
    case 'endsInput':
    case 'shows':
    case 'omitted':
      break;
  }
}
