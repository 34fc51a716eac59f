import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachLine } from '../../../../main/core/remote/attach-line.ts';

/** What a shell makes of the line: the words that it runs. */
function wordsOf(line: string): string[] {
  const script = line.replace('stty -echo; exec ', `printf '%s\\0' `).replace('; exit 69\n', '');
  return execFileSync('/bin/sh', ['-c', script]).toString('utf8').split('\0').slice(0, -1);
}

it('any words without control characters reach the program as they are', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), (words) => {
      const line = attachLine('/x/session-attach', words);
      expect(line?.endsWith('; exit 69\n')).toBe(true);
      expect(wordsOf(line ?? '')).toEqual(['/x/session-attach', ...words]);
    }),
    { numRuns: 60 },
  );
});

it('is one line of ASCII that a terminal takes whole, or none', () => {
  expect(attachLine('/x', ['größe 船'])).toMatch(/^[ -~]*\n$/);
  expect(attachLine('/x', ['a\nb'])).toBeNull();
  expect(attachLine('/x', ['\u0003'])).toBeNull();
  expect(attachLine('/x', ['\u007f'])).toBeNull();
  expect(attachLine('/x', ['x'.repeat(3_900)])).not.toBeNull();
  expect(attachLine('/x', ['x'.repeat(4_000)])).toBeNull();
});
