import { isDeepStrictEqual } from 'node:util';
import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';

/** What `~/.ssh/config` says about a name, as far as a profile takes it over. */
export interface SshHostSettings {
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
  readonly keyPath: string | null;
  readonly agentPath: string | null;
  /** The whole way, the host that is dialled first before the others. */
  readonly jumps: readonly string[];
  readonly problem: string | null;
}

/** Where profiles are read from. */
export interface ProfileSources {
  readonly findProfile: (reference: string) => Promise<Result<Profile>>;
  readonly listProfiles: () => Promise<Result<readonly Profile[]>>;
  readonly resolveSshHost: (name: string) => Promise<Result<SshHostSettings>>;
}

/** A profile as it counts at this moment. */
export interface EffectiveProfile {
  readonly profile: Profile;
  /** The hosts that `~/.ssh/config` wants on the way, in its words, the one that is dialled first before the others. */
  readonly wantedJumps: readonly string[];
}

/** The profile, with what `~/.ssh/config` says now when it refers to a name there. Nothing of it is stored. */
export async function effectiveProfile(saved: Profile, sources: ProfileSources): Promise<Result<EffectiveProfile>> {
  const name = saved.sshConfigHost;
  if (name === null) return succeed({ profile: saved, wantedJumps: [] });
  const resolved = await sources.resolveSshHost(name);
  if (!resolved.ok) return resolved;
  const { address, port, user, keyPath, agentPath, jumps, problem } = resolved.value;
  if (problem !== null) {
    return fail('unreachable', 'input', problem, `Change what ~/.ssh/config says about "${name}", or edit the server.`);
  }
  const jump = await jumpOf(saved, jumps, sources);
  if (!jump.ok) return jump;
  const profile: Profile = {
    ...saved,
    address,
    port,
    user: user ?? saved.user,
    keyPath: keyPath ?? saved.keyPath,
    agentPath: agentPath ?? saved.agentPath,
    jumpProfileId: jump.value?.id ?? null,
  };
  return succeed({ profile, wantedJumps: jumps });
}

/** The profile of the last host on the way; null when the file names none. */
async function jumpOf(
  saved: Profile,
  jumps: readonly string[],
  { listProfiles, resolveSshHost }: ProfileSources,
): Promise<Result<Profile | null>> {
  const name = jumps.at(-1);
  if (name === undefined) return succeed(null);
  const all = await listProfiles();
  if (!all.ok) return all;
  const others = all.value.filter(({ id }) => id !== saved.id);
  const jump = await profileOf(name, jumps.slice(0, -1), others, resolveSshHost);
  if (!jump.ok) return jump;
  return jump.value === undefined ? noProfile(saved, name) : succeed(jump.value);
}

/**
 * The profile that a word of the file means when it is reached over these others: one that refers to it, where that leads the
 * same way, else a copy, which an import makes for a host that is otherwise reached in another way.
 */
async function profileOf(
  word: string,
  way: readonly string[],
  others: readonly Profile[],
  resolve: ProfileSources['resolveSshHost'],
): Promise<Result<Profile | undefined>> {
  const resolved = await resolve(word);
  if (!resolved.ok) return resolved;
  const { address, port, user, jumps } = resolved.value;
  const named = others.find(({ sshConfigHost }) => sshConfigHost === word);
  if (named !== undefined && isDeepStrictEqual(jumps, way)) return succeed(named);
  const last = way.at(-1);
  const before = last === undefined ? null : await profileOf(last, way.slice(0, -1), others, resolve);
  if (before !== null && !before.ok) return before;
  const copies = others.filter(
    (one) =>
      one.sshConfigHost === null && one.address === address && one.port === port && (user ?? one.user) === one.user,
  );
  const jumpId = before?.value?.id ?? null;
  return succeed(copies.find(({ jumpProfileId }) => jumpProfileId === jumpId) ?? copies[0] ?? named);
}

function noProfile(saved: Profile, name: string): { readonly ok: false; readonly failure: Failure } {
  return fail(
    'profile-not-found',
    'input',
    `By ~/.ssh/config the way to ${saved.name} leads over "${name}", which is not saved here.`,
    `Import "${name}" from ~/.ssh/config.`,
  );
}
