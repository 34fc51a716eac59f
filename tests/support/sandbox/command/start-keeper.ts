import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SandboxOptions } from '../sandbox-host.ts';
import type { SandboxDescription } from './kept-sandboxes.ts';

/**
 * Starts a process that owns a sandbox and outlives this one; resolves once the sandbox is up. What it says on the way
 * (a build of code-server, why it failed) goes to stderr.
 */
export function startKeeper(options: SandboxOptions): Promise<SandboxDescription> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  keeper.stderr.on('data', (text) => process.stderr.write(text));
  return new Promise((resolve, reject) => {
    createInterface({ input: keeper.stdout }).once('line', (line) => {
      keeper.stdout.destroy();
      keeper.stderr.destroy();
      keeper.unref();
      resolve(JSON.parse(line) as SandboxDescription);
    });
    keeper.once('error', reject);
    keeper.once('close', () => reject(new Error('The sandbox did not start.')));
  });
}
