import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { identifyProcess, type ProcessIdentity } from '../process-identity.ts';
import { readLogTail, spawnLogged } from '../spawn-logged.ts';
import { answersSsh } from '../wait-for-host.ts';
import { sandboxMarker } from './local-processes.ts';

/** Starts sshd on a free port of the loopback; every session of it has `environment` and begins in its HOME. */
export async function startSshd(
  directory: string,
  environment: Readonly<Record<string, string>>,
  onProcess: (sshd: ProcessIdentity) => void,
): Promise<number> {
  const port = await freePort();
  const file = join(directory, 'sshd_config');
  writeFileSync(join(directory, 'session'), sessionWrapper(environment), { mode: 0o700 });
  writeFileSync(file, configuration(directory, environment, port), { mode: 0o600 });
  const log = join(directory, 'log');
  const sshd = spawnLogged('/usr/sbin/sshd', ['-D', '-e', '-f', file], { environment, log, isOutputFollowed: false });
  const identity = sshd.pid === undefined ? null : identifyProcess(sshd.pid);
  if (identity !== null) onProcess(identity);
  await isUpOrFails(sshd, port, log);
  sshd.unref();
  return port;
}

function isUpOrFails(sshd: ChildProcess, port: number, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`sshd did not start: ${why}\n${readLogTail(log)}`));
    const onError = (error: Error) => fail(error.message);
    const onExit = (code: number | null) => fail(`it ended with ${code}`);
    sshd.once('error', onError).once('exit', onExit);
    answersSsh('127.0.0.1', port)
      .then(resolve, reject)
      .finally(() => sshd.off('error', onError).off('exit', onExit));
  });
}

// sshd's own SetEnv does not begin a session in that HOME, and cannot hold a quote; the wrapper can.
function sessionWrapper(environment: Readonly<Record<string, string>>): string {
  const quoted = Object.entries(environment).map(([key, value]) => `export ${key}='${value.replaceAll("'", "'\\''")}'`);
  return [
    '#!/bin/bash',
    ...quoted,
    'cd "$HOME"',
    // No command means an interactive login.
    'if [[ -v SSH_ORIGINAL_COMMAND ]]; then exec /bin/bash -c "$SSH_ORIGINAL_COMMAND"; fi',
    'exec /bin/bash --login',
    '',
  ].join('\n');
}

function configuration(directory: string, environment: Readonly<Record<string, string>>, port: number): string {
  return [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey "${join(directory, 'ssh_host_ed25519_key')}"`,
    `AuthorizedKeysFile "${join(directory, 'id_ed25519.pub')}"`,
    `ForceCommand "${join(directory, 'session')}"`,
    // From the first moment of a session: a removal misses none, and the login shell reads no start-up file of this machine.
    `SetEnv "${sandboxMarker}=${environment[sandboxMarker]}" "HOME=${environment.HOME}"`,
    'AuthenticationMethods publickey',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin yes',
    'PermitUserRC no',
    'Subsystem sftp /usr/lib/openssh/sftp-server',
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port on the loopback'));
      });
    });
  });
}
