import { type SecretKind, secretKind } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { placeOf } from '../host.ts';

/** Where secrets are kept for the next run; in a shell that keeps none, `write` answers false. */
export interface KeptSecrets {
  read(name: string): Promise<string | null>;
  /** Whether the secret was kept. */
  write(name: string, secret: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}

/**
 * The secrets of profiles: in memory while the app runs, or in the shell's store when the user asked for it. They belong
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

/** How the names of all secrets of a profile begin, as long as it leads to the same place. */
export const secretPrefix = (profile: Profile) => `${profile.id}/${placeOf(profile)}/`;
const nameOf = (profile: Profile, kind: SecretKind) => `${secretPrefix(profile)}${kind}`;

/** Names the secrets of profiles in a store. */
export function createHostSecrets(kept: KeptSecrets): HostSecrets {
  const held = new Map<string, string>();
  return {
    read: async (profile, kind) => held.get(nameOf(profile, kind)) ?? (await kept.read(nameOf(profile, kind))),
    write: async (profile, kind, secret, isRemembered) => {
      const name = nameOf(profile, kind);
      // What is remembered is not held as well: locking or forgetting it must count at once.
      if (isRemembered && (await kept.write(name, secret))) held.delete(name);
      else held.set(name, secret);
    },
    forget: async (profile, kind) => {
      const name = nameOf(profile, kind);
      // What is held was tried in the place of what is remembered, which may be right: it can be locked, and nobody asked it.
      if (!held.delete(name)) await kept.remove(name);
    },
    forgetAll: async (profile) => {
      for (const kind of secretKind.options) {
        held.delete(nameOf(profile, kind));
        await kept.remove(nameOf(profile, kind));
      }
    },
  };
}
