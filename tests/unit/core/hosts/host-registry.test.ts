import { describe, expect, it } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import { type Profile, profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { HostRegistry } from '../../../../main/core/hosts/host-registry.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const at = (address: string) => profileSchema.parse({ id: 'a', name: 'a', address, user: 'me' });

function open() {
  let saved: Profile = at('192.0.2.1');
  const file = { keyPath: '/home/me/.ssh/id' as string | null };
  const disposed: string[] = [];
  const names: (() => string)[] = [];
  const registry = new HostRegistry({
    sources: {
      findProfile: async () => succeed(saved),
      listProfiles: async () => succeed([saved]),
      resolveSshHost: async (name) =>
        succeed({ address: name, port: 22, user: null, agentPath: null, jumps: [], problem: null, ...file }),
    },
    onDidMove: () => {},
    createLink: (profile, _way, name) => {
      names.push(name);
      return { ...createProcessLink({}), dispose: async () => void disposed.push(profile.address) };
    },
    createRemote: () => ({
      call: () => Promise.reject(new Error('not used')),
      operate: () => Promise.reject(new Error('not used')),
      send: () => Promise.reject(new Error('not used')),
      sample: () => Promise.reject(new Error('not used')),
      attach: () => Promise.reject(new Error('not used')),
      dispose: () => {},
    }),
  });
  return { registry, disposed, names, file, save: (profile: Profile) => (saved = profile) };
}

describe('HostRegistry', () => {
  it('gives everybody the same host', async () => {
    const { registry } = open();
    const [one, two] = [await registry.find('a'), await registry.find('a')];
    expect(one.ok && two.ok && one.value === two.value).toBe(true);
  });

  it('acts on the host that the saved profile names, also when another process changed it', async () => {
    const { registry, disposed, save } = open();
    await registry.find('a');
    save(at('192.0.2.2'));
    const found = await registry.find('a');
    expect(found.ok && found.value.profile.address).toBe('192.0.2.2');
    expect(disposed).toEqual(['192.0.2.1']);
    expect(registry.all()).toHaveLength(1);
  });

  it('keeps the link when the range of ports or the folders change: open editors go through it', async () => {
    const { registry, disposed, save } = open();
    const before = await registry.find('a');
    save({ ...at('192.0.2.1'), portLast: 8890, repositoryRoots: ['~/elsewhere'] });
    const after = await registry.find('a');
    expect(after).toMatchObject({ value: { profile: { portLast: 8890, repositoryRoots: ['~/elsewhere'] } } });
    expect(before.ok && after.ok && before.value.link === after.value.link).toBe(true);
    expect(disposed).toEqual([]);
  });

  it('keeps the link when only the looks of a profile change, and the link goes by its present name', async () => {
    const { registry, disposed, names, save } = open();
    const before = await registry.find('a');
    const looks = { name: 'renamed', color: 'red' as const, tags: ['at home'] };
    save({ ...at('192.0.2.1'), ...looks });
    const after = await registry.find('a');
    expect(after).toMatchObject({ value: { profile: looks } });
    expect(before.ok && after.ok && before.value.link === after.value.link).toBe(true);
    expect(disposed).toEqual([]);
    expect(names.map((name) => name())).toEqual(['renamed']);
  });

  it.each<[string, Partial<Profile>]>([
    ['user', { user: 'other' }],
    ['port', { port: 2222 }],
    ['login', { authMethod: 'password' }],
    ['key', { keyPath: '/home/me/.ssh/other' }],
    ['agent', { agentPath: '/run/agent' }],
    ['lent agent', { isAgentForwarded: true }],
  ])('makes another link for another %s', async (_what, part) => {
    const { registry, disposed, save } = open();
    await registry.find('a');
    save({ ...at('192.0.2.1'), ...part });
    await registry.find('a');
    expect(disposed).toHaveLength(1);
  });

  it('keeps the link of a host of ~/.ssh/config when its key file is away, and knows so', async () => {
    const { registry, disposed, file, save } = open();
    save({ ...at('192.0.2.1'), sshConfigHost: 'box' });
    const before = await registry.find('a');
    expect(before).toMatchObject({ value: { profile: { address: 'box', keyPath: '/home/me/.ssh/id' } } });
    file.keyPath = null;
    const after = await registry.find('a');
    expect(after).toMatchObject({ value: { profile: { keyPath: null } } });
    expect(before.ok && after.ok && before.value.link === after.value.link).toBe(true);
    expect(disposed).toEqual([]);
  });

  it('forgets a host, and makes a new one when it is asked for again', async () => {
    const { registry, disposed } = open();
    const before = await registry.find('a');
    await registry.forget('a');
    expect([disposed.length, registry.all().length]).toEqual([1, 0]);
    const after = await registry.find('a');
    expect(before.ok && after.ok && before.value === after.value).toBe(false);
  });
});
