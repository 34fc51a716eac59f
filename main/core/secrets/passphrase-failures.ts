import type { FailureOf } from '../../contract/define.ts';
import { fail } from '../../contract/failure.ts';

/** What opening the file may answer. */
export type PassphraseFailure = FailureOf<'auth-failed' | 'unavailable' | 'store-unreadable'>;

export const noPassphrase = () =>
  fail('unavailable', 'store', 'No master passphrase is set, so nothing is locked.', 'Set one to remember secrets.');

export const wrongPassphrase = () =>
  fail('auth-failed', 'auth', 'This is not the master passphrase.', 'Type it again.');

export const previousNeeded = () =>
  fail('auth-failed', 'auth', 'A master passphrase is set already.', 'Give it too, to replace it.');

export const tooManyTries = (waitMs: number) =>
  fail(
    'auth-failed',
    'auth',
    `Too many wrong passphrases; the next one is taken in ${Math.ceil(waitMs / 1000)} s.`,
    'Wait for that long, then type it again.',
  );

export const changedMeanwhile = () =>
  fail(
    'unavailable',
    'store',
    'Another copy of Berth changed the master passphrase at the same moment.',
    'Look at the remembered secrets again.',
  );
