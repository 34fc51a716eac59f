import { expect, test } from 'vitest';
import { levelOf } from '../../../../renderer/features/logs/pane/log-level.ts';
import { appendText, maxLineCount, noLines } from '../../../../renderer/features/logs/pane/log-lines.ts';
import { findMatches, nextMatch, partsOf, readSearch } from '../../../../renderer/features/logs/pane/log-search.ts';
import {
  clientText,
  readOperation,
  resultText,
  verbText,
} from '../../../../renderer/features/logs/pane/operation-lines.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');
const patternOf = (text: string) => readSearch(text).pattern;

test('a line that comes in pieces is one line', () => {
  let log = appendText(noLines, 'one\ntw');
  expect(log.lines).toEqual(['one', 'tw']);
  log = appendText(log, 'o\n');
  expect(log.lines).toEqual(['one', 'two']);
  log = appendText(log, '\nthree');
  expect(log.lines).toEqual(['one', 'two', '', 'three']);
  expect(log.length).toBe('onetwothree'.length);
  expect(appendText(log, '')).toBe(log);
});

test('older lines are let go, and those that stay keep their number', () => {
  const log = appendText(appendText(noLines, numbers(0, maxLineCount)), numbers(maxLineCount, maxLineCount + 50));
  expect(log.lines).toHaveLength(maxLineCount);
  expect(log.firstNumber).toBe(50);
  expect(log.lines[0]).toBe('line 50');
  expect(log.length).toBe(log.lines.join('').length);
});

test('neither a line without an end nor many long ones grow for ever', () => {
  let log = noLines;
  for (let round = 0; round < 50; round++) log = appendText(log, 'x'.repeat(50_000));
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]?.length).toBeLessThan(201_000);
  for (let round = 0; round < 300; round++) log = appendText(log, `\n${'y'.repeat(150_000)}`);
  expect(log.length).toBeLessThanOrEqual(24_000_000);
  expect(log.firstNumber).toBeGreaterThan(100);
});

test('a search is for letters whatever their case, or for a pattern; half of one is no failure', () => {
  const log = appendText(noLines, 'An Error here\nall is well (1+1)\nerror: again\n');
  const found = (text: string) => findMatches(log, patternOf(text), null).numbers;
  expect(found(' ERROR ')).toEqual([0, 2]);
  expect(found('(1+1)')).toEqual([1]);
  expect(found('/^err/')).toEqual([2]);
  expect(found('/^AN/i')).toEqual([0]);
  expect(found(' ')).toEqual([]);
  expect(readSearch('/(/')).toMatchObject({ pattern: null, problem: expect.any(String) });
  expect(readSearch('/x/q')).toMatchObject({ pattern: null, problem: expect.any(String) });
});

test('what comes is looked through too, and only that; a line that goes on is looked at again', () => {
  const pattern = patternOf('hit');
  let log = appendText(noLines, 'hit\nmiss\nhi');
  let matches = findMatches(log, pattern, null);
  expect(matches.numbers).toEqual([0]);
  log = appendText(log, 't at last\nhit\n');
  matches = findMatches(log, pattern, matches);
  expect(matches.numbers).toEqual([0, 2, 3]);
  // Lines that were let go are no matches any more, and another log is looked through as a whole.
  log = appendText(log, 'x\n'.repeat(maxLineCount - 2));
  expect(findMatches(log, pattern, matches).numbers).toEqual([2, 3]);
  expect(findMatches(appendText(noLines, 'miss\nhit\n'), pattern, matches).numbers).toEqual([1]);
});

test('the way from match to match goes on at the other end', () => {
  expect([nextMatch([2, 5], null, 1), nextMatch([2, 5], 2, 1), nextMatch([2, 5], 5, 1)]).toEqual([2, 5, 2]);
  expect([nextMatch([2, 5], null, -1), nextMatch([2, 5], 2, -1), nextMatch([], 2, 1)]).toEqual([5, 5, null]);
});

test('a line is split at its matches; a pattern of nothing marks nothing', () => {
  expect(partsOf('a hit, a HIT', patternOf('hit'))).toEqual([
    { text: 'a ', isMatch: false },
    { text: 'hit', isMatch: true },
    { text: ', a ', isMatch: false },
    { text: 'HIT', isMatch: true },
  ]);
  expect(partsOf('abc', patternOf('/x*/'))).toEqual([{ text: 'abc', isMatch: false }]);
});

test.each([
  ['[12:00:01] error  it broke', 'instance', 'bad'],
  ['2026/11/21 09:20:03 [error] 8#8: connect() failed', 'nginx-error', 'bad'],
  ['(node:7) Warning: deprecated', 'instance', 'warn'],
  ['[debug] ping', 'instance', 'quiet'],
  ['[12:00:01] info  listening', 'instance', null],
  ['reading /srv/errors/terror.ts', 'instance', null],
  ['2026-11-21T09:14:10+00:00 502 GET /vscode/web/ 10 B 0.1 s', 'nginx-access', 'bad'],
  ['2026-11-21T09:14:10+00:00 404 GET /error 10 B 0.1 s', 'nginx-access', 'warn'],
  ['2026-11-21T09:14:10+00:00 200 GET /error 10 B 0.1 s', 'nginx-access', null],
  ['192.0.2.1 - - [21/Nov/2026:09:14:10 +0000] "GET / HTTP/1.1" 500 12 "-"', 'nginx-access', 'bad'],
] as const)('%s', (line, kind, level) => {
  expect(levelOf(line, kind)).toBe(level);
});

test('a line of what Berth did is read; one that is not whole is none', () => {
  const line = '2026-11-21T09:20:11.731Z\tanna@laptop\tinstance-start\tweb-a1\tout-of-memory\t212\tIt does not fit.';
  const operation = readOperation(line);
  expect(operation).toEqual({
    atMs: Date.UTC(2026, 10, 21, 9, 20, 11, 731),
    client: 'anna@laptop',
    verb: 'instance-start',
    target: 'web-a1',
    result: 'out-of-memory',
    durationMs: 212,
    message: 'It does not fit.',
  });
  expect(readOperation(line.slice(0, 60))).toBeNull();
  expect(readOperation('x\tkeeper\tsome-new-verb\t-\tok\tx\t')).toMatchObject({
    atMs: null,
    target: '',
    durationMs: null,
  });
  expect([verbText({ verb: 'instance-stop' }), verbText({ verb: 'some-new-verb' })]).toEqual(['Stop', 'some new verb']);
  expect([resultText({ result: 'ok' }), resultText({ result: 'stop-failed' })]).toEqual(['Done', 'Failed']);
  expect([clientText({ client: 'keeper' }), clientText({ client: 'a@b' })]).toEqual(['Keeper', 'a@b']);
});
