import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';

/** Runs a command inside a sandbox that must succeed, and returns what it printed. */
export async function runInside(host: SandboxHost, command: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await host.run(command, { input });
  if (code !== 0) throw new Error(`in the sandbox, "${command.slice(0, 200)}" ended with ${code}: ${stderr.trim()}`);
  return stdout;
}
