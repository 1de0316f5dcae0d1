// One conversation of the engine with the program, as the packets that would have carried it.
// The law here: the bytes, their order and their times are the transcript's. What it does not tell is made plausible: ports,
// first sequence numbers, handshakes, acknowledgements. What it does not keep is noted on a packet, and counted.
import type { Report } from '../engine/report.ts';
import { flag, mostInDatagram, mostInSegment, tcpPacket, udpPacket } from './packets.ts';

type Role = Report['role'];

export interface Packet {
  atUs: number;
  bytes: Buffer;
  /** More than there are bytes, where not all of a datagram are kept. */
  length: number;
  comments: string[];
}

/** Either may be the server: the other one then is the client. */
export type Side = 'engine' | 'program';
export type Ports = Record<Side, number>;

/** Bytes of one direction, and the packet that carries them. */
interface Piece {
  bytes: Uint8Array;
  packet: Packet;
}

const other = { engine: 'program', program: 'engine' } as const satisfies Record<Side, Side>;
const nothing = Buffer.alloc(0);

export class Conversation {
  readonly isTcp: boolean;
  readonly pieces: Record<Side, Piece[]> = { engine: [], program: [] };
  /** Which sides send nothing any more. */
  readonly isOver: Record<Side, boolean> = { engine: false, program: false };
  /** The packet that came last. */
  last: Packet | undefined;
  readonly #ports: Ports;
  readonly #next: Record<Side, number>;
  readonly #packets: Packet[];
  readonly #program: Role;

  /**
   * @param program what it is
   * @param packets those of all conversations of a check, in their order; it gets those of this one
   */
  constructor(isTcp: boolean, ports: Ports, program: Role, packets: Packet[]) {
    this.isTcp = isTcp;
    this.#ports = ports;
    this.#program = program;
    const first = ((ports.engine + ports.program) % 0x1_0000) * 0x1_0000;
    this.#next = { engine: first, program: first + 0x8000 };
    this.#packets = packets;
  }

  connects(atUs: number, opener: Side): void {
    this.#segment(atUs, opener, flag.syn);
    this.#segment(atUs, other[opener], flag.syn | flag.ack);
    this.#segment(atUs, opener, flag.ack);
  }

  isRefused(atUs: number): void {
    this.#segment(atUs, 'engine', flag.syn);
    this.#next.program = 0; // RFC 9293 section 3.10.7.1
    this.resets(atUs, 'program');
  }

  /** @param missing how many bytes more there were, that are not kept */
  sends(atUs: number, side: Side, bytes: Uint8Array, missing: number): void {
    if (this.isOver[side]) {
      this.note(`the ${this.#nameOf(side)} would send ${counted(bytes.length + missing)} more, but its side has ended`);
    } else if (this.isTcp) {
      for (let at = 0; at < bytes.length; at += mostInSegment) {
        this.#segment(atUs, side, flag.psh | flag.ack, bytes.subarray(at, at + mostInSegment));
      }
      this.#next[side] = (this.#next[side] + missing) % 2 ** 32;
    } else this.#datagram(atUs, side, bytes, missing);
    if (missing > 0) this.note(`${counted(missing)} more followed that the transcript does not keep`);
  }

  ends(atUs: number, side: Side): void {
    if (!this.isTcp || this.isOver[side]) return;
    this.#segment(atUs, side, flag.fin | flag.ack);
    this.isOver[side] = true;
    this.#segment(atUs, other[side], flag.ack);
  }

  resets(atUs: number, side: Side): void {
    if (!this.isTcp || (this.isOver.engine && this.isOver.program)) return;
    this.#segment(atUs, side, flag.rst | flag.ack);
    this.isOver.engine = this.isOver.program = true;
  }

  #nameOf(side: Side): string {
    return (side === 'program') === (this.#program === 'server') ? 'server' : 'client';
  }

  /** Says something on the packet that came last. */
  note(text: string): void {
    this.last?.comments.push(text);
  }

  #segment(atUs: number, side: Side, flags: number, payload: Uint8Array = nothing): void {
    const bytes = tcpPacket({
      from: this.#ports[side],
      to: this.#ports[other[side]],
      sequence: this.#next[side],
      acknowledgement: flags & flag.ack ? this.#next[other[side]] : 0,
      flags,
      payload,
    });
    this.#add(side, payload, { atUs, bytes, length: bytes.length, comments: [] });
    const one = flags & (flag.syn | flag.fin) ? 1 : 0; // each of these counts as a byte
    this.#next[side] = (this.#next[side] + payload.length + one) % 2 ** 32;
  }

  #datagram(atUs: number, side: Side, data: Uint8Array, missing: number): void {
    const payload = data.subarray(0, mostInDatagram);
    const length = Math.min(data.length + missing, mostInDatagram);
    const bytes = udpPacket(this.#ports[side], this.#ports[other[side]], payload, length);
    this.#add(side, payload, { atUs, bytes, length: bytes.length + length - payload.length, comments: [] });
  }

  #add(side: Side, payload: Uint8Array, packet: Packet): void {
    if (payload.length > 0) this.pieces[side].push({ bytes: payload, packet });
    this.#packets.push(packet);
    this.last = packet;
  }
}

const counted = (bytes: number): string => `${bytes.toLocaleString('en-US')} byte${bytes === 1 ? '' : 's'}`;
