// Time of day, for labs whose answers show it: zones chosen so that slips show, and the waiting for a clock to move.
// The law here: nothing waits for a length of time, only for a moment that can be named.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { NotGradable } from '../subject/index.ts';

const systemZones = '/usr/share/zoneinfo';

/** Two clocks of one machine, read by two programs, may differ by so much around a second's turn. */
export const graceMs = 50;
const daySeconds = 86_400;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const digits = 'numeric';
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: digits, minute: digits, second: digits, hourCycle: 'h23' });
  formats.set(timeZone, format); // making one takes milliseconds
  return format;
}

/** Seconds since midnight that a clock in this zone (IANA name) shows at a moment of `Date.now()`. */
export function secondOfDay(zone: string, at: number): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return part['hour']! * 3600 + part['minute']! * 60 + part['second']!;
}

/** `hh:mm:ss`. */
export function showSecond(second: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const within = ((second % daySeconds) + daySeconds) % daySeconds;
  return [within / 3600, (within / 60) % 60, within % 60].map((n) => two(Math.floor(n))).join(':');
}

/** The other way round; one digit will do. */
export const readSecond = (shown: string): number => shown.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** The signed distance in seconds between two times of day, at most half a day. */
export function apart(a: number, b: number): number {
  const distance = (((a - b) % daySeconds) + daySeconds) % daySeconds;
  return distance > daySeconds / 2 ? distance - daySeconds : distance;
}

/** Hours ahead of UTC that programs have fixed in their code (UTC itself, and Indonesia's zones): they would pass by luck. */
const usualOffsets = new Set([0, 7, 8, 9]);

/** A zone, by a name that every system's time zone data has, in which the hour is now one of these, and is not so elsewhere. */
export function zoneWithHour(from: number, to: number, at: number = Date.now()): string {
  if (!existsSync(join(systemZones, 'Etc'))) throw new NotGradable('labs about time need the time zone data: apt install tzdata');
  const utc = new Date(at);
  for (const offset of Array.from({ length: 27 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2))) {
    const hour = (utc.getUTCHours() + offset + 24) % 24;
    const isHere = offset * 60 === -utc.getTimezoneOffset();
    // In these names the sign is the wrong way round, as POSIX has it: Etc/GMT-5 is five hours ahead of UTC.
    if (hour >= from && hour <= to && !usualOffsets.has(offset) && !isHere && offset >= -12) {
      return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
    }
  }
  throw new RangeError(`no zone with an hour from ${from} to ${to}`);
}

/**
 * An environment in which local time is now `shown` for every program that asks the C library (or Python's zoneinfo), and
 * the time of `zone` for those that have time zone data of their own. The zone has its true name and only its data are
 * ours, so a program that looks it up by name finds it.
 * @param folder a private folder, in which the zones are made and kept
 */
export function shiftedZone(zone: string, shown: string, folder: string, at: number = Date.now()): Record<string, string> {
  const [area, name] = zone.split('/') as [string, string];
  const zones = join(folder, `zones-${area}-${name}`);
  if (!existsSync(zones)) {
    mkdirSync(join(zones, area), { recursive: true });
    linkAll(systemZones, zones, area);
    linkAll(join(systemZones, area), join(zones, area), name);
  }
  writeFileSync(join(zones, area, name), zoneData(apart(readSecond(shown), secondOfDay('UTC', at))));
  return { TZ: zone, TZDIR: zones, PYTHONTZPATH: `${zones}:${systemZones}` };
}

function linkAll(from: string, to: string, except: string): void {
  for (const entry of readdirSync(from)) if (entry !== except) symlinkSync(join(from, entry), join(to, entry));
}

/** A zone that is always so many seconds ahead of UTC, as a TZif file of version 2 (RFC 8536 section 3). */
function zoneData(aheadSeconds: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('TZif2');
  header.writeInt32BE(1, 36); // one kind of local time
  header.writeInt32BE(4, 40); // four bytes of names
  const kind = Buffer.alloc(6);
  kind.writeInt32BE(aheadSeconds);
  const block = Buffer.concat([header, kind, Buffer.from('LAB\0')]);
  // in the text at its end, as in TZ (POSIX.1-2017 section 8.3), the sign is the wrong way round
  const text = `\nLAB${aheadSeconds > 0 ? '-' : '+'}${showSecond(Math.abs(aheadSeconds))}\n`;
  return Buffer.concat([block, block, Buffer.from(text)]);
}

/** Waits until the second shown at `at` cannot be taken for the present one any more. */
export async function nextSecond(at: number): Promise<void> {
  const until = (Math.floor((at + graceMs) / 1000) + 1) * 1000 + graceMs + 5;
  while (Date.now() < until) await sleep(until - Date.now());
}
