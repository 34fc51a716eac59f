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
  /** How many hosts `~/.ssh/config` wants on the way; 0 where it is not asked. */
  readonly wantedJumpCount: number;
}

/** The profile, with what `~/.ssh/config` says now when it refers to a name there. Nothing of it is stored. */
export async function effectiveProfile(saved: Profile, sources: ProfileSources): Promise<Result<EffectiveProfile>> {
  const name = saved.sshConfigHost;
  if (name === null) return succeed({ profile: saved, wantedJumpCount: 0 });
  const resolved = await sources.resolveSshHost(name);
  if (!resolved.ok) return resolved;
  const { address, port, user, keyPath, agentPath, jumps, problem } = resolved.value;
  if (problem !== null) {
    return fail(
      'unreachable',
      'input',
      problem,
      `Change what ~/.ssh/config says about "${name}", or edit the profile.`,
    );
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
  return succeed({ profile, wantedJumpCount: jumps.length });
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
  const named = others.find(({ sshConfigHost }) => sshConfigHost === name);
  if (named !== undefined) return succeed(named);
  const resolved = await resolveSshHost(name);
  if (!resolved.ok) return resolved;
  const { address, port, user } = resolved.value;
  const same = others.find(
    (other) => other.address === address && other.port === port && (user === null || other.user === user),
  );
  return same === undefined ? noProfile(saved, name) : succeed(same);
}

function noProfile(saved: Profile, name: string): { readonly ok: false; readonly failure: Failure } {
  return fail(
    'profile-not-found',
    'input',
    `By ~/.ssh/config the way to ${saved.name} leads over "${name}", which has no profile.`,
    `Import "${name}" from ~/.ssh/config.`,
  );
}
