import type { SecretStore } from '../ports.ts';

type SecretKind = 'password' | 'passphrase';

/** The secrets of profiles, each under a name of its own in the shell's store. */
export interface HostSecrets {
  read(profileId: string, kind: SecretKind): Promise<string | null>;
  write(profileId: string, kind: SecretKind, secret: string): Promise<void>;
  /** The secret was wrong; it is not to be tried again. */
  forget(profileId: string, kind: SecretKind): Promise<void>;
  /** The profile is gone, and so are its secrets. */
  forgetProfile(profileId: string): Promise<void>;
}

const nameOf = (profileId: string, kind: SecretKind) => `${profileId}/${kind}`;

/** Names the secrets of profiles in a store. */
export function createHostSecrets(store: SecretStore): HostSecrets {
  const forget: HostSecrets['forget'] = (profileId, kind) => store.remove(nameOf(profileId, kind));
  return {
    read: (profileId, kind) => store.read(nameOf(profileId, kind)),
    write: (profileId, kind, secret) => store.write(nameOf(profileId, kind), secret),
    forget,
    forgetProfile: async (profileId) => {
      await forget(profileId, 'password');
      await forget(profileId, 'passphrase');
    },
  };
}
