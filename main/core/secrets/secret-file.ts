import { createHash } from 'node:crypto';
import { z } from 'zod';
import { JsonStore } from '../store/json-store.ts';
import { type Randomness, type SecretKeys, saltBytes, scryptCost } from './derive-keys.ts';
import { removedMarks } from './removed-marks.ts';
import { seal, unseal } from './sealed-entry.ts';

const entryName = z.string().regex(/^[0-9a-f]{64}$/);
const sealed = z.base64().max(65_536);
const parts = z.object({
  scrypt: z.object({ N: z.literal(scryptCost.N), r: z.literal(scryptCost.r), p: z.literal(scryptCost.p) }),
  /** Base64. */
  salt: z.base64().refine((text) => Buffer.from(text, 'base64').length === saltBytes),
  /** A sealed entry of known content: it opens for the right passphrase only. */
  verifier: sealed,
  entries: z.record(entryName, sealed),
});
type Parts = z.output<typeof parts>;

/**
 * Tells accidental damage from a wrong passphrase: both would only look like a verifier that does not open. It needs no
 * key, so it is no protection against people; that is what the tags of the entries are for.
 */
function sumOf({ salt, verifier, entries }: Parts): string {
  const sorted = Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([salt, verifier, sorted]))
    .digest('hex');
}

const content = parts
  .extend({ sum: z.string(), removed: removedMarks })
  .refine((whole) => whole.sum === sumOf(whole))
  .nullable();
/** What the file holds; null while there is no master passphrase. */
export type SecretContent = z.output<typeof content>;
export type ProtectedContent = NonNullable<SecretContent>;

/** The file as a store. Its copy never holds a secret that the file does not. */
export function openSecretFile(file: string) {
  return new JsonStore({ file, version: 1, schema: content, empty: null, copyHolds: 'present' });
}

/** The content with its sum, which is over what cannot be made anew; marks are kept as they are. */
export function withSum<T extends Parts>(content: T): T & { sum: string } {
  return { ...content, sum: sumOf(content) };
}

const verifierId = 'verifier';

/** A content without entries that opens for these keys. */
export function emptyContent(keys: SecretKeys, salt: Buffer, randomness: Randomness): ProtectedContent {
  const verifier = seal(keys, verifierId, { name: verifierId, secret: '' }, randomness);
  return withSum({ scrypt: { ...scryptCost }, salt: salt.toString('base64'), verifier, entries: {} });
}

/** Whether these keys come from the passphrase of this content. */
export function areKeysOf(keys: SecretKeys, { verifier }: ProtectedContent): boolean {
  return unseal(keys, verifierId, verifier) !== null;
}
