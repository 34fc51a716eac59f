import type { Profile } from '../../contract/profiles.ts';
import { placeOf } from '../host.ts';
import type { SecretStore } from '../ports.ts';

type SecretKind = 'password' | 'passphrase';

/**
 * The secrets of profiles: in memory while the app runs, and in the shell's store when the user asked for it. They belong
 * to the place that a profile reaches, so that a changed address or user is never offered the secret of another.
 */
export interface HostSecrets {
  read(profile: Profile, kind: SecretKind): Promise<string | null>;
  write(profile: Profile, kind: SecretKind, secret: string, isRemembered: boolean): Promise<void>;
  /** The secret was wrong; it is not to be tried again. */
  forget(profile: Profile, kind: SecretKind): Promise<void>;
  /** The profile is gone or leads elsewhere now, and so its secrets go. */
  forgetAll(profile: Profile): Promise<void>;
}

const nameOf = (profile: Profile, kind: SecretKind) => `${profile.id}/${placeOf(profile)}/${kind}`;

/** Names the secrets of profiles in a store. */
export function createHostSecrets(store: SecretStore): HostSecrets {
  const held = new Map<string, string>();
  const forget: HostSecrets['forget'] = async (profile, kind) => {
    held.delete(nameOf(profile, kind));
    await store.remove(nameOf(profile, kind));
  };
  return {
    read: async (profile, kind) => held.get(nameOf(profile, kind)) ?? (await store.read(nameOf(profile, kind))),
    write: async (profile, kind, secret, isRemembered) => {
      held.set(nameOf(profile, kind), secret);
      if (isRemembered) await store.write(nameOf(profile, kind), secret);
    },
    forget,
    forgetAll: async (profile) => {
      await forget(profile, 'password');
      await forget(profile, 'passphrase');
    },
  };
}
