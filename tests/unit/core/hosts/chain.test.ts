import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { type Profile, profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { chainOf } from '../../../../main/core/hosts/chain.ts';
import type { ProfileSources, SshHostSettings } from '../../../../main/core/hosts/effective-profile.ts';

const profile = (id: string, jumpProfileId: string | null = null, fields: Partial<Profile> = {}) =>
  profileSchema.parse({ id, name: id, address: `${id}.example`, user: 'me', jumpProfileId, ...fields });

const settings = (fields: Partial<SshHostSettings>): SshHostSettings => ({
  address: 'box.example',
  port: 22,
  user: null,
  keyPath: null,
  agentPath: null,
  jumps: [],
  problem: null,
  ...fields,
});

function sourcesOf(saved: readonly Profile[], file: Record<string, Partial<SshHostSettings>> = {}): ProfileSources {
  return {
    findProfile: async (reference) => {
      const found = saved.find(({ id }) => id === reference);
      return found ? succeed(found) : fail('profile-not-found', 'input', `No ${reference}.`, 'Add it.');
    },
    listProfiles: async () => succeed(saved),
    resolveSshHost: async (name) => succeed(settings({ address: name, ...file[name] })),
  };
}

async function namesOf(id: string, sources: ProfileSources) {
  const chain = await chainOf(id, sources);
  return chain.ok ? chain.value.map(({ name }) => name) : chain.failure;
}

describe('the chain of hosts on the way', () => {
  it('is read from the profiles, the nearest first', async () => {
    const saved = [profile('a'), profile('b', 'a'), profile('c', 'b')];
    expect(await namesOf('c', sourcesOf(saved))).toEqual(['c', 'b', 'a']);
  });

  it('never goes in a circle, has an end, and lacks nobody', async () => {
    const circle = sourcesOf([profile('a', 'c'), profile('b', 'a'), profile('c', 'b')]);
    expect(await namesOf('c', circle)).toMatchObject({
      stage: 'input',
      message: 'The way to c leads in a circle: c, b, a, c.',
    });
    const long = sourcesOf(Array.from({ length: 10 }, (_, index) => profile(`h${index}`, `h${index + 1}`)));
    expect(await namesOf('h0', long)).toMatchObject({ message: expect.stringMatching(/more than 8 servers/) });
    const eight = [...Array.from({ length: 8 }, (_, index) => profile(`h${index}`, `h${index + 1}`)), profile('h8')];
    expect(await namesOf('h0', sourcesOf(eight))).toHaveLength(9);
    const gone = sourcesOf([profile('b', 'a')]);
    expect(await namesOf('b', gone)).toMatchObject({
      kind: 'profile-not-found',
      message: 'The server on the way to b is not saved any more.',
    });
  });

  it('is what ~/.ssh/config says where a profile refers to it, by name or by place', async () => {
    const saved = [
      profile('box', 'other', { sshConfigHost: 'box' }),
      profile('near', null, { sshConfigHost: 'bastion' }),
      profile('other'),
    ];
    const byName = sourcesOf(saved, { box: { jumps: ['bastion'], user: 'dev', port: 2222 }, bastion: {} });
    expect(await namesOf('box', byName)).toEqual(['box', 'near']);
    const byPlace = sourcesOf(saved, {
      box: { jumps: ['me@other'] },
      'me@other': { address: 'other.example', user: 'me' },
    });
    expect(await namesOf('box', byPlace)).toEqual(['box', 'other']);
    expect(await namesOf('box', sourcesOf(saved, { box: { jumps: [] } }))).toEqual(['box']);
  });

  it('is not cut short when a host of the file has lost its own way', async () => {
    const saved = [profile('box', null, { sshConfigHost: 'box' }), profile('b'), profile('a')];
    const file = { box: { jumps: ['a', 'b'] }, a: { address: 'a.example' }, b: { address: 'b.example' } };
    const failure = await namesOf('box', sourcesOf(saved, file));
    expect(failure).toMatchObject({ stage: 'input', message: expect.stringMatching(/b is reached directly/) });
    const whole = [profile('box', null, { sshConfigHost: 'box' }), profile('b', 'a'), profile('a')];
    expect(await namesOf('box', sourcesOf(whole, file))).toEqual(['box', 'b', 'a']);
    // The host is saved twice: as the file reaches it by itself, and as it is reached on the way to another.
    const twice = [...whole, profile('direct', null, { sshConfigHost: 'b' })];
    expect(await namesOf('box', sourcesOf(twice, file))).toEqual(['box', 'b', 'a']);
    const ownWay = { ...file, b: { address: 'b.example', jumps: ['a'] } };
    expect(await namesOf('box', sourcesOf(twice, ownWay))).toEqual(['box', 'direct', 'a']);
  });

  it('does not lead over another host than the file names, behind which the same address may be another machine', async () => {
    const file = { box: { jumps: ['a', 'b'] }, a: { address: 'a.example' }, b: { address: 'b.example' } };
    const box = profile('box', null, { sshConfigHost: 'box' });
    const over = (jump: string) => sourcesOf([box, profile('b', jump), profile('x'), profile('a', 'x')], file);
    expect(await namesOf('box', over('x'))).toMatchObject({
      stage: 'input',
      message: 'By ~/.ssh/config the way to box leads over "a", but as it is saved here over b, x.',
    });
    // One host more, which the user's own profile of the first one needs.
    expect(await namesOf('box', over('a'))).toEqual(['box', 'b', 'a', 'x']);
  });
});
