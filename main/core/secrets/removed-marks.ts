import { createHash } from 'node:crypto';
import { z } from 'zod';

/** More names than anybody has secrets; the oldest marks make room. */
const maximumCount = 1_000;

/** What was removed while the file was locked, so that its entries could not be told apart; the next opening removes them. */
export const removedMarks = z
  .array(z.string().regex(/^[0-9a-f]{64}$/))
  .max(maximumCount)
  .optional();
type Marks = z.output<typeof removedMarks>;

/**
 * Without the passphrase there is no key to hide a name with. A sum over it and the file's own salt can be guessed by
 * whoever knows the profiles, and tells then that a secret of one was removed.
 */
function markOf(salt: string, name: string): string {
  return createHash('sha256').update(`${salt}\0${name}`, 'utf8').digest('hex');
}

/** Whether the secret of this name is to be gone. */
export function isMarked(content: { readonly salt: string; readonly removed?: Marks }, name: string): boolean {
  return content.removed?.includes(markOf(content.salt, name)) ?? false;
}

/** The marks with one for this name. */
export function withMark(content: { readonly salt: string; readonly removed?: Marks }, name: string): string[] {
  return [...(content.removed ?? []), markOf(content.salt, name)].slice(-maximumCount);
}
