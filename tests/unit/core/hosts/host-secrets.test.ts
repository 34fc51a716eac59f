import { describe, expect, it } from 'vitest';
import { profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { createHostSecrets } from '../../../../main/core/hosts/host-secrets.ts';
import { memoryKeychain } from '../../../support/fakes/memory-keychain.ts';

const profile = (id: string, address = '192.0.2.1') => profileSchema.parse({ id, name: id, address, user: 'me' });

describe('the secrets of hosts', () => {
  it('are kept for this run only, unless the user asks for more', async () => {
    const store = memoryKeychain();
    const now = createHostSecrets(store);
    await now.write(profile('a'), 'password', 'one', false);
    await now.write(profile('b'), 'password', 'two', true);
    expect([await now.read(profile('a'), 'password'), await now.read(profile('b'), 'password')]).toEqual([
      'one',
      'two',
    ]);
    const later = createHostSecrets(store);
    expect([await later.read(profile('a'), 'password'), await later.read(profile('b'), 'password')]).toEqual([
      null,
      'two',
    ]);
  });

  it('are never given for another address of the same profile', async () => {
    const secrets = createHostSecrets(memoryKeychain());
    await secrets.write(profile('a'), 'password', 'one', true);
    expect(await secrets.read(profile('a', '192.0.2.2'), 'password')).toBeNull();
  });

  it('are not forgotten for one that was typed in their place and was wrong, as while they are locked', async () => {
    const store = memoryKeychain();
    await createHostSecrets(store).write(profile('a'), 'password', 'right', true);
    const secrets = createHostSecrets(store);
    await secrets.write(profile('a'), 'password', 'mistyped', false);
    expect(await secrets.read(profile('a'), 'password')).toBe('mistyped');
    await secrets.forget(profile('a'), 'password');
    expect(await secrets.read(profile('a'), 'password')).toBe('right');
    await secrets.write(profile('a'), 'password', 'another', false);
    await secrets.forgetAll(profile('a'));
    expect([await secrets.read(profile('a'), 'password'), store.secrets.size]).toEqual([null, 0]);
  });

  it('go when they were wrong, and with their profile', async () => {
    const store = memoryKeychain();
    const secrets = createHostSecrets(store);
    await secrets.write(profile('a'), 'password', 'wrong', true);
    await secrets.write(profile('a'), 'passphrase', 'other', true);
    await secrets.forget(profile('a'), 'password');
    expect([await secrets.read(profile('a'), 'password'), await secrets.read(profile('a'), 'passphrase')]).toEqual([
      null,
      'other',
    ]);
    await secrets.forgetAll(profile('a'));
    expect(await createHostSecrets(store).read(profile('a'), 'passphrase')).toBeNull();
  });
});
