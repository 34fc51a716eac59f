import { describe, expect, it } from 'vitest';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Host } from '../../../../main/core/host.ts';
import { resolveRepository } from '../../../../main/core/repositories/resolve-repository.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

/** A path is taken as it is, so nothing is asked of the host. */
const host: Host = {
  profile: profile.parse({ id: 'a', name: 'a', address: '192.0.2.1', user: 'me' }),
  link: createProcessLink({}),
  remote: {
    call: () => Promise.reject(new Error('the host was asked')),
    operate: () => Promise.reject(new Error('the host was asked')),
    send: () => Promise.reject(new Error('the host was asked')),
    sample: () => Promise.reject(new Error('the host was asked')),
    attach: () => Promise.reject(new Error('the host was asked')),
    dispose: () => {},
  },
};

describe('resolveRepository', () => {
  it.each(['/srv/web/', '/srv/./web', '/srv/api/../web', '//srv//web'])('takes %s for /srv/web', async (spelling) => {
    expect(await resolveRepository(host, spelling)).toEqual(await resolveRepository(host, '/srv/web'));
  });
});
