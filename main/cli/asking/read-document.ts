import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { UsageError } from '../parse-command.ts';

/** More than any document may hold; what is longer is refused by the method itself. */
const longestCharacters = 2 * 1024 * 1024;

async function readText(input: Readable, signal: AbortSignal): Promise<string> {
  let text = '';
  addAbortSignal(signal, input);
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > longestCharacters) break;
  }
  return text;
}

/** Reads a document from a file, or from standard input when there is none or it is `-`. Throws `UsageError`. */
export async function readDocument(
  file: string | null,
  stdin: Readable & { readonly isTTY?: boolean },
  signal: AbortSignal,
): Promise<string> {
  if (file !== null && file !== '-') {
    try {
      return await readText(createReadStream(file), signal);
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      throw new UsageError(`The file ${file} cannot be read: ${error.message}.`, 'Name another one.');
    }
  }
  if (stdin.isTTY === true) {
    throw new UsageError('No document was given.', 'Name its file, or pipe it to the command.');
  }
  return await readText(stdin, signal);
}
