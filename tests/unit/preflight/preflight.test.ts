import { expect, test } from 'vitest';
import { cannotRunHere } from '../../../build/demo/cannot-run-here.ts';
import { findMissing, isInPath } from '../../../build/preflight/find-missing.ts';

test('a program in PATH stands in for its package', async () => {
  expect(isInPath('sh')).toBe(process.platform !== 'win32');
  expect(await findMissing([{ name: 'no-such-package-at-all', programs: ['no-such-program', 'sh'] }])).toEqual([]);
});

test('what is neither installed nor stood in for is missing, once', async () => {
  const nothing = { name: 'no-such-package-at-all', programs: ['no-such-program'] };
  expect(await findMissing([nothing, nothing])).toEqual(['no-such-package-at-all']);
  expect(await findMissing([{ name: 'no-such-package-at-all', programs: null }])).toEqual(['no-such-package-at-all']);
});

test.skipIf(!isInPath('dpkg-query'))('an installed package is known even if others asked for are not', async () => {
  const packages = ['dpkg', 'no-such-package-at-all'].map((name) => ({ name, programs: null }));
  expect(await findMissing(packages)).toEqual(['no-such-package-at-all']);
});

test('the demo says what to do where it cannot run', () => {
  expect(cannotRunHere('linux')).toBeNull();
  expect(cannotRunHere('darwin')).toContain('macOS');
  expect(cannotRunHere('win32')).toContain('npm start');
});
