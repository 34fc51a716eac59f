import { expect, test } from 'vitest';
import { countOf, formatAgo, formatBytes, formatDuration, formatShare } from '../../../../renderer/lib/format.ts';

const mebi = 1024 ** 2;

test.each([
  [0, '0 B'],
  [12, '12 B'],
  [2048, '2 kB'],
  [612 * mebi, '612 MB'],
  [999.4 * mebi, '999 MB'],
  [1010 * mebi, '1.0 GB'],
  [1638 * mebi, '1.6 GB'],
  [120 * 1024 * mebi, '120 GB'],
])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600 * 47, '47 h'],
  [86_400 * 12, '12 d'],
])('%d seconds', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [-5_000, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [3 * 3_600_000, '3 h ago'],
])('%d ms ago', (ageMs, text) => expect(formatAgo(1_000_000_000, 1_000_000_000 + ageMs)).toBe(text));

test('shares stay between 0 and 100', () => {
  expect([formatShare(-1), formatShare(0.344), formatShare(1.2)]).toEqual(['0 %', '34 %', '100 %']);
});

test('one is not many', () => {
  expect([countOf(1, 'item'), countOf(2, 'item'), countOf(0, 'repository', 'repositories')]).toEqual([
    '1 item',
    '2 items',
    '0 repositories',
  ]);
});
