import { expect, test } from 'vitest';
import type { z } from 'zod';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import { createCleanup } from '../../../../main/core/cleanup/cleanup.ts';
import type { Host } from '../../../../main/core/host.ts';
import { HostRegistry } from '../../../../main/core/hosts/host-registry.ts';
import { createHosts } from '../../../../main/core/hosts/hosts.ts';
import { createHostPorts } from '../../../../main/core/ports/host-ports.ts';
import { cleanupItemOf } from '../../../support/fake-core/fake-cleanup.ts';
import { fakeHost, statsOf } from '../../../support/fake-core/fake-hosts.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

/** Colours on a terminal, another title of its window, and a word written backwards. */
const trick = '\u009b31m\u001b]0;title\u0007\u202efdp';
const hidden = /[\p{Cc}\u202e]/u;
const context = { signal: new AbortController().signal };
const saved = profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' });

/** A host that answers every verb with one document. */
function hostThatTells(document: unknown): Host {
  const call = async <T extends z.ZodType>(_verb: string, _args: readonly string[], schema: T) =>
    succeed(schema.parse(document));
  return {
    profile: saved,
    link: createProcessLink({}),
    remote: {
      call,
      operate: call,
      send: call,
      sample: () => Promise.reject(new Error('nobody looks')),
      attach: () => Promise.reject(new Error('nobody looks')),
      dispose: () => {},
    },
  };
}

test('nothing that a host says of its ports, of what a cleanup removes or of itself can act on who shows it', async () => {
  const item = { ...cleanupItemOf('directory', trick, trick), instanceId: trick, owner: trick };
  const port = { port: 1, address: trick, kind: 'foreign', instanceId: trick, pid: 1, user: trick, command: trick };
  const stats = statsOf(fakeHost(saved), 0);
  const reading = {
    ...stats,
    hostname: trick,
    disk: { ...stats.disk, path: trick },
    instances: [{ id: trick, memoryBytes: 1, processCount: 1 }],
  };
  const find = (document: unknown) => async () => succeed(hostThatTells(document));
  const registry = new HostRegistry({
    sources: {
      findProfile: async () => succeed(saved),
      listProfiles: async () => succeed([saved]),
      resolveSshHost: async (name) => fail('invalid-input', 'input', `${name} is not in the file.`, 'Add it.'),
    },
    onDidMove: () => {},
    createLink: () => createProcessLink({}),
    createRemote: () => hostThatTells(reading).remote,
  });
  const hosts = createHosts({
    registry,
    secrets: { read: async () => null, write: async () => {}, forget: async () => {}, forgetAll: async () => {} },
    profileIds: async () => [],
    trustOffered: async () => succeed({ fingerprint: '' }),
    forgetKeys: async () => succeed({ removed: [] }),
  });
  const list = { items: [item], warnings: [], digest: 'a'.repeat(64) };
  const told = [
    await createCleanup(find(list)).preview({ profile: 'p', level: 'leftovers' }, context),
    await createHostPorts(find([port])).list({ profile: 'p' }, context),
    await hosts.stats({ profile: 'p' }, context),
  ];
  const texts: string[] = [];
  JSON.stringify(told, (_key, value) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  expect(texts.filter((text) => text.endsWith('fdp')).length).toBeGreaterThan(8);
  expect(texts.filter((text) => hidden.test(text))).toEqual([]);
});
