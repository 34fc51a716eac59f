import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTooLongError, readLines } from '../../../../main/core/remote/lines.ts';

function collect(stream: PassThrough): Promise<{ lines: string[]; error: Error | null }> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    readLines(
      stream,
      (line) => lines.push(line),
      (error) => resolve({ lines, error }),
    );
  });
}

describe('readLines', () => {
  it('gives the same lines however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n'))),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const stream = new PassThrough();
          const collected = collect(stream);
          for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
          stream.end();
          expect((await collected).lines).toEqual(lines);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stops at a line that is longer than any honest one', async () => {
    const stream = new PassThrough();
    const collected = collect(stream);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 5; count += 1) stream.write(chunk);
    expect((await collected).error).toBeInstanceOf(LineTooLongError);
  });
});
