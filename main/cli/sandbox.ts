import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './parse-command.ts';

/** Runs the sandbox's command line of this checkout, on this terminal; resolves with its exit code. */
export async function runSandbox(rootDirectory: string, args: readonly string[], signal: AbortSignal): Promise<number> {
  const script = path.join(rootDirectory, 'tests', 'support', 'sandbox', 'cli.ts');
  await access(script).catch(() => {
    throw new UsageError('The sandbox comes only with a checkout of Berth.', 'Clone the repository and run it there.');
  });
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
    // A Ctrl-C reaches the child by itself: both belong to the terminal.
    const stop = () => signal.reason === 'SIGTERM' && child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    child.on('error', reject);
    // Without a code it ended by a signal.
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
