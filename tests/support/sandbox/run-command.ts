import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a finished command ended. A signal counts as `128 + its number`, as a shell reports it. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunCommandOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** Runs a program to its end, whatever its exit code; rejects only when it cannot be started. */
export function runCommand(
  file: string,
  commandArguments: readonly string[],
  options: RunCommandOptions = {},
): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, commandArguments, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.environment && { env: { ...options.environment } }),
      ...(options.directory && { cwd: options.directory }),
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), ...output });
    });
    // A program that ends without reading its input is no fault of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a program that must succeed; throws an error with its output when it does not. */
export async function mustRun(
  file: string,
  commandArguments: readonly string[],
  options: RunCommandOptions = {},
): Promise<string> {
  const outcome = await runCommand(file, commandArguments, options);
  if (outcome.code !== 0) {
    const said = `${outcome.stderr}${outcome.stdout}`.trim();
    throw new Error(`${file} ${commandArguments.join(' ')} ended with ${outcome.code}: ${said}`);
  }
  return outcome.stdout;
}
