// The clock's sums, and the zones: each is read by other programs' clocks, the C library's through date(1) and Python.
// The law here: nothing depends on what the time is now; moments are given.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { apart, graceMs, nextSecond, readSecond, secondOfDay, shiftedZone, showSecond, zoneWithHour } from './clock.ts';

const hourMs = 3_600_000;
const day = 86_400;
/** Both ends of daylight saving in most zones, and each side of a turn of the year. */
const moments = ['2024-02-29T23:59:59.999Z', '2025-01-01T00:00:00Z', '2025-06-15T12:34:56.789Z', '2025-12-31T23:59:59Z'].map(
  (moment) => Date.parse(moment),
);
const someMoment = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map(Number);
const someSecond = fc.nat(day - 1);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('secondOfDay', () => {
  test.each([
    ['UTC', '2025-06-15T00:00:00.000Z', '00:00:00'],
    ['UTC', '2025-06-15T23:59:59.999Z', '23:59:59'],
    ['Asia/Jakarta', '2025-06-15T17:00:00Z', '00:00:00'],
    ['Asia/Kolkata', '2025-06-15T12:00:05Z', '17:30:05'],
    ['America/St_Johns', '2025-01-15T12:00:00Z', '08:30:00'],
    ['America/New_York', '2025-03-09T06:59:59Z', '01:59:59'],
    ['America/New_York', '2025-03-09T07:00:00Z', '03:00:00'],
    ['Etc/GMT-5', '2025-06-15T20:00:00Z', '01:00:00'],
    ['Etc/GMT+5', '2025-06-15T02:00:00Z', '21:00:00'],
  ])('in %s at %s it is %s', (zone, moment, shown) => {
    expect(secondOfDay(zone, Date.parse(moment))).toBe(readSecond(shown));
  });

  test('counts in UTC as the calendar does', () => {
    fc.assert(
      fc.property(someMoment, (at) => {
        expect(secondOfDay('UTC', at)).toBe(Math.floor(at / 1000) % day);
      }),
    );
  });
});

describe('showSecond and readSecond', () => {
  test.each([
    [0, '00:00:00'],
    [day - 1, '23:59:59'],
    [day, '00:00:00'],
    [-1, '23:59:59'],
    [-day - 60, '23:59:00'],
    [33_303.9, '09:15:03'],
  ])('%d is shown as %s', (second, shown) => {
    expect(showSecond(second)).toBe(shown);
  });

  test.each([
    ['9:5:3', 32_703],
    ['09:05:03', 32_703],
    ['0:0:0', 0],
    ['23:59:59', day - 1],
  ])('%s is read as %d', (shown, second) => {
    expect(readSecond(shown)).toBe(second);
  });

  test('are each other the other way round', () => {
    fc.assert(
      fc.property(someSecond, fc.integer({ min: -3, max: 3 }), (second, days) => {
        expect(showSecond(second)).toMatch(/^\d\d:\d\d:\d\d$/);
        expect(readSecond(showSecond(second + days * day))).toBe(second);
      }),
    );
  });
});

describe('apart', () => {
  test.each([
    ['00:00:01', '23:59:59', 2],
    ['23:59:59', '00:00:01', -2],
    ['12:00:00', '00:00:00', 43_200],
    ['00:00:00', '12:00:00', 43_200],
    ['12:00:01', '00:00:00', -43_199],
    ['07:00:00', '07:00:00', 0],
  ])('%s is %s by %d seconds', (a, b, seconds) => {
    expect(apart(readSecond(a), readSecond(b))).toBe(seconds);
  });

  test('is the shortest way there, and the same way back', () => {
    fc.assert(
      fc.property(someSecond, someSecond, (a, b) => {
        const distance = apart(a, b);
        expect(Math.abs(distance)).toBeLessThanOrEqual(day / 2);
        expect(showSecond(b + distance)).toBe(showSecond(a));
        if (Math.abs(distance) < day / 2) expect(apart(b, a)).toBe(distance === 0 ? 0 : -distance);
        expect(apart(a + 7, b + 7)).toBe(distance);
      }),
    );
  });
});

/** What other programs' clocks show at these moments, by their zone. */
function shownElsewhere(asked: { zone: string; at: number }[]): Record<'date' | 'python3', string[]> {
  const seconds = asked.map(({ zone, at }) => `${zone} ${Math.floor(at / 1000)}\n`).join('');
  const shell = 'while read -r zone second; do TZ=$zone date -d "@$second" +%H:%M:%S; done';
  const python = [
    'import os, sys, time',
    'for line in sys.stdin:',
    '    zone, second = line.split()',
    '    os.environ["TZ"] = zone',
    '    time.tzset()',
    '    print(time.strftime("%H:%M:%S", time.localtime(int(second))))',
  ].join('\n');
  const run = (command: string, ...args: string[]): string[] => {
    const { status, stdout, stderr } = spawnSync(command, args, { input: seconds, encoding: 'utf8' });
    expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
    return stdout.trim().split('\n');
  };
  return { date: run('sh', '-c', shell), python3: run('python3', '-c', python) };
}

