import { z } from 'zod';
import { type Failure, type Result, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { invalid } from './profile-failures.ts';

const format = 'berth-profiles';
const version = 1;
/** As many profiles as one document may hold. */
const maxRows = 1000;

const envelope = z.object({ format: z.literal(format), version: z.int().min(1), profiles: z.array(z.unknown()) });

/** Profiles as a document for people and other machines; a profile holds no secret, and so neither does this. */
export function writeDocument(profiles: readonly Profile[]): string {
  return `${JSON.stringify({ format, version, profiles }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The rows of a document, not looked at yet. */
export function readDocument(
  document: string,
): Result<readonly unknown[], Failure & { readonly kind: 'invalid-input' }> {
  const parsed = parseJson(document);
  const again = 'Choose a file that was written by the export of servers.';
  if (parsed === undefined) return invalid('The document is not JSON.', again);
  const wrapped = envelope.safeParse(parsed);
  if (!wrapped.success) return invalid('The document holds no servers of Berth.', again);
  const { version: found, profiles } = wrapped.data;
  if (found > version) {
    return invalid('The document was written by a newer version of Berth.', 'Update Berth, then import it again.');
  }
  if (profiles.length > maxRows) {
    return invalid(`The document holds more than ${maxRows} servers.`, 'Import it in parts.');
  }
  return succeed(profiles);
}
