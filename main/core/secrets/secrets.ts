import type { Logger } from 'pino';
import type { CoreContract } from '../../contract/contract.ts';
import type { FailureOf, Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { SecretsStatus } from '../../contract/secrets.ts';
import type { AskMasterPassphrase, SecretStore } from '../ports.ts';
import type { PassphraseStore } from './passphrase-store.ts';
import { createRememberedSecrets, type RememberedSecrets } from './remembered-secrets.ts';
import { secretsMessage } from './secrets-message.ts';

/** What the secrets capability is made of. */
export interface SecretsParts {
  /** The system's; null where there is none. */
  readonly keychain: SecretStore | null;
  readonly file: PassphraseStore;
  readonly askMasterPassphrase: AskMasterPassphrase | null;
  /** The beginnings of all names that belong to a saved profile; null when that cannot be told. */
  readonly prefixesInUse: () => Promise<readonly string[] | null>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Where secrets are remembered on this machine. */
export interface Secrets {
  readonly handlers: Handlers<CoreContract>['secrets'];
  readonly remembered: RememberedSecrets;
  /** Wipes what opens the secrets. */
  dispose(): void;
}

const keychainUsed = () =>
  fail(
    'unavailable',
    'store',
    'Secrets are remembered in the keychain of this computer.',
    'It needs no master passphrase.',
  );

const told = (status: Omit<SecretsStatus, 'message'>) => succeed({ ...status, message: secretsMessage(status) });

/** Joins the system's keychain and the file under a master passphrase: the keychain is used wherever there is one. */
export function createSecrets(parts: SecretsParts): Secrets {
  const { keychain, file, prefixesInUse, logger } = parts;
  const availableKeychain = async () => (keychain !== null && (await keychain.isAvailable()) ? keychain : null);

  const status = async (): Promise<Result<SecretsStatus, FailureOf<'store-unreadable'>>> => {
    const used = await availableKeychain();
    if (used !== null) return told({ kind: 'keychain', isLocked: false, count: await used.count() });
    const found = await file.status();
    if (!found.ok) return found;
    const { isSet, isLocked, count } = found.value;
    return told({ kind: isSet ? 'passphrase' : 'none', isLocked, count: isLocked ? null : count });
  };

  /** What a profile left behind that was removed or led elsewhere while the file was locked. */
  const removeOrphans = async () => {
    const prefixes = await prefixesInUse();
    if (prefixes === null) return;
    const swept = await file.keepOnly((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    if (!swept.ok) logger.warn({ message: swept.failure.message }, 'secrets without a profile could not be removed');
  };
  const open = async (passphrase: string) => {
    const opened = await file.open(passphrase);
    if (opened.ok) await removeOrphans();
    return opened;
  };

  return {
    handlers: {
      status,
      protect: async ({ passphrase, previous }) => {
        if ((await availableKeychain()) !== null) return keychainUsed();
        const done = await file.protect(passphrase, previous);
        return done.ok ? await status() : done;
      },
      open: async ({ passphrase }) => {
        if ((await availableKeychain()) !== null) return keychainUsed();
        const done = await open(passphrase);
        return done.ok ? await status() : done;
      },
      lock: async () => {
        if ((await availableKeychain()) !== null) return keychainUsed();
        file.lock();
        return await status();
      },
      forgetAll: async () => {
        await keychain?.removeAll();
        const done = await file.forgetAll();
        return done.ok ? await status() : done;
      },
    },
    remembered: createRememberedSecrets({ ...parts, availableKeychain, open }),
    dispose: () => file.lock(),
  };
}
