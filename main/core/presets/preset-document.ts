import { z } from 'zod';
import { type Failure, type Result, succeed } from '../../contract/failure.ts';
import { invalidPreset } from './preset-failures.ts';
import type { SavedPreset } from './preset-store.ts';

const format = 'berth-presets';
const version = 1;
const mostRows = 200;

const envelope = z.object({ format: z.literal(format), version: z.int().min(1), presets: z.array(z.unknown()) });

/** Presets as a document for people and other computers; it names secret variables, and holds no value of one. */
export function writePresetDocument(presets: readonly SavedPreset[]): string {
  return `${JSON.stringify({ format, version, presets }, null, 2)}\n`;
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
export function readPresetDocument(
  document: string,
): Result<readonly unknown[], Failure & { readonly kind: 'invalid-input' }> {
  const parsed = parseJson(document);
  const again = 'Choose a file that was written by the export of presets.';
  if (parsed === undefined) return invalidPreset('The document is not JSON.', again);
  const wrapped = envelope.safeParse(parsed);
  if (!wrapped.success) return invalidPreset('The document holds no presets of Berth.', again);
  const { version: found, presets } = wrapped.data;
  if (found > version) {
    return invalidPreset(
      'The document was written by a newer version of Berth.',
      'Update Berth, then import it again.',
    );
  }
  if (presets.length > mostRows) {
    return invalidPreset(`The document holds more than ${mostRows} presets.`, 'Import it in parts.');
  }
  return succeed(presets);
}
