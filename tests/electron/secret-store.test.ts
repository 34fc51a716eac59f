import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { safeStorage } from '#electron';
import { SafeSecretStore } from '../../main/electron/system/secret-store.ts';
import { replaceKeychain, system } from './double/system.ts';

let directory: string;
const secret = 'correct horse battery staple';
const file = () => path.join(directory, 'secrets.json');

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-secrets-'));
  Object.assign(system.keychain, { isAvailable: true, backend: 'gnome_libsecret' });
});
afterEach(() => rm(directory, { recursive: true }));

/** Everything on disk, to look for the secret in. */
async function storedText(): Promise<string> {
  const files = await readdir(directory);
  return (await Promise.all(files.map((name) => readFile(path.join(directory, name), 'utf8')))).join('\n');
}

it('keeps a secret over a restart, encrypted and for this user only', async () => {
  await new SafeSecretStore(directory).write('host/password', secret);
  expect(await new SafeSecretStore(directory).read('host/password')).toBe(secret);
  expect(await storedText()).not.toContain(secret);
  expect(await storedText()).not.toContain(Buffer.from(secret).toString('base64'));
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

it('forgets a removed secret, on disk as well', async () => {
  const store = new SafeSecretStore(directory);
  await Promise.all([store.write('a', secret), store.write('b', 'other')]);
  await store.remove('a');
  expect(await store.read('a')).toBeNull();
  expect(await new SafeSecretStore(directory).read('a')).toBeNull();
  expect(await new SafeSecretStore(directory).read('b')).toBe('other');
  expect(await readdir(directory)).toEqual(['secrets.json']);
  expect(Object.keys((JSON.parse(await storedText()) as { secrets: object }).secrets)).toEqual(['b']);
});

it.each([
  ['basic_text', true],
  ['unknown', true],
  ['gnome_libsecret', false],
] as const)(
  'is not there, and writes nothing, without a real keychain (%s, available: %s)',
  async (backend, isAvailable) => {
    Object.assign(system.keychain, { backend, isAvailable });
    const store = new SafeSecretStore(directory);
    expect(await store.isAvailable()).toBe(false);
    expect(await store.write('host/password', secret)).toBe(false);
    expect(await store.read('host/password')).toBeNull();
    expect(await readdir(directory)).toEqual([]);
  },
);

it('takes what another keychain wrote for absent, and does not count it, until it is written again', async () => {
  const store = new SafeSecretStore(directory);
  await Promise.all([store.write('a', secret), store.write('b', secret)]);
  expect(await store.count()).toBe(2);
  replaceKeychain();
  expect(await store.read('a')).toBeNull();
  expect(await store.count()).toBe(1);
  expect(await store.write('a', 'other')).toBe(true);
  expect([await store.read('a'), await store.count()]).toEqual(['other', 2]);
  await store.removeAll();
  expect([await store.read('a'), await store.count(), await readdir(directory)]).toEqual([null, 0, []]);
});

it('keeps a damaged file aside, and leaves one of a newer version alone', async () => {
  const damage = '{"version":1,"secrets":';
  await writeFile(file(), damage);
  const store = new SafeSecretStore(directory);
  expect(await store.read('host/password')).toBeNull();
  expect(await store.write('host/password', secret)).toBe(true);
  expect(await new SafeSecretStore(directory).read('host/password')).toBe(secret);
  const aside = (await readdir(directory)).find((name) => name.includes('damaged')) ?? '';
  expect(await readFile(path.join(directory, aside), 'utf8')).toBe(damage);

  const newer = '{"version":2,"secrets":"of tomorrow"}';
  await writeFile(file(), newer);
  expect(await store.read('host/password')).toBeNull();
  expect(await store.write('host/password', secret)).toBe(false);
  await store.remove('host/password');
  expect(await readFile(file(), 'utf8')).toBe(newer);
});

it('reads a secret that the keychain wants encrypted anew, also when that cannot be done', async () => {
  const store = new SafeSecretStore(directory);
  await store.write('a', secret);
  vi.spyOn(safeStorage, 'decryptStringAsync').mockResolvedValueOnce({ result: secret, shouldReEncrypt: true });
  vi.spyOn(safeStorage, 'encryptStringAsync').mockRejectedValueOnce(new Error('The keychain is locked.'));
  expect([await store.read('a'), await store.count()]).toEqual([secret, 1]);
  expect(safeStorage.encryptStringAsync).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});
