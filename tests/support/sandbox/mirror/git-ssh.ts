import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../run-command.ts';
import { answersSsh } from '../wait-for-host.ts';

/** Repositories over SSH, on this machine's end of a cable. */
export interface GitOverSsh {
  readonly url: string;
  /** A line for a known_hosts file. */
  readonly knownHostsLine: string;
  /** Lets the holder of this key in, to clone and push and nothing else. */
  allowKey(publicKey: string): void;
}

/** Serves the bare repositories of a folder, to keys that are allowed later; ends with this process at the latest. */
export async function startGitOverSsh(
  directory: string,
  address: string,
  name: string,
): Promise<GitOverSsh & { stop(): void }> {
  const port = await freePort(address);
  const file = (entry: string) => join(directory, entry);
  await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file('host_key')]);
  writeFileSync(file('authorized_keys'), '', { mode: 0o600 });
  writeFileSync(file('session'), `#!/bin/sh\ncd '${directory}' && exec git-shell -c "$SSH_ORIGINAL_COMMAND"\n`, {
    mode: 0o700,
  });
  const settings = [
    `ListenAddress ${address}:${port}`,
    `HostKey ${file('host_key')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    `ForceCommand ${file('session')}`,
    // So that the login shell reads no start-up file of this machine.
    `SetEnv HOME=${directory}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin yes',
    'PermitTTY no',
    'DisableForwarding yes',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
  ];
  writeFileSync(file('sshd_config'), `${settings.join('\n')}\n`);
  // The kernel ends it with this process, however that ends.
  const leash = ['--pdeathsig', 'KILL', '--', '/usr/sbin/sshd', '-D', '-e', '-f', file('sshd_config')];
  const sshd = spawn('/usr/bin/setpriv', leash, { stdio: 'ignore' });
  try {
    const ended = new Promise<never>((_, reject) => {
      sshd.once('error', reject);
      sshd.once('exit', (code) => reject(new Error(`git's sshd ended with ${code}`)));
    });
    await Promise.race([answersSsh(address, port), ended]);
  } catch (error) {
    sshd.kill();
    throw error;
  }
  const [type, key] = readFileSync(file('host_key.pub'), 'utf8').split(' ');
  return {
    url: `ssh://${userInfo().username}@${address}:${port}${file(`${name}.git`)}`,
    knownHostsLine: `[${address}]:${port} ${type} ${key?.trim()}`,
    allowKey: (publicKey) => appendFileSync(file('authorized_keys'), `${publicKey.trim()}\n`),
    stop: () => void sshd.kill(),
  };
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => {
        if (bound !== null && typeof bound === 'object') resolve(bound.port);
        else reject(new Error(`No free port on ${address}`));
      });
    });
  });
}
