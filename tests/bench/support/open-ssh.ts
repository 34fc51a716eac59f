import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownHostsLine } from '../../support/app/test-core.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { mustRun, runCommand } from '../../support/sandbox/run-command.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { freePort, isListening } from './ports.ts';

/** A TCP address. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** OpenSSH's own client, as a user at a terminal has it: the peer of the link. */
export interface OpenSsh extends AsyncDisposable {
  /** Runs a command over the one multiplexed connection (`ssh -S … host command`). */
  run(command: string): Promise<string>;
  /** `ssh -N -L` on a connection of its own; resolves to the local port. No cipher named: OpenSSH's default. */
  forward(remotePort: number, cipher?: string): Promise<number>;
}

/** Connects to the sandbox at `address` (its own, or a proxy's in front of it). `directory` takes socket and known_hosts. */
export async function connectOpenSsh(host: SandboxHost, address: Address, directory: string): Promise<OpenSsh> {
  const socket = join(directory, `control-${address.port}`);
  const knownHosts = join(directory, `known_hosts-${address.port}`);
  writeFileSync(knownHosts, knownHostsLine(host, address));
  const settings = ['BatchMode=yes', 'StrictHostKeyChecking=yes', 'IdentitiesOnly=yes', 'ExitOnForwardFailure=yes'];
  const options = [...settings, `UserKnownHostsFile=${knownHosts}`].flatMap((setting) => ['-o', setting]);
  const common = ['-F', 'none', '-i', host.ssh.keyPath, '-p', String(address.port), ...options];
  const destination = `${host.ssh.user}@${address.host}`;
  await using stack = new AsyncDisposableStack();

  const keep = (more: readonly string[]) => {
    const child = spawn('ssh', [...common, ...more, destination], { stdio: ['ignore', 'ignore', 'inherit'] });
    stack.defer(() => end(child));
    return child;
  };
  const master = keep(['-N', '-M', '-S', socket]);
  await poll('the multiplexed connection', async () => {
    assertRunning(master);
    return (await runCommand('ssh', ['-F', 'none', '-S', socket, '-O', 'check', destination])).code === 0;
  });

  const kept = stack.move();
  return {
    run: (command) => mustRun('ssh', ['-F', 'none', '-S', socket, destination, command]),
    async forward(remotePort, cipher) {
      const port = await freePort();
      const child = spawn(
        'ssh',
        [
          ...common,
          ...(cipher === undefined ? [] : ['-c', cipher]),
          ...['-N', '-L', `127.0.0.1:${port}:127.0.0.1:${remotePort}`, destination],
        ],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
      kept.defer(() => end(child));
      await poll('the forwarded port', () => {
        assertRunning(child);
        return isListening(port);
      });
      return port;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function assertRunning(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error('ssh ended instead of connecting');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
