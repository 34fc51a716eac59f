import { expect, test } from 'vitest';
import { parseWebArguments } from '../../../main/web/arguments.ts';

test('reads every flag, and knows what is usual', () => {
  expect(parseWebArguments([])).toEqual({ port: 0, dataDirectory: null, isBrowserOpened: true, isHelp: false });
  expect(parseWebArguments(['--port', '8123', '--data-dir', '/d', '--no-open', '--help'])).toEqual({
    port: 8123,
    dataDirectory: '/d',
    isBrowserOpened: false,
    isHelp: true,
  });
});

test.each([
  ['--port', 'x'],
  ['--port', '65536'],
  ['--port=-1'],
  ['--port', '1e3'],
  ['--data-dir='],
  ['--prot', '1'],
  ['stray'],
])('refuses %s %s', (...argv) => {
  expect(() => parseWebArguments(argv)).toThrow();
});
