import { z } from 'zod';
import { call } from './define.ts';

/** Where remembered passwords and passphrases lie on this machine, and whether they can be read. */
export const secretsStatus = z.object({
  /** The system's keychain, a file under a master passphrase, or nothing: each secret is asked for each time. */
  kind: z.enum(['keychain', 'passphrase', 'none']),
  /** Only a file under a master passphrase is ever locked. */
  isLocked: z.boolean(),
  /** How many secrets are remembered; null while locked. */
  count: z.number().int().nullable(),
  /** What this means, as one sentence. */
  message: z.string(),
});
export type SecretsStatus = z.output<typeof secretsStatus>;

const masterPassphrase = (field: string) =>
  z.string().min(8, `${field} must have at least 8 characters`).max(1024, `${field} is longer than 1024 characters`);

/** The remembered secrets of this machine. No method ever answers one. */
export const secrets = {
  status: call('Tells where secrets are remembered.', z.object({}), secretsStatus, ['store-unreadable']),
  protect: call(
    'Sets the master passphrase, or replaces it; the remembered secrets stay.',
    z.object({
      passphrase: masterPassphrase('The master passphrase'),
      /** The present one, when there is one. */
      previous: z.string().max(1024).nullable().default(null),
    }),
    secretsStatus,
    ['invalid-input', 'auth-failed', 'unavailable', 'store-unreadable'],
  ),
  open: call(
    'Opens the remembered secrets with the master passphrase, until Berth ends or locks them.',
    z.object({ passphrase: z.string().min(1).max(1024) }),
    secretsStatus,
    ['auth-failed', 'unavailable', 'store-unreadable'],
  ),
  lock: call('Closes the remembered secrets again.', z.object({}), secretsStatus, ['unavailable', 'store-unreadable']),
  forgetAll: call(
    'Removes every remembered secret, and the master passphrase; profiles stay.',
    z.object({}),
    secretsStatus,
    ['store-unreadable'],
  ),
} as const;
