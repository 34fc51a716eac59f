import type { AnyAuthMethod } from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { failureOf } from '../failure-causes.ts';
import type { LinkSecrets } from './link-secrets.ts';
import type { LoginMethod } from './login-method.ts';

/** The login password, when it is known; else the failure asks for it. */
export class PasswordMethod implements LoginMethod {
  readonly name = 'password';
  readonly isSlow = false;
  readonly #profile: Profile;
  readonly #secrets: LinkSecrets;

  constructor(profile: Profile, secrets: LinkSecrets) {
    this.#profile = profile;
    this.#secrets = secrets;
  }

  async prepare(): Promise<Result<AnyAuthMethod>> {
    const password = await this.#secrets.read(this.#profile, 'password');
    if (password !== null) return succeed({ type: this.name, username: this.#profile.user, password });
    return { ok: false, failure: failureOf('password-needed', this.#profile, { secretKind: 'password' }) };
  }

  async explainRejection(): Promise<Failure> {
    await this.#secrets.forget(this.#profile, 'password');
    return failureOf('password-rejected', this.#profile, { secretKind: 'password' });
  }

  explainTimeout(): Failure | null {
    return null;
  }

  onAccepted(): void {}
}
