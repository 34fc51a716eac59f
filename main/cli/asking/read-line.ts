import { addAbortSignal, type Readable } from 'node:stream';

const longestLineCharacters = 4096;

/**
 * Reads so many lines, without their ends, and closes the input, which would keep the process alive. Lines that are not
 * there are empty. Rejects when it is stopped.
 */
export async function readLines(input: Readable, count: number, signal: AbortSignal): Promise<string[]> {
  let text = '';
  addAbortSignal(signal, input);
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.split('\n').length > count || text.length > count * longestLineCharacters) break;
  }
  const lines = text.split(/\r?\n/);
  return Array.from({ length: count }, (_, index) => lines[index] ?? '');
}

/** Reads one line. */
export async function readLine(input: Readable, signal: AbortSignal): Promise<string> {
  const [line = ''] = await readLines(input, 1, signal);
  return line;
}
