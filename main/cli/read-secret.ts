import type { Readable } from 'node:stream';
import { UsageError } from './parse-command.ts';

const LONGEST_SECRET_CHARACTERS = 4096;

/** Reads one line, without its end, and closes the input, which would keep the process alive. */
export async function readSecretLine(input: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (input.isTTY === true) {
    throw new UsageError('A secret typed here would stay on the screen.', 'Pipe it to the command.');
  }
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > LONGEST_SECRET_CHARACTERS) break;
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new UsageError('Standard input held no secret.', 'Pipe it to the command as one line.');
  return line;
}
