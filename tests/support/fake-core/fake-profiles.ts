import { fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { ImportReport, SshConfigHost } from '../../../main/contract/profile-exchange.ts';
import { type Profile, type ProfileDraft, profile as profileSchema } from '../../../main/contract/profiles.ts';
import { type FakeHost, fakeHost } from './fake-hosts.ts';

/** What the fake's `~/.ssh/config` holds. */
export interface FakeSshConfig {
  readonly hosts: readonly SshConfigHost[];
  readonly problems: readonly { readonly file: string; readonly lineNumber: number; readonly message: string }[];
}

/** A host of the fake's `~/.ssh/config` that can be taken over, but for what `part` says. */
export const fakeSshConfigHost = (name: string, part: Partial<SshConfigHost> = {}): SshConfigHost => ({
  name,
  address: `${name}.example.org`,
  port: 22,
  user: 'deploy',
  keyPath: null,
  jumps: [],
  problem: null,
  profileId: null,
  ...part,
});

const exists = (name: string) =>
  fail('profile-exists', 'input', `There is a server named ${name} already.`, 'Choose another name.');

/** The saved profiles of the fake; `hosts` is its list of hosts, one for each profile. */
export function fakeProfiles(hosts: FakeHost[], sshConfig: FakeSshConfig = { hosts: [], problems: [] }) {
  const find = (reference: string) =>
    hosts.find(({ profile }) => profile.id === reference || profile.name === reference);
  const host = (reference: string) => {
    const found = find(reference);
    if (found === undefined) throw new Error(`The fake has no host ${reference}`);
    return found;
  };
  const insert = (draft: ProfileDraft, index = hosts.length): Profile => {
    const profile = { ...draft, id: draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') };
    hosts.splice(index, 0, fakeHost(profile));
    return profile;
  };
  const take = (drafts: readonly ProfileDraft[]): ImportReport => {
    const skipped = drafts.filter(({ name }) => find(name) !== undefined);
    const added = drafts.filter((draft) => !skipped.includes(draft)).map((draft) => insert(draft));
    return {
      added,
      skipped: skipped.map(({ name }) => ({ name, reason: 'A server of this name is there already.', isHere: true })),
    };
  };
  const draftOf = (name: string, isLive: boolean): ProfileDraft => {
    const known = sshConfig.hosts.find((one) => one.name === name);
    const { address, port, user, jumps } = known ?? fakeSshConfigHost(name);
    const jumpProfileId = jumps.at(-1) ?? null;
    const sshConfigHost = isLive ? name : null;
    return profileSchema.parse({ id: name, name, address, port, user: user ?? 'me', jumpProfileId, sshConfigHost });
  };

  return {
    list: async () => succeed(hosts.map(({ profile }) => profile)),
    add: async (draft: ProfileDraft) => (find(draft.name) === undefined ? succeed(insert(draft)) : exists(draft.name)),
    async edit({ profile: reference, draft }: { profile: string; draft: ProfileDraft }) {
      const edited = host(reference);
      if ((find(draft.name) ?? edited) !== edited) return exists(draft.name);
      edited.profile = { ...draft, id: edited.profile.id };
      return succeed(edited.profile);
    },
    async duplicate({ profile: reference }: { profile: string }) {
      const original = host(reference);
      const draft = { ...original.profile, name: `${original.profile.name} copy` };
      return succeed(insert(draft, hosts.indexOf(original) + 1));
    },
    async arrange({ profiles: references }: { profiles: string[] }) {
      const named = references.map(host);
      const others = hosts.filter((one) => !named.includes(one));
      hosts.splice(0, hosts.length, ...named, ...others);
      return succeed(hosts.map(({ profile }) => profile));
    },
    async remove({ profile: reference }: { profile: string }): Promise<Result<{ id: string; name: string }>> {
      const found = host(reference);
      const { id, name } = found.profile;
      const users = hosts.filter(({ profile }) => profile.jumpProfileId === id).map(({ profile }) => profile.name);
      if (users.length > 0) {
        const message = `${name} is the way to ${users.join(', ')}.`;
        return fail('profile-in-use', 'input', message, 'Give them another way first.');
      }
      hosts.splice(hosts.indexOf(found), 1);
      return succeed({ id, name });
    },
    async export({ profiles: references }: { profiles: string[] | null }) {
      const profiles = (references ?? hosts.map(({ profile }) => profile.id)).map((id) => host(id).profile);
      return succeed({
        document: JSON.stringify({ format: 'berth-profiles', version: 1, profiles }, null, 2),
        count: profiles.length,
      });
    },
    async import({ document }: { document: string }): Promise<Result<ImportReport>> {
      try {
        const { profiles } = JSON.parse(document) as { profiles: unknown[] };
        return succeed(take(profiles.map((one) => profileSchema.parse(one))));
      } catch {
        return fail('invalid-input', 'input', 'This is no list of servers.', 'Paste what another Berth exported.');
      }
    },
    readSshConfig: async () =>
      succeed({
        hosts: sshConfig.hosts.map((one) => ({ ...one, profileId: find(one.name)?.profile.id ?? one.profileId })),
        problems: [...sshConfig.problems],
      }),
    async importSshConfig({ hosts: names, isLive }: { hosts: string[]; isLive: boolean }) {
      const jumps = sshConfig.hosts.filter(({ name }) => names.includes(name)).flatMap((one) => one.jumps);
      const along = [...new Set(jumps)].filter((name) => !names.includes(name) && find(name) === undefined);
      return succeed(take([...along, ...names].map((name) => draftOf(name, isLive))));
    },
  };
}
