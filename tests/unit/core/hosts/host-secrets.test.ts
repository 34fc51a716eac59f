import { describe, expect, it } from 'vitest';
import { memorySecrets } from '../../../../main/core/defaults/memory-secrets.ts';
import { createHostSecrets } from '../../../../main/core/hosts/host-secrets.ts';

describe('the secrets of hosts', () => {
  it('are kept for this run only, unless the user asks for more', async () => {
    const store = memorySecrets();
    const now = createHostSecrets(store);
    await now.write('a', 'password', 'one', false);
    await now.write('b', 'password', 'two', true);
    expect([await now.read('a', 'password'), await now.read('b', 'password')]).toEqual(['one', 'two']);
    const afterRestart = createHostSecrets(store);
    expect([await afterRestart.read('a', 'password'), await afterRestart.read('b', 'password')]).toEqual([null, 'two']);
  });

  it('go when they were wrong, and with their profile', async () => {
    const store = memorySecrets();
    const secrets = createHostSecrets(store);
    await secrets.write('a', 'password', 'wrong', true);
    await secrets.write('a', 'passphrase', 'other', true);
    await secrets.forget('a', 'password');
    expect([await secrets.read('a', 'password'), await secrets.read('a', 'passphrase')]).toEqual([null, 'other']);
    await secrets.forgetProfile('a');
    expect(await createHostSecrets(store).read('a', 'passphrase')).toBeNull();
  });
});
