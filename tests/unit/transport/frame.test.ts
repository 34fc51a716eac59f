import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../main/transport/frame.ts';

const onWire = (frame: string | Uint8Array<ArrayBuffer>) => (typeof frame === 'string' ? frame : frame.buffer);

test('every value with and without bytes comes back as it was', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(value, fc.nat(), (input, id) => {
      const message = { type: 'item', id, value: input } as const;
      expect(decodeFrame(onWire(encodeFrame(message)))).toEqual(message);
    }),
  );
});

test('a Buffer crosses as bytes, not as the JSON it makes of itself', () => {
  const decoded = decodeFrame(onWire(encodeFrame({ type: 'item', id: 1, value: { data: Buffer.from('hi') } })));
  expect(decoded).toEqual({ type: 'item', id: 1, value: { data: new Uint8Array([104, 105]) } });
});

test('truncated or damaged binary frames are refused, never read beyond their end', () => {
  const frame = encodeFrame({ type: 'item', id: 1, value: [new Uint8Array(50), 'x'] });
  if (typeof frame === 'string') throw new Error('not binary');
  for (let length = 0; length < frame.length; length += 1) {
    expect(decodeFrame(frame.slice(0, length).buffer), `${length} bytes`).toBeNull();
  }
});

test('a string in the form of a part stays a string', () => {
  const pose = `${'0'.repeat(32)}:0:4`;
  const message = { type: 'item', id: 1, value: [pose, new Uint8Array([1, 2, 3, 4])] } as const;
  expect(decodeFrame(onWire(encodeFrame(message)))).toEqual(message);
});
