import type { Readable } from 'node:stream';
import { UsageError } from './parse-command.ts';
import { readLine } from './read-line.ts';

/** Reads a secret from one line of an input that is no terminal. */
export async function readSecretLine(
  input: Readable & { readonly isTTY?: boolean },
  signal: AbortSignal,
): Promise<string> {
  if (input.isTTY === true) {
    throw new UsageError('A secret typed here would stay on the screen.', 'Pipe it to the command.');
  }
  const line = await readLine(input, signal);
  if (line === '') throw new UsageError('Standard input held no secret.', 'Pipe it to the command as one line.');
  return line;
}
