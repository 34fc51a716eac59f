import type { Method } from '../methods.ts';
import { readSecrets, type SecretInput } from './read-secret.ts';

/** Completes the input of the method that sets a preset's secret, which is never a flag. Throws `UsageError`. */
export async function withPresetSecret(
  { capability, name }: Method,
  input: Readonly<Record<string, unknown>>,
  isForgotten: boolean,
  source: SecretInput,
): Promise<Readonly<Record<string, unknown>>> {
  if (capability !== 'presets' || name !== 'setSecret') return input;
  if (isForgotten) return { ...input, value: null };
  const [value = ''] = await readSecrets([`${typeof input.name === 'string' ? input.name : 'The secret'}: `], source);
  return { ...input, value };
}
