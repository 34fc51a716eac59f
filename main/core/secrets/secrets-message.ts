import type { SecretsStatus } from '../../contract/secrets.ts';

/** What the state of the remembered secrets means, as one sentence. */
export function secretsMessage({ kind, isLocked }: Omit<SecretsStatus, 'message'>): string {
  if (kind === 'keychain') return 'Secrets are remembered in the keychain of this computer.';
  if (kind === 'none') return 'Nothing is remembered: each password and passphrase is asked for when it is needed.';
  return isLocked
    ? 'Remembered secrets are locked; the master passphrase opens them.'
    : 'Secrets are remembered in a file that only your master passphrase opens.';
}
