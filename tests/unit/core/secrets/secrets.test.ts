import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AskMasterPassphrase, SecretStore } from '../../../../main/core/ports.ts';
import { PassphraseStore } from '../../../../main/core/secrets/passphrase-store.ts';
import { createSecrets } from '../../../../main/core/secrets/secrets.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { memoryKeychain } from '../../../support/fakes/memory-keychain.ts';

const passphrase = 'correct horse';
const context = { signal: new AbortController().signal };
let directory: string;
let warnings: unknown[];
let prefixes: string[] | null;
const file = () => path.join(directory, 'data', 'secrets.json');
const start = (keychain: SecretStore | null = null, askMasterPassphrase: AskMasterPassphrase | null = null) => {
  const { handlers, remembered } = createSecrets({
    keychain,
    file: new PassphraseStore({ file: file(), clock: new ManualClock() }),
    askMasterPassphrase,
    prefixesInUse: async () => prefixes,
    logger: { warn: (...words: unknown[]) => void warnings.push(words) },
  });
  return {
    remembered,
    status: () => handlers.status({}, context),
    protect: (words: string) => handlers.protect({ passphrase: words, previous: null }, context),
    open: (words: string) => handlers.open({ passphrase: words }, context),
    lock: () => handlers.lock({}, context),
    forgetAll: () => handlers.forgetAll({}, context),
  };
};

/** Some derivations of keys in a row, on a machine that does much else. */
const timeout = 20_000;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-secrets-'));
  warnings = [];
  prefixes = ['a/', 'b/'];
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps nothing, and writes no file, until a master passphrase is set', { timeout }, async () => {
  const secrets = start();
  expect(await secrets.status()).toMatchObject({ value: { kind: 'none', isLocked: false, count: 0 } });
  expect(await secrets.remembered.write('a/x', 'one')).toBe(false);
  await secrets.remembered.remove('a/x');
  expect(await readdir(path.dirname(file()))).toEqual([]);
  expect(await secrets.lock()).toMatchObject({ value: { kind: 'none' } });
  expect(await secrets.open(passphrase)).toMatchObject({ failure: { kind: 'unavailable' } });

  expect(await secrets.protect(passphrase)).toMatchObject({ value: { kind: 'passphrase', isLocked: false, count: 0 } });
  expect(await secrets.remembered.write('a/x', 'one')).toBe(true);
  expect(await secrets.lock()).toMatchObject({ value: { isLocked: true, count: null } });
  expect(await secrets.remembered.read('a/x')).toBeNull();
  expect(await secrets.open('wrong')).toMatchObject({ failure: { kind: 'auth-failed' } });
  expect(await secrets.open(passphrase)).toMatchObject({ value: { isLocked: false, count: 1 } });
  expect(await secrets.remembered.read('a/x')).toBe('one');
  expect(await secrets.forgetAll()).toMatchObject({ value: { kind: 'none', count: 0 } });
  expect(await readdir(path.dirname(file()))).toEqual([]);
});

it('uses the keychain of the system wherever there is one, and then no master passphrase', async () => {
  const keychain = memoryKeychain();
  const secrets = start(keychain);
  expect(await secrets.remembered.write('a/x', 'one')).toBe(true);
  expect(await secrets.status()).toMatchObject({ value: { kind: 'keychain', isLocked: false, count: 1 } });
  expect(await secrets.protect(passphrase)).toMatchObject({ failure: { kind: 'unavailable' } });
  expect(await secrets.forgetAll()).toMatchObject({ value: { count: 0 } });
  expect(keychain.secrets.size).toBe(0);
});

it('removes a secret from the keychain and from the file, whichever of them is in use and open', {
  timeout,
}, async () => {
  const keychain = memoryKeychain();
  const names = ['a/x', 'b/x', 'b/y'];
  const withoutKeychain = start();
  await withoutKeychain.protect(passphrase);
  for (const name of names) await withoutKeychain.remembered.write(name, 'in the file');
  const withKeychain = start(keychain);
  for (const name of names) await withKeychain.remembered.write(name, 'in the keychain');

  // The file is locked for this one, and the other one has it open.
  await withKeychain.remembered.remove('a/x');
  expect([...keychain.secrets.keys()]).toEqual(['b/x', 'b/y']);
  expect(await withoutKeychain.remembered.read('a/x')).toBeNull();
  expect(await withoutKeychain.remembered.write('a/x', 'once more')).toBe(true);
  expect(await withoutKeychain.remembered.read('a/x')).toBe('once more');
  await withKeychain.remembered.remove('a/x');
  const later = start();
  expect(await later.open(passphrase)).toMatchObject({ value: { count: 2 } });
  expect(await later.remembered.read('b/x')).toBe('in the file');
  expect(await later.remembered.write('a/x', 'again')).toBe(true);
  expect(await later.remembered.read('a/x')).toBe('again');

  const keychainAway = start({ ...keychain, isAvailable: async () => false });
  await keychainAway.open(passphrase);
  await keychainAway.remembered.remove('b/y');
  expect([...keychain.secrets.keys()]).toEqual(['b/x']);
  expect(await keychainAway.status()).toMatchObject({ value: { kind: 'passphrase', count: 2 } });
  expect(warnings).toEqual([]);
});

it('loses no host to a keychain that breaks or a file that is damaged: the secret counts as absent', async () => {
  const broken = { ...memoryKeychain(), read: () => Promise.reject(new Error('denied')) };
  const fails: SecretStore['write'] = () => Promise.reject(new Error('denied'));
  const secrets = start({ ...broken, write: fails });
  expect(await secrets.remembered.read('a/x')).toBeNull();
  expect(await secrets.remembered.write('a/x', 'hunter2')).toBe(false);

  await start().status();
  await rm(directory, { recursive: true });
  await start().protect('12345678');
  await writeFile(file(), 'damage');
  await rm(`${file()}.bak`);
  expect(await start().remembered.read('a/x')).toBeNull();
  expect(warnings).toHaveLength(3);
  expect(JSON.stringify(warnings)).not.toContain('hunter2');
});

it('asks for the master passphrase when a secret is needed, until it is right, and once only', {
  timeout,
}, async () => {
  const writer = start();
  await writer.protect(passphrase);
  const asked: (string | null)[] = [];
  const answers = ['wrong', passphrase];
  const ask: AskMasterPassphrase = async (problem) => {
    asked.push(problem);
    return answers.shift() ?? null;
  };
  const idle = start(null, ask);
  expect(await idle.remembered.read('a/x')).toBeNull();
  expect(asked).toEqual([]);

  await writer.remembered.write('a/x', 'one');
  const secrets = start(null, ask);
  expect(await Promise.all([secrets.remembered.read('a/x'), secrets.remembered.read('b/x')])).toEqual(['one', null]);
  expect(asked).toEqual([null, 'This is not the master passphrase. Type it again.']);

  const unwilling = start(null, ask);
  expect(await unwilling.remembered.read('a/x')).toBeNull();
  expect(await unwilling.remembered.read('a/x')).toBeNull();
  expect(asked).toHaveLength(3);
});

it('removes at the next opening what a profile left that went while it was locked', { timeout }, async () => {
  const secrets = start();
  await secrets.protect(passphrase);
  for (const name of ['a/x', 'b/x', 'bb/x']) await secrets.remembered.write(name, 'one');
  await secrets.lock();
  prefixes = null;
  expect(await secrets.open(passphrase)).toMatchObject({ value: { count: 3 } });
  prefixes = ['b/'];
  expect(await secrets.open(passphrase)).toMatchObject({ value: { count: 1 } });
  expect(await secrets.remembered.read('b/x')).toBe('one');
});
