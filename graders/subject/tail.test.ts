// What is kept of a program's output: all of a short one, the two ends of a long one, and never more than that.
import { Readable } from 'node:stream';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { Tail } from './tail.ts';

const kept = 32 * 1024;

async function textOf(chunks: Buffer[], hide = '/nowhere/'): Promise<string> {
  const tail = new Tail(Readable.from(chunks, { objectMode: false }), hide);
  await tail.ended;
  return tail.text;
}

/** Cuts bytes into chunks of these sizes, again and again. */
function cut(bytes: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; at += sizes[i++ % sizes.length]!) {
    chunks.push(bytes.subarray(at, at + sizes[i % sizes.length]!));
  }
  return chunks;
}

const letters = (length: number) => Buffer.from(Array.from({ length }, (_, i) => 97 + (i % 26)));
const chunkSizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 });

test('keeps both ends, and counts what it leaves out, however the output is cut up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), chunkSizes, async (length, sizes) => {
      const bytes = letters(length);
      const leftOut = length - 2 * kept;
      const ends = () =>
        `${bytes.subarray(0, kept).toString()}\n… ${leftOut} bytes left out …\n${bytes.subarray(-kept).toString()}`;
      fc.pre(length / Math.min(...sizes) < 500);
      expect(await textOf(cut(bytes, sizes))).toBe(leftOut > 0 ? ends() : bytes.toString());
    }),
    {
      numRuns: 40,
      examples: [
        [2 * kept, [1000]],
        [2 * kept + 1, [1000]],
        [kept, [kept]],
        [kept + 1, [kept]],
        [0, [1]],
      ],
    },
  );
});

test('keeps every character of an output that it keeps whole', async () => {
  const line = 'café – 日本 😀\n';
  for (let shift = 0; shift < Buffer.byteLength(line); shift += 1) {
    const text = 'x'.repeat(shift) + line.repeat(2200);
    expect(await textOf(cut(Buffer.from(text), [777, 4096]))).toBe(text);
  }
});

test('shows what is not text as such', async () => {
  expect(await textOf([Buffer.from([0x61, 0xff, 0x00, 0x62])])).toBe('a\uFFFD\0b');
});

test('leaves out the path that it is told to hide', async () => {
  expect(await textOf([Buffer.from('File "/tmp/lab-1/submis'), Buffer.from('sion/server.py"\n')], '/tmp/lab-1/submission/')).toBe(
    'File "server.py"\n',
  );
});

test('an output that breaks off ends all the same', async () => {
  const stream = new Readable({ read() {} });
  const tail = new Tail(stream, '/nowhere/');
  stream.push('so far');
  setImmediate(() => stream.destroy(new Error('EIO')));
  await tail.ended;
  expect(tail.text).toBe('so far');
});

test('tells what came after so many bytes, also when some of it is no longer kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), async (before, after) => {
      const bytes = letters(before + after);
      const tail = new Tail(Readable.from(cut(bytes, [5000]), { objectMode: false }), '/nowhere/');
      await tail.ended;
      expect(tail.count).toBe(bytes.length);
      const whole = before + after <= 2 * kept;
      expect(tail.since(before)).toBe(bytes.subarray(whole ? before : Math.max(before, bytes.length - kept)).toString());
    }),
    { numRuns: 40 },
  );
});
