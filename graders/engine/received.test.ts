// What came and was not taken yet.
// The law here: it is what came, in the order it came, whatever was taken between.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { Received } from './received.ts';

test('bytes come out as they went in, and what was handed out stays as it was', () => {
  const step = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat(60));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const received = new Received();
      let model: number[] = [];
      const handedOut: [Buffer, number[]][] = [];
      for (const one of steps) {
        if (typeof one === 'number') {
          handedOut.push([received.take(one), model.slice(0, one)]);
          model = model.slice(one);
        } else {
          received.add(Buffer.from(one));
          model.push(...one);
        }
        expect(received.length).toBe(model.length);
        handedOut.push([received.bytes(Math.min(3, model.length)), model.slice(3)]);
      }
      for (const [bytes, wanted] of handedOut) expect([...bytes]).toEqual(wanted);
    }),
  );
});

test('what is cleared is gone', () => {
  const received = new Received();
  received.add(Buffer.from('abc'));
  received.clear();
  received.add(Buffer.from('d'));
  expect(received.bytes().toString()).toBe('d');
});

test('many pieces are put together in little time', () => {
  const received = new Received();
  const piece = Buffer.alloc(1000);
  for (let i = 0; i < 40_000; i += 1) received.add(piece); // a second and more if each one copied all before it
  expect(received.length).toBe(40_000_000);
});
