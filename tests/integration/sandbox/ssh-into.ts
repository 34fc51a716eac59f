import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CommandOutcome, runCommand } from '../../support/sandbox/run-command.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';

/** Runs a command over OpenSSH's own client with the key of the sandbox, strict about its host key. */
export async function sshInto(
  host: SandboxHost,
  input: string,
  command: string,
  user: string = host.ssh.user,
): Promise<CommandOutcome> {
  const knownHosts = join(dirname(host.ssh.keyPath), 'known_hosts');
  writeFileSync(knownHosts, `${host.hostKey.knownHostsLine}\n`);
  const options = ['StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`, 'BatchMode=yes', 'LogLevel=ERROR'];
  return runCommand(
    'ssh',
    [
      '-F',
      'none',
      '-i',
      host.ssh.keyPath,
      '-p',
      String(host.ssh.port),
      ...options.flatMap((option) => ['-o', option]),
      `${user}@${host.ssh.host}`,
      command,
    ],
    { input: `${input}\n` },
  );
}
