import type { CoreContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { SecretsStatus } from '../../../main/contract/secrets.ts';

/** How the fake's secrets begin. */
export interface FakeSecretsOptions {
  readonly kind?: SecretsStatus['kind'];
  /** The master passphrase; with it the kind is `passphrase`. */
  readonly passphrase?: string;
  readonly isLocked?: boolean;
  readonly count?: number;
}

const messages = {
  keychain: 'Secrets are remembered in the keychain of this computer.',
  passphrase: 'Secrets are remembered in a file that only your master passphrase opens.',
  none: 'Nothing is remembered: each password and passphrase is asked for when it is needed.',
};

/** The secrets capability without files and without keys. */
export function fakeSecrets(options: FakeSecretsOptions = {}): Handlers<CoreContract>['secrets'] {
  let passphrase = options.passphrase ?? null;
  let isLocked = options.isLocked ?? false;
  let count = options.count ?? 0;
  const status = async () => {
    const kind = passphrase === null ? (options.kind ?? 'none') : 'passphrase';
    const message = isLocked ? 'Remembered secrets are locked; the master passphrase opens them.' : messages[kind];
    return succeed({ kind, isLocked, count: isLocked ? null : count, message });
  };
  const wrong = () => fail('auth-failed', 'auth', 'This is not the master passphrase.', 'Type it again.');
  return {
    status,
    async protect({ passphrase: next, previous }) {
      if (passphrase !== previous) return wrong();
      passphrase = next;
      isLocked = false;
      return await status();
    },
    async open({ passphrase: given }) {
      if (given !== passphrase) return wrong();
      isLocked = false;
      return await status();
    },
    async lock() {
      isLocked = passphrase !== null;
      return await status();
    },
    async forgetAll() {
      passphrase = null;
      isLocked = false;
      count = 0;
      return await status();
    },
  };
}
