import type { SecretKind } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';

/** Passwords and passphrases as the link asks for them: held for this run, or kept in the shell's secret store. */
export interface LinkSecrets {
  read(profile: Profile, kind: SecretKind): Promise<string | null>;
  /** The secret was wrong; it is not to be tried again. */
  forget(profile: Profile, kind: SecretKind): Promise<void>;
}
