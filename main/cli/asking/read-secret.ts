import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { UsageError } from '../parse-command.ts';
import type { Output } from '../printing/output.ts';
import { readLines } from './read-line.ts';

/** Where secrets come from: a person at a terminal, or a program that writes them to standard input. */
export interface SecretInput {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: Output;
  readonly signal: AbortSignal;
  /** Does what Ctrl-C does; a terminal that shows nothing hands it over as a key. */
  readonly interrupt: () => void;
}

/** Asks at the terminal for a line that is not shown; empty at the end of the input. Rejects when it is stopped. */
export function askHidden(prompt: string, input: SecretInput): Promise<string> {
  return askLine(prompt, input, false);
}

/** The same; `isShown` lets the terminal show what is typed. */
export async function askLine(prompt: string, input: SecretInput, isShown: boolean): Promise<string> {
  const { stdin, stderr, signal, interrupt } = input;
  signal.throwIfAborted();
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      // What readline would echo goes nowhere, unless it may be seen.
      if (isShown) stderr.write(String(chunk));
      done();
    },
  });
  const lines = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  const stop = () => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  lines.on('SIGINT', interrupt);
  const answered = new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  if (isShown) lines.setPrompt(prompt);
  if (isShown) lines.prompt();
  else stderr.write(prompt);
  const answer = await answered;
  signal.removeEventListener('abort', stop);
  lines.close();
  if (!isShown) stderr.write('\n');
  signal.throwIfAborted();
  return answer;
}

/** One secret for each prompt: asked for at a terminal, else a line of standard input. Throws `UsageError` when one is missing. */
export async function readSecrets(prompts: readonly string[], input: SecretInput): Promise<string[]> {
  const secrets: string[] = [];
  if (input.stdin.isTTY === true) {
    for (const prompt of prompts) secrets.push(await askHidden(prompt, input));
  } else secrets.push(...(await readLines(input.stdin, prompts.length, input.signal)));
  if (!secrets.includes('')) return secrets;
  if (input.stdin.isTTY === true) throw new UsageError('Nothing was typed.', 'Run it again and type the secret.');
  if (prompts.length === 1)
    throw new UsageError('Standard input held no secret.', 'Pipe it to the command as one line.');
  throw new UsageError(
    `Standard input held fewer than ${prompts.length} secrets.`,
    'Pipe them to the command, one per line.',
  );
}
