import { describe, expect, it } from 'vitest';
import { context, draft, openProfiles, scratchFile, sshConfigOf, sshHost, told } from './support.ts';

const config = sshConfigOf(
  sshHost('outer', { user: 'gate', keyPath: '/home/me/.ssh/id', authMethod: 'key' }),
  sshHost('bastion', { jumps: ['outer'], port: 2222 }),
  sshHost('box', { jumps: ['outer', 'bastion'], agentPath: '/run/agent' }),
  sshHost('inner', { address: 'inner' }),
  sshHost('deep', { jumps: ['outer', 'inner'] }),
  sshHost('refused', { problem: 'Its ProxyCommand is a program.' }),
);

describe('taking hosts of ~/.ssh/config over', () => {
  it('brings those on the way along, first ones first, and refers to the file', async () => {
    const { handlers } = openProfiles(await scratchFile(), config);
    const { added, skipped } = told(await handlers.importSshConfig({ hosts: ['box'], isLive: true }, context));
    expect(skipped).toEqual([]);
    expect(
      added.map(({ name, user, jumpProfileId, sshConfigHost }) => [name, user, jumpProfileId, sshConfigHost]),
    ).toEqual([
      ['outer', 'gate', null, 'outer'],
      ['bastion', 'local', 'outer', 'bastion'],
      ['box', 'local', 'bastion', 'box'],
    ]);
    expect(added[0]).toMatchObject({ authMethod: 'key', keyPath: '/home/me/.ssh/id', isAgentForwarded: false });
    expect(added[2]).toMatchObject({ authMethod: 'agent', agentPath: '/run/agent', address: 'box.example' });
  });

  it('does nothing twice, and says what is there', async () => {
    const { handlers } = openProfiles(await scratchFile(), config);
    await handlers.add(draft('inner', { address: '192.0.2.200' }), context);
    const first = told(await handlers.importSshConfig({ hosts: ['bastion', 'outer', 'inner'], isLive: true }, context));
    expect(first.added.map(({ name }) => name)).toEqual(['outer', 'bastion', 'inner 2']);
    expect(first.skipped).toEqual([]);
    const hosts = ['bastion', 'inner', 'refused', 'gone'];
    for (const isLive of [true, false]) {
      expect(told(await handlers.importSshConfig({ hosts, isLive }, context))).toEqual({
        added: [],
        skipped: [
          { name: 'bastion', reason: 'It is here already.', isHere: true },
          { name: 'inner', reason: 'It is here already, as "inner 2".', isHere: true },
          { name: 'refused', reason: 'Its ProxyCommand is a program.', isHere: false },
          { name: 'gone', reason: '~/.ssh/config names no such host.', isHere: false },
        ],
      });
    }
  });

  it('copies the present values where nobody wants to follow the file', async () => {
    const { handlers } = openProfiles(await scratchFile(), config);
    const { added } = told(await handlers.importSshConfig({ hosts: ['box'], isLive: false }, context));
    expect(added.map(({ sshConfigHost, jumpProfileId }) => [sshConfigHost, jumpProfileId])).toEqual([
      [null, null],
      [null, 'outer'],
      [null, 'bastion'],
    ]);
    const again = told(await handlers.importSshConfig({ hosts: ['box', 'outer'], isLive: false }, context));
    expect([again.added, again.skipped.length]).toEqual([[], 2]);
  });

  it('copies a host that the way reaches otherwise than its own entry does', async () => {
    const { handlers } = openProfiles(await scratchFile(), config);
    const { added } = told(await handlers.importSshConfig({ hosts: ['deep', 'inner'], isLive: true }, context));
    expect(added.map(({ name, jumpProfileId, sshConfigHost }) => [name, jumpProfileId, sshConfigHost])).toEqual([
      ['outer', null, 'outer'],
      ['inner', 'outer', null],
      ['deep', 'inner', 'deep'],
      ['inner 2', null, 'inner'],
    ]);
  });

  it('lists the hosts with the profile that leads there', async () => {
    const { handlers } = openProfiles(await scratchFile(), config);
    await handlers.importSshConfig({ hosts: ['outer'], isLive: true }, context);
    await handlers.add(draft('mine', { address: 'inner', user: 'local' }), context);
    const { hosts } = told(await handlers.readSshConfig({}, context));
    expect(hosts.map(({ name, profileId }) => [name, profileId])).toEqual([
      ['outer', 'outer'],
      ['bastion', null],
      ['box', null],
      ['inner', 'mine'],
      ['deep', null],
      ['refused', null],
    ]);
  });
});
