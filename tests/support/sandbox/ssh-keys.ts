import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run-command.ts';

/** Makes the sandbox's own login key and host key in its state directory. */
export async function makeSshKeys(directory: string): Promise<void> {
  const make = (name: string, comment: string) =>
    mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', join(directory, name)]);
  await Promise.all([make('id_ed25519', 'sandbox'), make('ssh_host_ed25519_key', 'sandbox-host')]);
}

/** The host key as OpenSSH tools show it. */
export async function describeHostKey(directory: string, host: string, port: number) {
  const publicKey = join(directory, 'ssh_host_ed25519_key.pub');
  const [type = '', key = ''] = readFileSync(publicKey, 'utf8').split(' ');
  // ssh-keygen -lf prints: bits, fingerprint, comment, type.
  const fingerprint = (await mustRun('ssh-keygen', ['-l', '-f', publicKey])).split(' ')[1] ?? '';
  const address = port === 22 ? host : `[${host}]:${port}`;
  return { type, fingerprint, knownHostsLine: `${address} ${type} ${key}` };
}
