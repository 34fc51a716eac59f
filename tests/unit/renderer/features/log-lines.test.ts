import { expect, test } from 'vitest';
import {
  appendText,
  blocksOf,
  matchingLines,
  maxLineCount,
  noLines,
} from '../../../../renderer/features/logs/log-lines.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');

test('a line that comes in pieces is one line', () => {
  let log = appendText(noLines, 'one\ntw');
  expect(log.lines).toEqual(['one', 'tw']);
  log = appendText(log, 'o\n');
  expect(log.lines).toEqual(['one', 'two']);
  log = appendText(log, '\nthree');
  expect(log.lines).toEqual(['one', 'two', '', 'three']);
  expect(appendText(log, '')).toBe(log);
});

test('older lines are let go, and those that stay keep their number', () => {
  const log = appendText(appendText(noLines, numbers(0, maxLineCount)), numbers(maxLineCount, maxLineCount + 50));
  expect(log.lines).toHaveLength(maxLineCount);
  expect(log.firstNumber).toBe(50);
  expect(log.lines[0]).toBe('line 50');
});

test('a line without an end does not grow for ever', () => {
  let log = noLines;
  for (let round = 0; round < 20; round++) log = appendText(log, 'x'.repeat(5_000));
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]?.length).toBeLessThan(10_000);
});

test('blocks begin at the same numbers whatever was let go before them', () => {
  const lines = Array.from({ length: 250 }, (_, index) => `line ${index}`);
  expect(blocksOf({ lines, firstNumber: 0 }).map(({ number, lineCount }) => [number, lineCount])).toEqual([
    [0, 100],
    [100, 100],
    [200, 50],
  ]);
  const later = blocksOf({ lines: lines.slice(30), firstNumber: 30 });
  expect(later.map(({ number, lineCount }) => [number, lineCount])).toEqual([
    [30, 70],
    [100, 100],
    [200, 50],
  ]);
  expect(later[1]?.text).toBe(lines.slice(100, 200).join('\n'));
});

test('a search keeps the lines that hold it, whatever its letters’ case', () => {
  const lines = ['An Error here', 'all is well', 'error: again'];
  expect(matchingLines(lines, ' ERROR ')).toEqual(['An Error here', 'error: again']);
  expect(matchingLines(lines, ' ')).toBe(lines);
});
