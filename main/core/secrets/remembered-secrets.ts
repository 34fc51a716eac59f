import type { Logger } from 'pino';
import type { Result } from '../../contract/failure.ts';
import type { AskMasterPassphrase, SecretStore } from '../ports.ts';
import type { PassphraseStore } from './passphrase-store.ts';

/** Secrets that outlive this run, by name. Nothing here ever throws: what cannot be read is asked for again. */
export interface RememberedSecrets {
  /** The secret; null when there is none, or when it cannot be read. */
  read(name: string): Promise<string | null>;
  /** The same, but nobody is asked for the master passphrase; a locked secret counts as none. */
  readUnasked(name: string): Promise<string | null>;
  /** Whether the secret was kept. */
  write(name: string, secret: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}

interface RememberedSecretsParts {
  /** The system's, usable at this moment or not; null where there is none. */
  readonly keychain: SecretStore | null;
  readonly file: PassphraseStore;
  readonly askMasterPassphrase: AskMasterPassphrase | null;
  readonly availableKeychain: () => Promise<SecretStore | null>;
  readonly open: (passphrase: string) => Promise<Result<null>>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Remembers in the keychain, or in the file while it is open. */
export function createRememberedSecrets(parts: RememberedSecretsParts): RememberedSecrets {
  const { keychain, file, askMasterPassphrase, availableKeychain, open, logger } = parts;

  const askUntilOpen = async (ask: AskMasterPassphrase) => {
    let problem: string | null = null;
    for (;;) {
      const passphrase = await ask(problem);
      if (passphrase === null) return;
      const opened = await open(passphrase);
      if (opened.ok) return;
      problem = `${opened.failure.message} ${opened.failure.nextStep}`;
    }
  };
  // Whoever said no once, or cannot be asked, is not asked for each secret again.
  let asked: Promise<void> | null = null;
  const openIfLocked = async (isWorthIt: (count: number) => boolean) => {
    if (askMasterPassphrase === null) return;
    const found = await file.status();
    if (!found.ok || !found.value.isLocked || !isWorthIt(found.value.count)) return;
    asked ??= askUntilOpen(askMasterPassphrase);
    await asked;
  };
  /** A secret can always be asked for again, so no trouble with remembering may keep anybody from a host. */
  const guarded = async <T>(what: string, otherwise: T, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      logger.warn({ error }, `a remembered secret could not be ${what}`);
      return otherwise;
    }
  };
  const orWithout = <T>(what: string, otherwise: T, result: Result<T>): T => {
    if (result.ok) return result.value;
    logger.warn({ message: result.failure.message }, `a remembered secret could not be ${what}`);
    return otherwise;
  };

  const readAsIs = async (name: string, before: () => Promise<void>) => {
    const used = await availableKeychain();
    if (used !== null) return await used.read(name);
    await before();
    return orWithout('read', null, await file.read(name));
  };

  return {
    read: (name) => guarded('read', null, () => readAsIs(name, () => openIfLocked((count) => count > 0))),
    readUnasked: (name) => guarded('read', null, () => readAsIs(name, async () => undefined)),
    write: (name, secret) =>
      guarded('kept', false, async () => {
        const used = await availableKeychain();
        if (used !== null) return await used.write(name, secret);
        await openIfLocked(() => true);
        return (await file.write(name, secret)).ok;
      }),
    remove: async (name) => {
      // A machine may have had its keychain only at times, and then holds one secret in both places.
      if (keychain !== null) await guarded('removed', undefined, () => keychain.remove(name));
      await guarded('removed', null, async () => orWithout('removed', null, await file.remove(name)));
    },
  };
}
