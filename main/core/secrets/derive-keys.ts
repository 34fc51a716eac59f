import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Semaphore } from '../streams/semaphore.ts';

/** What one guess costs: 32 MiB, and about a third of a second on a small machine. Part of the file's version 1. */
export const scryptCost = { N: 2 ** 15, r: 8, p: 3 } as const;
export const saltBytes = 16;

const keyBytes = 32;
/** scrypt needs 128 · N · r bytes and a little more; Node refuses it beyond this. */
const mostMemoryBytes = 64 * 1024 * 1024;
/** Each derivation takes a thread of Node's pool, which files and names need too. */
const slots = new Semaphore(2);

const derive = promisify<Buffer, Buffer, number, object, Buffer>(scrypt);

/** What a master passphrase becomes: one key encrypts, the other hides the names of entries. */
export interface SecretKeys {
  readonly encryption: Buffer;
  readonly names: Buffer;
}

/** The keys of a passphrase. The same one typed on another keyboard may come in other code points, hence NFC. */
export async function deriveKeys(passphrase: string, salt: Buffer): Promise<SecretKeys> {
  const release = await slots.acquire();
  const typed = Buffer.from(passphrase.normalize('NFC'), 'utf8');
  try {
    const keys = await derive(typed, salt, 2 * keyBytes, { ...scryptCost, maxmem: mostMemoryBytes });
    return { encryption: keys.subarray(0, keyBytes), names: keys.subarray(keyBytes) };
  } finally {
    typed.fill(0);
    release();
  }
}

/** Overwrites keys that are not needed any more. */
export function wipeKeys({ encryption, names }: SecretKeys): void {
  encryption.fill(0);
  names.fill(0);
}

/** Where salts and nonces come from; tests of the format lend a fixed one. */
export type Randomness = (sizeBytes: number) => Buffer;
export const systemRandomness: Randomness = randomBytes;
