import type { Readable } from 'node:stream';
import { type Method, pipedField } from '../methods.ts';
import { UsageError } from '../parse-command.ts';
import { readDocument } from './read-document.ts';

/** Reads the text that is given as `-` from standard input, as it is. Throws `UsageError`. */
export async function withPipedText(
  method: Method,
  input: Readonly<Record<string, unknown>>,
  stdin: Readable & { readonly isTTY?: boolean },
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const field = pipedField(method);
  if (field === null || input[field] !== '-') return input;
  if (stdin.isTTY === true)
    throw new UsageError('No text was given.', `Pipe it to the command, or give --${field} TEXT.`);
  return { ...input, [field]: await readDocument('-', stdin, signal) };
}
