import { expect, test } from 'vitest';
import { duration, size, table } from '../../../main/cli/printing/table.ts';

test.each([
  [null, null],
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KB'],
  [612 * 1024 ** 2, '612 MB'],
  [5.25 * 1024 ** 4, '5376 GB'],
])('%s bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

test.each([
  [null, null],
  [-3, '0 s'],
  [59.9, '59 s'],
  [3600, '1 h'],
  [3661, '1 h 1 min'],
  [86_400 * 9 + 59, '9 d'],
])('%s seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('columns are as wide as they must be, and nothing in a cell breaks them', () => {
  const columns = [
    { title: 'NAME', text: ({ name }: { name: string | null }) => name },
    { title: 'N', isNumber: true, text: () => 7 },
  ];
  expect(table(columns, [{ name: 'a\nb' }, { name: null }, { name: 'longer name' }])).toBe(
    'NAME         N\na b          7\n-            7\nlonger name  7\n',
  );
});
