import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Randomness, SecretKeys } from './derive-keys.ts';

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** Entries are filled up to whole blocks, so that a file does not tell how long a password is. */
const blockBytes = 256;

const entryContent = z.object({ name: z.string(), secret: z.string() });
/** One secret and what it belongs to. */
export type SecretEntry = z.output<typeof entryContent>;

/**
 * The name under which an entry lies in the file. The name itself says which user of which host has a password here, so
 * the file holds only this sum, which nobody can compute or guess without the key.
 */
export function entryId({ names }: SecretKeys, name: string): string {
  return createHmac('sha256', names).update(name, 'utf8').digest('hex');
}

/** Binds an entry to its place: moved under another id, it does not open. */
const boundTo = (id: string) => Buffer.from(`berth secret 1 ${id}`, 'utf8');

function filledUp(text: string): Buffer {
  const sizeBytes = Buffer.byteLength(text, 'utf8');
  const missing = (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
  return Buffer.from(`${text}${' '.repeat(missing)}`, 'utf8');
}

/** Encrypts an entry for its id: nonce, tag and cipher text in base64. */
export function seal({ encryption }: SecretKeys, id: string, entry: SecretEntry, randomness: Randomness): string {
  const nonce = randomness(nonceBytes);
  const plain = filledUp(JSON.stringify({ name: entry.name, secret: entry.secret }));
  try {
    const cipher = createCipheriv(cipherName, encryption, nonce, { authTagLength: tagBytes }).setAAD(boundTo(id));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  } finally {
    plain.fill(0);
  }
}

/** What an entry holds; null when these keys did not seal it for this id, or when it is damaged. */
export function unseal({ encryption }: SecretKeys, id: string, sealed: string): SecretEntry | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length <= nonceBytes + tagBytes) return null;
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const body = bytes.subarray(nonceBytes + tagBytes);
  const decipher = createDecipheriv(cipherName, encryption, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(id)).setAuthTag(tag);
  const begun = decipher.update(body);
  try {
    // Only what ends well was sealed by these keys, and is therefore an entry.
    return entryContent.parse(JSON.parse(Buffer.concat([begun, decipher.final()]).toString('utf8')));
  } catch {
    return null;
  } finally {
    begun.fill(0);
  }
}
