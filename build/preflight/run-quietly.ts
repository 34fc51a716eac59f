import { spawn } from 'node:child_process';

/** Runs a program to its end; rejects only when it cannot be started. Output is both streams, in order. */
export function runQuietly(
  file: string,
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
