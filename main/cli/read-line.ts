import { addAbortSignal, type Readable } from 'node:stream';

const longestLineCharacters = 4096;

/** Reads one line, without its end, and closes the input, which would keep the process alive. Rejects when it is stopped. */
export async function readLine(input: Readable, signal: AbortSignal): Promise<string> {
  let text = '';
  addAbortSignal(signal, input);
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > longestLineCharacters) break;
  }
  const [line = ''] = text.split(/\r?\n/);
  return line;
}
