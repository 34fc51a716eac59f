import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientName } from '../../../../main/core/defaults/client-name.ts';
import { defaultDataDirectory } from '../../../../main/core/defaults/data-directory.ts';
import { defaultPorts } from '../../../../main/core/defaults/default-ports.ts';
import { fileLogger } from '../../../../main/core/defaults/log/file-logger.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-defaults-'));
});
afterEach(() => rm(directory, { recursive: true }));

test.each([
  ['linux', {}, '/home/u/.config/berth'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/berth'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/u/.config/berth'],
  ['linux', { BERTH_DATA_DIR: '/chosen', XDG_CONFIG_HOME: '/x' }, '/chosen'],
  ['linux', { BERTH_DATA_DIR: '' }, '/home/u/.config/berth'],
  ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/u/Library/Application Support/Berth'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Berth'],
] as const)('on %s with %o the data is in %s', (platform, environment, expected) => {
  expect(defaultDataDirectory({ environment, platform, homeDirectory: '/home/u' })).toBe(expected);
});

test('the log is for the owner only, holds errors whole and secrets never', async () => {
  const logger = fileLogger(directory, 'info');
  logger.info({ password: 'hunter2', input: { secret: 'hunter2', deep: { token: 'hunter2' } } }, 'asked');
  logger.error({ error: new Error('broken pipe') }, 'failed');
  logger.debug('not at this level');
  const file = path.join(directory, 'logs', 'berth.log');
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain('hunter2');
  expect(text).toContain('[redacted]');
  expect(text).toMatch(/broken pipe.*defaults\.test/);
  expect(text.trim().split('\n')).toHaveLength(2);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
});

test('a log above 5 MiB is set aside at the next start', async () => {
  fileLogger(directory, 'info').info('first');
  const file = path.join(directory, 'logs', 'berth.log');
  await writeFile(file, 'x'.repeat(5 * 1024 * 1024 + 1));
  fileLogger(directory, 'info').info('second');
  expect((await stat(`${file}.1`)).size).toBeGreaterThan(5 * 1024 * 1024);
  expect(await readFile(file, 'utf8')).toContain('second');
});

test('there is no keychain unless the shell lends one', () => {
  const { secrets, dataDirectory } = defaultPorts({ dataDirectory: directory, remoteScriptsDirectory: '/scripts' });
  expect(secrets).toBeNull();
  expect(dataDirectory).toBe(directory);
});

test.each([
  ['anna', 'laptop.local', 'anna@laptop.local'],
  ['CORP\\anna b', 'Büro-PC; id', 'CORP-anna-b@B-ro-PC-id'],
  ['_www', '$(x)', 'x_www@-x-'],
  ['', '', 'x@'],
  ['a'.repeat(99), 'b'.repeat(99), `${'a'.repeat(39)}@${'b'.repeat(39)}`],
])('%s on %s is told to hosts as %s', (user, machine, told) => {
  expect(clientName(user, machine)).toBe(told);
  // As the scripts read it.
  expect(told).toMatch(/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,79}$/);
});
