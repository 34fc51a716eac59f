import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SafeSecretStore } from '../../main/electron/secret-store.ts';
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
] as const)('writes nothing without a real keychain (%s, available: %s)', async (backend, isAvailable) => {
  Object.assign(system.keychain, { backend, isAvailable });
  const store = new SafeSecretStore(directory);
  await store.write('host/password', secret);
  expect(await store.read('host/password')).toBe(secret);
  expect(await readdir(directory)).toEqual([]);
  expect(await new SafeSecretStore(directory).read('host/password')).toBeNull();
});

it('asks again when the keychain is another one, or the file is damaged', async () => {
  await new SafeSecretStore(directory).write('host/password', secret);
  replaceKeychain();
  expect(await new SafeSecretStore(directory).read('host/password')).toBeNull();
  await writeFile(file(), '{"version":1,"secrets":');
  const store = new SafeSecretStore(directory);
  expect(await store.read('host/password')).toBeNull();
  await store.write('host/password', secret);
  expect(await new SafeSecretStore(directory).read('host/password')).toBe(secret);
});
