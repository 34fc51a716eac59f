import type { SecretStore } from '../ports.ts';

type SecretKind = 'password' | 'passphrase';

/** The secrets of profiles: in memory while the app runs, and in the shell's store when the user asked for it. */
export interface HostSecrets {
  read(profileId: string, kind: SecretKind): Promise<string | null>;
  write(profileId: string, kind: SecretKind, secret: string, isRemembered: boolean): Promise<void>;
  /** The secret was wrong; it is not to be tried again. */
  forget(profileId: string, kind: SecretKind): Promise<void>;
  /** The profile is gone, and so are its secrets. */
  forgetProfile(profileId: string): Promise<void>;
}

const nameOf = (profileId: string, kind: SecretKind) => `${profileId}/${kind}`;

/** Names the secrets of profiles in a store. */
export function createHostSecrets(store: SecretStore): HostSecrets {
  const held = new Map<string, string>();
  const forget: HostSecrets['forget'] = async (profileId, kind) => {
    held.delete(nameOf(profileId, kind));
    await store.remove(nameOf(profileId, kind));
  };
  return {
    read: async (profileId, kind) => held.get(nameOf(profileId, kind)) ?? (await store.read(nameOf(profileId, kind))),
    write: async (profileId, kind, secret, isRemembered) => {
      held.set(nameOf(profileId, kind), secret);
      if (isRemembered) await store.write(nameOf(profileId, kind), secret);
    },
    forget,
    forgetProfile: async (profileId) => {
      await forget(profileId, 'password');
      await forget(profileId, 'passphrase');
    },
  };
}
