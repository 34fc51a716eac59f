import type { AnyAuthMethod } from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { failureOf } from '../failure-causes.ts';
import { expandHome, openToOthers, readKeyFile } from './key-file.ts';
import type { LinkSecrets } from './link-secrets.ts';
import type { LoginMethod } from './login-method.ts';
import { parsePrivateKey } from './private-key.ts';

/** The private key in a file. */
export class KeyMethod implements LoginMethod {
  readonly name = 'publickey';
  readonly isSlow = false;
  readonly #profile: Profile;
  readonly #secrets: LinkSecrets;
  readonly #path: string;

  constructor(profile: Profile, secrets: LinkSecrets, homeDirectory: string) {
    this.#profile = profile;
    this.#secrets = secrets;
    this.#path = expandHome(profile.keyPath ?? '', homeDirectory);
  }

  async prepare(): Promise<Result<AnyAuthMethod>> {
    const file = await readKeyFile(this.#path);
    if (!file.ok) return file;
    const { content, isOpenToOthers } = file.value;
    let outcome = parsePrivateKey(this.#path, content, null);
    if (outcome.kind === 'unusable') return { ok: false, failure: outcome.failure };
    // Only now: of a public key that was named by mistake this would be beside the point.
    if (isOpenToOthers) return openToOthers(this.#path);
    if (outcome.kind === 'passphrase-needed') {
      const passphrase = await this.#secrets.read(this.#profile, 'passphrase');
      if (passphrase === null) return askPassphrase(`The key ${this.#path} is locked with a passphrase.`);
      outcome = parsePrivateKey(this.#path, content, passphrase);
    }
    if (outcome.kind === 'usable') {
      return succeed({ type: this.name, username: this.#profile.user, key: outcome.key });
    }
    if (outcome.kind === 'unusable') return { ok: false, failure: outcome.failure };
    await this.#secrets.forget(this.#profile, 'passphrase');
    return askPassphrase(`The passphrase does not open the key ${this.#path}.`);
  }

  async explainRejection(): Promise<Failure> {
    // Who has a certificate expects it to count; ssh2 cannot offer one.
    const certificate = await readKeyFile(`${this.#path}-cert.pub`);
    return failureOf(certificate.ok ? 'certificate-not-offered' : 'key-rejected', this.#profile);
  }

  explainTimeout(): Failure | null {
    return null;
  }

  onAccepted(): void {}
}

function askPassphrase(message: string): Result<never> {
  return fail('secret-needed', 'auth', message, 'Enter the passphrase of the key.', { secretKind: 'passphrase' });
}