describe('zoneWithHour', () => {
  const hostZones = [
    'UTC',
    'Asia/Jakarta',
    'Asia/Tokyo',
    'America/New_York',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Pacific/Auckland',
    'Etc/GMT+12',
  ];
  const ranges = [
    [1, 8],
    [13, 21],
  ] as const;

  test.each(hostZones)('on a machine in %s finds an hour in the range, at any hour, that luck would not show', (host) => {
    vi.stubEnv('TZ', host);
    for (const moment of moments) {
      for (let hour = 0; hour < 24; hour += 1) {
        const at = moment + hour * hourMs;
        for (const [from, to] of ranges) {
          const zone = zoneWithHour(from, to, at);
          expect(zone).toMatch(/^Etc\/GMT[+-]\d{1,2}$/);
          const shown = secondOfDay(zone, at) / 3600;
          expect(shown).toBeGreaterThanOrEqual(from);
          expect(shown).toBeLessThan(to + 1);
          const differsFrom = (other: string) => apart(secondOfDay(zone, at), secondOfDay(other, at)) !== 0;
          expect([host, 'UTC', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'].filter((other) => !differsFrom(other))).toEqual(
            [],
          );
        }
      }
    }
  });

  test('the C library knows these zones, and shows the same', () => {
    const asked = moments.flatMap((moment) =>
      Array.from({ length: 24 }, (_, hour) => {
        const at = moment + hour * hourMs;
        return { zone: zoneWithHour(hour % 2 === 0 ? 1 : 13, hour % 2 === 0 ? 8 : 21, at), at };
      }),
    );
    const expected = asked.map(({ zone, at }) => showSecond(secondOfDay(zone, at)));
    expect(shownElsewhere(asked)).toEqual({ date: expected, python3: expected });
  });

  test('says so where there is none', () => {
    vi.stubEnv('TZ', 'UTC');
    expect(() => zoneWithHour(7, 7, Date.parse('2025-06-15T00:30:00Z'))).toThrow(
      new RangeError('no zone with an hour from 7 to 7'),
    );
  });
});

describe('shiftedZone', () => {
  test.each(['03:04:00', '00:00:00', '23:59:59', '12:34:56'])(
    'every program here shows %s, by whichever way it asks',
    (shown) => {
      const folder = mkdtempSync(join(tmpdir(), 'lab-clock-'));
      try {
        const zone = zoneWithHour(1, 8);
        const env = { ...process.env, ...shiftedZone(zone, shown, folder) };
        const python = `
import os, time
from datetime import datetime
from zoneinfo import ZoneInfo
print(time.strftime('%H:%M:%S'), datetime.now().strftime('%H:%M:%S'), datetime.now(ZoneInfo(os.environ['TZ'])).strftime('%H:%M:%S'))
print(datetime.now(ZoneInfo('Asia/Jakarta')).utcoffset().seconds)`;
        const [three = '', jakarta] = execFileSync('python3', ['-c', python], { env, encoding: 'utf8' }).trim().split('\n');
        const times = [...three.split(' '), execFileSync('date', ['+%H:%M:%S'], { env, encoding: 'utf8' }).trim()];
        for (const time of times) expect(Math.abs(apart(readSecond(time), readSecond(shown)))).toBeLessThan(10);
        expect(times).toHaveLength(4);
        expect(jakarta).toBe('25200');
        const node = execFileSync(process.execPath, ['-p', 'new Date().toTimeString().slice(0, 8)'], { env, encoding: 'utf8' });
        expect(Math.abs(apart(readSecond(node.trim()), secondOfDay(zone, Date.now())))).toBeLessThan(10);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('nextSecond', () => {
  /** Whether it has come to an end with the clock standing at this moment. */
  async function isOver(at: number, now: number): Promise<boolean> {
    vi.useFakeTimers({ toFake: ['Date'], now });
    let over = false;
    const waits = async () => {
      await nextSecond(at);
      over = true;
    };
    const waiting = waits();
    for (let i = 0; i < 10; i += 1) await turn();
    const wasOver = over;
    vi.setSystemTime(at + 10_000);
    await waiting;
    return wasOver;
  }

  const second = Date.parse('2025-06-15T12:00:00Z');
  test.each([0, 1, 500, 949])(
    'what is shown %d ms into a second is past when the next one has begun, and the grace is over',
    async (ms) => {
      expect(await isOver(second + ms, second + 1000 + graceMs - 1)).toBe(false);
      expect(await isOver(second + ms, second + 1000 + 2 * graceMs)).toBe(true);
    },
  );

  test.each([950, 999])('what is shown %d ms into a second might be of the next one', async (ms) => {
    expect(await isOver(second + ms, second + 1999 + graceMs)).toBe(false);
    expect(await isOver(second + ms, second + 2000 + 2 * graceMs)).toBe(true);
  });

  test('by the real clock it ends in another second', async () => {
    const at = Date.now();
    await nextSecond(at);
    expect(Math.floor((Date.now() - graceMs) / 1000)).toBeGreaterThan(Math.floor((at + graceMs) / 1000));
  });
});
